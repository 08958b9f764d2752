"""Small checks of an order or of an imported line: each returns the facts of its remark, or None.

The kinds and the names of the facts are the shared vocabulary of checks and differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from adv_desktop.models.enums import Severity
from adv_desktop.models.rules.calendar import DeliveryCalendar
from adv_desktop.models.values import from_minor, plain, round_half_up, to_minor

PIECE_UNITS = frozenset({"C62", "H87"})
SAME_LINES = Decimal("0.8")
_CENT = Decimal("0.01")
_EVERY_DAY = DeliveryCalendar()

_BLOCKING = (
    "customer_blocked",
    "credit_exceeded",
    "unknown_code",
    "missing_vat_number",
    "not_deliverable",
    "requirement_missing",
    "vat_number_unchecked",
    "prepayment_missing",
    "lot_life",
    "weight_missing",
    "weight_out_of_tolerance",
)
_WARNING = (
    "overdue",
    "price_difference",
    "below_cost",
    "below_margin",
    "no_price_written",
    "end_of_life",
    "below_minimum",
    "pack_multiple",
    "unit_differs",
    "stock_short",
    "date_too_early",
    "closed_day",
    "line_total_mismatch",
    "duplicate_po",
    "missing_siren",
    "minimum_order",
    "terms_over_ceiling",
    "vat_regime_conflict",
    "piece_decimals",
    "carrier_missing",
    "address_incomplete",
    "freight_unexplained",
    "parcel_weight_missing",
)
DEFAULT_SEVERITIES: dict[str, Severity] = {
    **dict.fromkeys(_BLOCKING, Severity.BLOCKING),
    **dict.fromkeys(_WARNING, Severity.WARNING),
    "price_manual": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check found: its kind and the facts that its sentence quotes (numbers as plain text)."""

    kind: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def pack_multiple(quantity: Decimal, pack: Decimal | None) -> Remark | None:
    """Notice a quantity that is no multiple of the pack."""
    # What is sold by one comes in any quantity that its unit allows: half a kilogram, not half a piece.
    if not pack or pack == 1 or quantity % pack == 0:
        return None
    return Remark("pack_multiple", {"pack": plain(pack)})


def below_minimum(quantity: Decimal, minimum: Decimal | None) -> Remark | None:
    """Notice a quantity under the product's minimum."""
    if not minimum or quantity >= minimum:
        return None
    return Remark("below_minimum", {"minimum": plain(minimum)})


def piece_decimals(quantity: Decimal, unit: str) -> Remark | None:
    """Notice half a piece."""
    if unit not in PIECE_UNITS or quantity == quantity.to_integral_value():
        return None
    return Remark("piece_decimals", {"quantity": plain(quantity), "unit": unit})


def date_too_early(
    requested: date | None, ordered: date, lead_days: int | None, calendar: DeliveryCalendar | None = None
) -> Remark | None:
    """Notice a date before the order's date + lead time, in calendar days; a calendar moves it to an open day."""
    if requested is None or lead_days is None:
        return None
    earliest = ordered + timedelta(days=lead_days)
    if requested >= earliest:
        return None
    earliest = calendar.next_open(earliest) if calendar else earliest
    return Remark("date_too_early", {"lead_days": lead_days, "earliest": earliest.isoformat()})


def closed_day(day: date | None, calendar: DeliveryCalendar = _EVERY_DAY) -> Remark | None:
    """Notice a day that cannot be promised: why, which closure, and the first day after it that can."""
    shut = calendar.shut(day) if day is not None else None
    if day is None or shut is None:
        return None
    facts = {"reason": shut.because.value, "date": day.isoformat(), "next": calendar.next_open(day).isoformat()}
    if shut.closure is not None:
        closure = shut.closure
        facts |= {"whose": closure.whose.value, "start": closure.start.isoformat(), "end": closure.end.isoformat()}
        facts |= {"label": closure.label} if closure.label else {}
    return Remark("closed_day", facts)


