"""Reads the numbers people in Vietnamese offices type: 1.234.567, 12tr, 1,5ty, (1.234), =10tr-500k.

The same vectors (tests/data/number_vectors.json) hold for static/js/numbers.js.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from postoffice.numbers.errors import LARGEST_DONG, NumberError
from postoffice.numbers.notation import EXACT, Proof, fault, is_lone_comma, proof, value_in

_LONGEST = 200
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile("[ \t\r\n\f\v\u1680\u2028\u2029]+")
_MARKS = re.compile("[\u0300-\u036f]")
_MINUS = "−–-"
_ZERO = {"-", "−", "–", "—"}
_SUFFIX = re.compile(r"(?P<scale>k|nghin|ngan|trieu|tr|ty|ti)? ?(?:vnd|dong|d|₫)?")
_POWER = {"k": 3, "nghin": 3, "ngan": 3, "trieu": 6, "tr": 6, "ty": 9, "ti": 9}
_TERM = re.compile(r"(?P<body>[0-9][0-9., ]*)(?P<suffix>[^0-9]*)")
_SUM = re.compile(rf" ?(?P<sign>[+{_MINUS}]?) ?(?P<term>[^+{_MINUS}]+)")


@dataclass(frozen=True)
class Term:
    """One number of a cell: sign, digits with separators, the power of ten of its word (None: no word)."""

    sign: int
    body: str
    power: int | None


def fold(text: str) -> str:
    """Return the text in its plain form: NFKC, ASCII digits, ordinary spaces, nothing invisible.

    Digits of other scripts, superscripts and circled numbers are left alone, so that no reader takes them for
    digits.
    """
    shown = _INVISIBLE.sub("", text)
    if any(unicodedata.category(c)[0] == "N" and not ("0" <= c <= "9" or "０" <= c <= "９") for c in shown):
        return shown
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", shown)).strip(" ")


def terms_of(text: str) -> tuple[Term, ...] | None:
    """Return the numbers a folded cell is made of, None where it is empty; a NumberError where it is none.

    An empty tuple is a lone dash, which is zero.
    """
    if text == "":
        return None
    if text in _ZERO:
        return ()
    if len(text) > _LONGEST:
        raise NumberError("not a number", text)
    if text.startswith("="):
        return _sum_of(text)
    if text.startswith("(") and text.endswith(")"):
        return (_term(text[1:-1].strip(" "), -1, text),)
    sign = -1 if text[0] in _MINUS else 1
    return (_term(text[1:].strip(" ") if text[0] in _MINUS + "+" else text, sign, text),)


def _sum_of(text: str) -> tuple[Term, ...]:
    terms, at = [], 1
    while at < len(text):
        found = _SUM.match(text, at)
        if found is None or (terms and not found["sign"]):
            raise NumberError("not a number", text)
        sign = -1 if found["sign"] and found["sign"] in _MINUS else 1
        terms.append(_term(found["term"].strip(" "), sign, text))
        at = found.end()
    if not terms:
        raise NumberError("not a number", text)
    return tuple(terms)


def _term(written: str, sign: int, text: str) -> Term:
    percent = written.endswith("%")
    found = _TERM.fullmatch(written.removesuffix("%").strip(" "))
    word = _plain(found["suffix"]) if found else ""
    suffix = _SUFFIX.fullmatch(word)
    if found is None or suffix is None or (percent and word):
        raise NumberError("not a number", text)
    if percent:
        raise NumberError("a percentage", text)
    power = _POWER[suffix["scale"]] if suffix["scale"] else 0 if word else None
    return Term(sign, found["body"].strip(" "), power)


def _plain(word: str) -> str:
    """Return a word in small letters without marks: "Triệu" as "trieu", "đ" as "d"."""
    return _MARKS.sub("", unicodedata.normalize("NFD", word.strip(" ").lower())).replace("đ", "d")


def proofs(terms: tuple[Term, ...]) -> set[Proof]:
    """Return the notations that the numbers of one cell prove."""
    return {proof(term.body) for term in terms} - {Proof.NOTHING}


def dong_of(terms: tuple[Term, ...], unit: int, notation: str, text: str) -> Decimal:
    """Return the sum of a cell's numbers in đồng (or pieces), read in one notation; exact.

    Raises NumberError where a number does not fit the notation or the sum is out of range.
    """
    dong = Decimal(0)
    for term in terms:
        value = value_in(term.body, notation)
        if value is None:
            raise NumberError(fault(term.body, notation), text, notation=notation)
        scale = unit if term.power is None else 10**term.power
        dong = EXACT.add(dong, EXACT.multiply(value, Decimal(term.sign * scale)))
    if abs(dong) > LARGEST_DONG:
        raise NumberError("out of range", text)
    return dong


def asks(terms: tuple[Term, ...], unit: int) -> bool:
    """Tell whether a cell holds a number such as 49,470 in đồng, where a decimal would be no money at all."""
    return any(is_lone_comma(t.body) and (unit if t.power is None else 10**t.power) == 1 for t in terms)


def resolve(terms: tuple[Term, ...], text: str, unit: int, notation: str | None) -> Decimal:
    """Return a cell's value in the known notation, else in the Vietnamese one unless it must be asked."""
    if notation is None and asks(terms, unit) and not proofs(terms):
        shift = 1 - len(str(unit))
        readings = [EXACT.scaleb(dong_of(terms, unit, n, text), shift) for n in ("vi", "en")]
        raise NumberError("ask", text, readings=(f"{readings[0]:f}", f"{readings[1]:f}"))
    return EXACT.divide(dong_of(terms, unit, notation or "vi", text), Decimal(unit))


def parse(text: str, unit: int = 1, notation: str | None = None) -> Decimal | None:
    """Return the number a person typed, in the page's unit, or None for an empty text.

    `unit` is how many đồng (or pieces) one of the page's unit is: 1, 1_000 or 1_000_000. A word beats it:
    "12tr" is 12000 on a page in thousands. `notation` is "vi" or "en" once it is known (a file that declares
    it, a block that proves it); without it the Vietnamese notation is read, and a lone three-digit comma in
    đồng is asked about. Values are exact decimals; whole đồng are the business of `to_dong`. Raises
    NumberError, which carries a code, a sentence, and the readings of an "ask".

    >>> parse("1.234.567,5")
    Decimal('1234567.5')
    >>> parse("12tr", unit=1_000)
    Decimal('12000')
    """
    folded = fold(text)
    terms = terms_of(folded)
    return None if terms is None else resolve(terms, folded, unit, notation)


def to_dong(value: Decimal, unit: int = 1) -> int:
    """Return a value of the page's unit as whole đồng; a NumberError ("fraction") where a part is left.

    >>> to_dong(Decimal("1.15"), 1_000)
    1150
    """
    dong = EXACT.multiply(value, Decimal(unit))
    if dong != dong.to_integral_value():
        raise NumberError("fraction", f"{value:f}".replace(".", ","))
    if abs(dong) > LARGEST_DONG:
        raise NumberError("out of range", f"{value:f}".replace(".", ","))
    return int(dong)
