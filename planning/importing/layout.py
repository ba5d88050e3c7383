"""The sheets and columns of the office workbook: names in both languages, kinds, what is required.

Sheet and column names are a contract with the files of offices, so both languages stand here as
data and do not go through gettext.
"""

from difflib import get_close_matches

from django.utils.translation import get_language

from planning.importing import office
from planning.importing.columns import Column, Kind, Sheet, folded
from planning.importing.exported import EXPORT
from planning.models import Measure, Unit
from planning.models.monthly_reports import FigureStatus
from planning.models.people import ROLE_LABELS
from planning.models.plans import PlanKind
from planning.models.units import SuccessionKind, UnitKind
from postoffice.access import Role


def _code(key: str, vi: str, *other: str, required: bool = True) -> Column:
    return Column(key, vi, Kind.CODE, required, other, longest=20)


def _choice(key: str, vi: str, values: type, *other: str, required: bool = True) -> Column:
    labels = ROLE_LABELS if values is Role else {v: v.label for v in values}
    return Column(key, vi, Kind.CHOICE, required, other, choices={str(v.value): labels[v] for v in values})


def _amount(key: str, vi: str, *other: str, required: bool = False, present: bool = False) -> Column:
    return Column(key, vi, Kind.AMOUNT, required, other, present=present, money=key != "volume")


_FROM = Column("valid_from", "hiệu lực từ", Kind.DATE, other=("từ ngày",))
_TO = Column("valid_to", "hiệu lực đến", Kind.DATE, other=("đến ngày",))
_UNIT = _code("unit_code", "mã đơn vị", "mã điểm")
_SERVICE = _code("service_code", "mã dịch vụ")
_NODE = _code("code", "mã chỉ tiêu", "mã")
_YEAR = Column("year", "năm", Kind.YEAR, required=True)
_MEASURE = _choice("measure", "chỉ tiêu", Measure)
_PLAN_KIND = _choice("kind", "loại kế hoạch", PlanKind, "loại")
_REVISION = Column("revision", "lần điều chỉnh", Kind.COUNT, other=("điều chỉnh lần",))

