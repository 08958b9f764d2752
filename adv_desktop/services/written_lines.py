"""What the customer's file said of a line and our line does not: it goes when the line comes to say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.rules.checks import Remark, price_difference
from adv_desktop.models.rules.totals import net_unit_price
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.models.values import from_minor, plain, to_minor

_CENTS = 2  # decimals of a price as customers write them, at least


def remarks(line: OrderLine, currency: str, *, known: bool) -> Iterator[Remark]:
    """Return what still differs; `known` is whether the line has a product of ours."""
    for written in line.differences or ():
        facts = {name: value for name, value in written.items() if name != "kind"}
        remark = _still(line, str(written["kind"]), facts, currency, known=known)
        if remark is not None:
            yield remark


def _still(line: OrderLine, kind: str, facts: Mapping[str, Any], currency: str, *, known: bool) -> Remark | None:
    if kind == "unknown_code":
        return None if known else Remark(kind, facts)
    if kind == "no_price_written":
        return None if line.price_source is PriceSource.MANUAL else Remark(kind, facts)
    if kind == "unit_differs":
        return Remark(kind, facts) if _is_converted(line, Decimal(str(facts["factor"]))) else None
    if kind == "line_total_mismatch":
        return _total(line, Decimal(str(facts["written"])), currency)
    return _price(line, facts) if kind == "price_difference" else None


def _is_converted(line: OrderLine, factor: Decimal) -> bool:
    """Whether the quantity is still the customer's, counted in our unit: another one was looked at and typed."""
    theirs = (line.written or {}).get("quantity")
    return theirs is None or line.quantity == Decimal(str(theirs)) * factor


def _total(line: OrderLine, written: Decimal, currency: str) -> Remark | None:
    computed = from_minor(line.net, currency)
    if abs(line.net - to_minor(written, currency)) <= 1:
        return None
    return Remark("line_total_mismatch", {"computed": f"{computed:f}", "written": f"{written:f}"})


def _price(line: OrderLine, facts: Mapping[str, Any]) -> Remark | None:
    """Compare the price of one unit; `put` is what to type for the customer's price."""
    theirs, ours = Decimal(str(facts["theirs"])), net_unit_price(line.priced()) / line.price_base
    decimals = max(-int(theirs.as_tuple().exponent), _CENTS)
    if price_difference(theirs, ours, decimals) is None:
        return None
    return Remark("price_difference", {**facts, "ours": plain(ours), "put": plain(theirs * line.price_base)})
