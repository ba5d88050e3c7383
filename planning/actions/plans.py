"""Plans of a year: made, filled with targets, put in force; earlier revisions stay as they were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from planning.actions.errors import NotAllowed, OutOfRange, Refused
from planning.actions.plan_profiles import Profiles
from planning.actions.plan_totals import recompute_totals, recompute_years, revenue_came
from planning.actions.rights import day_of, require_all, require_at_the_root
from planning.actions.writing import in_batch, writing
from planning.models import AnnualTarget, Batch, Measure, Plan, Service, ServiceLine, Unit, User
from planning.models.batches import BatchKind
from planning.models.plans import Phasing, PlanKind
from planning.models.revenue import ALL, LIMIT
from postoffice.access import Permission

__all__ = [
    "AskedTarget",
    "create_plan",
    "hold_kind",
    "is_open",
    "keep_decision",
    "put_in_force",
    "recompute_totals",
    "recompute_years",
    "revenue_came",
    "upsert",
    "write_targets",
]

_UPSERT = """
INSERT INTO planning_annualtarget AS t (plan_id, unit_id, node, measure, total, months, how)
SELECT plan_id, unit_id, node, measure, total, months::bigint[], how
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[])
    AS said (plan_id, unit_id, node, measure, total, months, how)
ORDER BY plan_id, unit_id, node, measure
ON CONFLICT (plan_id, unit_id, node, measure) DO UPDATE
SET total = excluded.total, months = excluded.months, how = excluded.how
WHERE (t.total, t.months, t.how) IS DISTINCT FROM (excluded.total, excluded.months, excluded.how)
"""


class PlanFrozen(Refused):
    """A revision that holds, or that a later one replaced, is not written any more."""

    code = "plan_frozen"
    sentence = _("This revision is in force or was replaced. Make a new revision to change targets.")


class AlreadyInForce(Refused):
    """The revision holds already."""

    code = "already_in_force"
    sentence = _("This revision is in force already.")


class EmptyPlan(Refused):
    """A plan that asks nothing cannot hold."""

    code = "empty_plan"
    sentence = _("This plan has no target yet, so it cannot be put in force.")


class UnknownNode(Refused):
    """A target names something that is neither a service nor a line nor ALL, or has no such measure."""

    code = "unknown_node"
    status = 422
    sentence = _("There is no target for “%(node)s” in this measure.")


class BadYear(Refused):
    """A year in which no plan is made."""

    code = "bad_year"
    status = 422
    sentence = _("A plan is made for a year from 2000 to 2100, not for %(year)s.")


class OtherPlan(Refused):
    """A revision copies a plan of the same kind and year."""

    code = "other_plan"
    status = 422
    sentence = _("A new revision copies a plan of the same year and kind.")


@dataclass(frozen=True, slots=True)
class AskedTarget:
    """A target to be stored: `total` in đồng or pieces, None takes it back; without months it is phased."""

    unit: int
    node: str
    measure: str
    total: int | None
    months: tuple[int, ...] = ()


def is_open(plan: Plan) -> bool:
    """Say whether targets of a revision may still be written: it neither holds nor was replaced."""
    if plan.in_force:
        return False
    later = Plan.objects.in_force(plan.year, plan.kind).filter(revision__gt=plan.revision)
    return not later.exists()


def create_plan(
    *, year: int, kind: str, by: User, at: datetime, channel: str, decision_no: str = "",
    decided_on: date | None = None, copy_of: Plan | None = None,
) -> Plan:  # fmt: skip
    """Make the next revision of a kind of plan, empty or with the targets and facts of another revision."""
    if not 2000 <= year <= 2100:
        raise BadYear(year=year)
    if copy_of is not None and (copy_of.year, copy_of.kind) != (year, PlanKind(kind)):
        raise OtherPlan
    _require_writer(kind, by, at)
    with writing(by=by, at=at, channel=channel):
        hold_kind(year, kind)
        last = Plan.objects.filter(year=year, kind=kind).aggregate(last=Max("revision"))["last"]
        plan = Plan.objects.create(
            year=year,
            kind=PlanKind(kind),
            revision=0 if last is None else last + 1,
            decision_no=decision_no.strip(),
            decided_on=decided_on,
            facts=copy_of.facts if copy_of else [],
        )
        if copy_of is not None:
            _copy(copy_of, plan)
            recompute_totals(plan)
        return plan


def _copy(source: Plan, plan: Plan) -> None:
    rows = AnnualTarget.objects.filter(plan=source).order_by("pk")
    AnnualTarget.objects.bulk_create(
        AnnualTarget(
            plan=plan,
            unit_id=t.unit_id,
            node=t.node,
            measure=t.measure,
            total=t.total,
            months=t.months,
            how=t.how,
        )
        for t in rows
    )


def write_targets(
    *, plan: Plan, targets: Sequence[AskedTarget], by: User, at: datetime, channel: str
) -> Batch | None:
    """Write targets of an open revision, all or none, and return their batch; None where nothing changed.

    Registered targets need the right to register for the unit, others the right to plan. A total
    without months keeps the months it has if it stays the same, else it is phased from history.
    """
    _check(targets)
    registers = plan.kind == PlanKind.REGISTERED
    permission = Permission.PLAN_REGISTER if registers else Permission.PLAN_WRITE
    require_all(by=by, permission=permission, units={target.unit for target in targets}, at=at)
    with writing(by=by, at=at, channel=channel):
        hold_kind(plan.year, plan.kind)
        plan.refresh_from_db()
        if not is_open(plan):
            raise PlanFrozen
        changed = _changed(plan, targets)
        if not changed:
            return None
        batch = Batch(kind=BatchKind.TARGETS, by=by, at=at, summary={"targets": {"changed": len(changed)}})
        batch.save()
        in_batch(batch)
        _remove(plan, [target for target in changed if target.total is None])
        upsert([(plan, target) for target in changed if target.total is not None])
        recompute_totals(plan)
        return batch


def _changed(plan: Plan, targets: Sequence[AskedTarget]) -> list[AskedTarget]:
    kept = {
        (unit, node, measure): (total, tuple(months))
        for unit, node, measure, total, months in AnnualTarget.objects.filter(
            plan=plan, unit__in={target.unit for target in targets}
        ).values_list("unit", "node", "measure", "total", "months")
    }
    changed = []
    for target in targets:
        total, months = kept.get((target.unit, target.node, target.measure), (None, ()))
        if target.total != total or (target.months and target.months != months):
            changed.append(target)
    return changed


def _remove(plan: Plan, targets: Iterable[AskedTarget]) -> None:
    for t in targets:
        AnnualTarget.objects.filter(plan=plan, unit=t.unit, node=t.node, measure=t.measure).delete()


def upsert(targets: Iterable[tuple[Plan, AskedTarget]]) -> None:
    """Store targets of one or several plans in one statement; those without months are phased."""
    targets = list(targets)
    rows = []
    for year in {plan.year for plan, _target in targets}:
        of_year = [(plan, target) for plan, target in targets if plan.year == year]
        unphased = [(t.unit, t.node, t.measure) for _plan, t in of_year if not t.months]
        profiles = Profiles.of(year, unphased) if unphased else None
        for plan, t in of_year:
            months, how = t.months, Phasing.GIVEN
            if not months:
                months, how = profiles.phased(t.unit, t.node, t.measure, t.total)
            written = "{" + ",".join(map(str, months)) + "}"
            rows.append((plan.pk, t.unit, t.node, t.measure, t.total, written, str(how.value)))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, [list(column) for column in zip(*rows, strict=True)])


def put_in_force(*, plan: Plan, by: User, at: datetime, channel: str) -> Plan:
    """Let a revision hold from now on in place of the one that held; the director's right, at the root."""
    require_at_the_root(by=by, permission=Permission.PLAN_IN_FORCE, at=at)
    with writing(by=by, at=at, channel=channel):
        hold_kind(plan.year, plan.kind)
        plan.refresh_from_db()
        if plan.in_force:
            raise AlreadyInForce
        if not is_open(plan):
            raise PlanFrozen
        if not plan.targets.exists():
            raise EmptyPlan
        make_hold(plan)
        return plan


