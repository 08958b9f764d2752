"""Share what a customer pays between what it owes: the named items first, else the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import Money


@dataclass(frozen=True, slots=True)
class OpenAmount:
    """An item still open, in minor units (positive)."""

    item_id: int
    due: date
    open_minor: int


@dataclass(frozen=True, slots=True)
class Named:
    """An item chosen by the user; no amount means as much as possible."""

    item_id: int
    minor: int | None = None


@dataclass(frozen=True, slots=True)
class Allocated:
    """A part of the payment that goes to an item."""

    item_id: int
    minor: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where a payment goes; what is unallocated stays to the customer's credit."""

    parts: tuple[Allocated, ...]
    unallocated: int


def allocate(
    minor: int, items: Sequence[OpenAmount], named: Sequence[Named] = (), *, currency: str = "EUR"
) -> Allocation:
    """Allocate an amount in minor units of `currency`.

    Named items alone are served, in the order given: what is left is never put elsewhere silently.
    """
    if minor <= 0:
        raise DomainError("payment.not_positive")
    wanted = _named(items, named) if named else _oldest_first(items)
    left = minor
    parts = []
    for item_id, open_minor, asked in wanted:
        if asked is not None and asked > open_minor:
            raise DomainError("payment.above_open", asked=Money(asked, currency), open=Money(open_minor, currency))
        if asked is not None and asked > left:
            raise DomainError("payment.above_amount", asked=Money(asked, currency), left=Money(left, currency))
        share = min(left, open_minor if asked is None else asked)
        if share > 0:
            parts.append(Allocated(item_id, share))
            left -= share
    return Allocation(tuple(parts), left)


def _oldest_first(items: Sequence[OpenAmount]) -> list[tuple[int, int, int | None]]:
    ordered = sorted(items, key=lambda item: (item.due, item.item_id))
    return [(item.item_id, item.open_minor, None) for item in ordered if item.open_minor > 0]


def _named(items: Sequence[OpenAmount], named: Sequence[Named]) -> list[tuple[int, int, int | None]]:
    open_by_id = {item.item_id: item.open_minor for item in items}
    if len({choice.item_id for choice in named}) != len(named):
        raise DomainError("payment.named_twice")
    for choice in named:
        if choice.item_id not in open_by_id:
            raise DomainError("payment.nothing_open")
        if choice.minor is not None and choice.minor <= 0:
            raise DomainError("payment.not_positive")
    return [(choice.item_id, open_by_id[choice.item_id], choice.minor) for choice in named]
