"""The trials by name; each returns its readings, the floor first."""

import sys
from collections.abc import Callable, Sequence

from bench.timing import Reading
from bench.trials import (
    autosave,
    dashboard,
    excel,
    hostile,
    importing,
    month_end,
    nation,
    seeing,
    starting,
    submit,
)

TRIALS: dict[str, Callable[[], list[Reading]]] = {
    "dashboard": dashboard.run,
    "nation": nation.run,
    "autosave": autosave.run,
    "submit": submit.run,
    "import": importing.run,
    "hostile": hostile.run,
    "excel-form": excel.formatted,
    "excel-flat": excel.export,
    "month-end": month_end.run,
    "seeing": seeing.run,
    "start": starting.run,
}


def run(names: Sequence[str]) -> list[Reading]:
    """Run the trials that are named, or all of them."""
    unknown = [name for name in names if name not in TRIALS]
    if unknown:
        sys.exit(f"bench: there is no trial {', '.join(unknown)}; there are {', '.join(TRIALS)}")
    return [reading for name in names or TRIALS for reading in TRIALS[name]()]
