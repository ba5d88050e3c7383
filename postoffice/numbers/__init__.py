"""Numbers as people type and read them: the one parser and the one writer. Knows no Django.

Words for reasons, errors and units are in `postoffice.words`.
"""

from postoffice.numbers.block import Block, Cell, read_block
from postoffice.numbers.errors import LARGEST_DONG, NumberError
from postoffice.numbers.format import (
    BILLION,
    COUNT,
    DONG,
    GROWTH,
    MILLION,
    MINUS,
    PERCENT,
    POINTS,
    THOUSAND,
    VOLUME,
    Format,
)
from postoffice.numbers.parse import parse, to_dong

__all__ = [
    "BILLION",
    "COUNT",
    "DONG",
    "GROWTH",
    "LARGEST_DONG",
    "MILLION",
    "MINUS",
    "PERCENT",
    "POINTS",
    "THOUSAND",
    "VOLUME",
    "Block",
    "Cell",
    "Format",
    "NumberError",
    "parse",
    "read_block",
    "to_dong",
]
