"""Whether the units, services and people of a file fit together and fit what the portal keeps."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from planning.importing.known import Known, chosen, dated, repeated
from planning.importing.located import Located
from planning.importing.office import OfficeData, PersonRow
from planning.models import RevenueRecord
from planning.models.revenue import ALL
from planning.models.units import SuccessionKind, UnitKind
from postoffice.access import Role


def check(data: OfficeData, stored: OfficeData, known: Known) -> list[Located]:
    """Return every problem of the sheets that say who the office is and what it sells."""
    return [
        *_units(data, stored, known),
        *_catalogue(data, stored, known),
        *_offerings(data, known),
        *_people(data, known),
        *_successions(data, known),
    ]


def _units(data: OfficeData, stored: OfficeData, known: Known) -> Iterator[Located]:
    yield from repeated(data.units, ("code",))
    yield from chosen(data.units, "kind", UnitKind.values)
    yield from dated(data.units)
    for row in data.units:
        if row.parent_code:
            yield from known.unit(row, "parent_code")
    parent = {u.code: u.parent_code for u in stored.units}
    parent.update({u.code: u.parent_code for u in data.units if u.parent_code or u.code not in parent})
    for row in data.units:
        if _lies_under_itself(row.code, parent):
            reason = _("a unit cannot lie under itself or under one of its own units")
            yield Located("units", row.row, "parent_code", row.parent_code, reason)


def _lies_under_itself(code: str, parent: dict[str, str]) -> bool:
    above, seen = parent.get(code, ""), set()
    while above and above != code and above not in seen:
        seen.add(above)
        above = parent.get(above, "")
    return above == code


def _catalogue(data: OfficeData, stored: OfficeData, known: Known) -> Iterator[Located]:
    yield from repeated(data.service_lines, ("code",))
    yield from repeated(data.services, ("code",))
    yield from dated(data.services)
    for row in (*data.service_lines, *data.services):
        if row.code.upper() == ALL:
            yield Located(
                row.SHEET, row.row, "code", row.code, _("this code means all services together; take another")
            )
    for row in data.services:
        yield from known.line(row, "line_code")
        if row.code in known.lines:
            reason = _("a service line has the same code; codes of lines and services must differ")
            yield Located("services", row.row, "code", row.code, reason)
    yield from _fixed_lines(data, stored)


def _fixed_lines(data: OfficeData, stored: OfficeData) -> Iterator[Located]:
    """A service that has figures stays in its line: totals are kept by line."""
    line = {s.code: s.line_code for s in stored.services}
    moved = [row for row in data.services if line.get(row.code, row.line_code) != row.line_code]
    with_figures = set(
        RevenueRecord.objects.filter(service__code__in=[row.code for row in moved]).values_list(
            "service__code", flat=True
        )
    )
    for row in moved:
        if row.code in with_figures:
            reason = _("this service has figures in line %(line)s; make a new service instead of moving it")
            yield Located("services", row.row, "line_code", row.line_code, reason, {"line": line[row.code]})


def _offerings(data: OfficeData, known: Known) -> Iterator[Located]:
    yield from repeated(data.offerings, ("unit_code", "service_code", "valid_from"))
    yield from dated(data.offerings)
    for row in data.offerings:
        yield from known.unit(row, "unit_code")
        yield from known.service(row, "service_code")


def _people(data: OfficeData, known: Known) -> Iterator[Located]:
    yield from repeated(data.people, ("username", "unit_code", "role"))
    yield from chosen(data.people, "role", [role.value for role in Role])
    first: dict[str, PersonRow] = {}
    for row in data.people:
        yield from known.unit(row, "unit_code")
        yield from _readable(row)
        one = first.setdefault(row.username, row)
        for column in ("full_name", "email"):
            mine, other = getattr(row, column), getattr(one, column)
            if mine and other and mine != other:
                reason = _("row %(other)d says “%(value)s” of the same person")
                yield Located("people", row.row, column, mine, reason, {"other": one.row, "value": other})


def _readable(row: PersonRow) -> Iterator[Located]:
    if any(character.isspace() for character in row.username):
        yield Located("people", row.row, "username", row.username, _("a user name has no spaces"))
    if row.email:
        try:
            validate_email(row.email)
        except ValidationError:
            yield Located("people", row.row, "email", row.email, _("this is not an e-mail address"))


def _successions(data: OfficeData, known: Known) -> Iterator[Located]:
    yield from repeated(data.successions, ("old_code", "new_code", "on"))
    yield from chosen(data.successions, "kind", SuccessionKind.values)
    parts = defaultdict(list)
    for row in data.successions:
        yield from known.unit(row, "old_code")
        yield from known.unit(row, "new_code")
        if row.old_code == row.new_code:
            yield Located(
                "successions", row.row, "new_code", row.new_code, _("a unit does not continue itself")
            )
        if not 0 < row.weight <= 1:
            reason = _("a weight lies above 0 and is at most 1")
            yield Located("successions", row.row, "weight", str(row.weight), reason)
        if row.kind == SuccessionKind.SPLIT:
            parts[row.old_code, row.on].append(row)
    for (code, _on), rows in parts.items():
        total = sum((row.weight for row in rows), Decimal(0))
        if total != 1:
            reason = _("the weights of the parts of %(code)s add up to %(total)s, not to 1")
            yield Located(
                "successions",
                rows[0].row,
                "weight",
                str(rows[0].weight),
                reason,
                {"code": code, "total": total},
            )
