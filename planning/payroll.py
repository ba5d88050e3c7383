"""Payroll revenue (DTTL) beside revenue (DTPS), as the accountant looks over a month."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.translation import get_language

from planning.models import RevenueRecord, Unit
from postoffice import measures
from postoffice.measures import NoAnswer, Reason
from postoffice.months import Month
from postoffice.numbers import DONG, PERCENT
from postoffice.words import nothing


@dataclass(frozen=True)
class PayrollLine:
    """A unit or a service with both figures written in đồng, and the one's share of the other."""

    name: str
    code: str
    revenue: str
    payroll: str
    share: str


def of_units(units: QuerySet[Unit], month: Month) -> list[PayrollLine]:
    """Return the month of each unit that has figures, in the order of codes."""
    rows = (
        RevenueRecord.objects.filter(unit__in=units, month=month.first)
        .values("unit__code", "unit__name")
        .annotate(revenue=Sum("revenue"), payroll=Sum("payroll_revenue"))
        .order_by("unit__code")
    )
    return [line(r["unit__name"], r["unit__code"], r["revenue"], r["payroll"]) for r in rows]


def line(name: str, code: str, revenue: int | None, payroll: int | None) -> PayrollLine:
    """Write one line; the share is payroll revenue over revenue."""
    return PayrollLine(name, code, _money(revenue), _money(payroll), _share(payroll, revenue))


def _money(amount: int | None) -> str:
    if amount is None:
        return str(nothing(Reason.NOT_REPORTED, narrow=True))
    return DONG.write(int(amount), get_language())


def _share(payroll: int | None, revenue: int | None) -> str:
    try:
        whole = [None if amount is None else int(amount) for amount in (payroll, revenue)]
        return PERCENT.write(measures.share(*whole), get_language())
    except NoAnswer as error:
        return str(nothing(error.reason, narrow=True))
