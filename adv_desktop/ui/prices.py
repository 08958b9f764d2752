"""How a price is written: with what it is for, and between which dates it holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats


def priced(price: Decimal, base: Decimal) -> str:
    """Write a unit price, with what it is for when that is not one."""
    written = formats().unit_price(price)
    return written if base == 1 else _("{price} for {count}").format(price=written, count=formats().quantity(base))


def validity(start: dt.date | None, end: dt.date | None) -> str:
    """Write between which dates a price holds."""
    if start and end:
        return f"{formats().date(start)} – {formats().date(end)}"
    if start:
        return _("from {date}").format(date=formats().date(start))
    return _("until {date}").format(date=formats().date(end)) if end else _("always")
