"""Goods counted in units and sold by weight: estimated when ordered, weighed when they are prepared (R19).

Weights are kilograms to the gram.
"""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.models.values import PRICE_DECIMALS, round_half_up

KILOGRAM = "KGM"
_GRAMS = 3


def estimated(quantity: Decimal, average: Decimal) -> Decimal:
    """Return what a quantity should weigh at the average weight of a unit."""
    return round_half_up(quantity * average, _GRAMS)


def share(weight: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """Return the weight of a part of a quantity, pro rata; the whole keeps its own to the gram."""
    return weight if part == whole or not whole else round_half_up(weight * part / whole, _GRAMS)


def deviation(weight: Decimal, expected: Decimal) -> Decimal:
    """Return by how many percent a weight is above (below: negative) what was expected, to a tenth."""
    return round_half_up((weight - expected) * 100 / expected, 1)


def is_tolerated(weight: Decimal, expected: Decimal, tolerance: Decimal | None) -> bool:
    """Whether a weight is within the percent that is tolerated; any is, where no percent is given."""
    return tolerance is None or abs(weight - expected) * 100 <= expected * tolerance


def unit_cost(cost: Decimal | None, average: Decimal | None) -> Decimal | None:
    """Return what a unit costs: the cost of a kilogram times its average weight where it is sold by weight."""
    return cost if cost is None or average is None else round_half_up(cost * average, PRICE_DECIMALS)
