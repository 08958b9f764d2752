"""The way out of a remark: what its buttons propose, and the line once it is mended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from adv_desktop.models.enums import Severity
from adv_desktop.models.values import plain
from adv_desktop.services.order_commands import OrderCheck
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.typed_lines import TypedLine

# The fact that holds the date to promise instead, by check.
_DATES = {"date_too_early": "earliest", "closed_day": "next"}


def fixes_of(check: OrderCheck, quantity: Decimal | None = None) -> list[tuple[str, str]]:
    """Return the (key, text) of the buttons of a remark; `quantity` is that of its line, if it is on a line."""
    facts = check.facts
    fixes: list[tuple[str, str]] = []
    if check.code in _DATES:
        earliest = dt.date.fromisoformat(str(facts[_DATES[check.code]]))
        fixes.append((f"date={earliest}", _("Promise {date}").format(date=formats().short_date(earliest))))
    elif check.code == "below_minimum":
        fixes.append(_put(Decimal(str(facts["minimum"]))))
    elif check.code == "pack_multiple":
        fixes += [_put(multiple) for multiple in _around(quantity, Decimal(str(facts["pack"])))]
    elif check.code in {"end_of_life", "stock_short"} and facts.get("alternative"):
        fixes.append((f"product={facts['alternative']}", _("Replace by {code}").format(code=facts["alternative"])))
    elif check.code == "price_manual":
        fixes.append(("list_price", _("Take our price")))
    elif check.code == "price_difference":
        theirs = formats().price(Decimal(str(facts["theirs"])))
        fixes.append((f"price={facts['put']}", _("Put {price}").format(price=theirs)))
    elif check.code in {"requirement_missing", "freight_unexplained"}:
        fixes.append((f"field={facts.get('field', 'freight_reason')}", _("Type it")))
    elif check.code == "duplicate_po":
        fixes.append((f"open={facts['first']}", _("Open {number}").format(number=facts["first"])))
    if check.severity == Severity.BLOCKING:
        fixes.append(("override", _("Pass over… (reason)")))
    return fixes


def _put(quantity: Decimal) -> tuple[str, str]:
    return f"quantity={plain(quantity)}", _("Put {quantity}").format(quantity=formats().quantity(quantity))


def _around(quantity: Decimal | None, pack: Decimal) -> list[Decimal]:
    """Return the multiples of a pack below and above a quantity."""
    if quantity is None:
        return []
    below = quantity // pack * pack
    return [multiple for multiple in (below, below + pack) if multiple]


def mended(line: TypedLine, verb: str, value: str) -> TypedLine:
    """Return a line after the fix that was chosen."""
    if verb == "date":
        return replace(line, promised=dt.date.fromisoformat(value))
    if verb == "quantity":
        return replace(line, quantity=Decimal(value))
    if verb == "price":
        return replace(line, price=Decimal(value), discounts=())
    if verb == "product":
        return replace(line, code=value, label="", price=None, discounts=None, shown=None)
    return replace(line, price=None, discounts=None)
