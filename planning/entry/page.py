"""What the entry page says around its sheet: where one is, what is left, which way on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.actions.cells import CellChange
from planning.entry.desk import MONTHS_TO_CHOOSE, Desk
from planning.entry.sheet import Sheet
from planning.models import Posting, Service, Unit, User
from planning.models.monthly_reports import NoteReason
from postoffice.months import Month
from postoffice.words import UNITS


@dataclass(frozen=True)
class Page:
    """One entry page for one person.

    `unit` is how many đồng one of the page's unit of money is, `entered` the points this person
    enters for, `unsaved` what was typed into a month that takes nothing any more, `others` the services
    off the point's list, once somebody asks for them.
    """

    desk: Desk
    sheet: Sheet
    unit: int
    user: User
    postings: Sequence[Posting]
    entered: Sequence[Unit]
    unsaved: Sequence[CellChange] = ()
    others: Sequence[Service] | None = None

    @property
    def unit_name(self) -> str:
        """The page's unit of money."""
        return str(UNITS[self.unit])

    @property
    def previous(self) -> str:
        """Last month, as its column says it."""
        return _written(self.desk.month - 1)

    @property
    def base(self) -> str:
        """The same month last year."""
        return _written(self.desk.month - 12)

    @property
    def units(self) -> list[dict[str, object]]:
        """The units of money to choose from."""
        return [{"value": size, "name": UNITS[size], "current": size == self.unit} for size in (1, 1_000)]

    @property
    def key(self) -> str:
        """A fresh idempotency key for the form: sent twice, it is saved once."""
        return str(uuid4())

    @property
    def is_on_behalf(self) -> bool:
        """Whether this person types for a point where somebody else stands."""
        own = {posting.unit_id for posting in self.postings}
        return self.desk.may_enter and self.desk.unit.pk not in own

    @cached_property
    def neighbours(self) -> dict[str, Unit | None]:
        """The points before and after this one among those the person enters for."""
        keys = [unit.pk for unit in self.entered]
        if self.desk.unit.pk not in keys or len(keys) < 2:
            return {}
        at = keys.index(self.desk.unit.pk)
        after = self.entered[at + 1] if at + 1 < len(keys) else None
        return {"before": self.entered[at - 1] if at else None, "after": after}

    @property
    def month_pick(self) -> dict[str, object]:
        """The drop-down of months."""
        code, chosen = self.desk.unit.code, self.desk.month
        months = [row.as_month for row in self.desk.months[:MONTHS_TO_CHOOSE]]
        return {
            "label": _("Month"),
            "value": _written(chosen),
            "options": [
                {
                    "url": reverse("entry", kwargs={"unit": code, "month": month}),
                    "label": _written(month),
                    "current": month == chosen,
                }
                for month in months
            ],
        }

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """The list of reasons."""
        return NoteReason.choices

    @property
    def why_not(self) -> str:
        """Why the month cannot be sent yet, empty where it can."""
        return why_not(self.sheet)

    @property
    def nil_words(self) -> str:
        """What filling the rows left would do, empty where none is left."""
        return nil_words(self.sheet)

    @property
    def proposals(self) -> list[dict[str, object]]:
        """What was typed and could not be saved, by service."""
        rows = {row.code: row for row in self.sheet.rows}
        return [
            {
                "name": rows[c.service].name if c.service in rows else c.service,
                "measure": c.measure,
                "value": c.value,
            }
            for c in self.unsaved
        ]


def _written(month: Month) -> str:
    return f"{month.number:02}/{month.year}"


def nil_words(sheet: Sheet) -> str:
    """What filling the rows left would do, empty where none is left."""
    count = len(sheet.blank)
    if not count:
        return ""
    return ngettext(
        "%(count)s service not entered becomes 0", "%(count)s services not entered become 0", count
    ) % {"count": count}


def why_not(sheet: Sheet) -> str:
    """Why the month cannot be sent yet, empty where it can."""
    left = [
        sentence % {"count": count}
        for count, sentence in (
            (
                sheet.cells_to_fix,
                ngettext("%(count)s field to fix", "%(count)s fields to fix", sheet.cells_to_fix),
            ),
            (
                len(sheet.blank),
                ngettext("%(count)s service not entered", "%(count)s services not entered", len(sheet.blank)),
            ),
            (
                len(sheet.prefilled),
                ngettext(
                    "%(count)s prefilled row to confirm",
                    "%(count)s prefilled rows to confirm",
                    len(sheet.prefilled),
                ),
            ),
        )
        if count
    ]
    return _("Not ready to send: %(what)s") % {"what": ", ".join(left)} if left else ""
