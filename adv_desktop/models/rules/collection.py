"""What was collected of an invoice, by VAT rate: of services without the option for debits, and of deposits.

CGI 269 2: VAT is due on collection for services, and for deposits on goods since 2023.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.values import split


@dataclass(frozen=True, slots=True)
class RateShare:
    """The part of an invoice at a rate, VAT included, in minor units; `due` tells that its VAT is due on collection."""

    rate: Decimal
    gross: int
    due: bool


def shares_of(rate: Decimal, gross: int, due_net: int, other_net: int) -> list[RateShare]:
    """Share the gross of a rate between what is due on collection and the rest, by the net of their lines."""
    if not due_net or not other_net:
        return [RateShare(rate, gross, bool(due_net))]
    on_collection, rest = split(gross, [max(due_net, 0), max(other_net, 0)])
    return [RateShare(rate, on_collection, due=True), RateShare(rate, rest, due=False)]


def collected_by_rate(shares: Sequence[RateShare], collected: int) -> dict[Decimal, int]:
    """Return how much of a collected amount belongs to each rate whose VAT is due on collection.

    Where no VAT is, the whole amount by rate: a status « Encaissée » always tells the rates (BR-FR-CDV-14).
    """
    kept = [share for share in shares if share.gross > 0]
    if not kept:
        return {}
    parts = split(collected, [share.gross for share in kept])
    some_due = any(share.due for share in kept)
    found: dict[Decimal, int] = {}
    for share, part in zip(kept, parts, strict=True):
        if share.due or not some_due:
            found[share.rate] = found.get(share.rate, 0) + part
    return found


def still_to_tell(collected: Mapping[Decimal, int], told: Mapping[Decimal, int]) -> dict[Decimal, int]:
    """Return what is new at each rate since it was last told; negative where money was taken back."""
    rates = sorted({*collected, *told}, reverse=True)
    found = {rate: collected.get(rate, 0) - told.get(rate, 0) for rate in rates}
    return {rate: minor for rate, minor in found.items() if minor}
