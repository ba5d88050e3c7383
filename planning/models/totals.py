"""The roll-up: a year of twelve months for every unit and node, kept by triggers."""

from dataclasses import dataclass

from django.db import connection, models

MONTH_FIELDS = tuple(f"m{number:02}" for number in range(1, 13))

# Written apart from the trigger on purpose: a check that shares the code it checks proves nothing.
_DIFFERENCES = """
WITH amounts AS (
    SELECT r.unit_id, s.code AS service, l.code AS line, r.month, m.measure, m.amount
    FROM planning_revenuerecord r
    JOIN planning_service s ON s.id = r.service_id
    JOIN planning_serviceline l ON l.id = s.line_id
    CROSS JOIN LATERAL (VALUES ('revenue', r.revenue), ('payroll_revenue', r.payroll_revenue),
                               ('volume', r.volume), ('balance', r.balance)) AS m(measure, amount)
    WHERE m.amount IS NOT NULL
), nodes AS (
    SELECT a.unit_id, n.node, n.is_service, a.month, a.measure, a.amount
    FROM amounts a
    CROSS JOIN LATERAL (VALUES (a.service, true), (a.line, false), ('ALL', false)) AS n(node, is_service)
    WHERE n.is_service OR a.measure <> 'volume'
), expected AS (
    SELECT above.id AS unit_id, n.node, n.measure, n.month, sum(n.amount) AS amount
    FROM nodes n
    JOIN planning_unit u ON u.id = n.unit_id
    JOIN planning_unit above ON u.path LIKE above.path || '%%'
    WHERE NOT n.is_service OR EXISTS (SELECT FROM planning_unit c WHERE c.parent_id = above.id)
    GROUP BY 1, 2, 3, 4
), kept AS (
    SELECT t.unit_id, t.node, t.measure, make_date(t.year, m.number, 1) AS month, m.amount
    FROM planning_yeartotals t
    CROSS JOIN LATERAL (VALUES
        (1, m01), (2, m02), (3, m03), (4, m04), (5, m05), (6, m06),
        (7, m07), (8, m08), (9, m09), (10, m10), (11, m11), (12, m12)) AS m(number, amount)
)
SELECT u.code, node, measure, month, coalesce(kept.amount, 0), coalesce(expected.amount, 0)
FROM kept FULL JOIN expected USING (unit_id, node, measure, month) JOIN planning_unit u ON u.id = unit_id
WHERE coalesce(kept.amount, 0) <> coalesce(expected.amount, 0)
ORDER BY u.code, node, measure, month
"""
_UNSIGNED = """
WITH snapshot AS (
    SELECT c.unit_id, c.service_id, c.month, m.measure, m.amount
    FROM planning_closedfigure c
    JOIN planning_reportingmonth p ON p.month = c.month AND p.closed_2_at IS NOT NULL
    CROSS JOIN LATERAL (VALUES ('revenue', c.revenue), ('payroll_revenue', c.payroll_revenue),
                               ('volume', c.volume), ('balance', c.balance)) AS m(measure, amount)
    WHERE c.round = 2
), signed AS (
    SELECT unit_id, service_id, month, measure, sum(delta) AS delta
    FROM planning_adjustment GROUP BY 1, 2, 3, 4
), live AS (
    SELECT r.unit_id, r.service_id, r.month, m.measure, m.amount
    FROM planning_revenuerecord r
    JOIN planning_reportingmonth p ON p.month = r.month AND p.closed_2_at IS NOT NULL
    CROSS JOIN LATERAL (VALUES ('revenue', r.revenue), ('payroll_revenue', r.payroll_revenue),
                               ('volume', r.volume), ('balance', r.balance)) AS m(measure, amount)
)
SELECT u.code, s.code, measure, month, coalesce(live.amount, 0),
       coalesce(snapshot.amount, 0) + coalesce(signed.delta, 0)
FROM snapshot FULL JOIN live USING (unit_id, service_id, month, measure)
LEFT JOIN signed USING (unit_id, service_id, month, measure)
JOIN planning_unit u ON u.id = unit_id JOIN planning_service s ON s.id = service_id
WHERE coalesce(live.amount, 0) <> coalesce(snapshot.amount, 0) + coalesce(signed.delta, 0)
ORDER BY u.code, s.code, measure, month
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept figure that is not what it should be: `unit` and `node` by code, amounts in đồng or pieces."""

    unit: str
    node: str
    measure: str
    month: str
    kept: int
    expected: int

    def __str__(self) -> str:
        return f"{self.unit} {self.node} {self.measure} {self.month}: {self.kept}, should be {self.expected}"


class YearTotalsQuerySet(models.QuerySet):
    """Proves the totals."""

    def differences(self) -> list[Difference]:
        """Return every month of every total that is not the sum of its records."""
        return _differences(_DIFFERENCES)

    def unsigned_changes(self) -> list[Difference]:
        """Return figures of closed months that are not their snapshot plus their adjustments."""
        return _differences(_UNSIGNED)


def _differences(query: str) -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        return [
            Difference(unit, node, measure, f"{month:%Y-%m}", int(kept), int(expected))
            for unit, node, measure, month, kept, expected in cursor.fetchall()
        ]


class YearTotals(models.Model):
    """Sums of RevenueRecord over a unit's subtree; written by the roll-up trigger alone.

    One row per (unit, node, measure, year) for every unit with children, and for lines and ALL
    at every unit with figures; the services of a unit without children are its records.
    0 where nothing is: whether a month was reported is said by coverage, not by this table.
    Volume is kept per service only.
    """

    unit = models.ForeignKey("planning.Unit", models.CASCADE, related_name="year_totals", db_index=False)
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

    objects = YearTotalsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "measure", "node"], name="one_total_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.node} {self.measure} {self.year}"

    @property
    def months(self) -> tuple[int, ...]:
        """The twelve sums, January first."""
        return tuple(getattr(self, field) for field in MONTH_FIELDS)
