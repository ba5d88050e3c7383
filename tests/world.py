"""A fixed cast: one small province, its people, and books written as a table.

vp (Vĩnh Phúc)
├── dong-ho: points cua-bac, cua-nam
└── tay-ho:  points cua-dong, cua-tay
Lines BCCP (EMS, BK), TCBC (CT), PPTT (BAO). Every point sells every service.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from planning.models import (
    AnnualTarget,
    MonthlyReport,
    Offering,
    Office,
    Plan,
    Posting,
    ReportingMonth,
    RevenueRecord,
    Service,
    ServiceLine,
    Unit,
    User,
)
from planning.models.monthly_reports import State
from postoffice.months import Month
from postoffice.names import fold, order_key

PASSWORD = "mat-khau-cua-bai-thu"
PAST = datetime(2020, 1, 2, 3, 0, tzinfo=UTC)

PROVINCE = [("vp", "Bưu điện tỉnh Vĩnh Phúc", "province", None)]
DISTRICTS = [
    ("dong-ho", "Bưu điện huyện Đông Hồ", "district", "vp"),
    ("tay-ho", "Bưu điện huyện Tây Hồ", "district", "vp"),
]
POINTS = [
    ("cua-bac", "BC Cửa Bắc", "post_office_3", "dong-ho"),
    ("cua-nam", "Điểm BĐ-VHX Cửa Nam", "commune_culture_point", "dong-ho"),
    ("cua-dong", "BC Cửa Đông", "post_office_3", "tay-ho"),
    ("cua-tay", "Điểm BĐ-VHX Cửa Tây", "commune_culture_point", "tay-ho"),
]
SERVICES = [
    ("EMS", "EMS trong nước", "BCCP", "bưu gửi"),
    ("BK", "Bưu kiện", "BCCP", "kg"),
    ("CT", "Chuyển tiền trong nước", "TCBC", "giao dịch"),
    ("BAO", "Phát hành báo chí", "PPTT", "tờ"),
]
LINES = [
    ("BCCP", "Bưu chính chuyển phát"),
    ("TCBC", "Tài chính bưu chính"),
    ("PPTT", "Phân phối truyền thông"),
]
PEOPLE = [
    ("manager", "branch_manager", "cua-bac"),
    ("manager_nam", "branch_manager", "cua-nam"),
    ("stranger", "branch_manager", "cua-dong"),
    ("clerk", "clerk", "dong-ho"),
    ("head", "unit_head", "dong-ho"),
    ("head_tay", "unit_head", "tay-ho"),
    ("planner", "planner", "vp"),
    ("accountant", "accountant", "vp"),
    ("director", "director", "vp"),
    ("auditor", "auditor", "vp"),
    ("administrator", "administrator", "vp"),
    ("disabled", "planner", "vp"),
]


Cells = dict[tuple[Unit, Month, str], int]  # by unit, month and service


def evenly(total: int) -> list[int]:
    """Spread a year over twelve months; the first months take the remainder."""
    base, extra = divmod(total, 12)
    return [base + (1 if number < extra else 0) for number in range(12)]


@dataclass
class World:
    """The cast; people, units and services are also attributes by name (`world.director`)."""

    units: dict[str, Unit] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    now: datetime = PAST

    def __getattr__(self, name: str) -> User | Unit:
        for kind in ("people", "units"):
            found = self.__dict__.get(kind, {})
            if name in found or name.replace("_", "-") in found:
                return found.get(name) or found[name.replace("_", "-")]
        raise AttributeError(name)

    def books(self, table: str, *, service: str = "EMS", field: str = "revenue") -> None:
        """Write a table of reported figures: a column per year ("2019"), month ("2019-12") or
        target ("target 2019", on the node ALL, of the kinds assigned and internal).

        A unit is named by its code ("cua bac"); "." leaves a cell unreported. A year is spread
        evenly over its months; targets too.
        """
        heads, *lines = [
            [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()
        ]
        cells: Cells = {}
        asked: dict[int, dict[Unit, int]] = {}
        for code, *texts in lines:
            unit = self.units[code.replace(" ", "-")]
            for head, text in zip(heads[1:], texts, strict=True):
                if text == ".":
                    continue
                amount = int(text.replace(".", ""))
                if head.startswith("target "):
                    asked.setdefault(int(head.removeprefix("target ")), {})[unit] = amount
                elif "-" in head:
                    cells[unit, Month.parse(head), service] = amount
                else:
                    for number, part in enumerate(evenly(amount), start=1):
                        cells[unit, Month(int(head), number), service] = part
        self._report(cells, field, "approved")
        for year, totals in asked.items():
            self._ask(totals, year, "ALL", field, ("assigned", "internal"))

    def report(
        self,
        unit: Unit,
        month: Month,
        amounts: dict[str, int],
        *,
        field: str = "revenue",
        state: str = "approved",
    ) -> MonthlyReport:
        """Put reported figures into the books, with the report that stands for them."""
        self._report({(unit, month, code): amount for code, amount in amounts.items()}, field, state)
        return MonthlyReport.objects.get(unit=unit, month=month.first)

    def _report(self, cells: Cells, field: str, state: str) -> None:
        RevenueRecord.objects.bulk_create(
            (
                RevenueRecord(unit=unit, service=self.services[code], month=month.first, **{field: amount})
                for (unit, month, code), amount in cells.items()
            ),
            update_conflicts=True,
            unique_fields=["unit", "service", "month"],
            update_fields=[field],
        )
        steps = {"state": State(state), "first_submitted_at": self.now, "submitted_at": self.now}
        MonthlyReport.objects.bulk_create(
            (
                MonthlyReport(unit=unit, month=month.first, **steps)
                for unit, month in dict.fromkeys((unit, month) for unit, month, _code in cells)
            ),
            ignore_conflicts=True,
        )

    def target(
        self,
        unit: Unit,
        year: int,
        total: int,
        *,
        node: str = "ALL",
        measure: str = "revenue",
        kinds: tuple[str, ...] = ("assigned", "internal"),
    ) -> None:
        """Ask `total` of a unit for a year, evenly phased, in plans that are in force."""
        self._ask({unit: total}, year, node, measure, kinds)

    def _ask(
        self, totals: dict[Unit, int], year: int, node: str, measure: str, kinds: tuple[str, ...]
    ) -> None:
        from planning.actions import plans

        for kind in kinds:
            plan, _made = Plan.objects.get_or_create(
                year=year, kind=kind, revision=0, defaults={"in_force": True}
            )
            AnnualTarget.objects.bulk_create(
                AnnualTarget(
                    plan=plan, unit=unit, node=node, measure=measure, total=total, months=evenly(total)
                )
                for unit, total in totals.items()
            )
            plans.recompute_totals(plan)

    def open(self, month: str, *, due_on: date | None = None) -> ReportingMonth:
        """Open a month for entry."""
        first = Month.parse(month).first
        return ReportingMonth.objects.create(
            month=first, due_on=due_on or (Month.parse(month) + 1).first.replace(day=6), opened_at=self.now
        )


def build() -> World:
    """Write the cast into the database, and forget what a flush of it leaves behind.

    The history refuses deletion and outlives a flush; the content types Django remembers do not.
    It is emptied where there is something in it only: TRUNCATE costs more than the cast, for the
    triggers that write the history have to be planned anew after it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM planning_history)")
        if cursor.fetchone()[0]:
            cursor.execute("TRUNCATE planning_history")
    ContentType.objects.clear_cache()
    world = World()
    Office.objects.create(
        name="Bưu điện tỉnh Vĩnh Phúc", place="Vĩnh Yên", signers=[{"title": "Người lập biểu", "name": ""}]
    )
    _units(world)
    _catalogue(world)
    _people(world)
    return world


