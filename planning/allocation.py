"""Splits a total into whole parts that add up to it exactly, by the largest remainder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

Weight = int | Fraction


class AllocationError(ValueError):
    """A total cannot be spread as asked; nothing was spread."""


class AllHeld(AllocationError):
    """Every part is held, so that what is left over has nowhere to go."""

    def __init__(self, left: int) -> None:
        super().__init__(f"every part is held and {left} is left over")
        self.left = left


class ZeroBase(AllocationError):
    """The weights of the free parts sum to zero: an even spread must be chosen, it is never assumed."""

    def __init__(self, left: int) -> None:
        super().__init__(f"the weights of the free parts sum to zero and {left} is to be spread")
        self.left = left


class NegativeWeight(AllocationError):
    """A weight is below zero, which has no meaning as a share."""


class UnknownPart(AllocationError):
    """A held position is not one of the parts."""


def allocate(
    total: int, weights: Sequence[Weight], held: Mapping[int, int] = MappingProxyType({})
) -> list[int]:
    """Return whole amounts in the proportion of the weights, whose sum is the total exactly.

    `total` is in đồng (or pieces) and may be negative: the negative total gives the negated amounts.
    `weights` are not negative; `allocate(total, [1] * n)` is the even spread. `held` maps positions to
    amounts that stay as they are; only the rest is spread over the free positions. Each free position first
    gets its exact part cut to a whole number; what is left goes one by one to the largest remainders, the
    earlier position first where remainders are equal, so that equal input gives equal output. Every amount is
    thus less than one đồng away from its exact part. Raises AllHeld, ZeroBase, NegativeWeight or UnknownPart.
    A rest of zero needs no weights: free parts get 0.

    >>> allocate(100, [1, 1, 1]), allocate(-100, [1, 1, 1]), allocate(1, [1, 1, 1])
    ([34, 33, 33], [-34, -33, -33], [1, 0, 0])
    >>> allocate(100, [1, 1, 2], held={2: 40})
    [30, 30, 40]
    """
    if any(weight < 0 for weight in weights):
        raise NegativeWeight("a weight is below zero")
    if any(not 0 <= position < len(weights) for position in held):
        raise UnknownPart("a held position is not one of the parts")
    rest = total - sum(held.values())
    free = [position for position in range(len(weights)) if position not in held]
    if rest and not free:
        raise AllHeld(rest)
    base = sum((Fraction(weights[position]) for position in free), Fraction(0))
    if rest and not base:
        raise ZeroBase(rest)
    amounts = dict(held) | dict.fromkeys(free, 0)
    if rest:
        amounts |= _by_largest_remainder(
            rest, {position: Fraction(weights[position]) / base for position in free}
        )
    return [amounts[position] for position in range(len(weights))]


def _by_largest_remainder(rest: int, shares: Mapping[int, Fraction]) -> dict[int, int]:
    sign, size = (-1, -rest) if rest < 0 else (1, rest)
    exact = {position: size * share for position, share in shares.items()}
    whole = {position: part.numerator // part.denominator for position, part in exact.items()}
    by_remainder = sorted(exact, key=lambda position: (whole[position] - exact[position], position))
    for position in by_remainder[: size - sum(whole.values())]:
        whole[position] += 1
    return {position: sign * amount for position, amount in whole.items()}
