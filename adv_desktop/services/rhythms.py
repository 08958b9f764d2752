"""How often a recurring order comes back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.recurring import OrderRecurrence
from adv_desktop.models.rules.recurrence import ContractPrices, RecurrenceUnit


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many weeks or months from a day, to another at most; prices as in the template, or of the day."""

    start: dt.date
    every: int = 1
    unit: RecurrenceUnit = RecurrenceUnit.MONTH
    end: dt.date | None = None
    prices: ContractPrices = ContractPrices.LIST


def recurrence_of(session: Session, template_id: int) -> OrderRecurrence:
    """Return the rhythm of a template; raise `recurring.not_found`."""
    found = session.scalar(sa.select(OrderRecurrence).where(OrderRecurrence.order_id == template_id))
    if found is None:
        raise DomainError("recurring.not_found", order=template_id)
    return found