def _units(world: World) -> None:
    """Add the units, each storey at once; their paths come from the database."""
    for storey in (PROVINCE, DISTRICTS, POINTS):
        made = [
            Unit(code=code, name=name, kind=kind, parent=world.units.get(parent)).keyed()
            for code, name, kind, parent in storey
        ]
        world.units |= {unit.code: unit for unit in Unit.objects.bulk_create(made)}
    for code, path in Unit.objects.values_list("code", "path"):
        world.units[code].path = path


def _catalogue(world: World) -> None:
    """Add the lines and the services, which every point sells."""
    lines = ServiceLine.objects.bulk_create(
        ServiceLine(code=code, name=name, order=order) for order, (code, name) in enumerate(LINES, start=1)
    )
    of_code = {line.code: line for line in lines}
    services = Service.objects.bulk_create(
        Service(code=code, name=name, line=of_code[line], volume_unit=volume_unit)
        for code, name, line, volume_unit in SERVICES
    )
    world.services |= {service.code: service for service in services}
    Offering.objects.bulk_create(
        Offering(unit=world.units[code], service=service) for code, *_ in POINTS for service in services
    )


def _people(world: World) -> None:
    """Add the people and post them."""
    for username, _role, _unit in PEOPLE:
        name = f"Người thử {username}"
        user = User(username=username, full_name=name, is_active=username != "disabled")
        user.search_key, user.order_key = fold(name), order_key(name)
        user.set_password(PASSWORD)
        world.people[username] = user
    User.objects.bulk_create(world.people.values())
    Posting.objects.bulk_create(
        Posting(user=world.people[username], role=role, unit=world.units[unit], starts_on=date(2018, 1, 1))
        for username, role, unit in PEOPLE
    )
