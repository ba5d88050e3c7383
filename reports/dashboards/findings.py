"""What a section says: the title that states its finding, from finished figures. Pure functions, no queries.

Amounts are đồng, signed as actual − plan or actual − last year; deviations are ratios; a figure that is not
there is None. What prints as 0% counts as reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.dashboards.naming import inside, listed, months, number, several
from reports.dashboards.writing import WHOLE, amount, write

UNITS, POINTS, SERVICES = "units", "points", "services"
_SEEN = Fraction(-1, 200)  # the smallest deviation that prints as −1%
LONG = 3  # months of missing the plan in a row that deserve a title


class Named(NamedTuple):
    """A line, service or unit and one amount of it."""

    name: str
    value: int | None


class Run(NamedTuple):
    """Consecutive months, by number, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1


def lines(parts: Sequence[Named]) -> str:
    """Say which lines are ahead of plan and which are short of it, with the money."""
    known = [part for part in parts if part.value is not None]
    if not known:
        return _("No plan to hold the lines against")
    best, worst = max(known, key=_value), min(known, key=_value)
    if worst.value >= 0 and len(known) > 1:
        names = {"count": len(known), "name": inside(best.name), "amount": _short(best.value)}
        return _("All %(count)s lines reach the plan; %(name)s exceeds it most, by %(amount)s") % names
    if best.value < 0 and len(known) > 1:
        names = {"count": len(known), "name": inside(worst.name), "amount": _short(worst.value)}
        return _("All %(count)s lines are short of the plan; %(name)s most, by %(amount)s") % names
    ahead = sorted((p for p in known if p.value >= 0), key=_value, reverse=True)
    behind = sorted((p for p in known if p.value < 0), key=_value)
    clauses = [_clause(_("%(name)s is %(amount)s ahead of plan"), ahead, first=True)] if ahead else []
    if behind:
        clauses.append(_clause(_("%(name)s is %(amount)s short"), behind, first=not ahead))
    return "; ".join(clauses)


def _clause(sentence: str, parts: Sequence[Named], *, first: bool) -> str:
    """Fill the sentence with the first part; the others follow with their amounts."""
    names = [part.name if first and at == 0 else inside(part.name) for at, part in enumerate(parts)]
    head = sentence % {"name": names[0], "amount": _short(parts[0].value)}
    rest = [f"{name} {_short(part.value)}" for name, part in zip(names[1:], parts[1:], strict=True)]
    return ", ".join([head, *rest])


def none_in() -> str:
    """Say that nobody has sent anything yet."""
    return _("No figures have been sent yet")


def pulled_down(parts: Sequence[Named], kind: str) -> str:
    """Say how much the parts that are furthest behind lack together; `parts` may be any number of them."""
    if not any(part.value is not None for part in parts):
        return _("No plan was given to them")
    behind = [part for part in parts if part.value is not None and part.value < 0]
    if not behind:
        return _("Nobody is short of the plan") if kind != SERVICES else _("No service is short of the plan")
    names = {"who": counted(len(behind), kind, words=True)}
    names["amount"] = amount(sum(abs(part.value) for part in behind))
    sentence = ngettext(
        "%(who)s pulls down %(amount)s against the plan",
        "%(who)s pull down %(amount)s against the plan",
        len(behind),
    )
    return sentence % names


def year_by_month(overs: Sequence[int | None], highest: int | None, missing: int) -> str:
    """Say how the months stand against their plans; `highest` is the best month, `missing` the points left.

    `overs` hold January to the last month that counts.
    """
    plan = _against_plan(overs) if highest is not None else none_in()
    return "; ".join(part for part in (plan, _end(len(overs), highest, missing)) if part)


