"""The settings of the sheet `office`: their names, how a file writes them, how the portal keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from planning.importing.columns import folded
from planning.importing.layout import nearest
from planning.importing.located import Located
from planning.importing.office import OfficeRow
from planning.models import Office
from planning.models.office import LARGEST_PERCENT, EntryUnit
from postoffice.numbers import LARGEST_DONG

YES = frozenset({"yes", "true", "co", "dung", "x", "1"})
NO = frozenset({"no", "false", "khong", "sai", "0"})
_UNITS = {
    "dong": EntryUnit.DONG,
    "nghin": EntryUnit.THOUSAND,
    "nghin dong": EntryUnit.THOUSAND,
    "thousand": EntryUnit.THOUSAND,
    "trieu": EntryUnit.MILLION,
    "trieu dong": EntryUnit.MILLION,
    "million": EntryUnit.MILLION,
}
_UNIT_NAMES = {EntryUnit.DONG: "dong", EntryUnit.THOUSAND: "nghin", EntryUnit.MILLION: "trieu"}


def yes_or_no(text: str) -> bool:
    """Read có/không, yes/no, true/false, 1/0; anything else is a ValueError."""
    word = folded(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(text)


def _entry_unit(text: str) -> int:
    try:
        return _UNITS[folded(text)].value
    except KeyError as unknown:
        raise ValueError(text) from unknown


def _signers(text: str) -> list[dict[str, str]]:
    """Read "Người lập biểu: Nguyễn A; Trưởng phòng KHKD:" as signers from left to right."""
    parts = [part.partition(":") for part in text.split(";") if part.strip()]
    return [{"title": title.strip(), "name": name.strip()} for title, _colon, name in parts]


def _write_signers(signers: list[dict[str, str]]) -> str:
    return "; ".join(f"{s.get('title', '')}: {s.get('name', '')}".strip() for s in signers)


def _day(text: str) -> int:
    day = int(text)
    if not 1 <= day <= 28:
        raise ValueError(text)
    return day


def _percent(text: str) -> int:
    percent = int(text.removesuffix("%"))
    if not 0 <= percent <= LARGEST_PERCENT:
        raise ValueError(text)
    return percent


def _amount(text: str) -> int:
    amount = int(text)
    if not 0 <= amount <= LARGEST_DONG:
        raise ValueError(text)
    return amount


def _yes(value: bool) -> str:
    return "yes" if value else "no"


@dataclass(frozen=True)
class Setting:
    """One setting: a field of Office, its Vietnamese name, its reader (ValueError) and its writer."""

    key: str
    vi: str
    read: Callable[[str], object] = str
    write: Callable[..., str] = str


_ALL = (
    Setting("name", "tên"),
    Setting("superior", "cấp trên"),
    Setting("place", "địa danh"),
    Setting("signers", "người ký", _signers, _write_signers),
    Setting("report_number_suffix", "ký hiệu báo cáo"),
    Setting("entry_unit", "đơn vị nhập", _entry_unit, lambda value: _UNIT_NAMES[value]),
    Setting("uses_payroll_revenue", "dùng doanh thu tính lương", yes_or_no, _yes),
    Setting("due_day", "ngày đến hạn", _day),
    Setting("explain_below_percent", "giải trình khi dưới phần trăm", _percent),
    Setting("explain_above", "giải trình khi thiếu trên", _amount),
    Setting("payroll_share_low", "tỷ lệ DTTL từ phần trăm", _percent),
    Setting("payroll_share_high", "tỷ lệ DTTL đến phần trăm", _percent),
    Setting("pinned_today", "ngày cố định", date.fromisoformat, date.isoformat),
    Setting("is_demo", "dùng thử", yes_or_no, _yes),
)
SETTINGS = {setting.key: setting for setting in _ALL}
_BY_NAME = {folded(name): s for s in _ALL for name in (s.key, s.vi)}
_SHOWN = {folded(name): name for s in _ALL for name in (s.key, s.vi)}


def find(name: str) -> Setting | None:
    """Return the setting that goes by a name, in either language."""
    return _BY_NAME.get(folded(name))


def of(office: Office) -> tuple[OfficeRow, ...]:
    """Return the rows of an office that is kept; a setting without a value has no row."""
    rows = []
    for setting in _ALL:
        value = getattr(office, setting.key)
        if value not in ("", None, []):
            rows.append(OfficeRow(setting.key, setting.write(value)))
    return tuple(rows)


def check(rows: tuple[OfficeRow, ...]) -> tuple[list[OfficeRow], list[Located], list[Located]]:
    """Return the rows in the form they are kept in, the problems and the warnings."""
    kept: dict[str, OfficeRow] = {}
    problems: list[Located] = []
    warnings: list[Located] = []
    for row in rows:
        setting = find(row.key)
        if setting is None:
            warnings.append(_unknown(row))
        elif row.value == "":
            continue
        elif setting.key in kept:
            problems.append(_twice(row, kept[setting.key]))
        else:
            try:
                value = setting.read(row.value)
            except ValueError:
                problems.append(Located("office", row.row, "value", row.value, _UNREADABLE, {"key": row.key}))
            else:
                kept[setting.key] = OfficeRow(setting.key, setting.write(value), row=row.row)
    return list(kept.values()), problems, warnings


_UNREADABLE = _("this is not a value of “%(key)s”")


def _unknown(row: OfficeRow) -> Located:
    near = nearest(row.key, _SHOWN)
    if near:
        reason = _("this setting is not known and is left out; did you mean “%(near)s”?")
        return Located("office", row.row, "key", row.key, reason, {"near": near})
    return Located("office", row.row, "key", row.key, _("this setting is not known and is left out"))


def _twice(row: OfficeRow, first: OfficeRow) -> Located:
    reason = _("the same key stands in row %(other)d")
    return Located("office", row.row, "key", row.key, reason, {"other": first.row})
