"""Aged balance: each open item on its own due date; credits and receipts stand apart, never netted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Bucket(StrEnum):
    """How late an amount is, in days."""

    CURRENT = "current"
    TO_30 = "30"
    TO_60 = "60"
    TO_90 = "90"
    OVER_90 = "over"


_UPPER = ((0, Bucket.CURRENT), (30, Bucket.TO_30), (60, Bucket.TO_60), (90, Bucket.TO_90))


@dataclass(frozen=True, slots=True)
class AgedItem:
    """An open amount in minor units: positive owed by the customer, negative in its favour."""

    due: date
    open_minor: int
    disputed_minor: int = 0
    covered_by_bill: bool = False


@dataclass(frozen=True, slots=True)
class Ageing:
    """Amounts by bucket; `disputed` is also inside the buckets, the two others are beside them."""

    current: int = 0
    to_30: int = 0
    to_60: int = 0
    to_90: int = 0
    over_90: int = 0
    unallocated: int = 0
    bills: int = 0
    disputed: int = 0

    @property
    def overdue(self) -> int:
        """What should have been paid."""
        return self.to_30 + self.to_60 + self.to_90 + self.over_90

    @property
    def total(self) -> int:
        """What the customer owes, credits and bills included."""
        return self.current + self.overdue + self.unallocated + self.bills


def days_late(due: date, on: date) -> int:
    """Return the days since the due date, 0 when it is not passed."""
    return max(0, (on - due).days)


def bucket(due: date, on: date) -> Bucket:
    """Return the bucket of a due date."""
    late = (on - due).days
    return next((name for upper, name in _UPPER if late <= upper), Bucket.OVER_90)


def age(items: Iterable[AgedItem], on: date) -> Ageing:
    """Spread open items over the buckets on a date."""
    sums = dict.fromkeys(Bucket, 0)
    unallocated = bills = disputed = 0
    for item in items:
        disputed += item.disputed_minor
        if item.open_minor < 0:
            unallocated += item.open_minor
        elif item.covered_by_bill:
            bills += item.open_minor
        else:
            sums[bucket(item.due, on)] += item.open_minor
    current, to_30, to_60, to_90, over_90 = sums.values()
    return Ageing(current, to_30, to_60, to_90, over_90, unallocated, bills, disputed)
