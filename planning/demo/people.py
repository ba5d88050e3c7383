"""The people of the demo: invented, and marked so wherever they are named."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from planning.demo import published
from planning.demo.places import Point, districts, points
from planning.importing.office import PersonRow
from postoffice.access import Role

DEMO_PASSWORD = "dung-thu-2020"  # noqa: S105 - printed for everyone; demo accounts work in demo mode only
MARK = "(tài khoản demo)"
DOORS = {
    ("0601", Role.BRANCH_MANAGER): "truongbc",
    ("08", Role.CLERK): "tonghop",
    ("06", Role.UNIT_HEAD): "lanhdao",
}
"""The accounts at points and districts that visitors are given; the other people there have no password."""


@dataclass(frozen=True)
class Account:
    """A person of the demo; `is_shown` accounts can sign in and are printed."""

    username: str
    full_name: str
    role: Role
    unit_code: str
    is_shown: bool


@cache
def accounts() -> tuple[Account, ...]:
    """Return everyone: first the printed accounts, which the sign-in page also offers, then the others."""
    everyone = (*_at_points(), *_at_districts(), *_at_the_province())
    return tuple(sorted(everyone, key=lambda account: not account.is_shown))


def shown() -> tuple[Account, ...]:
    """Return the accounts that visitors are given, one a role."""
    return tuple(account for account in accounts() if account.is_shown)


def people() -> tuple[PersonRow, ...]:
    """Return everyone as rows of the office workbook."""
    return tuple(PersonRow(a.username, a.unit_code, a.role.value, a.full_name) for a in accounts())


def who_enters(point: Point) -> str:
    """Return the user name of who types a point's month: its own head, or the district's clerk."""
    return (
        _username(point.district, Role.CLERK)
        if point.is_culture_point
        else _username(point.code, Role.BRANCH_MANAGER)
    )


def who_approves(district: str) -> str:
    """Return the user name of the head of a district."""
    return _username(district, Role.UNIT_HEAD)


def _username(code: str, role: Role) -> str:
    prefixes = {Role.BRANCH_MANAGER: "bc", Role.CLERK: "tonghop", Role.UNIT_HEAD: "lanhdao"}
    return DOORS.get((code, role), f"{prefixes[role]}-{code}")


def _account(code: str, role: Role, title: str) -> Account:
    return Account(_username(code, role), f"{title} {MARK}", role, code, (code, role) in DOORS)


def _at_points() -> Iterator[Account]:
    for point in points():
        if not point.is_culture_point:
            yield _account(point.code, Role.BRANCH_MANAGER, f"Trưởng {point.name}")


def _at_districts() -> Iterator[Account]:
    for district in districts():
        yield _account(district.code, Role.CLERK, f"Cán bộ tổng hợp BĐ {district.place}")
        yield _account(district.code, Role.UNIT_HEAD, f"Giám đốc BĐ {district.place}")


def _at_the_province() -> Iterator[Account]:
    for username, role, title in (
        ("kehoach", Role.PLANNER, "Chuyên viên KHKD"),
        ("ketoan", Role.ACCOUNTANT, "Kế toán Bưu điện tỉnh"),
        ("giamdoc", Role.DIRECTOR, "Giám đốc Bưu điện tỉnh"),
        ("kiemtra", Role.AUDITOR, "Kiểm tra – giám sát"),
        ("quantri", Role.ADMINISTRATOR, "Quản trị hệ thống"),
    ):
        yield Account(username, f"{title} {MARK}", role, published.ROOT, is_shown=True)
