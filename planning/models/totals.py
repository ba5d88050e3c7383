"""The roll-up: a year of twelve months for every unit and node, kept by triggers."""

from django.db import models

MONTH_FIELDS = tuple(f"m{number:02}" for number in range(1, 13))


class YearTotals(models.Model):
    """Sums of RevenueRecord over a unit's subtree; written by the roll-up trigger alone.

    One row per (unit, node, measure, year) for every unit with children, and for lines and ALL
    at every unit with figures; the services of a unit without children are its records.
    0 where nothing is: whether a month was reported is said by coverage, not by this table.
    Volume is kept per service only.
    """

    unit = models.ForeignKey("planning.Unit", models.CASCADE, related_name="year_totals")
    node = models.CharField(max_length=20)
    measure = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    m01 = models.BigIntegerField(db_default=0)
    m02 = models.BigIntegerField(db_default=0)
    m03 = models.BigIntegerField(db_default=0)
    m04 = models.BigIntegerField(db_default=0)
    m05 = models.BigIntegerField(db_default=0)
    m06 = models.BigIntegerField(db_default=0)
    m07 = models.BigIntegerField(db_default=0)
    m08 = models.BigIntegerField(db_default=0)
    m09 = models.BigIntegerField(db_default=0)
    m10 = models.BigIntegerField(db_default=0)
    m11 = models.BigIntegerField(db_default=0)
    m12 = models.BigIntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "measure", "node"], name="one_total_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.node} {self.measure} {self.year}"

    @property
    def months(self) -> tuple[int, ...]:
        """The twelve sums, January first."""
        return tuple(getattr(self, field) for field in MONTH_FIELDS)
