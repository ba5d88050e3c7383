"""Chance that always falls alike: numbers drawn from names, the same on every machine."""

from hashlib import blake2b

SEED = "vinh-phuc-2019"


def between(low: int, high: int, *names: object) -> int:
    """Return a whole number from `low` to `high` that depends on the names alone.

    The order of calls does not matter, nor does the version of Python.

    >>> between(1, 6, "die", 1) == between(1, 6, "die", 1)
    True
    """
    text = "/".join((SEED, *map(str, names)))
    number = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
    return low + number % (high - low + 1)