def _against_plan(overs: Sequence[int | None]) -> str:
    known = {n: over for n, over in enumerate(overs, start=1) if over is not None}
    short = [n for n, over in known.items() if over < 0]
    names = {"count": len(known), "reached": len(known) - len(short)}
    if not known:
        return _("No monthly plan to compare with")
    if not short:
        if len(known) == 1:
            return _("Month %(month)s reaches the plan") % {"month": next(iter(known))}
        return _("All %(count)s months reach the plan") % names
    if len(short) == len(known):
        if len(known) == 1:
            return _("Month %(month)s misses the plan by %(amount)s") % {
                "month": short[0], "amount": _short(known[short[0]]),
            }  # fmt: skip
        return _("All %(count)s months miss the plan") % names
    run = longest(short)
    if run.length >= LONG and run.last == len(overs):
        return _("Short of the plan %(count)s months in a row, since month %(month)s") % {
            "count": run.length, "month": run.first,
        }  # fmt: skip
    back = range(run.last + 1, len(overs) + 1)
    if run.length >= LONG and all(n in known and n not in short for n in back):
        return _("Short of the plan %(count)s months in a row; %(months)s back on plan") % {
            "count": run.length, "months": months(back),
        }  # fmt: skip
    worst = min(short, key=lambda n: known[n])
    names |= {"month": worst, "amount": _short(known[worst])}
    return _("%(reached)s of %(count)s months reach the plan; month %(month)s lacks most, %(amount)s") % names


def _end(last: int, highest: int | None, missing: int) -> str:
    """Say what is special about the last month."""
    names = {"month": last, "count": missing}
    if highest == last and last > 1:
        if not missing:
            return _("month %(month)s is the highest of the year") % names
        return (
            ngettext(
                "month %(month)s is the highest of the year with %(count)s point still missing",
                "month %(month)s is the highest of the year with %(count)s points still missing",
                missing,
            )
            % names
        )
    if missing:
        return (
            ngettext(
                "month %(month)s lacks %(count)s point", "month %(month)s lacks %(count)s points", missing
            )
            % names
        )
    return ""


def longest(numbers: Sequence[int]) -> Run:
    """Return the longest run of consecutive numbers, the latest of equal ones; `numbers` rise.

    >>> longest([1, 2, 5, 6])
    Run(first=5, last=6)
    """
    best = run = Run(numbers[0], numbers[0])
    for each in numbers[1:]:
        run = Run(run.first, each) if each == run.last + 1 else Run(each, each)
        best = max(best, run, key=lambda one: (one.length, one.last))
    return best


def growth(parts: Sequence[Named], total: int | None, shares: Mapping[str, Fraction]) -> str:
    """Say which services made the growth, or the fall. `shares` are parts of the total growth by name."""
    if total is None:
        return _("No figures of last year to compare with")
    if total == 0:
        return _("Neither growth nor fall against last year")
    moved = [part for part in parts if part.value]
    sign = 1 if total > 0 else -1
    top = [p for p in sorted(moved, key=lambda p: p.value * sign, reverse=True) if p.value * sign > 0][:2]
    names = {
        "names": listed([top[0].name, *(inside(part.name) for part in top[1:])]) if top else "",
        "sum": amount(abs(sum(part.value for part in top)), currency=False),
        "total": amount(abs(total), currency=False),
        "share": write(WHOLE, sum((shares[p.name] for p in top if p.name in shares), Fraction(0))),
    }
    if total < 0:
        return _("%(names)s fell by %(sum)s, within a fall of %(total)s") % names
    if abs(sum(part.value for part in top)) <= total:
        return _("%(names)s made %(share)s of the growth of %(total)s") % names
    return _("%(names)s grew by %(sum)s; with the falls of others %(total)s remain") % names


def league(parts: Sequence[Named], kind: str) -> str:
    """Say how many units (or points, or services) reach the plan, and which exceeds it by most money."""
    known = [part for part in parts if part.value is not None]
    if not known:
        return _("No plan was given to them")
    best, worst = max(known, key=_value), min(known, key=_value)
    ahead = sum(1 for part in known if part.value >= 0)
    who = counted(ahead, kind, words=True)
    if not ahead:
        return _("None reaches the plan; %(name)s lacks most, %(amount)s") % {
            "name": worst.name, "amount": _short(worst.value),
        }  # fmt: skip
    if ahead == len(known):
        return _("%(who)s, every one, reach the plan; %(name)s exceeds it by most money") % {
            "who": who, "name": best.name,
        }  # fmt: skip
    return _("%(who)s reach the plan; %(name)s exceeds it by most money") % {"who": who, "name": best.name}


