"""How the pages for typing write figures: in their fields, beside them, in the sentences under them."""

from __future__ import annotations

from postoffice.numbers import DONG, MILLION, THOUSAND

NOTATION = "vi"
"""How the pages for typing write figures, in both languages: as they are read.

A draft is typed in one language and sent in another, without a line even days later; a figure that could be
read in two ways would be a thousand times too small.
"""

FIELD_FORMATS = {1: DONG, 1_000: THOUSAND.places(3).prose, 1_000_000: MILLION.places(6).prose}
"""How a typed amount is written in its field: exactly, in the page's unit."""

SIDE_FORMATS = {1: DONG, 1_000: THOUSAND, 1_000_000: MILLION.places(1)}
"""How the amounts beside it are written."""
