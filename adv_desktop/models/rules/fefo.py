"""First expired, first out: which batches a quantity is taken from, and how much life a customer wants left of them.

The food trade asks for a part of the whole life (« contrat date », often two thirds) beside a number of days.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from adv_desktop.models.errors import DomainError

_ZERO = Decimal(0)
_FRACTION = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*%")


@dataclass(frozen=True, slots=True)
class Batch:
    """What is free of a lot; `lot_id` None is what came in without one."""

    lot_id: int | None
    use_by: date | None
    free: Decimal


@dataclass(frozen=True, slots=True)
class LifeWanted:
    """What a customer wants left of a product's life when it leaves: days, and a part of its whole life if known."""

    days: int | None = None
    part: str | None = None
    whole: int | None = None  # days

    @property
    def by_part(self) -> bool:
        """Whether the part of the whole life asks for more than the days do."""
        return self._of_whole > (self.days or 0)

    @property
    def left(self) -> int:
        """The days that must be left: the more demanding of the two, a day begun counting whole."""
        return max(self.days or 0, self._of_whole)

    def until(self, leaving: date) -> date:
        """Return the day until which goods must be good that leave on a day."""
        return leaving + timedelta(days=self.left)

    @property
    def _of_whole(self) -> int:
        return math.ceil(part_of_life(self.part) * self.whole) if self.part and self.whole else 0


def part_of_life(written: str) -> Fraction:
    """Read a part of a life: « 2/3 », « 66 % »; raise `lot.life_part` for what is none."""
    text = written.strip()
    if (found := _FRACTION.fullmatch(text)) and int(found[2]):
        part = Fraction(int(found[1]), int(found[2]))
    elif found := _PERCENT.fullmatch(text):
        part = Fraction(found[1].replace(",", ".")) / 100
    else:
        raise DomainError("lot.life_part", written=written)
    if not 0 < part < 1:
        raise DomainError("lot.life_part", written=written)
    return part


def pick(batches: Sequence[Batch], quantity: Decimal, good_until: date) -> list[tuple[int | None, Decimal]]:
    """Take a quantity from the lots that expire first among those good until a day; less when they do not suffice."""
    taken = []
    for batch in sorted(batches, key=_order):
        if not lasts(batch.use_by, good_until):
            continue
        share = min(batch.free, quantity)
        if share > _ZERO:
            taken.append((batch.lot_id, share))
            quantity -= share
    return taken


def lasts(use_by: date | None, good_until: date) -> bool:
    """Whether goods are still good on a day; those without a date are."""
    return use_by is None or use_by >= good_until


def _order(batch: Batch) -> tuple[date, int]:
    return batch.use_by or date.max, batch.lot_id or 0
