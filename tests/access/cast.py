"""The people, units and books of the matrix: every role at the district and at the province.

Beside the world's two districts stands a third one whose path begins with the digits of the first
(/1/20000/ beside /1/2/), and beside Cửa Bắc a point like that. Every figure is unlike any other, so
that one of them on a foreign page is seen. October 2019 is closed, November is being typed,
December was sent.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import uuid4

from django.http import HttpResponse, SimpleCookie
from django.test import Client
from django.test.client import ClientHandler, RequestFactory

from planning.actions import plans
from planning.models import (
    Batch,
    ForeignCode,
    MonthlyReport,
    Plan,
    Posting,
    Proposal,
    ReportingMonth,
    Unit,
    User,
)
from planning.models.history import Channel
from postoffice.access import Role
from postoffice.months import Month
from tests.access.table import COLUMNS, Address
from tests.world import World

ROLES = dict(zip(COLUMNS, Role, strict=False))
CLOSED, TYPED, SENT = Month(2019, 10), Month(2019, 11), Month(2019, 12)
SCOPES = {
    "point": {"own": "cua-bac", "other": "cua-nam", "parent": "dong-ho", "alike": "cua-bac0"},
    "district": {
        "own": "dong-ho", "below": "cua-bac", "other": "cua-dong", "parent": "vp", "alike": "cua-xa",
    },
}  # fmt: skip
# The figures of the points, and the units outside a seat: no page of it may show their names or figures.
MARKS = {
    "cua-bac": 3_131_313_131, "cua-nam": 4_242_424_242, "cua-dong": 7_373_737_373,
    "cua-tay": 6_464_646_464, "cua-xa": 8_585_858_585, "cua-bac0": 5_151_515_151,
}  # fmt: skip
STATED = 284_150_000_000  # by the decision on the whole province's plan
BESIDE_DISTRICT = ("cua-dong", "cua-tay", "cua-xa", "tay-ho", "dong-ho0")
BESIDE_POINT = (*BESIDE_DISTRICT, "cua-nam", "cua-bac0")


class Seat(RequestFactory):
    """A browser that keeps no answer, so that ten thousand of them are quick; a fault is a 500."""

    def __init__(self, *, enforce_csrf_checks: bool) -> None:
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks)

    def request(self, **request: object) -> HttpResponse:
        """Answer a request as the portal does."""
        return self.handler(self._base_environ(**request))


@dataclass
class Cast:
    """Signed-in browsers by seat, and what an address needs to be filled in."""

    world: World
    books: str = ""
    batch: int = 0
    proposal: int = 0
    mapping: int = 0
    token: str = ""
    sessions: dict[tuple[str, bool], str] = field(default_factory=dict)
    written: int = 0
    browser: "Seat" = field(default_factory=lambda: Seat(enforce_csrf_checks=False))
    guarded: "Seat" = field(default_factory=lambda: Seat(enforce_csrf_checks=True))

    def client(self, who: str, *, top: bool = False, guarded: bool = False) -> "Seat":
        """Return a browser that knows nothing but the session of this seat; `guarded` asks for tokens."""
        client = self.guarded if guarded else self.browser
        client.cookies = SimpleCookie({"sessionid": self.sessions[who, top]} if who else {})
        return client

    def unit(self, who: str, scope: str) -> str:
        """Return the code of the unit that `scope` means from a seat."""
        words = SCOPES["point" if who == "BM" else "district"]
        return words.get(scope, scope if scope in self.world.units else "khong-co")

    def foreign(self, who: str) -> list[str]:
        """Return what no answer to a seat of the district may contain: codes, names, figures."""
        codes = {"BM": BESIDE_POINT, "EX": (*BESIDE_POINT, "cua-bac")}.get(who, BESIDE_DISTRICT)
        own = [MARKS[code] for code in codes if code in MARKS]
        figures = [seen for mark in own for seen in (mark, mark + 1, mark * 12, mark * 13)]
        figures += [MARKS["cua-dong"] + MARKS["cua-tay"] + more for more in (0, 2)]
        names = [self.world.units[code].name for code in codes]
        texts = [text for figure in figures for text in styles(figure)]
        return [*codes, *names, *texts, *WORDS_OF_THE_DECISION]

    def person(self, code: str) -> str:
        """Return the user name of the person posted at a unit, for addresses that name people."""
        return f"tai-{code}"

    def request(self, address: Address, who: str, scope: str) -> tuple[str, dict[str, object]]:
        """Return the path and the body of an address, filled in for a scope."""
        body = {
            self.fill(name, who, scope): self._value(value, who, scope)
            for name, value in address.body.items()
        }
        return self.fill(address.path, who, scope), body

    def _value(self, value: object, who: str, scope: str) -> object:
        if callable(value):
            return value(self.unit(who, scope))
        return self.fill(value, who, scope) if isinstance(value, str) else value

    def fill(self, text: str, who: str, scope: str) -> str:
        """Fill the unit, the person and the posting of a scope into a path or a value."""
        code = self.unit(who, scope)
        if "{posting}" in text:
            found = Posting.objects.filter(user__username=self.person(code)).first()
            text = text.replace("{posting}", str(found.pk if found else 0))
        text = text.replace("{unit}", code).replace("{person}", self.person(code))
        text = text.replace("{proposal}", str(self.proposal)).replace("{mapping}", str(self.mapping))
        return text.replace("{key}", str(uuid4())).replace("{batch}", str(self.batch))


def styles(figure: int) -> list[str]:
    """Write a figure as files and pages may: plain, in đồng, in million đồng, in both languages.

    >>> styles(7373737373)
    ['7373737373', '7,373,737,373', '7.373.737.373', '7,373.7', '7.373,7']
    """
    english = [f"{figure:,}", f"{figure / 1_000_000:,.1f}"]
    swapped = [text.translate(str.maketrans(",.", ".,")) for text in english]
    return [str(figure), english[0], swapped[0], english[1], swapped[1]]


WORDS_OF_THE_DECISION = [*styles(STATED), "284,15"]


def build(world: World) -> Cast:
    """Write the cast into the database and sign everybody in."""
    _units(world)
    _books(world)
    cast = Cast(world)
    for column, role in ROLES.items():
        at = world.cua_bac if role == Role.BRANCH_MANAGER else world.dong_ho
        cast.sessions[column, False] = _session(_person(world, f"{column}-quan".lower(), role, at))
        cast.sessions[column, True] = _session(_person(world, f"{column}-tinh".lower(), role, world.vp))
    cast.sessions["EX", False] = _session(_person(world, "ex-quan", Role.PLANNER, world.dong_ho, until=2))
    gone = _person(world, "da-khoa", Role.PLANNER, world.vp)
    cast.sessions["disabled", False] = _session(gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for code, unit in list(world.units.items()):
        _person(world, cast.person(code), Role.CLERK, unit)
    cast.proposal = _proposed(world).pk
    cast.mapping = ForeignCode.objects.create(
        source="BCCP", kind="unit", code="281100", unit=world.cua_bac, by=world.planner, at=world.now
    ).pk
    # Last: what follows in this transaction would count as part of the batch.
    cast.batch = _planned(world).pk
    return cast


def _proposed(world: World) -> Proposal:
    """Let the point Cửa Bắc type into a closed month."""
    return Proposal.objects.create(
        unit=world.cua_bac, month=CLOSED.first, at=world.now, by=User.objects.get(username="bm-quan"),
        cells={"EMS": {"revenue": {"value": 5, "version": 0}}},
    )  # fmt: skip


def _planned(world: World) -> Batch:
    """Lay out next year's plans, and targets of both districts as one batch of the province's planner."""
    stated = [{"node": "ALL", "kind": "amount", "value": str(STATED)}]
    plan = Plan.objects.create(year=2020, kind="internal", facts=stated)
    Plan.objects.create(year=2020, kind="registered")
    asked = [
        plans.AskedTarget(world.units[code].pk, "ALL", "revenue", mark * 13) for code, mark in MARKS.items()
    ]
    planner = User.objects.get(username="pl-tinh")
    return plans.write_targets(plan=plan, targets=asked, by=planner, at=world.now, channel=Channel.PAGE)


def _units(world: World) -> None:
    """Add the units whose paths look like those of others."""
    for code, like, parent in (("dong-ho0", world.dong_ho, "vp"), ("cua-bac0", world.cua_bac, "dong-ho")):
        key, above = like.pk * 10_000, world.units[parent]
        world.units[code] = Unit.objects.create(
            pk=key, code=code, name=f"{like.name} Thượng", kind=like.kind, parent=above
        )
        assert world.units[code].path.startswith(like.path.rstrip("/"))
    world.units["cua-xa"] = Unit.objects.create(
        code="cua-xa", name="BC Cửa Xa", kind="post_office_3", parent=world.units["dong-ho0"]
    )
    for code in ("cua-bac0", "cua-xa"):
        for service in world.services.values():
            world.units[code].offerings.create(service=service)


def _books(world: World) -> None:
    for month in (CLOSED, TYPED, SENT):
        world.open(str(month))
    for code, mark in MARKS.items():
        unit = world.units[code]
        world.report(unit, CLOSED - 12, {"EMS": mark // 3})
        world.report(unit, CLOSED, {"EMS": mark, "BK": mark // 7})
        world.report(unit, SENT, {"EMS": mark + 1, "BK": mark // 7}, state="submitted")
        world.target(unit, 2019, mark * 12, kinds=("internal",))
    MonthlyReport.objects.filter(month=SENT.first).update(submitted_by=world.clerk)
    ReportingMonth.objects.filter(month=CLOSED.first).update(closed_2_at=world.now, closed_2_by=world.planner)
    ReportingMonth.objects.filter(month=TYPED.first).update(estimate_due_on=date(2019, 11, 10))
    ReportingMonth.objects.filter(month=SENT.first).update(locks_at=datetime(2020, 1, 20, tzinfo=UTC))


def _person(world: World, username: str, role: Role, unit: Unit, until: int | None = None) -> User:
    """Add a person; `until` is the day in January 2020 on which the posting ended."""
    user = User.objects.create(username=username, full_name=f"Người thử {username}", password="!")
    ends_on = None if until is None else date(2020, 1, until)
    Posting.objects.create(user=user, role=role, unit=unit, starts_on=date(2018, 1, 1), ends_on=ends_on)
    return user


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value
