"""What the entry page sends: texts become changes of cells; what is no figure is kept as it was typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID, uuid4

from planning.actions.monthly_reports import CellChange, Conflict
from planning.entry.sheet import Clash, Name, Typed
from planning.models import DraftSave, MonthlyReport
from postoffice.numbers import NumberError, parse, to_dong
from postoffice.words import UNITS

MOST_CELLS = 1_000
LONGEST_REMARK = 500
_FIELD = re.compile(r"(?P<service>.+)-(?P<measure>revenue|volume)")
_SET = re.compile(r"(.+)=(-?\d{1,15})?(?:@(\d{1,9}))?")
_WAS = re.compile(r"(?P<version>\d{1,9}):(?P<value>-?\d{1,18})?")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Unreadable(ValueError):
    """The request is no form of this page: damaged, made by hand, or from an older page."""


@dataclass(slots=True)
class Sent:
    """A form of the page: what to save, what is no figure, the explanations, and the button pressed.

    `version` is the report version the sender has seen; his own save moves it on, somebody else's
    does not. `added` is the code of a service to be shown although the point does not list it.
    `unit` is how many đồng one of the form's unit of money is.
    """

    key: UUID
    changes: tuple[CellChange, ...] = ()
    refusals: Mapping[Name, NumberError] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    action: str = "save"
    version: int = 0
    added: str = ""
    unit: int = 1
    pasted: bool = False

    def typed(self) -> Typed:
        """Return what has to be shown again if nothing of it could be saved."""
        values = {(change.service, change.measure): change.value for change in self.changes}
        return Typed(values=values, refusals=self.refusals, notes=self.notes)

    def left(self, conflicts: Iterable[Conflict]) -> Typed:
        """Return what is left after a save: the cells that clash, and the texts that are no figures."""
        clashes = {
            (c.service, c.measure): Clash(c.mine, c.theirs, c.version, c.by_name, c.at) for c in conflicts
        }
        mine = {name: clash.mine for name, clash in clashes.items()}
        return Typed(values=mine, refusals=self.refusals, clashes=clashes, notes=self.notes)

    def saw(self, version: int) -> None:
        """Take the report version after one's own save; a gap means that somebody else saved, too."""
        if version == self.version + 1:
            self.version = version

    def back_to(self, path: str) -> str:
        """Return where the page goes on: with the service to be added, or the list of them."""
        if self.action == "more":
            return f"{path}?more=1#more"
        return f"{path}?{urlencode({'add': self.added})}" if self.added else path


def read_form(post: Mapping[str, str]) -> Sent:
    """Read the whole form. Its figures are in the form's own `unit` (đồng per unit).

    A field counts as changed when its figure differs from what the page last knew (`was-…`). `set`
    replaces one field by a figure that was meant (and accepts the version of somebody else's),
    `confirm-row` takes the row's prefilled figures as one's own.
    """
    unit, given = _number(post.get("unit", "1"), UNITS), _given(post)
    changes, refusals = [], {}
    for name in _names(post):
        key = f"{name[0]}-{name[1]}"
        version, old = _was(post.get(f"was-{key}", "0:"))
        try:
            value, version = given.get(key) or (figure(_text(post[key]), name[1], unit), version)
        except NumberError as error:
            refusals[name] = error
            continue
        if value != old or key in given or name[0] == post.get("confirm-row"):
            changes.append(CellChange(*name, value, version))
    return Sent(
        _key(post.get("key")), tuple(changes), refusals, _notes(post), post.get("action", "save"),
        _number(post.get("version", "0")), post.get("add", "") if post.get("action") == "add" else "", unit,
    )  # fmt: skip


def read_cells(content: bytes) -> Sent:
    """Read an autosave, which is JSON.

    {"key", "unit", "cells": [{"service", "measure", "text", "version"}, …], "pasted": bool,
    "notes": {service: [reason, remark]}}; the last two may be missing.
    """
    try:
        body = json.loads(content)
        key, unit, cells = UUID(body["key"]), body["unit"], body["cells"]
        if unit not in UNITS or not isinstance(cells, list) or len(cells) > MOST_CELLS:
            raise Unreadable
        changes, refusals = [], {}
        for cell in cells:
            name = (_text(cell["service"]), _text(cell["measure"]))
            try:
                value = figure(_text(cell["text"]), name[1], unit)
            except NumberError as error:
                refusals[name] = error
            else:
                changes.append(CellChange(*name, value, _version(cell["version"])))
        notes = {
            _text(service): (_text(reason), _text(remark)[:LONGEST_REMARK])
            for service, (reason, remark) in body.get("notes", {}).items()
        }
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Unreadable from error
    return Sent(key, tuple(changes), refusals, notes, unit=unit, pasted=body.get("pasted") is True)


def figure(text: str, measure: str, unit: int) -> int | None:
    """Return what was typed as whole đồng or pieces, None for nothing; NumberError where it is neither."""
    scale = unit if measure == "revenue" else 1
    value = parse(text, scale)
    if value is None:
        return None
    try:
        return to_dong(value, scale)
    except NumberError as error:
        raise NumberError(error.code, text) from error


def undone(save: DraftSave, report: MonthlyReport) -> list[CellChange]:
    """Return the changes that take a save back, where nobody has changed the cells since."""
    changes = []
    for change in save.changes:
        cell = report.draft.get(change["service"], {}).get(change["measure"])
        if cell and cell["version"] == save.version:
            changes.append(CellChange(change["service"], change["measure"], change["old"], save.version))
    return changes


def _names(post: Mapping[str, str]) -> list[Name]:
    """Return the fields of the form."""
    found = [_FIELD.fullmatch(key) for key in post if not key.startswith("was-")]
    names = [match.group("service", "measure") for match in found if match]
    if len(names) > MOST_CELLS:
        raise Unreadable
    return names


def _given(post: Mapping[str, str]) -> dict[str, tuple[int | None, int]]:
    """Return the field that a button sets: {name: (value, version)}."""
    if "set" not in post:
        return {}
    found = _SET.fullmatch(post["set"])
    if found is None or found[1] not in post:
        raise Unreadable
    name, value, version = found.groups()
    was = _was(post.get(f"was-{name}", "0:"))[0]
    return {name: (None if value is None else int(value), was if version is None else int(version))}


def _was(text: str) -> tuple[int, int | None]:
    found = _WAS.fullmatch(text)
    if found is None:
        raise Unreadable
    return int(found["version"]), None if found["value"] is None else int(found["value"])


def _number(text: str, known: Iterable[int] | None = None) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or (known is not None and int(text) not in known):
        raise Unreadable
    return int(text)


def _key(text: str | None) -> UUID:
    """Return the form's idempotency key; a form without one is a save of its own."""
    if not text:
        return uuid4()
    try:
        return UUID(text)
    except ValueError as error:
        raise Unreadable from error


def _notes(post: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the explanations that have a reason, by service."""
    return {
        key.removeprefix("reason-"): (
            value,
            post.get("note-" + key.removeprefix("reason-"), "")[:LONGEST_REMARK],
        )
        for key, value in post.items()
        if key.startswith("reason-") and value
    }


def _text(value: object) -> str:
    if not isinstance(value, str) or _UNSTORABLE.search(value):
        raise Unreadable
    return value


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise Unreadable
    return value
