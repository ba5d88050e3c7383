"""A task, and the list of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planning.models import Posting, ReportingMonth
from postoffice.months import Month


@dataclass(frozen=True, slots=True)
class Task:
    """Begins with a verb. A finished one is plain text; `tag` is only for what is unfinished.

    `look` is the tag's kind ("", "wait", "back"); without `url` there is nothing to press yet.
    """

    title: str
    text: str = ""
    tag: str = ""
    look: str = ""
    url: str = ""
    button: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a report's month, on the home page of who enters it."""

    name: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class Todo:
    """The tasks of one person; `dates` is None where no month was ever opened.

    `lent` are the postings by which somebody stands in, for this person or this person for another.
    """

    month: Month
    dates: ReportingMonth | None
    tasks: Sequence[Task]
    stages: Sequence[Stage] = ()
    today: date = date.min
    lent: Sequence[Posting] = ()
    may_lend: bool = False

    @property
    def finished(self) -> int:
        """How many tasks are done."""
        return sum(task.done for task in self.tasks)

    @property
    def days_left(self) -> int:
        """Calendar days until the month is due; negative once it is late."""
        return (self.dates.due_on - self.today).days if self.dates else 0

    @property
    def days_late(self) -> int:
        """Calendar days since the month was due."""
        return -self.days_left

    @property
    def first(self) -> Task | None:
        """The task to go on with: the only solid button of the page."""
        return next((task for task in self.tasks if task.url and not task.done), None)