def counted(count: int, kind: str, *, words: bool = False) -> str:
    """Return how many units, points or services there are: "9 đơn vị", in words "Chín đơn vị"."""
    names = {"number": number(count) if words else count}
    if kind == POINTS:
        return ngettext("%(number)s point", "%(number)s points", count) % names
    if kind == SERVICES:
        return ngettext("%(number)s service", "%(number)s services", count) % names
    return ngettext("%(number)s unit", "%(number)s units", count) % names


def heat(units: Sequence[tuple[str, Sequence[Fraction | None]]]) -> str:
    """Say which unit missed its monthly plans longest, and which others did so in most months."""
    short = {name: [n for n, one in enumerate(each, 1) if _misses(one)] for name, each in units}
    if not any(one is not None for _name, each in units for one in each):
        return _("No monthly plan to compare with")
    if not any(short.values()):
        return _("Nobody misses the plan of any month")
    runs = {name: longest(numbers) for name, numbers in short.items() if numbers}
    name = max(runs, key=lambda one: (runs[one].length, len(short[one])))
    run, last = runs[name], max(len(each) for _name, each in units)
    often = [n for n in short if n != name and 2 * len(short[n]) > last]
    if run.length < LONG:
        return _("Nobody misses the plan %(count)s months in a row") % {"count": LONG}
    names = {"name": name, "count": run.length, "first": run.first, "last": run.last}
    if run.last == last:
        told = _("%(name)s is short of the plan %(count)s months in a row") % names
    else:
        told = _("%(name)s was short of the plan from month %(first)s to month %(last)s") % names
    if not often:
        return told
    return _("%(told)s; %(names)s in more than half the months") % {"told": told, "names": several(often)}


def cumulated(overs: Sequence[int | None], *, is_in: bool = True) -> str:
    """Say where the year stands against the plan to date and since when that shrinks or grows."""
    if not is_in:
        return none_in()
    known = [(n, over) for n, over in enumerate(overs, start=1) if over is not None]
    if not known:
        return _("No plan to date to compare with")
    last, end = known[-1]
    names = {"amount": _short(end), "count": last}
    if end == 0:
        return _("Exactly on the plan to date")
    steps = [abs(b) - abs(a) for (_n, a), (_m, b) in pairwise(known)]
    shrinks = bool(steps) and steps[-1] < 0
    since = last
    for step in reversed(steps):
        if (step < 0) != shrinks or step == 0:
            break
        since -= 1
    names["month"] = since + 1
    if end < 0:
        if shrinks:
            return _("Short of the plan to date by %(amount)s; less and less since month %(month)s") % names
        return _("Short of the plan to date by %(amount)s after %(count)s months") % names
    if shrinks:
        return _("Ahead of the plan to date by %(amount)s; less and less since month %(month)s") % names
    return _("Ahead of the plan to date by %(amount)s after %(count)s months") % names


def plans_apart(name: str, other: str, difference: int) -> str:
    """Say how the plan of the units and the plan of the whole differ."""
    names = {"plan": name, "other": other, "amount": amount(abs(difference))}
    if difference > 0:
        return _("The plan “%(plan)s” asks %(amount)s more than “%(other)s”.") % names
    if difference < 0:
        return _("The plan “%(plan)s” asks %(amount)s less than “%(other)s”.") % names
    return _("What “%(plan)s” asks of the units adds up to “%(other)s” exactly.") % names


def _misses(deviation: Fraction | None) -> bool:
    return deviation is not None and deviation <= _SEEN


def _value(part: Named) -> int:
    return part.value or 0


def _short(value: int) -> str:
    return amount(abs(value), currency=False)
