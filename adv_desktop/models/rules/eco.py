"""Eco-contribution (environment code, article L. 541-10): what one unit of a product bears on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.models.rules.totals import Charge
from adv_desktop.models.values import PRICE_DECIMALS, plain, round_half_up


@dataclass(frozen=True, slots=True)
class EcoRate:
    """An amount in euros for one unit, or one kilogram, of a category of products, from a day on."""

    label: str
    amount: Decimal
    per_kg: bool = False
    start: date | None = None


def rate_on(rates: Sequence[EcoRate], on: date) -> EcoRate | None:
    """Return the rate in force on a day: of those that began, the last to begin."""
    begun = [rate for rate in rates if rate.start is None or rate.start <= on]
    return max(begun, key=lambda rate: rate.start or date.min, default=None)


def eco_charge(rates: Sequence[EcoRate], on: date, weight_kg: Decimal | None) -> Charge | None:
    """Return the charge of each unit of a product on a day; None where nothing is due."""
    rate = rate_on(rates, on)
    if rate is None:
        return None
    amount = rate.amount * (weight_kg or Decimal(0)) if rate.per_kg else rate.amount
    if not amount:
        return None
    return Charge(rate.label, Decimal(plain(round_half_up(amount, PRICE_DECIMALS))), per_unit=True, eco=True)
