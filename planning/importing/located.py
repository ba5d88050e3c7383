"""What is wrong in a file, and exactly where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from planning.importing import layout

_SHOWN = 80
MOST_LISTED = 5_000
"""So many faults of a sheet are listed, the rest is counted: nobody mends more before he looks again."""


@dataclass(frozen=True)
class Located:
    """One problem or warning: the place, the value that stands there, and the reason with its cure.

    `sheet` and `column` are keys of `planning.importing.layout` (or the words of the file where
    they are unknown), `row` is counted as Excel counts, 0 where the whole sheet is meant.
    `reason` is a translatable sentence, `params` fills its placeholders.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: Promise | str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """The reason in the reader's language."""
        return str(self.reason) % self.params if self.params else str(self.reason)

    @property
    def shown_value(self) -> str:
        """The value on one line and not longer than a table can bear."""
        line = " ".join(self.value.split())
        return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"

    @property
    def sheet_name(self) -> str:
        """The sheet as the reader's language calls it."""
        return layout.title(self.sheet)

    @property
    def column_name(self) -> str:
        """The column as the reader's language calls it."""
        return layout.column_title(self.sheet, self.column)

    @property
    def place(self) -> str:
        """Sheet, row, column and value as one phrase, without the parts that are not known."""
        parts = [gettext("sheet %(name)s") % {"name": self.sheet_name}] if self.sheet else []
        if self.row:
            parts.append(gettext("row %(number)d") % {"number": self.row})
        if self.column:
            parts.append(gettext("column %(name)s") % {"name": self.column_name})
        if self.shown_value:
            parts.append(f"“{self.shown_value}”")
        return ", ".join(parts)


def unlisted(sheet: str, count: int) -> Located:
    """Return the line that counts the faults of a sheet which are not listed."""
    reason = gettext_lazy("%(count)d more faults are not listed; correct these first and upload it again")
    return Located(sheet, 0, "", "", reason, {"count": count})


def listed(problems: Iterable[Located]) -> list[Located]:
    """Return faults, of very many the first ones and how many follow."""
    every = iter(problems)
    found = list(islice(every, MOST_LISTED))
    rest = sum(1 for _problem in every)
    return [*found, unlisted(found[-1].sheet, rest)] if rest else found
