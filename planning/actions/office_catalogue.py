"""Writes the sheets that say who the office is: settings, lines, services, units, offerings, people."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime

from planning.actions.rights import day_of
from planning.importing import settings
from planning.importing.office import OfferingRow, PersonRow, ServiceRow, SuccessionRow, UnitRow
from planning.importing.preview import Change, Comparison, SheetChanges
from planning.models import (
    AnnualHistory,
    Offering,
    Office,
    Posting,
    Service,
    ServiceLine,
    Succession,
    Unit,
    User,
)
from postoffice.names import clean, fold, order_key


def write(changes: Comparison, *, at: datetime) -> None:
    """Write everything but figures, months and plans; call inside the transaction of a load."""
    _write_settings(changes["office"])
    _write_lines(changes["service_lines"])
    _write_services(changes["services"])
    _write_units(changes["units"])
    _write_offerings(changes["offerings"])
    _write_people(changes["people"], at)
    _write_successions(changes["successions"])


def _write_settings(changes: SheetChanges) -> None:
    rows = [*changes.added, *(change.new for change in changes.changed)]
    if rows:
        office = Office.objects.current()
        for row in rows:
            setattr(office, row.key, settings.SETTINGS[row.key].read(row.value))
        office.save()


def _write_lines(changes: SheetChanges) -> None:
    ServiceLine.objects.bulk_create(
        ServiceLine(code=row.code, name=clean(row.name), order=row.order or 0) for row in changes.added
    )
    for change in changes.changed:
        row = change.new
        ServiceLine.objects.filter(code=row.code).update(name=clean(row.name), order=row.order or 0)


def _write_services(changes: SheetChanges) -> None:
    lines = dict(ServiceLine.objects.values_list("code", "pk"))
    Service.objects.bulk_create(Service(code=row.code, **_service(row, lines)) for row in changes.added)
    for change in changes.changed:
        Service.objects.filter(code=change.new.code).update(**_service(change.new, lines))


def _service(row: ServiceRow, lines: Mapping[str, int]) -> dict[str, object]:
    return {
        "name": clean(row.name),
        "line_id": lines[row.line_code],
        "volume_unit": row.volume_unit,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _write_units(changes: SheetChanges) -> None:
    """Write new units a storey at a time, since a unit's chain comes from the one above it."""
    waiting = {row.code: row for row in changes.added}
    keys = dict(Unit.objects.values_list("code", "pk"))
    while waiting:
        storey = [row for row in waiting.values() if row.parent_code not in waiting]
        made = Unit.objects.bulk_create(Unit(code=row.code, **_unit(row, keys)).keyed() for row in storey)
        keys.update({unit.code: unit.pk for unit in made})
        for row in storey:
            del waiting[row.code]
    for change in changes.changed:
        unit = Unit.objects.get(code=change.new.code)
        for name, value in _unit(change.new, keys).items():
            setattr(unit, name, value)
        unit.save()


def _unit(row: UnitRow, keys: Mapping[str, int]) -> dict[str, object]:
    same = {f.name for f in fields(row)} - {"code", "parent_code", "row"}
    return {name: getattr(row, name) for name in same} | {"parent_id": keys.get(row.parent_code)}


def _write_offerings(changes: SheetChanges) -> None:
    units = dict(Unit.objects.values_list("code", "pk"))
    services = dict(Service.objects.values_list("code", "pk"))

    def key(row: OfferingRow) -> dict[str, object]:
        return {
            "unit_id": units[row.unit_code],
            "service_id": services[row.service_code],
            "valid_from": row.valid_from,
        }

    Offering.objects.bulk_create(Offering(**key(row), valid_to=row.valid_to) for row in changes.added)
    for change in changes.changed:
        Offering.objects.filter(**key(change.new)).update(valid_to=change.new.valid_to)


def _write_people(changes: SheetChanges, at: datetime) -> None:
    """Add people and postings. A new person has no password: an invitation link is the way in."""
    rows = [*changes.added, *(change.new for change in changes.changed)]
    people = {row.username: row for row in rows}
    users = {user.username: user for user in User.objects.filter(username__in=people)}
    new = [_person(row) for username, row in people.items() if username not in users]
    for user in User.objects.bulk_create(new):
        users[user.username] = user
    for username, row in people.items():
        user = users[username]
        if (user.full_name, user.email) != (row.full_name, row.email or user.email):
            user.full_name, user.email = row.full_name, row.email or user.email
            user.save()
    units = dict(Unit.objects.values_list("code", "pk"))
    Posting.objects.bulk_create(
        Posting(user=users[row.username], role=row.role, unit_id=units[row.unit_code], starts_on=day_of(at))
        for row in changes.added
    )


def _person(row: PersonRow) -> User:
    user = User(username=row.username, full_name=row.full_name, email=row.email)
    user.is_demo = Office.objects.current().is_demo
    user.search_key, user.order_key = fold(user.full_name), order_key(user.full_name)
    user.set_unusable_password()
    return user


def _write_successions(changes: SheetChanges) -> None:
    rows: Iterable[SuccessionRow] = (*changes.added, *(change.new for change in changes.changed))
    units = dict(Unit.objects.values_list("code", "pk"))
    for row in rows:
        Succession.objects.update_or_create(
            old_id=units[row.old_code],
            new_id=units[row.new_code],
            on=row.on,
            defaults={"kind": row.kind, "weight": row.weight},
        )


def write_annual_history(changes: SheetChanges, units: Mapping[str, int]) -> None:
    """Write years without months."""
    rows = [*changes.added, *(change.new for change in changes.changed if isinstance(change, Change))]
    AnnualHistory.objects.bulk_create(
        (
            AnnualHistory(
                unit_id=units[row.unit_code],
                node=row.code,
                year=row.year,
                measure=row.measure,
                amount=row.amount,
            )
            for row in rows
        ),
        update_conflicts=True,
        unique_fields=["unit", "node", "year", "measure"],
        update_fields=["amount"],
    )
