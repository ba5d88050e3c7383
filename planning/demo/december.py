"""Where December 2019 stands at each point on the morning of 3 January 2020."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from planning.demo import published
from planning.demo.books import books
from planning.demo.chance import between
from planning.demo.corrections import HERE
from planning.demo.events import Event, events
from planning.demo.people import who_approves, who_enters
from planning.demo.places import Point, points

DECEMBER = published.LAST
Typed = tuple[str, str, int]
"""Service code, measure, value in đồng or pieces."""

MORNING = datetime(2020, 1, 2, 8, 0, tzinfo=HERE)
NEXT_MORNING = datetime(2020, 1, 3, 7, 15, tzinfo=HERE)
APPROVED_AT = datetime(2020, 1, 2, 16, 45, tzinfo=HERE)
RETURNED_AT = datetime(2020, 1, 3, 7, 40, tzinfo=HERE)
PAYROLL_AT = datetime(2020, 1, 3, 8, 0, tzinfo=HERE)
LOADED_BY_SYSTEM = ("TCBC05", "TCBC06")


class Stage(StrEnum):
    """How far a point has come."""

    NOT_BEGUN = "not begun"
    TYPING = "typing"
    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"


@dataclass(frozen=True)
class Progress:
    """One point's December: what was typed, what a system laid in, and each step with its hour."""

    unit_code: str
    stage: Stage
    enters: str
    approves: str
    entered_at: datetime
    sent_at: datetime
    typed: tuple[Typed, ...] = ()
    prefilled: tuple[Typed, ...] = ()
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    return_rows: tuple[str, ...] = ()
    return_reason: str = ""


SIGNED_OFF = ("04", "09")
SIGNED_OFF_AT = datetime(2020, 1, 2, 17, 10, tzinfo=HERE)
APPROVED_OUT_OF_100 = 62
_FIXED = {
    Stage.NOT_BEGUN: "0616 0819 0822 0826 0830 0833",
    Stage.TYPING: "0601 0618 0813 0816 0824 0828 0835",
    Stage.SENT: "0605 0617 0619 0803 0811 0815 0818 0821 0827",
    Stage.APPROVED: "0603 0604 0612 0613 0614 0801 0814 0817 0820 0823 0825 0829 0831 0832 0834",
}
_RETURNED = {
    "0615": (("TCBC03",), "Thu hộ: đề nghị kiểm tra lại số giao dịch với bảng kê của đối tác"),
    "0316": (("PPTT06",), "Hàng tiêu dùng: chưa trừ đơn hoàn trả ngày 28/12"),
    "0513": (("PPTT04", "PPTT06"), "Thẻ và sim, hàng tiêu dùng: số ghi chưa khớp báo cáo tồn kho cuối tháng"),
    "0716": (("TCBC10",), "Thu BHXH, BHYT: ghi rõ số người tham gia mới trong tháng"),
}
_SLIPS = {"0601": {"BCCP05": 1_000, "BCCP06": 10}}
"""Figures typed too small by this factor: thousands for đồng, and a digit lost."""


@cache
def december() -> tuple[Progress, ...]:
    """Return the progress of every point, in the order of their codes."""
    return tuple(_progress(point) for point in points())


def whole_december() -> tuple[Progress, ...]:
    """Return a December that every point has sent in full and its head has approved."""
    return tuple(_sent(point, Stage.APPROVED) for point in points())


def stage_of(point: Point) -> Stage:
    """Return how far a point has come: the districts still at work by name, the others by chance."""
    for stage, codes in _FIXED.items():
        if point.code in codes.split():
            return stage
    if point.code in _RETURNED:
        return Stage.RETURNED
    if point.district in SIGNED_OFF:
        return Stage.APPROVED
    if _events(point):
        return Stage.SENT
    return Stage.APPROVED if between(1, 100, "approved", point.code) <= APPROVED_OUT_OF_100 else Stage.SENT


def _progress(point: Point) -> Progress:
    stage = stage_of(point)
    if stage in (Stage.NOT_BEGUN, Stage.TYPING):
        return _begun(point, stage)
    return _sent(point, stage)


def _sent(point: Point, stage: Stage) -> Progress:
    rows, reason = _RETURNED.get(point.code, ((), "")) if stage is Stage.RETURNED else ((), "")
    return Progress(
        unit_code=point.code,
        stage=stage,
        typed=_figures(point),
        notes={event.service: (event.reason, event.text) for event in _events(point)},
        return_rows=rows,
        return_reason=reason,
        **_hours(point, stage),
    )


def _events(point: Point) -> list[Event]:
    return [e for e in events() if e.unit_code == point.code and e.month == DECEMBER]


def _begun(point: Point, stage: Stage) -> Progress:
    """Return a point that has typed some of its services, or none: the system's figures wait there."""
    figures = _figures(point)
    prefilled = tuple(cell for cell in figures if cell[0] in LOADED_BY_SYSTEM and cell[1] == "revenue")
    typed: tuple[Typed, ...] = ()
    if stage is Stage.TYPING:
        typed = tuple(_as_typed(point, cell) for cell in figures if cell[0] in _typed_services(point))
    return Progress(
        unit_code=point.code,
        stage=stage,
        typed=typed,
        prefilled=prefilled if stage is Stage.TYPING else (),
        **_hours(point, stage),
    )


def _typed_services(point: Point) -> list[str]:
    own = list(dict.fromkeys(service for service, _measure, _value in _figures(point)))
    own = [service for service in own if service not in LOADED_BY_SYSTEM]
    if point.code == "0601":  # thirteen of eighteen, two of them the system's
        return [*own[:10], "PPTT04"]
    return own[: between(2, len(own) - 2, "typed", point.code)]


def _as_typed(point: Point, cell: Typed) -> Typed:
    service, measure, value = cell
    factor = _SLIPS.get(point.code, {}).get(service)
    if factor is None or measure != "revenue":
        return cell
    return service, measure, value // 100_000 * 100_000 // factor


@cache
def _december_figures() -> dict[str, tuple[Typed, ...]]:
    cells: dict[str, list[Typed]] = {}
    for row in books():
        if row.month == DECEMBER:
            own = cells.setdefault(row.unit_code, [])
            own.append((row.service_code, "revenue", row.revenue or 0))
            own.append((row.service_code, "volume", row.volume or 0))
    return {code: tuple(own) for code, own in cells.items()}


def _figures(point: Point) -> tuple[Typed, ...]:
    return _december_figures()[point.code]


def _hours(point: Point, stage: Stage) -> dict:
    entered = MORNING + timedelta(minutes=between(0, 420, "entered", point.code))
    if point.code == "0601":
        entered = MORNING.replace(hour=14, minute=2)
    elif stage is Stage.SENT and between(1, 100, "next day", point.code) <= 50:
        entered = NEXT_MORNING + timedelta(minutes=between(0, 40, "entered", point.code))
    return {
        "enters": who_enters(point),
        "approves": who_approves(point.district),
        "entered_at": entered,
        "sent_at": entered + timedelta(minutes=between(4, 25, "sent", point.code)),
    }
