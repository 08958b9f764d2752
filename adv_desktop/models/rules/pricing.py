"""Price search: which price a customer pays for a product, and why.

Contract, then the customer's list, then its category's list, then the base price. Inside a source the
largest quantity threshold, then the latest start. A net price takes no discount; else ONE discount:
customer × family, customer, promotion. A promotional price stands for a discount: it applies where it is lower,
and takes nothing off. Rows are valid on the day of the order, those of a list that says so on the day requested.
The caller passes only the rows of this customer and product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.values import PRICE_DECIMALS, plain, round_half_up

_SOURCE_RANK = {
    PriceSource.CONTRACT: 0,
    PriceSource.CUSTOMER_LIST: 1,
    PriceSource.CATEGORY: 2,
    PriceSource.BASE: 3,
}


class DiscountKind(StrEnum):
    """Where a discount comes from, the strongest first."""

    CUSTOMER_FAMILY = "customer_family"
    CUSTOMER = "customer"
    PROMOTION = "promotion"


_DISCOUNT_RANK = {kind: rank for rank, kind in enumerate(DiscountKind)}


class Verdict(StrEnum):
    """Why a candidate won or lost (« Pourquoi ce prix ? »)."""

    WON = "won"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    BELOW_THRESHOLD = "below_threshold"
    SMALLER_THRESHOLD = "smaller_threshold"
    OLDER_START = "older_start"
    WEAKER_SOURCE = "weaker_source"
    NET_PRICE = "net_price"
    WEAKER_DISCOUNT = "weaker_discount"
    NOT_LOWER = "not_lower"


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price that may apply to this customer and product; `net` takes no discount.

    `by_requested`: its dates are compared with the day requested. `former_until`: until when customers may still
    order at the price that it replaced.
    """

    source: PriceSource
    price: Decimal
    from_quantity: Decimal = Decimal(0)
    net: bool = False
    start: date | None = None
    end: date | None = None
    price_base: Decimal = Decimal(1)
    row_id: int | None = None
    label: str = ""
    by_requested: bool = False
    former_until: date | None = None


@dataclass(frozen=True, slots=True)
class DiscountRow:
    """A discount that may apply to this customer and product; percents are a cascade, or a promotional `price`."""

    kind: DiscountKind
    percents: tuple[Decimal, ...]
    start: date | None = None
    end: date | None = None
    row_id: int | None = None
    label: str = ""
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceCandidate:
    """One row looked at, and what became of it."""

    row: PriceRow | DiscountRow
    verdict: Verdict

    @property
    def won(self) -> bool:
        """Whether this row made the price."""
        return self.verdict is Verdict.WON


@dataclass(frozen=True, slots=True)
class Asked:
    """What a price is asked for: a quantity, the day of the order and the day requested."""

    quantity: Decimal
    on: date
    requested: date

    def day_of(self, row: PriceRow) -> date:
        """Return the day that the dates of a row are compared with."""
        return self.requested if row.by_requested else self.on


@dataclass(frozen=True, slots=True)
class Choice:
    """What a price was chosen among, and what was chosen."""

    rows: Sequence[PriceRow]
    discounts: Sequence[DiscountRow]
    asked: Asked
    best: PriceRow
    discount: DiscountRow | None

    def explained(self) -> tuple[PriceCandidate, ...]:
        """Return every row that was looked at, and what became of it."""
        rows = _explain_rows(self.rows, self.best, self.asked)
        return rows + _explain_discounts(self.discounts, self.best, self.discount, self.asked.on)


@dataclass(frozen=True, slots=True)
class PriceFound:
    """The price that applies; `net_price` is after discounts, for one `price_base`."""

    source: PriceSource
    list_price: Decimal
    price_base: Decimal
    discounts: tuple[Decimal, ...]
    discount_from: DiscountKind | None
    net_price: Decimal
    choice: Choice

    @property
    def explanation(self) -> tuple[PriceCandidate, ...]:
        """Every row looked at, worked out when somebody asks why: prices are searched at each key."""
        return self.choice.explained()


def find_price(
    rows: Sequence[PriceRow],
    discounts: Sequence[DiscountRow],
    quantity: Decimal,
    on: date,
    requested: date | None = None,
) -> PriceFound | None:
    """Return the price of a quantity on a date, with every row that lost and why; None without a price."""
    asked = Asked(quantity, on, requested or on)
    best = _best_row(rows, asked)
    if best is None:
        return None
    discount = None if best.net else _best_discount(discounts, best, on)
    choice = Choice(rows, discounts, asked, best, discount)
    if discount is None:
        return PriceFound(best.source, best.price, best.price_base, (), None, discounted(best.price, ()), choice)
    if discount.price is not None:
        return PriceFound(
            PriceSource.PROMOTION, discount.price, best.price_base, (), discount.kind, discount.price, choice
        )
    return PriceFound(
        source=best.source,
        list_price=best.price,
        price_base=best.price_base,
        discounts=discount.percents,
        discount_from=discount.kind,
        net_price=discounted(best.price, discount.percents),
        choice=choice,
    )


