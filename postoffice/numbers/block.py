"""Reads a pasted block of cells: the notation is decided once for the block, by what its numbers prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from postoffice.numbers.errors import NumberError
from postoffice.numbers.parse import Term, fold, proofs, resolve, terms_of

Cell: TypeAlias = Decimal | NumberError | None
_Read: TypeAlias = tuple[str, tuple[Term, ...] | NumberError | None]


@dataclass(frozen=True)
class Block:
    """A block as it was read.

    `notation` is "vi" or "en" where the block proves one (or it was declared), None where nothing proves
    either or the two are mixed. `mixed` says that some cells prove one and some the other: then every cell is
    read as if it stood alone. `cells` has the shape of the rows: a Decimal in the page's unit, None for
    blank, or the NumberError.
    """

    notation: str | None
    mixed: bool
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def errors(self) -> list[tuple[int, int, NumberError]]:
        """Every refused cell as (row, column, error), counted from 0."""
        return [
            (at, column, cell)
            for at, row in enumerate(self.cells)
            for column, cell in enumerate(row)
            if isinstance(cell, NumberError)
        ]


def read_block(rows: Sequence[Sequence[str]], unit: int = 1, notation: str | None = None) -> Block:
    """Read the number cells of a pasted block (no header or key columns) in one notation.

    A cell proves a notation when it fits only that one: 1.234.567 and 1,5 prove "vi", 1,234,567 and 1.5 prove
    "en", 1.234 and 49,470 prove nothing. `notation` overrides the proof, after the user has confirmed it.
    Never raises for a cell: what is wrong with it stands in its place.

    >>> read_block([["1,234", "0.5"], ["1,234,567", "12"]]).cells[0]
    (Decimal('1234'), Decimal('0.5'))
    """
    read = [[_read(text) for text in row] for row in rows]
    proved = {p for row in read for _, terms in row if isinstance(terms, tuple) for p in proofs(terms)}
    mixed = notation is None and len(proved) > 1
    if notation is None and len(proved) == 1:
        notation = proved.pop().value
    return Block(notation, mixed, tuple(tuple(_cell(cell, unit, notation) for cell in row) for row in read))


def _read(text: str) -> _Read:
    folded = fold(text)
    try:
        return folded, terms_of(folded)
    except NumberError as error:
        return folded, error.with_traceback(None)  # kept as a value: it must not keep its frames


def _cell(read: _Read, unit: int, notation: str | None) -> Cell:
    folded, terms = read
    if not isinstance(terms, tuple):
        return terms
    try:
        return resolve(terms, folded, unit, notation)
    except NumberError as error:
        return error.with_traceback(None)


__all__ = ["Block", "Cell", "read_block"]
