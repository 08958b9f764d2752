"""The way out of a remark: what its buttons propose, and the line once it is mended."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from adv_desktop.models.enums import Severity
from adv_desktop.models.values import plain
from adv_desktop.services.order_commands import OrderCheck
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.typed_lines import TypedLine

# The fact that holds the date to promise instead, by check.
_DATES = {"date_too_early": "earliest", "closed_day": "next"}


def fixes_of(check: OrderCheck) -> list[tuple[str, str]]:
    """Return the (key, text) of the buttons of a remark."""
    facts = check.facts
    fixes: list[tuple[str, str]] = []
    if check.code in _DATES:
        earliest = dt.date.fromisoformat(str(facts[_DATES[check.code]]))
        fixes.append((f"date={earliest}", _("Promise {date}").format(date=formats().short_date(earliest))))
    elif check.code == "below_minimum":
        minimum = Decimal(str(facts["minimum"]))
        fixes.append((f"quantity={plain(minimum)}", _("Put {quantity}").format(quantity=formats().quantity(minimum))))
    elif check.code == "pack_multiple":
        fixes += [("pack_down", _("Lower multiple")), ("pack_up", _("Higher multiple"))]
    elif check.code in {"end_of_life", "stock_short"} and facts.get("alternative"):
        fixes.append((f"product={facts['alternative']}", _("Replace by {code}").format(code=facts["alternative"])))
    elif check.code == "price_manual":
        fixes.append(("list_price", _("Take our price")))
    elif check.code == "price_difference":
        theirs = formats().price(Decimal(str(facts["theirs"])))
        fixes.append((f"price={facts['put']}", _("Put {price}").format(price=theirs)))
    elif check.code == "requirement_missing":
        fixes.append((f"field={facts['field']}", _("Type it")))
    elif check.code == "duplicate_po":
        fixes.append((f"open={facts['first']}", _("Open {number}").format(number=facts["first"])))
    if check.severity == Severity.BLOCKING:
        fixes.append(("override", _("Pass over… (reason)")))
    return fixes


def mended(line: TypedLine, verb: str, value: str, pack: Decimal | None = None) -> TypedLine:
    """Return a line after the fix that was chosen."""
    if verb == "date":
        return replace(line, promised=dt.date.fromisoformat(value))
    if verb == "quantity":
        return replace(line, quantity=Decimal(value))
    if verb == "price":
        return replace(line, price=Decimal(value), discounts=())
    if verb == "product":
        return replace(line, code=value, label="", price=None, discounts=None, shown=None)
    if verb in {"pack_down", "pack_up"} and pack:
        rounding = ROUND_FLOOR if verb == "pack_down" else ROUND_CEILING
        packs = (line.quantity / pack).to_integral_value(rounding=rounding)
        return replace(line, quantity=max(packs, Decimal(1)) * pack)
    return replace(line, price=None, discounts=None)
