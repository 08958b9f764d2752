"""Deposits: what a deposit invoice bears per VAT key, and what is deducted from the final invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.totals import VatKey, VatLine
from adv_desktop.models.values import Money, from_minor, percent_of, split, to_minor

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class DepositPart:
    """The deposit of one VAT key, in minor units."""

    key: VatKey
    net: int
    vat: int


@dataclass(frozen=True, slots=True)
class DepositAmounts:
    """A deposit; `rounding` (BT-114) brings its gross to the amount asked."""

    parts: tuple[DepositPart, ...]
    rounding: int = 0

    @property
    def net(self) -> int:
        """Net of all keys."""
        return sum(part.net for part in self.parts)

    @property
    def vat(self) -> int:
        """VAT of all keys."""
        return sum(part.vat for part in self.parts)

    @property
    def gross(self) -> int:
        """What the customer pays."""
        return self.net + self.vat + self.rounding


@dataclass(frozen=True, slots=True)
class DepositLeft:
    """An issued deposit invoice that is not credited, and the net not yet deducted, per key."""

    deposit_id: int
    left: Mapping[VatKey, int]


@dataclass(frozen=True, slots=True)
class Deduction:
    """Net taken off the final invoice: one negative line per deposit and key."""

    deposit_id: int
    key: VatKey
    net: int


def deposit_by_percent(table: Sequence[VatLine], percent: Decimal, currency: str = "EUR") -> DepositAmounts:
    """Take a percent of each key's net, discount and freight included."""
    if not 0 < percent <= _HUNDRED:
        raise DomainError("deposit.percent")
    parts = [_part(row.key, percent_of(row.base, percent, currency), currency) for row in table]
    return DepositAmounts(tuple(part for part in parts if part.net))


def deposit_by_amount(table: Sequence[VatLine], gross_minor: int, currency: str = "EUR") -> DepositAmounts:
    """Share a gross amount over the keys by their gross; each net is the gross without its VAT."""
    rows = [row for row in table if row.base + row.vat > 0]
    total = sum(row.base + row.vat for row in rows)
    if not 0 < gross_minor <= total:
        raise DomainError("deposit.amount")
    shares = split(gross_minor, [row.base + row.vat for row in rows])
    parts = tuple(
        _part(row.key, _net_of(share, row.key.rate, currency), currency)
        for row, share in zip(rows, shares, strict=True)
        if share
    )
    return DepositAmounts(parts, gross_minor - sum(part.net + part.vat for part in parts))


def deduct(deposits: Sequence[DepositLeft], bases: Mapping[VatKey, int]) -> tuple[Deduction, ...]:
    """Deduct deposits, given oldest first, from the bases of a final invoice: never below zero."""
    left = dict(bases)
    deductions = []
    for deposit in deposits:
        for key in sorted(deposit.left):
            net = min(deposit.left[key], left.get(key, 0))
            if net > 0:
                left[key] -= net
                deductions.append(Deduction(deposit.deposit_id, key, net))
    return tuple(deductions)


def check_lowered(net: int, most: int, currency: str = "EUR") -> int:
    """Return what is to be deducted; refuse less than nothing, or more than deposit and invoice allow."""
    if not 0 <= net <= most:
        raise DomainError("deposit.deduction", asked=Money(net, currency), most=Money(most, currency))
    return net


def _part(key: VatKey, net: int, currency: str) -> DepositPart:
    return DepositPart(key, net, percent_of(net, key.rate, currency))


def _net_of(gross: int, rate: Decimal, currency: str) -> int:
    return to_minor(from_minor(gross, currency) * _HUNDRED / (_HUNDRED + rate), currency)