def make_hold(plan: Plan) -> None:
    """Put a revision in force and take the one that held out of it; call with the kind held."""
    Plan.objects.in_force(plan.year, plan.kind).exclude(pk=plan.pk).update(in_force=False)
    plan.in_force = True
    plan.save(update_fields=["in_force"])


def keep_decision(
    *, plan: Plan, decision_no: str, decided_on: date | None, facts: Sequence[Mapping[str, str]],
    by: User, at: datetime, channel: str,
) -> Plan:  # fmt: skip
    """Keep the decision behind an open revision, and what it states beside amounts.

    What the facts leave open is never filled in silence. A decision speaks of the whole office: it
    needs the right to plan at the root.
    """
    require_at_the_root(by=by, permission=Permission.PLAN_WRITE, at=at)
    with writing(by=by, at=at, channel=channel):
        hold_kind(plan.year, plan.kind)
        plan.refresh_from_db()
        if not is_open(plan):
            raise PlanFrozen
        plan.decision_no, plan.decided_on = decision_no.strip(), decided_on
        plan.facts = [dict(fact) for fact in facts]
        plan.save(update_fields=["decision_no", "decided_on", "facts"])
        return plan


def _require_writer(kind: str, by: User, at: datetime) -> None:
    """Pass who may plan somewhere; a registered plan may also be begun by who registers."""
    permissions = [Permission.PLAN_WRITE]
    if kind == PlanKind.REGISTERED:
        permissions.append(Permission.PLAN_REGISTER)
    if not any(Unit.objects.where(by, p, on=day_of(at)).exists() for p in permissions):
        raise NotAllowed


def hold_kind(year: int, kind: str) -> None:
    """Let one writer at a time change the plans of a kind and year."""
    place = list(PlanKind).index(PlanKind(kind))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7104, %s)", [year * 10 + place])


def _check(targets: Sequence[AskedTarget]) -> None:
    services = set(Service.objects.values_list("code", flat=True))
    groups = set(ServiceLine.objects.values_list("code", flat=True)) | {ALL}
    for target in targets:
        known = services if target.measure == Measure.VOLUME else services | groups
        if target.node not in known or target.measure == Measure.BALANCE:
            raise UnknownNode(node=target.node)
        if target.total is not None and not -LIMIT < target.total < LIMIT:
            raise OutOfRange(value=target.total)
