"""The columns of a month's sheet, and every name by which a file may call them."""

from __future__ import annotations

from planning.importing.columns import Column, Kind
from planning.importing.columns import Sheet as Layout

COLUMNS = (
    Column("unit", "Mã đơn vị", Kind.CODE, other=("unit code", "đơn vị", "mã bưu cục", "ma dv")),
    Column("service", "Mã dịch vụ", Kind.CODE, required=True, other=("service code", "code", "mã dv", "mã")),
    Column("name", "Dịch vụ", other=("service name", "tên dịch vụ")),
    Column("volume_unit", "Đơn vị tính", other=("volume unit", "đvt", "unit of volume")),
    Column("revenue", "Doanh thu", Kind.AMOUNT, money=True, other=("revenue arising", "doanh thu phát sinh")),
    Column("volume", "Sản lượng", Kind.AMOUNT, other=("quantity",)),
    Column("reason", "Lý do", other=("explanation",)),
    Column("remark", "Ghi chú", longest=500, other=("note", "notes", "nhận xét")),
    Column("previous", "Tháng trước", other=("last month",)),
    Column("base", "Cùng kỳ năm trước", other=("same month last year", "cùng kỳ")),
    Column("target", "Kế hoạch tháng", other=("month target", "kế hoạch", "month’s target")),
    Column("completion", "Hoàn thành", other=("completed", "% kh")),
    Column("month", "Tháng", Kind.MONTH),
)
LAYOUT = Layout("month_file", "Số liệu tháng", COLUMNS, dict)
WRITTEN = COLUMNS[:-1]


def header(column: Column, language: str) -> str:
    """Return a column's header in a language; money columns of the sheet are told apart by its title."""
    if language == "vi":
        return column.vi
    return column.key.replace("_", " ").capitalize() if column.key != "name" else "Service name"


def find(text: str) -> Column | None:
    """Return the column that goes by a header, whatever its brackets say."""
    return LAYOUT.find(text) or LAYOUT.find(text.partition("(")[0].strip())
