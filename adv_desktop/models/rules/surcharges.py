"""Surcharges in percent that change with the months (energy, raw materials): what goods delivered on a day bear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adv_desktop.models.rules.totals import VatKey
from adv_desktop.models.values import percent_of

ALL: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SurchargeRate:
    """A percent of the net of goods, from a day on; of some families or customers' categories (none named: all)."""

    name: str
    percent: Decimal
    families: frozenset[str] = ALL
    categories: frozenset[str] = ALL
    start: date | None = None

    def is_on(self, family: str | None, category: str | None) -> bool:
        """Whether goods of a family, sold to a category of customers, bear it."""
        return _names(self.families, family) and _names(self.categories, category)


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods of one line: their delivery day, family, place in the VAT table, and net without eco-contribution."""

    day: date
    family: str | None
    key: VatKey
    net: int


@dataclass(frozen=True, slots=True)
class SurchargePart:
    """What one surcharge adds at one rate and VAT key: `net` of the `base`, in minor units."""

    name: str
    percent: Decimal
    key: VatKey
    base: int
    net: int


def in_force(rates: Iterable[SurchargeRate], on: date) -> list[SurchargeRate]:
    """Return the surcharges of a day by name: of the rates of one name, the last to begin; 0 % ends it."""
    begun: dict[str, SurchargeRate] = {}
    for rate in sorted(rates, key=lambda rate: rate.start or date.min):
        if rate.start is None or rate.start <= on:
            begun[rate.name] = rate
    return [begun[name] for name in sorted(begun) if begun[name].percent]


def parts(
    goods: Iterable[Goods], rates: Sequence[SurchargeRate], category: str | None, currency: str
) -> list[SurchargePart]:
    """Return what goods bear, once per surcharge, percent and VAT key: one rounding for each line of the invoice."""
    bases: dict[tuple[str, Decimal, VatKey], int] = {}
    for one in goods:
        for rate in in_force(rates, one.day):
            if rate.is_on(one.family, category):
                place = (rate.name, rate.percent, one.key)
                bases[place] = bases.get(place, 0) + one.net
    found = [
        SurchargePart(name, percent, key, base, percent_of(base, percent, currency))
        for (name, percent, key), base in sorted(bases.items())
    ]
    return [part for part in found if part.net]


def _names(named: frozenset[str], one: str | None) -> bool:
    return not named or one in named
