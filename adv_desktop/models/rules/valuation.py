"""The value of the stock at its weighted average cost (PCG art. 213-34)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.values import PRICE_DECIMALS, round_half_up, to_minor

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CostedMove:
    """A signed change of the stock; `cost` of one unit where it was bought, None for what has no price of its own."""

    quantity: Decimal
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Valued:
    """What is there, what one unit cost on average (six decimals), and what it is worth in euro cents."""

    quantity: Decimal
    average: Decimal
    minor: int


def weighted_average(moves: Iterable[CostedMove], first_cost: Decimal) -> Valued:
    """Follow the moves in order: a purchase changes the average, all else goes in and out at the average of the day.

    Until the first purchase goods are worth `first_cost`; what is short is worth nothing.
    """
    quantity, average = _ZERO, first_cost
    for move in moves:
        if move.cost is not None and move.quantity > _ZERO:
            before = max(quantity, _ZERO)
            worth = before * average + move.quantity * move.cost
            average = round_half_up(worth / (before + move.quantity), PRICE_DECIMALS)
        quantity += move.quantity
    return Valued(quantity, average, to_minor(max(quantity, _ZERO) * average))
