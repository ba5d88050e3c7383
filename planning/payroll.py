"""Payroll revenue (DTTL) beside revenue (DTPS), as the accountant looks over a month."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from planning.checks import SENTENCES, Band, check_share
from planning.models import HistoryEntry, Office, RevenueRecord, Unit
from postoffice import measures
from postoffice.months import Month
from postoffice.numbers import DONG, PERCENT
from postoffice.words import figure


@dataclass(frozen=True)
class PayrollLine:
    """A unit or a service with both figures written in đồng, and the one's share of the other."""

    name: str
    code: str
    revenue: str
    payroll: str
    share: str
    odd: str = ""
    """What is odd with the share, in a sentence."""
    reasons: tuple[str, ...] = ()
    """Why it stands all the same, as the accountant said it, with his name; the latest first."""


def band() -> Band:
    """Return which shares of payroll revenue are usual in this office."""
    office = Office.objects.current()
    return Band(office.payroll_share_low, office.payroll_share_high)


def odd_share(pairs: Iterable[tuple[int | None, int | None]], usual: Band) -> str:
    """Say what is odd with a unit's month, given as revenue and payroll revenue of each service."""
    pairs = list(pairs)
    paid = [payroll for _revenue, payroll in pairs if payroll is not None]
    is_complete = all(payroll is not None for revenue, payroll in pairs if revenue)
    total = sum(revenue or 0 for revenue, _payroll in pairs)
    return _odd(total, sum(paid) if paid else None, usual, is_complete=is_complete)


def of_units(units: QuerySet[Unit], month: Month) -> list[PayrollLine]:
    """Return the month of each unit that has figures, in the order of codes."""
    usual, reasons = band(), _reasons(units, month)
    waiting = Q(payroll_revenue=None) & ~Q(revenue=None) & ~Q(revenue=0)
    rows = (
        RevenueRecord.objects.filter(unit__in=units, month=month.first)
        .values("unit__code", "unit__name")
        .annotate(waiting=Count("pk", filter=waiting))  # before a sum takes the name of its field
        .annotate(revenue=Sum("revenue"), payroll=Sum("payroll_revenue"))
        .order_by("unit__code")
    )
    return [
        line(
            row["unit__name"], row["unit__code"], row["revenue"], row["payroll"],
            odd=_odd(row["revenue"], row["payroll"], usual, is_complete=not row["waiting"]),
            reasons=reasons.get(row["unit__code"], ()),
        )
        for row in rows
    ]  # fmt: skip


def line(
    name: str,
    code: str,
    revenue: int | None,
    payroll: int | None,
    odd: str = "",
    reasons: tuple[str, ...] = (),
) -> PayrollLine:
    """Write one line; the share is payroll revenue over revenue."""
    return PayrollLine(name, code, _money(revenue), _money(payroll), _share(payroll, revenue), odd, reasons)


def _reasons(units: QuerySet[Unit], month: Month) -> dict[str, tuple[str, ...]]:
    """Return by code of the unit why its payroll revenue stands, each reason once; one query."""
    found: dict[str, dict[str, None]] = {}
    given = HistoryEntry.objects.of_payroll(month).filter(unit__in=units.order_by().values("pk"))
    for unit, reason, who in given.order_by("-id").values_list("unit__code", "reason", "actor__full_name"):
        said = _("%(reason)s (%(who)s)") % {"reason": reason, "who": who} if who else reason
        found.setdefault(unit, {})[said] = None
    return {unit: tuple(said) for unit, said in found.items()}


def _odd(revenue: int | None, payroll: int | None, usual: Band, *, is_complete: bool) -> str:
    code = check_share(revenue, payroll, usual, is_complete=is_complete)
    if code is None:
        return ""
    share = _share(payroll, revenue)
    return str(SENTENCES[code]) % {"share": share, "low": f"{usual.low}%", "high": f"{usual.high}%"}


def _money(amount: int | None) -> str:
    return figure(None if amount is None else int(amount), DONG)


def _share(payroll: int | None, revenue: int | None) -> str:
    whole = [None if amount is None else int(amount) for amount in (payroll, revenue)]
    return figure(measures.answer(measures.share, *whole), PERCENT)