def stock_short(quantity: Decimal, stock: Decimal, alternative: str | None = None) -> Remark | None:
    """Notice a quantity over the stock, with what may be sold instead; the caller adds up the lines of one product."""
    if quantity <= stock:
        return None
    return Remark("stock_short", {"stock": plain(stock), **({"alternative": alternative} if alternative else {})})


def not_deliverable(*, ended: bool, quantity: Decimal, left: Decimal) -> Remark | None:
    """Notice more of an ended product than what is left of it, with what is still to come: it will never leave."""
    if not ended or quantity <= left:
        return None
    return Remark("not_deliverable", {"stock": plain(left)})


def end_of_life(*, ended: bool, replacement: str | None) -> Remark | None:
    """Notice a product that is no longer sold, with what replaces it."""
    if not ended:
        return None
    return Remark("end_of_life", {"alternative": replacement} if replacement else {})


def below_cost(net_price: Decimal, price_base: Decimal, cost: Decimal | None) -> Remark | None:
    """Notice a net price (of `price_base` units) under the cost of a unit."""
    if cost is None or net_price / price_base >= cost:
        return None
    return Remark("below_cost", {"cost": plain(cost)})


def below_margin(net_price: Decimal, price_base: Decimal, cost: Decimal | None, floor: Decimal) -> Remark | None:
    """Notice a net price (of `price_base` units) over the cost, with less margin than the floor (percent; 0 is none).

    The margin is a share of the price: 20 % of 100.00 leaves 80.00 for the cost.
    """
    each = net_price / price_base
    if cost is None or not floor or each < cost or each <= 0:
        return None
    margin = (each - cost) * 100 / each
    if margin >= floor:
        return None
    return Remark("below_margin", {"margin": plain(round_half_up(margin, 1)), "floor": plain(floor)})


def price_difference(theirs: Decimal, ours: Decimal, decimals: int = 2) -> Remark | None:
    """Notice a written price that differs from ours by more than its own rounding.

    `decimals` is how many the customer wrote: half of the last one is no difference.
    """
    half = Decimal(1).scaleb(-decimals) / 2
    if abs(theirs - ours) < half or round_half_up(ours, decimals) == theirs:
        return None
    return Remark("price_difference", {"theirs": plain(theirs), "ours": plain(ours)})


def line_total_mismatch(
    quantity: Decimal, unit_price: Decimal, written: Decimal, price_base: Decimal = Decimal(1), currency: str = "EUR"
) -> Remark | None:
    """Notice a written total that is not quantity × price, by more than a cent."""
    computed = from_minor(to_minor(quantity * unit_price / price_base, currency), currency)
    if abs(computed - written) <= _CENT:
        return None
    return Remark("line_total_mismatch", {"computed": f"{computed:f}", "written": f"{written:f}"})


def minimum_order(net_minor: int, minimum_minor: int | None, currency: str = "EUR") -> Remark | None:
    """Notice an order under the customer's minimum."""
    if not minimum_minor or net_minor >= minimum_minor:
        return None
    return Remark("minimum_order", {"minimum": f"{from_minor(minimum_minor, currency):f}"})


def credit_exceeded(exposure_minor: int, limit_minor: int | None, group: str | None = None) -> Remark | None:
    """Notice an exposure over the limit: no limit is none, a limit of 0 is nothing on credit.

    `group` names the group whose customers are counted together.
    """
    if limit_minor is None or exposure_minor <= limit_minor:
        return None
    facts = {"exposure": f"{from_minor(exposure_minor):f}", "limit": f"{from_minor(limit_minor):f}"}
    return Remark("credit_exceeded", {**facts, "group": group} if group else facts)


def same_content(
    first: Sequence[tuple[str, Decimal]], second: Sequence[tuple[str, Decimal]], threshold: Decimal = SAME_LINES
) -> bool:
    """Whether two orders share at least 80 % of their (product, quantity) lines: the same one sent twice."""
    longest = max(len(first), len(second))
    if not longest:
        return False
    left = list(second)
    common = 0
    for line in first:
        if line in left:
            left.remove(line)
            common += 1
    return common >= threshold * longest