OFFICE = Sheet(
    "office",
    "văn phòng",
    (
        Column("key", "khóa", required=True, other=("mục",)),
        Column("value", "giá trị", present=True, longest=1000),
    ),
    office.OfficeRow,
)
UNITS = Sheet(
    "units",
    "đơn vị",
    (
        _code("code", "mã đơn vị", "mã", "unit_code"),
        Column("name", "tên đơn vị", required=True, other=("tên",)),
        _choice("kind", "loại đơn vị", UnitKind, "loại"),
        _code("parent_code", "mã đơn vị cấp trên", "cấp trên", "mã cấp trên", required=False),
        _FROM,
        _TO,
        Column("reports", "có báo cáo", Kind.YES_NO, other=("báo cáo",)),
        Column("head", "lãnh đạo", other=("lãnh đạo đơn vị",)),
        Column("phone", "điện thoại", longest=Unit._meta.get_field("phone").max_length),
    ),
    office.UnitRow,
)
SERVICE_LINES = Sheet(
    "service_lines",
    "nhóm dịch vụ",
    (
        _code("code", "mã nhóm dịch vụ", "mã nhóm", "mã", "line_code"),
        Column("name", "tên nhóm dịch vụ", required=True, other=("tên nhóm", "tên")),
        Column("order", "thứ tự", Kind.COUNT),
    ),
    office.LineRow,
)
SERVICES = Sheet(
    "services",
    "dịch vụ",
    (
        _code("code", "mã dịch vụ", "mã", "service_code"),
        Column("name", "tên dịch vụ", required=True, other=("tên",)),
        _code("line_code", "mã nhóm dịch vụ", "mã nhóm"),
        Column("volume_unit", "đơn vị sản lượng", other=("đvt sản lượng",), longest=30),
        _FROM,
        _TO,
    ),
    office.ServiceRow,
)
OFFERINGS = Sheet(
    "offerings", "danh mục của điểm", (_UNIT, _SERVICE, _FROM, _TO), office.OfferingRow, ("danh mục",)
)
MONTHS = Sheet(
    "months",
    "tháng",
    (
        Column("month", "tháng", Kind.MONTH, required=True),
        Column("due_on", "hạn gửi", Kind.DATE, other=("hạn",)),
        Column("closed", "đã chốt", Kind.CLOSED, other=("chốt",)),
    ),
    office.MonthRow,
)
REVENUE = Sheet(
    "revenue",
    "doanh thu",
    (
        _UNIT,
        _SERVICE,
        Column("month", "tháng", Kind.MONTH, required=True),
        _amount("revenue", "doanh thu phát sinh", "doanh thu", "dtps", present=True),
        _amount("payroll_revenue", "doanh thu tính lương", "dttl"),
        _amount("volume", "sản lượng"),
        _amount("balance", "số dư"),
        _choice("status", "trạng thái số liệu", FigureStatus, "trạng thái", required=False),
    ),
    office.RevenueRow,
)
PAYROLL = Sheet(
    "payroll",
    "doanh thu tính lương",
    (
        _UNIT,
        _SERVICE,
        Column("month", "tháng", Kind.MONTH, required=True),
        _amount("payroll_revenue", "doanh thu tính lương", "dttl", required=True),
    ),
    office.RevenueRow,
    ("dttl",),
)
ANNUAL_HISTORY = Sheet(
    "annual_history",
    "lịch sử năm",
    (
        _UNIT,
        _NODE,
        _YEAR,
        _MEASURE,
        _amount("amount", "số tiền", "giá trị", required=True),
    ),
    office.AnnualHistoryRow,
)
PLANS = Sheet(
    "plans",
    "kế hoạch",
    (
        _YEAR,
        _PLAN_KIND,
        _REVISION,
        Column("decision_no", "số quyết định", longest=60),
        Column("decided_on", "ngày quyết định", Kind.DATE),
        Column("in_force", "đang hiệu lực", Kind.YES_NO, other=("hiệu lực",)),
        Column("facts", "dữ kiện", Kind.FACTS, longest=2000),
    ),
    office.PlanRow,
)
TARGETS = Sheet(
    "targets",
    "kế hoạch chi tiết",
    (
        _YEAR,
        _PLAN_KIND,
        _UNIT,
        _NODE,
        _MEASURE,
        _amount("total", "cả năm", "tổng", "kế hoạch năm", required=True),
        *(_amount(f"m{n:02}", f"tháng {n}", f"t{n}", f"t{n:02}", f"tháng {n:02}") for n in range(1, 13)),
        _REVISION,
    ),
    office.TargetRow,
)
PEOPLE = Sheet(
    "people",
    "người dùng",
    (
        Column("username", "tên đăng nhập", Kind.CODE, required=True, longest=60),
        Column("full_name", "họ và tên", other=("họ tên",)),
        Column("email", "thư điện tử", other=("e-mail",), longest=254),
        _UNIT,
        _choice("role", "vai trò", Role),
    ),
    office.PersonRow,
)
SUCCESSIONS = Sheet(
    "successions",
    "sắp xếp",
    (
        _code("old_code", "mã đơn vị cũ"),
        _code("new_code", "mã đơn vị mới"),
        Column("on", "từ ngày", Kind.DATE, required=True, other=("ngày",)),
        _choice("kind", "hình thức", SuccessionKind),
        Column("weight", "tỷ trọng", Kind.SHARE),
    ),
    office.SuccessionRow,
    ("sắp xếp tổ chức",),
)

_IN_ORDER = (OFFICE, UNITS, SERVICE_LINES, SERVICES, OFFERINGS, MONTHS,
             REVENUE, ANNUAL_HISTORY, PLANS, TARGETS, PEOPLE, SUCCESSIONS)  # fmt: skip
SHEETS = {sheet.key: sheet for sheet in _IN_ORDER}
"""The sheets of the office workbook, in order."""
_TITLED = SHEETS | {PAYROLL.key: PAYROLL, EXPORT.key: EXPORT}
MONTH_COLUMNS = tuple(f"m{n:02}" for n in range(1, 13))


def find(name: str) -> Sheet | None:
    """Return the sheet that goes by a name, in either language, accents or not."""
    wanted = folded(name)
    return next((sheet for sheet in SHEETS.values() if wanted in sheet.names), None)


def nearest(name: str, known: dict[str, str]) -> str:
    """Return the known name that an unknown one most resembles, "" where none does.

    `known` maps folded names to the name that is shown.
    """
    close = get_close_matches(folded(name), known, n=1, cutoff=0.6)
    return known[close[0]] if close else ""


def speaks_vietnamese() -> bool:
    """Say whether the reader's language is Vietnamese."""
    return (get_language() or "vi").startswith("vi")


def title(key: str) -> str:
    """Return a sheet's name in the reader's language; an unknown key stands for itself."""
    sheet = _TITLED.get(key)
    return key if sheet is None else sheet.vi if speaks_vietnamese() else sheet.key


def column_title(sheet_key: str, key: str) -> str:
    """Return a column's name in the reader's language; an unknown key stands for itself."""
    sheet = _TITLED.get(sheet_key)
    column = sheet.column(key) if sheet else None
    return key if column is None else column.vi if speaks_vietnamese() else column.key
