"""Reads the amounts of a sheet: numbers as they are, text in one notation for the whole sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from planning.importing.cells import CellError
from planning.importing.columns import Column
from postoffice.numbers import LARGEST_DONG, NumberError, read_block, to_dong
from postoffice.words import number_error

_FRACTION = _("only whole đồng and whole pieces can be stored")
_NOT_A_NUMBER = _("this is not a number")
_NO_AMOUNTS = (bool, date)
_LARGEST = _("this is out of range: at most ±%(largest)s can be stored")


@dataclass
class Amounts:
    """The amounts of one sheet: `unit` is how many đồng one of the file's unit of money is.

    `notation` is "vi" or "en" where the person declared it; else text is read in the notation its
    cells prove together. Text waits until `settle`, which needs all of it.
    """

    unit: int = 1
    notation: str | None = None
    waiting: list[tuple[str, Column, Callable[[int], None], Callable[[CellError], None]]] = field(
        default_factory=list
    )

    def value_of(self, raw: int | Decimal | bool | date, column: Column) -> int:
        """Return the amount of a cell that holds a number; CellError where it cannot be stored."""
        if isinstance(raw, _NO_AMOUNTS):
            raise CellError(_NOT_A_NUMBER)
        amount = raw * (self.unit if column.money else 1)
        if isinstance(amount, Decimal) and amount != amount.to_integral_value():
            raise CellError(_FRACTION)
        if abs(amount) > LARGEST_DONG:
            raise CellError(_LARGEST, largest=f"{LARGEST_DONG:,}".replace(",", "."))
        return int(amount)

    def wait(
        self, raw: str, column: Column, store: Callable[[int], None], refuse: Callable[[CellError], None]
    ) -> None:
        """Remember an amount that is text."""
        self.waiting.append((raw, column, store, refuse))

    def settle(self) -> None:
        """Read the waiting texts together and hand each amount or error to where it belongs."""
        units = [self.unit if column.money else 1 for _raw, column, _store, _refuse in self.waiting]
        for unit in sorted(set(units)):
            mine = [told for told, its in zip(self.waiting, units, strict=True) if its == unit]
            self._settle(mine, unit)
        self.waiting.clear()

    def _settle(self, told: Sequence[tuple], unit: int) -> None:
        block = read_block([[raw] for raw, *_rest in self.waiting], unit, self.notation)
        if len(told) < len(self.waiting):
            block = read_block([[raw] for raw, *_rest in told], unit, block.notation)
        for (_raw, _column, store, refuse), (cell,) in zip(told, block.cells, strict=True):
            if isinstance(cell, NumberError):
                refuse(CellError(number_error(cell)))
                continue
            try:
                store(to_dong(cell, unit))
            except NumberError as error:
                refuse(CellError(number_error(error)))
