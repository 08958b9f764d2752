"""First expired, first out: which batches a quantity is taken from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is free of a lot; `lot_id` None is what came in without one."""

    lot_id: int | None
    use_by: date | None
    free: Decimal


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
