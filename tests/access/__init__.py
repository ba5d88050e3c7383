"""The access matrix: who may call which address, where, how. Expected answers are written by hand."""

from tests.access import figures, months, office, plans, prefill
from tests.access.table import Address

ADDRESSES: list[Address] = [
    *office.ADDRESSES, *months.ADDRESSES, *plans.ADDRESSES, *figures.ADDRESSES,
    *prefill.ADDRESSES,
]  # fmt: skip
