"""Price search: which price a customer pays for a product, and why.

Contract, then the customer's list, then its category's list, then the base price. Inside a source the
largest quantity threshold, then the latest start. A net price takes no discount; else ONE discount:
customer × family, customer, promotion. The caller passes only the rows of this customer and product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price that may apply to this customer and product; `net` takes no discount."""

    source: PriceSource
    price: Decimal
    from_quantity: Decimal = Decimal(0)
    net: bool = False
    start: date | None = None
    end: date | None = None
    price_base: Decimal = Decimal(1)
    row_id: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class DiscountRow:
    """A discount that may apply to this customer and product; percents are a cascade."""

    kind: DiscountKind
    percents: tuple[Decimal, ...]
    start: date | None = None
    end: date | None = None
    row_id: int | None = None
    label: str = ""


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
class PriceFound:
    """The price that applies; `net_price` is after discounts, for one `price_base`."""

    source: PriceSource
    list_price: Decimal
    price_base: Decimal
    discounts: tuple[Decimal, ...]
    discount_from: DiscountKind | None
    net_price: Decimal
    explanation: tuple[PriceCandidate, ...]


def find_price(
    rows: Sequence[PriceRow], discounts: Sequence[DiscountRow], quantity: Decimal, on: date
) -> PriceFound | None:
    """Return the price of a quantity on a date, with every row that lost and why; None without a price."""
    usable = [row for row in rows if _refusal(row, quantity, on) is None]
    if not usable:
        return None
    best = min(usable, key=_row_strength)
    discount = None if best.net else _best_discount(discounts, on)
    percents = discount.percents if discount else ()
    return PriceFound(
        source=best.source,
        list_price=best.price,
        price_base=best.price_base,
        discounts=percents,
        discount_from=discount.kind if discount else None,
        net_price=discounted(best.price, percents),
        explanation=_explain_rows(rows, best, quantity, on) + _explain_discounts(discounts, best, discount, on),
    )


def discounted(price: Decimal, percents: Sequence[Decimal]) -> Decimal:
    """Return a unit price after a cascade of discounts: six decimals at most, no trailing zero."""
    for percent in percents:
        price = price * (100 - percent) / 100
    return Decimal(plain(round_half_up(price, PRICE_DECIMALS)))


def _row_strength(row: PriceRow) -> tuple[int, Decimal, int]:
    """Order rows of which the first wins: source, larger threshold, later start."""
    return _SOURCE_RANK[row.source], -row.from_quantity, -_ordinal(row.start)


def _ordinal(start: date | None) -> int:
    return start.toordinal() if start else 0


def _outside_dates(start: date | None, end: date | None, on: date) -> Verdict | None:
    if start and on < start:
        return Verdict.NOT_YET
    return Verdict.EXPIRED if end and on > end else None


def _refusal(row: PriceRow, quantity: Decimal, on: date) -> Verdict | None:
    outside = _outside_dates(row.start, row.end, on)
    if outside:
        return outside
    return Verdict.BELOW_THRESHOLD if row.from_quantity > quantity else None


def _best_discount(discounts: Sequence[DiscountRow], on: date) -> DiscountRow | None:
    valid = [row for row in discounts if any(row.percents) and _outside_dates(row.start, row.end, on) is None]
    return min(valid, key=_discount_strength, default=None)


def _discount_strength(row: DiscountRow) -> tuple[int, int]:
    return list(DiscountKind).index(row.kind), -_ordinal(row.start)


def _explain_rows(rows: Sequence[PriceRow], best: PriceRow, quantity: Decimal, on: date) -> tuple[PriceCandidate, ...]:
    return tuple(
        PriceCandidate(row, Verdict.WON if row is best else _refusal(row, quantity, on) or _why_weaker(row, best))
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
        return Verdict.NET_PRICE if best.net else Verdict.WEAKER_DISCOUNT

    return tuple(PriceCandidate(row, verdict(row)) for row in sorted(discounts, key=_discount_strength))
