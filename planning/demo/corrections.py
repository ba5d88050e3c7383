"""Adjustments of closed months: the published sums hold with them, the snapshots were taken without."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from planning.importing.office import RevenueRow
from postoffice.months import Month

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Correction:
    """A signed change of one revenue after its month was closed; `delta` in đồng."""

    unit_code: str
    service: str
    month: Month
    delta: int
    reason: str
    at: datetime


CORRECTIONS = (
    Correction(
        "0603", "BCCP02", Month(2019, 10), 4_850_000,
        "Bổ sung doanh thu hợp đồng ký gửi tháng 10 theo biên bản đối soát",
        datetime(2019, 12, 23, 10, 5, tzinfo=HERE),
    ),
    Correction(
        "0801", "PPTT04", Month(2019, 9), -3_200_000,
        "Nhập trùng một phiếu xuất thẻ ngày 17/09",
        datetime(2019, 12, 24, 14, 40, tzinfo=HERE),
    ),
    Correction(
        "0101", "TCBC08", Month(2019, 11), 6_400_000,
        "Hoa hồng đại lý bảo hiểm tháng 11 đối tác quyết toán chậm",
        datetime(2019, 12, 27, 9, 20, tzinfo=HERE),
    ),
)  # fmt: skip


def before_correction(rows: tuple[RevenueRow, ...]) -> tuple[RevenueRow, ...]:
    """Return the books as the months were closed, without what was corrected later."""
    deltas = {(c.unit_code, c.service, c.month): c.delta for c in CORRECTIONS}
    return tuple(
        replace(row, revenue=row.revenue - deltas[key]) if (key := _key(row)) in deltas else row
        for row in rows
    )


def _key(row: RevenueRow) -> tuple[str, str, Month]:
    return row.unit_code, row.service_code, row.month
