"""What can be wrong with a typed number, each with a sentence that names the cure.

The sentences are English message ids with named placeholders; `postoffice.words.number_error` puts them into
the reader's language. Nothing here knows Django: `gettext_noop` only marks a sentence for the translators'
tools.
"""

from __future__ import annotations

LARGEST_DONG = 999_999_999_999_999

_SHOWN = 40


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return sentence


SENTENCES = {
    "not a number": gettext_noop("“%(text)s” is not a number. Type for example 1.234.567 or 12tr."),
    "grouping": gettext_noop(
        "In “%(text)s” the separators do not group by threes: "
        "a dot groups thousands (1.234), a comma stands before decimals (1,5)."
    ),
    "mixed notation": gettext_noop(
        "“%(text)s” is in the English notation, here a dot groups and a comma stands before decimals."
    ),
    "mixed notation en": gettext_noop(
        "“%(text)s” is in the Vietnamese notation, here a comma groups and a dot stands before decimals."
    ),
    "out of range": gettext_noop("“%(text)s” is too large: at most ±%(largest)s can be stored."),
    "a percentage": gettext_noop("“%(text)s” is a percentage, here an amount is asked for."),
    "ask": gettext_noop("“%(text)s” can be read in two ways: as %(small)s or as %(large)s. Choose one."),
    "fraction": gettext_noop("“%(text)s” leaves a part of a đồng; only whole đồng can be stored."),
}


class NumberError(ValueError):
    """A typed text is not taken as a number; the stored value stays as it was.

    `code` is one of "not a number", "grouping", "mixed notation", "out of range", "a percentage", "ask" and
    "fraction". `text` is what was typed, `readings` the two values of an "ask" in decimal-point notation, the
    Vietnamese reading first. `sentence` is an English template and `placeholders` fills it.
    """

    def __init__(self, code: str, text: str, *, readings: tuple[str, ...] = (), notation: str = "vi") -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text
        self.readings = readings
        self.notation = notation

    @property
    def sentence(self) -> str:
        """The English sentence, a message id with named placeholders."""
        if self.code == "mixed notation" and self.notation == "en":
            return SENTENCES["mixed notation en"]
        return SENTENCES[self.code]

    @property
    def placeholders(self) -> dict[str, str]:
        """What fills the sentence's placeholders."""
        shown = self.text if len(self.text) <= _SHOWN else self.text[:_SHOWN] + "…"
        filled = {"text": shown, "largest": _grouped(str(LARGEST_DONG))}
        if self.readings:
            filled |= zip(("small", "large"), map(_grouped, self.readings), strict=True)
        return filled


def _grouped(reading: str) -> str:
    """Return a decimal-point number in the Vietnamese notation, without losing a decimal that was typed."""
    whole, _, decimals = reading.partition(".")
    sign = "−" if whole.startswith("-") else ""
    return sign + f"{int(whole.lstrip('-')):,}".replace(",", ".") + ("," + decimals if decimals else "")
