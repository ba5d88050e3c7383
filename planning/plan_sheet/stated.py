"""What a decision states beside amounts, and what it leaves open: asked about, never filled in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planning import plan_solver
from planning.importing.office import Fact
from planning.importing.stored import facts_of
from planning.models import Plan, ServiceLine, Unit
from planning.models.revenue import ALL, Measure
from planning.plan_sheet.figures import actuals, is_whole
from planning.plan_solver import TOTAL, Contradictory, Finding, Kind, Problem, ProblemError, Stated
from postoffice.measures import Reason
from postoffice.numbers import BILLION, GROWTH, PERCENT, Format
from postoffice.words import nothing

BASE = "base"
"""The kind of a fact that says what the decision took as last year's amount of a line."""


@dataclass(frozen=True)
class Said:
    """The facts of a plan as sentences, what they leave to the lines no fact names, and the facts that clash.

    `asks` holds the sentences a planner must read; `clash` those of the smallest set that cannot hold
    together; `unjudged` says why nothing was concluded.
    """

    facts: Sequence[str] = ()
    asks: Sequence[str] = ()
    clash: Sequence[str] = ()
    unjudged: str = ""


def of_plan(plan: Plan) -> Said:
    """Read the facts of a plan over the lines of the whole office."""
    facts = [fact for fact in facts_of(plan.facts) if fact.kind != BASE]
    if not facts:
        return Said()
    names = dict(ServiceLine.objects.order_by("order", "code").values_list("code", "name"))
    sentences = [_sentence(fact, names) for fact in facts]
    try:
        problem = _problem(plan, facts, list(names), sentences)
    except ProblemError:
        reason = _("Nothing is concluded: last year is not complete, or a fact speaks of a service.")
        return Said(sentences, unjudged=reason)
    answer = plan_solver.solve(problem)
    if isinstance(answer, Contradictory):
        return Said(sentences, clash=[fact.text for fact in answer.clash])
    return Said(sentences, asks=[_ask(found, names) for found in plan_solver.findings(problem, answer)])


def _problem(plan: Plan, facts: Sequence[Fact], lines: Sequence[str], sentences: Sequence[str]) -> Problem:
    stated = [
        plan_solver.Fact(Kind(fact.kind), _cell(fact.node), _stated(fact.value), text)
        for fact, text in zip(facts, sentences, strict=True)
    ]
    return Problem(lines, stated, _base(plan, lines))


def _cell(node: str) -> str:
    return TOTAL if node == ALL else node


def _stated(value: str) -> Stated:
    """Read ">=…" (trên), "<=…" (gần), or a printed number with the tolerance of its last digit."""
    if value.startswith(">="):
        return plan_solver.at_least(Decimal(value[2:]))
    if value.startswith("<="):
        return plan_solver.at_most(Decimal(value[2:]))
    return plan_solver.printed(Decimal(value))


def _base(plan: Plan, lines: Sequence[str]) -> Mapping[str, int | None]:
    """Return what each line did last year: as the decision took it, else as the books say of a whole year."""
    told = {fact.node: int(Decimal(fact.value)) for fact in facts_of(plan.facts) if fact.kind == BASE}
    if set(told) >= set(lines):
        return told
    root = Unit.objects.filter(parent=None).order_by("pk").first()
    if root is None or not is_whole(root, plan.year - 1):
        return {line: told.get(line) for line in lines}
    did = actuals([root], plan.year - 1, Measure.REVENUE, nodes=lines)
    return {line: told.get(line, did.get((root.pk, line))) for line in lines}


def _written(form: Format, value: Fraction | Decimal | int | Reason) -> str:
    if isinstance(value, Reason):
        return str(nothing(value))
    return form.write(value, get_language() or "vi")


def _sentence(fact: Fact, names: Mapping[str, str]) -> str:
    """Write a fact as a planner reads it."""
    name = _("the whole") if fact.node == ALL else names.get(fact.node, fact.node)
    bound = {">=": _("at least"), "<=": _("at most")}.get(fact.value[:2], "")
    value = Decimal(fact.value.lstrip("<>="))
    texts = {
        Kind.AMOUNT: (_("%(name)s: %(bound)s %(value)s billion đồng"), BILLION.places(2).prose),
        Kind.GROWTH: (_("%(name)s: growth %(bound)s %(value)s"), GROWTH.prose),
        Kind.INDEX: (_("%(name)s: %(bound)s %(value)s of last year"), PERCENT.prose),
        Kind.SHARE: (_("%(name)s: a share of %(bound)s %(value)s"), PERCENT.prose),
    }
    text, form = texts[Kind(fact.kind)]
    return " ".join((text % {"name": name, "bound": bound, "value": _written(form, value)}).split())


def _ask(found: Finding, names: Mapping[str, str]) -> str:
    """Write what is left to a line, with the question where it goes against the whole."""
    told = {
        "line": names[found.part],
        "amount": _written(BILLION.places(2), found.amount),
        "growth": _written(GROWTH, found.growth),
        "before": _written(PERCENT, found.share_before),
        "share": _written(PERCENT, found.share),
    }
    if found.against_total:
        text = _(
            "Read literally, the plan leaves %(line)s with %(amount)s billion đồng (%(growth)s, its share "
            "%(before)s → %(share)s), against the direction of the whole. Is that what was decided?"
        )
        return text % told
    text = _(
        "The plan leaves %(line)s with %(amount)s billion đồng "
        "(%(growth)s, its share %(before)s → %(share)s)."
    )
    return text % told
