"""The codes a row may name: those of the file and those the portal keeps already."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from planning.importing.located import Located
from planning.importing.office import OfficeData
from planning.models.revenue import ALL

NO_UNIT = _("no unit has this code")
NO_SERVICE = _("no service has this code")
NO_LINE = _("no service line has this code")
NO_NODE = _("neither a service nor a service line has this code, nor is it ALL")
_NEAR = {
    NO_UNIT: _("no unit has this code; did you mean “%(near)s”?"),
    NO_SERVICE: _("no service has this code; did you mean “%(near)s”?"),
    NO_LINE: _("no service line has this code; did you mean “%(near)s”?"),
    NO_NODE: _("no service or service line has this code; did you mean “%(near)s”?"),
}


@dataclass
class Known:
    """Codes of units, lines and services after the import, were it to succeed."""

    units: set[str]
    lines: set[str]
    services: set[str]
    _answers: dict[tuple[str, str], Located | None] = field(default_factory=dict)

    @classmethod
    def of(cls, data: OfficeData, stored: OfficeData) -> "Known":
        """Take the codes of a file and of what is stored together."""
        return cls(
            {u.code for u in (*data.units, *stored.units)},
            {line.code for line in (*data.service_lines, *stored.service_lines)},
            {s.code for s in (*data.services, *stored.services)},
        )

    def unit(self, row: object, column: str) -> list[Located]:
        """Return a problem where a row names an unknown unit."""
        return self._missing(row, column, self.units, NO_UNIT)

    def service(self, row: object, column: str) -> list[Located]:
        """Return a problem where a row names an unknown service."""
        return self._missing(row, column, self.services, NO_SERVICE)

    def line(self, row: object, column: str) -> list[Located]:
        """Return a problem where a row names an unknown line."""
        return self._missing(row, column, self.lines, NO_LINE)

    def node(self, row: object, column: str) -> list[Located]:
        """Return a problem where a row names neither a service nor a line nor ALL."""
        code = getattr(row, column)
        if code == ALL or code in self.lines or code in self.services:
            return []
        return self._missing(row, column, self.lines | self.services | {ALL}, NO_NODE)

    def _missing(self, row: object, column: str, codes: set[str], reason: Promise) -> list[Located]:
        code = getattr(row, column)
        if code in codes:
            return []
        near = nearest_code(code, codes)
        params: Mapping[str, object] = {"near": near} if near else {}
        return [Located(row.SHEET, row.row, column, code, _NEAR[reason] if near else reason, params)]


def nearest_code(code: str, codes: Collection[str]) -> str:
    """Return the known code an unknown one most resembles: leading zeros that Excel ate come first."""
    padded = [
        known
        for known in codes
        if known.lstrip("0") == code.lstrip("0") or known.casefold() == code.casefold()
    ]
    if padded:
        return min(padded)
    close = get_close_matches(code, sorted(codes)[:5000], n=1, cutoff=0.6)
    return close[0] if close else ""


def repeated(rows: Iterable[object], key: tuple[str, ...]) -> list[Located]:
    """Return a problem for each row whose key stands in an earlier row, naming both."""
    first: dict[Hashable, int] = {}
    problems = []
    for row in rows:
        value = tuple(getattr(row, part) for part in key)
        if value in first:
            shown = " ".join(str(part) for part in value if part is not None)
            reason = _("the same key stands in row %(other)d")
            problems.append(Located(row.SHEET, row.row, key[0], shown, reason, {"other": first[value]}))
        else:
            first[value] = row.row
    return problems


def chosen(rows: Iterable[object], column: str, choices: Collection[str]) -> list[Located]:
    """Return a problem for each row whose value is not one of the choices."""
    reason = _("this must be one of: %(choices)s")
    return [
        Located(
            row.SHEET, row.row, column, str(getattr(row, column)), reason, {"choices": ", ".join(choices)}
        )
        for row in rows
        if getattr(row, column) not in choices
    ]


def dated(rows: Iterable[object]) -> list[Located]:
    """Return a problem for each row that ends before it starts."""
    reason = _("it ends before it starts on %(start)s")
    return [
        Located(
            row.SHEET,
            row.row,
            "valid_to",
            f"{row.valid_to:%d/%m/%Y}",
            reason,
            {"start": f"{row.valid_from:%d/%m/%Y}"},
        )
        for row in rows
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from
    ]
