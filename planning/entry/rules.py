"""What a browser judges figures by while it has no line: constants and sentences of the checks (offline.js).

The sentences have their figures as {value}; those that only the server can write, and the buttons with the
figures that were meant, come once it answers.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from planning.checks import JUMP, SENTENCES, SLIPS, SMALL_VOLUME, Limits, always_earned, enough
from planning.entry.notation import NOTATION
from planning.entry.reference import reference
from planning.entry.sentences import fraction_words
from planning.entry.sheet import Say
from planning.models import Office, Unit
from planning.models.monthly_reports import NoteReason
from planning.review import Past
from postoffice.measures import Reason
from postoffice.months import Month
from postoffice.numbers import DONG, LARGEST_DONG
from postoffice.numbers.errors import SENTENCES as REFUSALS

_ELSEWHERE = ("missing", "out_of_range", "share_low", "share_high")
"""What is never said of a typed figure: a blank row is counted, and payroll revenue is not typed here."""

_FIGURES = ("text", "value", "usual", "suggestion", "volume", "missing", "target")
_PLACES = {name: f"{{{name}}}" for name in _FIGURES} | {"largest": DONG.write(LARGEST_DONG, NOTATION)}


def rules(unit: Unit, month: Month, office: Office) -> dict[str, object]:
    """Return the rules of a point's month, ready for JSON.

    Beside what judges any row: `rows` by service, and `says`, the parts of the page under a row with {code},
    {number} and {text} to be filled.
    """
    beside = reference(unit, month).beside
    limits = Limits(office.explain_below_percent, office.explain_above)
    codes = {*beside.past, *beside.targets}
    rows = {code: known(beside.past.get(code, Past()), beside.targets.get(code), limits) for code in codes}
    return {**judging(), "rows": rows, "says": {"error": _part("errors"), "warning": _part("warnings")}}


def judging() -> dict[str, object]:
    """Return what judges any row: constants, and sentences by code; a 1 ends that of a volume's fraction."""
    refusals = {code: _(sentence) for code, sentence in REFUSALS.items()}
    refusals["ask"] = _("“%(text)s” can be read in two ways. Type a dot before thousands: 1.234.")
    told = {**refusals, "fraction1": fraction_words()}
    told |= {code: sentence for code, sentence in SENTENCES.items() if code not in _ELSEWHERE}
    sentences = {code: str(sentence) % _PLACES for code, sentence in told.items()}
    return {"jump": JUMP, "slips": SLIPS, "small": SMALL_VOLUME * JUMP, "sentences": sentences}


def known(past: Past, target: int | Reason | None, limits: Limits) -> tuple[int | None, ...]:
    """Return what stands beside a row, None where nothing does.

    Last month's revenue (đồng) and volume, whether there always was revenue, the revenue below which a
    shortfall is to be explained, and the month's target.
    """
    asked = None if isinstance(target, Reason) or not target or target < 0 else target
    low = None if asked is None else enough(asked, limits)
    return past.usual, past.usual_volume, always_earned(past.usual, past.reported, past.earning), low, asked


def _part(kind: str) -> str:
    """Return the page's own part under a row, its one sentence to be filled."""
    row = {"code": "{code}", "number": "{number}", "reason": "", kind: [Say(kind, "{text}")]}
    return render_to_string("planning/_entry_says.html", {"row": row, "reasons": NoteReason.choices}).strip()
