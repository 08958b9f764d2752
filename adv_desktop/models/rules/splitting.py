"""One line delivered on several days: its parts make the whole quantity, no more and no less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.errors import DomainError

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line, with the day that it is promised for."""

    quantity: Decimal = ZERO
    promised: dt.date | None = None


def parts_of(total: Decimal, typed: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts of a line; raise `line.split_one` or `line.split_sum` for what does not make it up."""
    parts = tuple(part for part in typed if part.quantity)
    if len(parts) < 2 or any(part.quantity < 0 for part in parts):
        raise DomainError("line.split_one")
    made = sum((part.quantity for part in parts), ZERO)
    if made != total:
        raise DomainError("line.split_sum", total=total, made=made)
    return parts
