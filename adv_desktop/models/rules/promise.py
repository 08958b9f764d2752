"""The first day that a quantity can be promised for: by the stock, by what others were promised, by the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from adv_desktop.models.rules.availability import Supply, check_promise
from adv_desktop.models.rules.calendar import DeliveryCalendar


def first_made_to_order(days: int, calendar: DeliveryCalendar, leaving: date) -> date:
    """Return the first day to promise of goods that it takes so many days to have, from a day on."""
    return calendar.first_promise(leaving + timedelta(days=max(days, 0)))


def first_promise(supply: Supply, quantity: Decimal, calendar: DeliveryCalendar, leaving: date) -> date | None:
    """Return the first day to promise of goods that may leave from a day on and take nothing from others.

    None when no expected receipt makes it possible.
    """
    known = {leaving, *(receipt.on for receipt in supply.receipts), *(need.by for need in supply.needs)}
    for day in sorted(known):
        promised = calendar.first_promise(max(day, leaving))
        if check_promise(supply, quantity, calendar.departure(promised)).kept:
            return promised
    return None
