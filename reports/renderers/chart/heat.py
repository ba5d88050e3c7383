"""The shade of a heat map's cell; the number itself is in the cell."""

from __future__ import annotations

from reports.renderers.chart.scale import Number

STRONG, LIGHT = 10, 4  # per cent from the plan


def heat(ratio: Number | None) -> str:
    """Return the class of a deviation (0.1 is +10%), shaded as it is printed: in whole per cents.

    >>> heat(Fraction(96, 1000)), heat(Fraction(-4, 100)), heat(0), heat(None)
    ('h-p10', 'h-m4', 'h-0', 'none')
    """
    if ratio is None:
        return "none"
    top, bottom = ratio.as_integer_ratio()
    size = (200 * abs(top) + bottom) // (2 * bottom)
    if size < LIGHT:
        return "h-0"
    return ("h-p" if ratio > 0 else "h-m") + str(STRONG if size >= STRONG else LIGHT)
