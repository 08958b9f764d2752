"""Kits: sold as one line, delivered by their components (practice, case 26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from adv_desktop.models.values import PRICE_DECIMALS, from_minor, round_half_up, to_minor

ONE = Decimal(1)


class KitBilling(StrEnum):
    """When the price of a kit is invoiced."""

    COMPLETE = "complete"  # by whole sets, when all their components have left
    PRO_RATA = "pro_rata"  # with each component, its share of the price


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a component is done, and how much of it one kit holds."""

    done: Decimal
    per_kit: Decimal


def whole_sets(ordered: Decimal, parts: Sequence[Part]) -> Decimal:
    """Return how many kits are there when each component is there in part, never more than were ordered (infinity)."""
    if ordered.is_finite() and all(part.done >= part.per_kit * ordered for part in parts):
        return ordered
    sets = min(part.done / part.per_kit for part in parts)
    return min(max(sets, Decimal(0)).to_integral_value(ROUND_FLOOR), ordered)


def shares(net: int, weights: Sequence[Decimal]) -> list[int]:
    """Share the price of a kit between its components by weight, in minor units; the last one takes the rest.

    Weights that are all zero share it evenly.
    """
    known = list(weights) if any(weights) else [ONE] * len(weights)
    total, running, given = sum(known), Decimal(0), 0
    found = []
    for weight in known:
        running += weight
        upto = int(round_half_up(net * running / total, 0))
        found.append(upto - given)
        given = upto
    return found


@dataclass(frozen=True, slots=True)
class Worth:
    """What all that was ordered of a component is worth in its kit, in minor units, and how much of it is done."""

    net: int
    ordered: Decimal
    done: Decimal


def loose_price(parts: Sequence[Worth], before: int) -> int:
    """Return what the last part of a kit that stays incomplete costs, in minor units.

    The components that left, with those of whole sets, are worth their shares of the price, rounded once; `before` is
    what was invoiced of it: a kit never costs more than its price, and its parts add up to the cent.
    """
    worth = sum((Decimal(part.net) * part.done / part.ordered for part in parts), Decimal(0))
    return max(int(round_half_up(worth, 0)) - before, 0)


def part_of_price(net: int, ordered: Decimal, done: Decimal, before: int) -> int:
    """Return what a further part costs, in minor units: with it `done` of what was `ordered` for `net` is invoiced.

    `before` is what the former parts cost: the last part takes the rest, and no part costs less than nothing.
    """
    upto = net if done >= ordered else int(round_half_up(net * done / ordered, 0))
    return max(upto - before, 0)


def price_of_part(amount: int, quantity: Decimal, currency: str) -> tuple[Decimal, Decimal]:
    """Return (unit price, price base) of which a quantity makes exactly this amount, in minor units."""
    exact = from_minor(amount, currency)
    price = round_half_up(exact / quantity, PRICE_DECIMALS)
    if to_minor(price * quantity, currency) == amount:
        return price, ONE
    return exact, quantity
