"""Names as people type them, as they are searched, and as Vietnamese order sorts them."""

import re
import unicodedata

_ZERO_WIDTH = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_D_WITH_STROKE = str.maketrans({"Đ": "đ", "Ð": "đ", "Ɖ": "đ", "ð": "đ", "ɖ": "đ"})
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: chr(ord("A") + index) for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def clean(text: str) -> str:
    """Return the name as it is stored: NFKC, no zero-width or control characters, single spaces.

    >>> clean("  Bưu  cục\\u200b  Hương Canh ")
    'Bưu cục Hương Canh'
    """
    folded = unicodedata.normalize("NFKC", text).translate(_ZERO_WIDTH)
    printable = "".join(" " if unicodedata.category(c) == "Cc" else c for c in folded)
    return re.sub(r"\s+", " ", printable).strip()


def fold(text: str) -> str:
    """Return the key under which a name is matched: no case, no accents, đ as d, words only.

    Two spellings of one name (hoà / hòa, Đ / Ð, with or without accents) have one key.

    >>> fold("Bưu điện xã Hoà Bình") == fold("buu dien xa hòa bình")
    True
    """
    lower = clean(text).casefold().translate(_D_WITH_STROKE).replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))


def is_code(text: str) -> bool:
    """Say whether a unit, a service or a line may be called this: codes stand in addresses and row keys.

    >>> [is_code(text) for text in ("000123", "BC 01", "a/b", "vp:own", "..", "")]
    [True, True, False, False, False, False]
    """
    return re.fullmatch(r"[^/\\:]+", text) is not None and text not in (".", "..")


def order_key(text: str) -> str:
    """Return a key whose byte order is Vietnamese dictionary order (a ă â … d đ …, then tones).

    >>> sorted(["Đạo Đức", "Dân Chủ", "Ân Thi", "An Tường"], key=order_key)
    ['An Tường', 'Ân Thi', 'Dân Chủ', 'Đạo Đức']
    """
    letters, tones = [], []
    lower = clean(text).casefold().translate(_D_WITH_STROKE)
    for character in unicodedata.normalize("NFC", lower):
        parts = unicodedata.normalize("NFD", character)
        tone = next((_TONES[p] for p in parts if p in _TONES), "0")
        plain = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(_PRIMARY.get(plain, plain if plain.isascii() else "~"))
        tones.append(tone)
    return "".join(letters) + "\x01" + "".join(tones)
