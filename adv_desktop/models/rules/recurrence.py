"""When a contract is invoiced: its periods, each from its own anchor so that the 31st comes back after February."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.instalments import add_months

DAYS_A_WEEK = 7
LONGEST = 520
LAST_YEAR = 2100


class RecurrenceUnit(StrEnum):
    """What the rhythm of a contract counts in."""

    WEEK = "week"
    MONTH = "month"


class ContractPrices(StrEnum):
    """Where the prices of a contract come from at each invoice."""

    FROZEN = "frozen"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Period:
    """A period to invoice, both days included, and the day on which its invoice is due to be made."""

    start: date
    end: date
    on: date


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Every `every` weeks or months from `start`, to `end` at most; in advance, or when the period is over."""

    start: date
    every: int
    unit: RecurrenceUnit
    end: date | None = None
    in_advance: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.every <= LONGEST:
            raise DomainError("contract.every", written=self.every)
        if self.start.year > LAST_YEAR:
            raise DomainError("contract.far", start=self.start)
        if self.end is not None and self.end < self.start:
            raise DomainError("contract.ends_before", start=self.start, end=self.end)

    def periods(self) -> Iterator[Period]:
        """Give the periods in order, without end when the contract has none; the last one may be cut."""
        for rank in count():
            first = self._begin(rank)
            if self.end is not None and first > self.end:
                return
            last = self._begin(rank + 1) - timedelta(days=1)
            last = last if self.end is None else min(last, self.end)
            yield Period(first, last, first if self.in_advance else last)

    def due(self, today: date) -> Iterator[Period]:
        """Give the periods whose invoice may be made on a day."""
        for period in self.periods():
            if period.on > today:
                return
            yield period

    def _begin(self, rank: int) -> date:
        if self.unit is RecurrenceUnit.WEEK:
            return self.start + timedelta(days=DAYS_A_WEEK * self.every * rank)
        return add_months(self.start, self.every * rank)
