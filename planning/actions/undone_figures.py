"""Old values of a batch's figures, read from its history and given back where nobody changed them since."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import get_language

from planning.models import Batch
from planning.models.revenue import Measure
from postoffice.months import Month
from postoffice.numbers import COUNT

_CELLS = """
WITH cells AS (
    SELECT h."row" AS id, m.measure,
           (array_agg((h.old ->> m.measure)::bigint ORDER BY h.id))[1] AS old,
           (array_agg((h.new ->> m.measure)::bigint ORDER BY h.id DESC))[1] AS new
    FROM planning_history h
    CROSS JOIN (VALUES ('revenue'), ('payroll_revenue'), ('volume'), ('balance')) AS m(measure)
    WHERE h.batch_id = %s AND h.noun = 'record' AND h.new ? m.measure
    GROUP BY 1, 2
), standing AS (
    SELECT cells.*, r.unit_id, r.service_id, r.month, (to_jsonb(r) ->> cells.measure)::bigint AS now
    FROM cells JOIN planning_revenuerecord r ON r.id = cells.id
    WHERE cells.old IS DISTINCT FROM cells.new
)
"""
_KEPT = f"""{_CELLS}
SELECT u.name, s.code, standing.month, standing.measure, standing.new, standing.now
FROM standing
JOIN planning_unit u ON u.id = standing.unit_id JOIN planning_service s ON s.id = standing.service_id
WHERE standing.now IS DISTINCT FROM standing.new
ORDER BY u.code, s.code, standing.month, standing.measure
"""  # noqa: S608 - fixed text
_GIVE_BACK = f"""{_CELLS}, untouched AS (
    SELECT id, count(*) AS figures,
           bool_or(measure = 'revenue') AS has_revenue,
           max(old) FILTER (WHERE measure = 'revenue') AS revenue,
           bool_or(measure = 'payroll_revenue') AS has_payroll_revenue,
           max(old) FILTER (WHERE measure = 'payroll_revenue') AS payroll_revenue,
           bool_or(measure = 'volume') AS has_volume, max(old) FILTER (WHERE measure = 'volume') AS volume,
           bool_or(measure = 'balance') AS has_balance, max(old) FILTER (WHERE measure = 'balance') AS balance
    FROM standing WHERE now IS NOT DISTINCT FROM new GROUP BY id
), changed AS (
    UPDATE planning_revenuerecord r SET
        revenue = CASE WHEN b.has_revenue THEN b.revenue ELSE r.revenue END,
        payroll_revenue = CASE WHEN b.has_payroll_revenue THEN b.payroll_revenue ELSE r.payroll_revenue END,
        volume = CASE WHEN b.has_volume THEN b.volume ELSE r.volume END,
        balance = CASE WHEN b.has_balance THEN b.balance ELSE r.balance END
    FROM untouched b WHERE b.id = r.id
    RETURNING b.figures
)
SELECT coalesce(sum(figures), 0)::bigint FROM changed
"""  # noqa: S608 - fixed text
_DELETE_EMPTY = """
DELETE FROM planning_revenuerecord r
WHERE num_nonnulls(revenue, payroll_revenue, volume, balance) = 0
  AND EXISTS (SELECT FROM planning_history h
              WHERE h.batch_id = %s AND h.noun = 'record' AND h.verb = 'insert' AND h."row" = r.id)
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure that an undo left alone: what the batch wrote, and what stands there now.

    `node` is the code of a service, or of a line or ALL in a target, which has no month.
    """

    unit: str
    node: str
    month: Month | None
    measure: str
    written: int | None
    now: int | None

    @property
    def label(self) -> str:
        """The measure as it is shown."""
        return str(Measure(self.measure).label)

    @property
    def texts(self) -> tuple[str, str]:
        """What the batch wrote and what stands there now, grouped; "…" for nothing."""
        values = (self.written, self.now)
        return tuple("…" if value is None else COUNT.write(value, get_language()) for value in values)


def kept(batch: Batch) -> list[Kept]:
    """Return the batch's figures that somebody changed since, by unit, service and month."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [batch.pk])
        return [Kept(unit, code, Month.of(day), *rest) for unit, code, day, *rest in cursor.fetchall()]


def give_back(batch: Batch) -> int:
    """Give the other figures their old value and return how many; records the batch made vanish.

    Call with months, reports and books held.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [batch.pk])
        (count,) = cursor.fetchone()
        cursor.execute(_DELETE_EMPTY, [batch.pk])
    return count
