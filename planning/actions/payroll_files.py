"""What a file of payroll revenue is asked as its page asks: why a unit's share is out of its band."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from planning.actions.errors import Refused
from planning.importing.located import Located
from planning.importing.preview import SheetChanges
from planning.importing.stored import FigureKey, Figures
from planning.models import Unit
from planning.payroll import band, odd_share
from postoffice.months import Month


class ShareUnexplained(Refused):
    """A file leaves units with an unusual share of payroll revenue, and nobody says why."""

    code = "share_unexplained"
    status = 422
    sentence = _("Nothing was written: %(count)s unusual shares of payroll revenue. Give a reason for them.")


def require_reason(odd: Sequence[Located], reason: str) -> None:
    """Pass what is usual, and what has a reason."""
    if odd and not reason:
        raise ShareUnexplained(count=len(odd))


def odd_shares(changes: SheetChanges, figures: Mapping[FigureKey, Figures]) -> Iterator[Located]:
    """Yield each unit's month whose share is out of its band once the file is in the books."""
    touched: dict[tuple[str, Month], int] = {}
    after = dict(figures)
    for change in (*changes.added, *changes.changed):
        row = change.row
        after[row.unit_code, row.service_code, row.month] = change.new
        touched.setdefault((row.unit_code, row.month), row.row)
    pairs = defaultdict(list)
    for (unit, _service, month), (revenue, payroll, *_rest) in after.items():
        if (unit, month) in touched:
            pairs[unit, month].append((revenue, payroll))
    names = dict(Unit.objects.filter(code__in={unit for unit, _m in touched}).values_list("code", "name"))
    usual = band()
    for (unit, month), row in touched.items():
        if told := odd_share(pairs[unit, month], usual):
            where = f"{names.get(unit, unit)} {month.number:02}/{month.year}"
            yield Located("revenue", row, "payroll_revenue", where, "%(said)s", {"said": told})
