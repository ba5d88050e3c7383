"""Turns one raw cell into the value its column asks for, or says what is wrong with it.

Amounts that stand as text are left to `planning.importing.amounts`, which reads them together.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.importing.columns import Column, Kind, folded
from planning.importing.layout import REVENUE
from planning.importing.office import Fact
from planning.importing.reading import Raw
from planning.importing.settings import yes_or_no
from planning.models import Measure
from postoffice.months import Month
from postoffice.names import clean, is_code
from postoffice.numbers import NumberError, parse

_FACT_KINDS = ("amount", "growth", "index", "share", "base")
_FACT = re.compile(r"(\S+)\s+(\w+)\s*((?:>=|<=)?\s*-?[0-9]+(?:\.[0-9]+)?)")
_MONTHS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-[0-9]{1,2})?"),
    re.compile(r"(?:(?:t|tháng|thang)\s*)?(?P<month>[0-9]{1,2})[/-](?P<year>[0-9]{4})", re.IGNORECASE),
)
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


class CellError(Exception):
    """A cell is not what its column asks for; `reason` and `params` as in `Located`."""

    def __init__(self, reason: Promise | str, **params: object) -> None:
        super().__init__(reason, params)
        self.reason = reason
        self.params = params


def is_blank(raw: Raw) -> bool:
    """Say whether a cell is empty: nothing, or only spaces of any kind."""
    if isinstance(raw, str):
        return not raw[:1].isalnum() and not clean(raw)
    return raw is None


def shown(raw: Raw) -> str:
    """Return a raw cell as a person sees it in the sheet."""
    return f"{raw:%d/%m/%Y}" if isinstance(raw, date) else "" if raw is None else str(raw)


def value_of(raw: Raw, column: Column) -> object:
    """Return the value of a filled cell; CellError where it is not what the column asks for."""
    return _READERS[column.kind](raw, column)


def _code(raw: Raw, column: Column) -> str:
    if isinstance(raw, bool | date) or (isinstance(raw, Decimal) and raw != raw.to_integral_value()):
        raise CellError(_("a code is text; format the column as text and type the code again"))
    code = _fitting(clean(str(raw)), column)
    if not is_code(code):
        raise CellError(_("a code cannot stand in an address with / \\ or :; leave them out"))
    return code


def _text(raw: Raw, column: Column) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return _fitting(clean(raw.isoformat() if isinstance(raw, date) else str(raw)), column)


def _fitting(text: str, column: Column) -> str:
    if len(text) > column.longest:
        raise CellError(_("this is longer than %(limit)d characters"), limit=column.longest)
    return text


def _date(raw: Raw, _column: Column) -> date:
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str):
        for form in _DAYS:
            try:
                return datetime.strptime(raw.strip(), form).date()
            except ValueError:
                continue
    raise CellError(_("this is not a date; write it as 31/12/2019 or format the cell as a date"))


def _month(raw: Raw, _column: Column) -> Month:
    if isinstance(raw, date):
        return Month.of(raw)
    if isinstance(raw, str):
        for form in _MONTHS:
            found = form.fullmatch(raw.strip())
            if found and 1 <= int(found["month"]) <= 12 and int(found["year"]) > 0:
                return Month(int(found["year"]), int(found["month"]))
    raise CellError(_("this is not a month; write it as 2019-12 or 12/2019"))


def _year(raw: Raw, _column: Column) -> int:
    text = str(raw).strip()
    if isinstance(raw, bool) or not re.fullmatch("[0-9]{4}", text) or not 1990 <= int(text) <= 2100:
        raise CellError(_("this is not a year from 1990 to 2100"))
    return int(text)


def _count(raw: Raw, _column: Column) -> int:
    text = str(raw).strip()
    if isinstance(raw, bool) or not re.fullmatch("[0-9]{1,4}", text):
        raise CellError(_("this is not a whole number from 0 to 9999"))
    return int(text)


def _yes_no(raw: Raw, _column: Column) -> bool:
    if isinstance(raw, bool):
        return raw
    try:
        return yes_or_no(str(raw))
    except ValueError as neither:
        raise CellError(_("write yes or no here (có or không)")) from neither


def _closed(raw: Raw, column: Column) -> int:
    if isinstance(raw, bool):
        return 2 if raw else 0
    text = folded(str(raw)).removeprefix("lan ")
    if text in ("0", "1", "2"):
        return int(text)
    return 2 if _yes_no(raw, column) else 0


def _choice(raw: Raw, column: Column) -> str:
    found = _names(column.key, tuple(column.choices.items())).get(folded(str(raw)))
    if found is None:
        raise CellError(_("this must be one of: %(choices)s"), choices=", ".join(column.choices))
    return found


@cache
def _names(key: str, choices: tuple[tuple[str, Promise], ...]) -> dict[str, str]:
    """Return every name of each choice: what is kept, its label in both languages, brackets or not."""
    names = {folded(value): value for value, _label in choices}
    for language in ("en", "vi"):
        with translation.override(language):
            for value, label in choices:
                names.setdefault(folded(str(label)), value)
                names.setdefault(folded(str(label).partition("(")[0]), value)
    if key == "measure":
        for column in REVENUE.columns:
            if column.key in Measure.values:
                names |= dict.fromkeys(column.names, column.key)
    return names


def _share(raw: Raw, _column: Column) -> Decimal:
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return round(Decimal(raw), 8)
    try:
        text = str(raw).strip()
        value = parse(text.removesuffix("%"))
        return round(value / 100 if text.endswith("%") else value, 8)
    except (NumberError, TypeError) as wrong:
        raise CellError(_("this is not a share; write it as 0,6 or 60%%")) from wrong


def _facts(raw: Raw, column: Column) -> tuple[Fact, ...]:
    return read_facts(_text(raw, column))


def read_facts(text: str) -> tuple[Fact, ...]:
    """Read facts as `write_facts` writes them; "base" says what the decision took as last year's amount."""
    facts = []
    for part in filter(None, map(str.strip, text.split(";"))):
        found = _FACT.fullmatch(part)
        if not found or found[2] not in _FACT_KINDS:
            raise CellError(
                _("write each fact as code, kind, value: BCCP growth 0.44; ALL amount 284150000000")
            )
        facts.append(Fact(found[1], found[2], found[3].replace(" ", "")))
    return tuple(facts)


def write_facts(facts: tuple[Fact, ...]) -> str:
    """Write facts as the reader takes them."""
    return "; ".join(f"{fact.node} {fact.kind} {fact.value}" for fact in facts)


_READERS: dict[Kind, Callable[[Raw, Column], object]] = {
    Kind.CODE: _code,
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.YEAR: _year,
    Kind.COUNT: _count,
    Kind.YES_NO: _yes_no,
    Kind.CLOSED: _closed,
    Kind.CHOICE: _choice,
    Kind.SHARE: _share,
    Kind.FACTS: _facts,
}