@dataclass(frozen=True, slots=True)
class FormerPrice:
    """The price that the present one replaced, and until when customers may still order at it."""

    found: PriceFound
    until: date


def former_price(
    rows: Sequence[PriceRow],
    discounts: Sequence[DiscountRow],
    quantity: Decimal,
    on: date,
    requested: date | None = None,
) -> FormerPrice | None:
    """Return the price before the present one began; None where none is tolerated any longer (practice, case 16)."""
    best = _best_row(rows, Asked(quantity, on, requested or on))
    if best is None or best.start is None or best.former_until is None or on > best.former_until:
        return None
    eve = best.start - timedelta(days=1)
    found = find_price(rows, discounts, quantity, eve, eve)
    return FormerPrice(found, best.former_until) if found else None


def discounted(price: Decimal, percents: Sequence[Decimal]) -> Decimal:
    """Return a unit price after a cascade of discounts: six decimals at most, no trailing zero."""
    return _discounted(price, tuple(percents))


@lru_cache(maxsize=4096)
def _discounted(price: Decimal, percents: tuple[Decimal, ...]) -> Decimal:
    for percent in percents:
        price = price * (100 - percent) / 100
    return Decimal(plain(round_half_up(price, PRICE_DECIMALS)))


def _best_row(rows: Sequence[PriceRow], asked: Asked) -> PriceRow | None:
    usable = [row for row in rows if _refusal(row, asked) is None]
    return usable[0] if len(usable) == 1 else min(usable, key=_row_strength, default=None)


def _row_strength(row: PriceRow) -> tuple[int, Decimal, int]:
    """Order rows of which the first wins: source, larger threshold, later start."""
    return _SOURCE_RANK[row.source], -row.from_quantity, -_ordinal(row.start)


def _ordinal(start: date | None) -> int:
    return start.toordinal() if start else 0


def _outside_dates(start: date | None, end: date | None, on: date) -> Verdict | None:
    if start and on < start:
        return Verdict.NOT_YET
    return Verdict.EXPIRED if end and on > end else None


def _refusal(row: PriceRow, asked: Asked) -> Verdict | None:
    outside = _outside_dates(row.start, row.end, asked.day_of(row))
    if outside:
        return outside
    return Verdict.BELOW_THRESHOLD if row.from_quantity > asked.quantity else None


def _best_discount(discounts: Sequence[DiscountRow], best: PriceRow, on: date) -> DiscountRow | None:
    valid = [row for row in discounts if _takes_off(row, best) and _outside_dates(row.start, row.end, on) is None]
    return min(valid, key=_discount_strength, default=None)


def _takes_off(row: DiscountRow, best: PriceRow) -> bool:
    return any(row.percents) if row.price is None else row.price < best.price


def _discount_strength(row: DiscountRow) -> tuple[int, int]:
    return _DISCOUNT_RANK[row.kind], -_ordinal(row.start)


def _explain_rows(rows: Sequence[PriceRow], best: PriceRow, asked: Asked) -> tuple[PriceCandidate, ...]:
    return tuple(
        PriceCandidate(row, Verdict.WON if row is best else _refusal(row, asked) or _why_weaker(row, best))
        for row in sorted(rows, key=_row_strength)
    )


def _why_weaker(row: PriceRow, best: PriceRow) -> Verdict:
    if row.source is not best.source:
        return Verdict.WEAKER_SOURCE
    return Verdict.SMALLER_THRESHOLD if row.from_quantity < best.from_quantity else Verdict.OLDER_START


def _explain_discounts(
    discounts: Sequence[DiscountRow], best: PriceRow, chosen: DiscountRow | None, on: date
) -> tuple[PriceCandidate, ...]:
    def verdict(row: DiscountRow) -> Verdict:
        if row is chosen:
            return Verdict.WON
        outside = _outside_dates(row.start, row.end, on)
        if outside:
            return outside
        if best.net:
            return Verdict.NET_PRICE
        return Verdict.WEAKER_DISCOUNT if _takes_off(row, best) or row.price is None else Verdict.NOT_LOWER

    return tuple(PriceCandidate(row, verdict(row)) for row in sorted(discounts, key=_discount_strength))
