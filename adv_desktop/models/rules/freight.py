"""What the transport of an order is charged: by its weight or its amount, free from an amount on.

It is judged on the whole order, never on each delivery (practice, case 29): a remainder travels without freight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from adv_desktop.models.values import from_minor, plain, to_minor


class FreightBasis(StrEnum):
    """What the steps of a rule are counted in."""

    WEIGHT = "weight"  # kilograms
    AMOUNT = "amount"  # the net amount of the goods, in euros


class FreightGround(StrEnum):
    """Why an order bears so much freight."""

    COLLECTED = "collected"
    FREE = "free"
    STEP = "step"
    BEYOND = "beyond"
    NO_WEIGHT = "no_weight"


@dataclass(frozen=True, slots=True)
class FreightStep:
    """Up to so much (None: beyond every other), so many euro cents."""

    up_to: Decimal | None
    minor: int


@dataclass(frozen=True, slots=True)
class FreightRule:
    """The steps of a carrier in their order; `free_from` is the net amount, in euro cents, that makes it free."""

    basis: FreightBasis
    steps: tuple[FreightStep, ...]
    free_from: int | None = None

    def facts(self) -> dict[str, Any]:
        """Return the rule as it is kept."""
        steps = [
            {"up_to": None if step.up_to is None else plain(step.up_to), "amount": plain(from_minor(step.minor))}
            for step in self.steps
        ]
        return {"basis": self.basis.value, "steps": steps, "free_from": self.free_from}


@dataclass(frozen=True, slots=True)
class FreightAnswer:
    """So many euro cents and why; `goods` and `threshold` are net amounts in euro cents, `weight` kilograms."""

    minor: int
    ground: FreightGround
    goods: int = 0
    threshold: int = 0
    weight: Decimal | None = None
    up_to: Decimal | None = None


def rule_of(facts: Mapping[str, Any] | None) -> FreightRule | None:
    """Read a rule as it is kept."""
    if not facts:
        return None
    steps = tuple(
        FreightStep(None if step["up_to"] is None else Decimal(step["up_to"]), to_minor(Decimal(step["amount"])))
        for step in facts["steps"]
    )
    return FreightRule(FreightBasis(facts["basis"]), steps, facts.get("free_from"))


def charge(rule: FreightRule, goods: int, weight: Decimal | None, threshold: int | None = None) -> FreightAnswer:
    """Return the freight of goods; the customer's `threshold` stands before that of the rule."""
    free_from = rule.free_from if threshold is None else threshold
    if free_from is not None and goods >= free_from:
        return FreightAnswer(0, FreightGround.FREE, goods, free_from, weight)
    if rule.basis is FreightBasis.WEIGHT and weight is None:
        return FreightAnswer(0, FreightGround.NO_WEIGHT, goods, free_from or 0)
    measured = weight if rule.basis is FreightBasis.WEIGHT and weight is not None else from_minor(goods)
    for step in rule.steps:
        if step.up_to is None or measured <= step.up_to:
            ground = FreightGround.BEYOND if step.up_to is None else FreightGround.STEP
            return FreightAnswer(step.minor, ground, goods, free_from or 0, weight, step.up_to)
    last = rule.steps[-1].minor if rule.steps else 0
    return FreightAnswer(last, FreightGround.BEYOND, goods, free_from or 0, weight)
