"""Promise check: a quantity may leave on a day if it breaks nothing that was promised to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Goods expected on a day."""

    on: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Need:
    """What another open order must get by its promised day."""

    line_id: int
    by: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Supply:
    """Physical stock (quarantine excluded), receipts expected, needs of the other orders."""

    physical: Decimal
    receipts: Sequence[Receipt] = ()
    needs: Sequence[Need] = ()

    def free(self, on: date) -> Decimal:
        """Return the projected stock of a day minus what the others need by then."""
        received = sum((receipt.quantity for receipt in self.receipts if receipt.on <= on), _ZERO)
        return self.physical + received - sum((need.quantity for need in self.needs if need.by <= on), _ZERO)


@dataclass(frozen=True, slots=True)
class Promise:
    """Whether the day can be promised, what can be on that day, and the first day that would do."""

    kept: bool
    available: Decimal
    earliest: date | None


@dataclass(frozen=True, slots=True)
class Hurt:
    """Another order's line that would come short, and by how much more."""

    line_id: int
    by: date
    short: Decimal


@dataclass(frozen=True, slots=True)
class Demand:
    """A line waiting for stock; priority A before B before C, then promised day, then age."""

    line_id: int
    quantity: Decimal
    priority: str
    promised: date | None
    ordered_at: int


def check_promise(supply: Supply, quantity: Decimal, on: date) -> Promise:
    """Check a quantity on a day; `earliest` is None when no expected receipt makes it possible."""
    available = promisable(supply, on)
    if available >= quantity:
        return Promise(kept=True, available=available, earliest=on)
    later = sorted({receipt.on for receipt in supply.receipts if receipt.on > on})
    earliest = next((day for day in later if promisable(supply, day) >= quantity), None)
    return Promise(kept=False, available=available, earliest=earliest)


def promisable(supply: Supply, on: date) -> Decimal:
    """Return what can leave on a day without driving a later promised day below zero.

    A later day that is short without us does not count: after a receipt it is not our doing.
    """
    now = supply.free(on)
    next_receipt = min((receipt.on for receipt in supply.receipts if receipt.on > on), default=date.max)
    days = {need.by for need in supply.needs if need.by > on}
    later = [free for day in days if (free := supply.free(day)) >= 0 or day < next_receipt]
    return max(_ZERO, min([now, *later]))


def there_on(supply: Supply, on: date, free_now: Decimal) -> Decimal:
    """Return what can leave for one order on a day, with what comes in until then; `free_now` is available to it now.

    What is set aside for others is theirs, even where the rule of promises would let it leave first.
    """
    coming = sum((receipt.quantity for receipt in supply.receipts if receipt.on <= on), _ZERO)
    return max(min(promisable(supply, on), free_now + coming), _ZERO)


def hurt_by(supply: Supply, quantity: Decimal) -> tuple[Hurt, ...]:
    """Name the lines that would come short if a quantity were taken first."""
    before = _shortages(supply, _ZERO)
    after = _shortages(supply, quantity)
    needs = sorted(supply.needs, key=_need_order)
    return tuple(
        Hurt(need.line_id, need.by, after[index] - before[index])
        for index, need in enumerate(needs)
        if after[index] > before[index]
    )


def reserve(available: Decimal, demands: Sequence[Demand]) -> dict[int, Decimal]:
    """Share stock between lines; a line that gets nothing is not in the answer."""
    shares = {}
    for demand in sorted(demands, key=demand_order):
        share = min(available, demand.quantity)
        if share > 0:
            shares[demand.line_id] = share
            available -= share
    return shares


def _need_order(need: Need) -> tuple[date, int]:
    return need.by, need.line_id


def demand_order(demand: Demand) -> tuple[str, date, int, int]:
    """Return the place of a line in the queue: priority, promised day, age."""
    return demand.priority, demand.promised or date.max, demand.ordered_at, demand.line_id


def _shortages(supply: Supply, taken: Decimal) -> list[Decimal]:
    """Serve the needs by day from what is left, and return what each one misses."""
    served = taken
    missing = []
    for need in sorted(supply.needs, key=_need_order):
        received = sum((receipt.quantity for receipt in supply.receipts if receipt.on <= need.by), _ZERO)
        got = max(_ZERO, min(need.quantity, supply.physical + received - served))
        served += got
        missing.append(need.quantity - got)
    return missing
