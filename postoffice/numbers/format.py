"""Writes numbers: one Format object decides screen, prose, chart label and Excel number format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

MINUS = "−"
_SEPARATORS = {"vi": (".", ","), "en": (",", ".")}


@dataclass(frozen=True)
class Format:
    """How one kind of number is written.

    `shift` is the power of ten between the value and what is shown: −6 shows đồng as millions, 2 shows a
    ratio as a percentage. `decimals` are kept, unless `trimmed` drops trailing zeros as prose does. `signed`
    writes + before what is above zero. `mark` stands directly after the digits. Rounding is half away from
    zero, as Excel rounds; what rounds to zero has no sign.
    """

    name: str
    shift: int = 0
    decimals: int = 0
    signed: bool = False
    mark: str = ""
    trimmed: bool = False

    def write(self, value: int | Decimal | Fraction, language: str = "vi") -> str:
        """Return the value as a reader of the language sees it ("vi" 1.234,5; anything else 1,234.5).

        >>> PERCENT.write(Fraction(775, 1000)), GROWTH.write(Fraction(188, 1000)), DONG.write(-1234)
        ('77,5%', '+18,8%', '−1.234')
        """
        group, point = _SEPARATORS["vi" if language.startswith("vi") else "en"]
        steps = self._steps(value)
        whole, part = divmod(abs(steps), 10**self.decimals)
        decimals = f"{part:0{self.decimals}d}" if self.decimals else ""
        if self.trimmed:
            decimals = decimals.rstrip("0")
        sign = MINUS if steps < 0 else "+" if steps > 0 and self.signed else ""
        digits = f"{whole:,}".replace(",", group)
        return sign + digits + (point + decimals if decimals else "") + self.mark

    def _steps(self, value: int | Decimal | Fraction) -> int:
        """Return the value as a whole number of its last shown decimal, half away from zero."""
        if isinstance(value, (bool, float)):
            raise TypeError(f"a figure is an int, a Decimal or a Fraction, not {type(value).__name__}")
        top, bottom = value.as_integer_ratio()
        power = self.shift + self.decimals
        if power >= 0:
            top *= 10**power
        else:
            bottom *= 10**-power
        size = (2 * abs(top) + bottom) // (2 * bottom)
        return -size if top < 0 else size

    def places(self, decimals: int) -> Format:
        """Return the same format with another number of decimals."""
        return replace(self, decimals=decimals)

    @property
    def prose(self) -> Format:
        """The same format without trailing zeros, as a sentence writes it: "106 tỷ đồng", not "106,0"."""
        return replace(self, trimmed=True)

    @property
    def with_sign(self) -> Format:
        """The same format with + before what is above zero, for differences: "+8,1"."""
        return replace(self, signed=True)

    @property
    def bare(self) -> Format:
        """The same format without its mark, for a column whose header already says (%)."""
        return replace(self, mark="")

    @property
    def excel(self) -> str:
        """The Excel number format that shows what `write` shows; Excel itself chooses the separators."""
        plus = "+" if self.signed else ""
        return f'{plus}{self._digits};"{MINUS}"{self._digits};{self._digits}'

    def excel_for(self, value: int | Decimal | Fraction) -> str:
        """Return `excel`, or its form without signs where this value rounds to zero.

        Excel chooses the section before it rounds and would show −0 and +0,0%.
        """
        return self.excel if self._steps(value) else ";".join([self._digits] * 3)

    @property
    def _digits(self) -> str:
        return (
            "#,##0" + "." * bool(self.decimals) + "0" * self.decimals + "," * (-self.shift // 3) + self.mark
        )

    def cell(self, value: int | Decimal | Fraction) -> int | float:
        """Return the number to store in an Excel cell that carries `excel`.

        Money stays whole đồng and a ratio stays a ratio (Excel scales them by the format); only points, which
        Excel cannot scale without a % sign, are stored a hundredfold.
        """
        stored = Fraction(value) * (100 if self.shift == 2 and not self.mark else 1)
        return stored.numerator if stored.denominator == 1 else float(stored)


DONG = Format("dong")
THOUSAND = Format("thousand", shift=-3)
MILLION = Format("million", shift=-6)
BILLION = Format("billion", shift=-9, decimals=1)
COUNT = Format("count")
VOLUME = Format("volume")
PERCENT = Format("percent", shift=2, decimals=1, mark="%")
GROWTH = Format("growth", shift=2, decimals=1, mark="%", signed=True)
POINTS = Format("points", shift=2, decimals=1, signed=True)
