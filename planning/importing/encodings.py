"""Finds out how the letters of a text file are written, and says so where they cannot be read for certain.

Excel writes “CSV UTF-8” and “Unicode text” (UTF-16) with a mark. Its plain “CSV” is in the encoding of
Windows: in Vietnam cp1258, which is read where every letter of the file is Vietnamese then. Elsewhere it
turns the letters it lacks into question marks. TCVN3 and VNI are fonts: other letters that look
Vietnamese in them. They are told apart and not guessed at: a name that is read wrongly is stored wrongly.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable

_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LETTERS = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES)
_VIETNAMESE = frozenset(_LETTERS + _LETTERS.upper() + "đĐ" + "“”‘’–—…₫€°\u00a0")
_VNI = re.compile("[aeo][âù]|[aeou][õøïû]|[ñÑ][aeoôöuy]|[öôuo]ï", re.IGNORECASE)
_TCVN3 = re.compile("[a-z][µ¶·¸¹]|®[a-z¬]|¬[a-z]|\u00ad[a-zîíêéè]", re.IGNORECASE)
_LOST = re.compile(r"[^\W\d_]\?")
_TOP_LINES = 10


class Undecodable(Exception):
    """A text is not read; `code` names the reason as `reading.SENTENCES` does."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decoded(content: bytes) -> str:
    """Return the text of a file; Undecodable where its letters are not certain."""
    try:
        text = content.decode(_encoding(content))
        is_certain = not text.isascii()
    except UnicodeDecodeError as foreign:
        if _NOT_TEXT.search(content):
            raise Undecodable("not_text") from foreign
        text, is_certain = _of_vietnamese_windows(content), False
    if "\0" in text:
        raise Undecodable("not_text")
    if not is_certain and any(map(_has_lost_letters, text.split("\n", _TOP_LINES)[:_TOP_LINES])):
        raise Undecodable("lost_letters")
    return text


def _has_lost_letters(line: str) -> bool:
    """Say whether a line of words has more than one letter that became a question mark."""
    return len(_LOST.findall(line)) > 1 and not any(map(str.isdigit, line))


def _encoding(content: bytes) -> str:
    """Return the encoding: by its mark, or UTF-16 where every other byte near the top is nothing."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:200]
    for encoding, high in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(high) > 8 and high.count(0) > len(high) * 0.6 and start.count(0) == high.count(0):
            return encoding
    return "utf-8-sig"


def _of_vietnamese_windows(content: bytes) -> str:
    """Return a text in cp1258, where nothing in it speaks for another encoding."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError as neither:
        raise Undecodable("old_encoding") from neither
    strange = {letter for letter in set(text) if not letter.isascii()} - _VIETNAMESE
    if strange or _VNI.search(text):
        raise Undecodable("old_encoding")
    return text


def is_of_old_font(texts: Iterable[str]) -> bool:
    """Say whether texts of one row are typed for a font of TCVN3 (.VnTime) or VNI.

    >>> is_of_old_font(["M· dÞch vô", "Th¸ng"]), is_of_old_font(["Mã dịch vụ", "Tháng 12 · Cửa Bắc"])
    (True, False)
    """
    told = list(texts)
    return any(sum(bool(font.search(text)) for text in told) > 1 for font in (_TCVN3, _VNI))
