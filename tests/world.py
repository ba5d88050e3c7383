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

PASSWORD = "mat-khau-cua-bai-thu"
PAST = datetime(2020, 1, 2, 3, 0, tzinfo=UTC)

UNITS = [
    ("vp", "Bưu điện tỉnh Vĩnh Phúc", "province", None),
    ("dong-ho", "Bưu điện huyện Đông Hồ", "district", "vp"),
    ("tay-ho", "Bưu điện huyện Tây Hồ", "district", "vp"),
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
        for code, *cells in lines:
            unit = self.units[code.replace(" ", "-")]
            for head, text in zip(heads[1:], cells, strict=True):
                if text == ".":
                    continue
                amount = int(text.replace(".", ""))
                if head.startswith("target "):
                    self.target(unit, int(head.removeprefix("target ")), amount, measure=field)
                elif "-" in head:
                    self.report(unit, Month.parse(head), {service: amount}, field=field)
                else:
                    for number, part in enumerate(evenly(amount), start=1):
                        self.report(unit, Month(int(head), number), {service: part}, field=field)

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
        for code, amount in amounts.items():
            RevenueRecord.objects.update_or_create(
                unit=unit, service=self.services[code], month=month.first, defaults={field: amount}
            )
        report, _made = MonthlyReport.objects.get_or_create(
            unit=unit,
            month=month.first,
            defaults={"state": State(state), "first_submitted_at": self.now, "submitted_at": self.now},
        )
        return report

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
        from planning.actions import plans

        for kind in kinds:
            plan, _made = Plan.objects.get_or_create(
                year=year, kind=kind, revision=0, defaults={"in_force": True}
            )
            AnnualTarget.objects.create(
                plan=plan, unit=unit, node=node, measure=measure, total=total, months=evenly(total)
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
    """
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE planning_history")
    ContentType.objects.clear_cache()
    world = World()
    Office.objects.create(
        name="Bưu điện tỉnh Vĩnh Phúc", place="Vĩnh Yên", signers=[{"title": "Người lập biểu", "name": ""}]
    )
    for code, name, kind, parent in UNITS:
        world.units[code] = Unit.objects.create(
            code=code, name=name, kind=kind, parent=world.units.get(parent)
        )
    lines = {
        code: ServiceLine.objects.create(code=code, name=name, order=order)
        for order, (code, name) in enumerate(LINES, start=1)
    }
    for code, name, line, volume_unit in SERVICES:
        world.services[code] = Service.objects.create(
            code=code, name=name, line=lines[line], volume_unit=volume_unit
        )
    for unit in ("cua-bac", "cua-nam", "cua-dong", "cua-tay"):
        for service in world.services.values():
            world.units[unit].offerings.create(service=service)
    for username, role, unit in PEOPLE:
        user = User(username=username, full_name=f"Người thử {username}", is_active=username != "disabled")
        user.set_password(PASSWORD)
        user.save()
        Posting.objects.create(user=user, role=role, unit=world.units[unit], starts_on=date(2018, 1, 1))
        world.people[username] = user
    return world
