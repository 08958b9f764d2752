"""Goods of ours at customers': which of them are still there, since when, and until when they may stay.

What is taken is taken from what arrived first: the register of call-off stock (art. 54 bis, III of annex 3 of the CGI;
directive 2006/112, art. 17 bis) tells of each arrival what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

_ZERO = Decimal(0)
_MONTHS_ALLOWED = 12  # CGI art. 256, III bis: after them the transfer itself is taxed
_WARNED_DAYS = 30
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split()
)  # ISO 3166; goods in Northern Ireland count as being in the Union


class DepotMoveKind(StrEnum):
    """Which way goods of ours go between the warehouse and a depot at a customer's."""

    SENT = "sent"
    BACK = "back"


class DepotPaper(StrEnum):
    """What a paper of a depot tells: goods that went there, came back, or were used there."""

    SENT = "sent"
    BACK = "back"
    USED = "used"


class Fate(StrEnum):
    """What became of goods at a depot."""

    THERE = "there"
    USED = "used"
    BACK = "back"
    MISSING = "missing"  # not found by a count


class Stay(StrEnum):
    """How long goods have been at a depot of another state, against what is allowed."""

    IN_TIME = "in_time"
    SOON_OVER = "soon_over"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class DepotMove:
    """A signed change of a product at a depot, with the paper that says so."""

    on: date
    quantity: Decimal
    fate: Fate
    document: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what arrived together, and what became of it; without `document` and `on` it is still there."""

    arrived: date
    arrived_by: str
    quantity: Decimal
    fate: Fate = Fate.THERE
    on: date | None = None
    document: str = ""


def shares(moves: Iterable[DepotMove]) -> list[Share]:
    """Return what became of all that arrived, the first to arrive being the first to go; moves in their order."""
    there: list[Share] = []
    gone: list[Share] = []
    for move in moves:
        if move.quantity > _ZERO:
            there.append(Share(move.on, move.document, move.quantity))
            continue
        left = -move.quantity
        while left > _ZERO and there:
            first = there.pop(0)
            taken = min(first.quantity, left)
            left -= taken
            gone.append(replace(first, quantity=taken, fate=move.fate, on=move.on, document=move.document))
            if taken < first.quantity:
                there.insert(0, replace(first, quantity=first.quantity - taken))
    return sorted([*gone, *there], key=lambda share: (share.arrived, share.on or date.max))


def last_day(arrived: date) -> date:
    """Return the last day on which goods that arrived may be taken over by the customer: twelve months later."""
    years, month = divmod(arrived.month - 1 + _MONTHS_ALLOWED, 12)
    try:
        return arrived.replace(year=arrived.year + years, month=month + 1)
    except ValueError:  # the 29th of February
        return arrived.replace(year=arrived.year + years, month=month + 1, day=28)


def stay(arrived: date, today: date) -> Stay:
    """Return how long goods that are still there have been, against the twelve months."""
    last = last_day(arrived)
    if today > last:
        return Stay.OVER
    return Stay.SOON_OVER if today >= last - timedelta(days=_WARNED_DAYS) else Stay.IN_TIME
