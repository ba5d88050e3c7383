"""Names as pages of figures need them: short where many stand side by side, listed where they are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from postoffice.names import fold

# What names of units begin with, longest first; beside other units of its kind only the place matters.
_PREFIXES = sorted(
    (
        "Bưu điện tỉnh", "Bưu điện thành phố", "Bưu điện thị xã", "Bưu điện huyện", "Bưu điện quận",
        "Bưu điện khu vực", "Bưu điện trung tâm", "Bưu điện xã", "Bưu điện phường", "Bưu điện TP",
        "Bưu cục", "BC", "Điểm Bưu điện - Văn hóa xã", "Điểm Bưu điện Văn hóa xã", "Điểm BĐ-VHX",
        "BĐ-VHX", "Cụm",
    ),
    key=len,
    reverse=True,
)  # fmt: skip
_FOLDED = tuple(fold(prefix) for prefix in _PREFIXES)

_NUMBERS = {
    1: pgettext_lazy("begins a sentence", "One"),
    2: pgettext_lazy("begins a sentence", "Two"),
    3: pgettext_lazy("begins a sentence", "Three"),
    4: pgettext_lazy("begins a sentence", "Four"),
    5: pgettext_lazy("begins a sentence", "Five"),
    6: pgettext_lazy("begins a sentence", "Six"),
    7: pgettext_lazy("begins a sentence", "Seven"),
    8: pgettext_lazy("begins a sentence", "Eight"),
    9: pgettext_lazy("begins a sentence", "Nine"),
}


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """Return the place in a unit's name: "Bình Xuyên" of "Bưu điện huyện Bình Xuyên".

    >>> short("Điểm BĐ-VHX Cửa Nam"), short("Bưu điện huyện"), short("Trung tâm khai thác")
    ('Cửa Nam', 'Bưu điện huyện', 'Trung tâm khai thác')
    """
    folded = fold(name)
    for prefix in _FOLDED:
        if folded.startswith(prefix + " "):
            return _after(name, prefix) or name
    return name


def _after(name: str, prefix: str) -> str:
    """Return what follows the shortest beginning of `name` that folds to `prefix`, word by word."""
    words = name.split()
    for count in range(1, len(words)):
        if fold(" ".join(words[:count])) == prefix:
            return " ".join(words[count:])
    return ""


def shorts(names: Sequence[str]) -> list[str]:
    """Return the short names of units that stand side by side; where two would be alike, both stay whole."""
    found = [short(name) for name in names]
    return [one if found.count(one) == 1 else name for one, name in zip(found, names, strict=True)]


def service(name: str) -> str:
    """Return a service's name without its remark in brackets: "Thu hộ" of "Thu hộ (cước)"."""
    return name.partition(" (")[0]


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: its first letter small, unless it is an abbreviation.

    >>> inside("Hàng tiêu dùng"), inside("EMS tài liệu")
    ('hàng tiêu dùng', 'EMS tài liệu')
    """
    return name if name[1:2].isupper() or not name else name[0].lower() + name[1:]


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: "A", "A và B", "A, B và C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def several(names: Sequence[str], most: int = 2) -> str:
    """Return up to `most` names and the number of the others: "A, B và 3 đơn vị khác"."""
    if len(names) <= most + 1:
        return listed(names)
    more = len(names) - most
    rest = ngettext("%(count)s other", "%(count)s others", more) % {"count": more}
    return listed([*names[:most], rest])


def number(count: int) -> str:
    """Return a small number as a word, as a sentence begins with it: "Ba"."""
    return str(_NUMBERS.get(count, count))


def months(numbers: Iterable[int]) -> str:
    """Return months as a sentence names them: "tháng 11", "tháng 3, 4 và 7"."""
    found = [str(n) for n in numbers]
    return ngettext("month %(months)s", "months %(months)s", len(found)) % {"months": listed(found)}
