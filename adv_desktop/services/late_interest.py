"""Late interest on an issued invoice, from its instalments, its payments and the rates entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.payment import Allocation, OpenItem
from adv_desktop.models.rules import interest as rule
from adv_desktop.models.rules.interest import HalfYearRates, PartPayment, Segment
from adv_desktop.models.settings import InterestRate
from adv_desktop.services.invoice_drafts import invoice_of


@dataclass(frozen=True, slots=True)
class Lateness:
    """Interest in minor units of the invoice's currency, the fixed fee in EUR cents."""

    currency: str
    interest: int
    recovery_fee: int
    segments: tuple[Segment, ...]


def of_invoice(session: Session, name: str, on: dt.date) -> Lateness:
    """Return what the lateness of an invoice costs up to a day: its instalments added up, the fee once."""
    invoice = invoice_of(session, name)
    if invoice.state is not InvoiceState.ISSUED or invoice.type.is_credit:
        raise DomainError("interest.not_an_invoice", invoice=invoice.name)
    rates = rates_of(session)
    items = session.scalars(
        sa.select(OpenItem).where(OpenItem.invoice_id == invoice.id).order_by(OpenItem.due_date, OpenItem.id)
    ).all()
    found = [
        rule.late_interest(item.amount, item.due_date, on, rates=rates, payments=_payments(session, item.id))
        for item in items
    ]
    return Lateness(
        invoice.currency,
        sum(part.interest for part in found),
        max((part.recovery_fee for part in found), default=0),
        tuple(segment for part in found for segment in part.segments),
    )


def rates_of(session: Session) -> Mapping[str, HalfYearRates]:
    """Return the rates entered, by half-year."""
    return {
        row.half_year: HalfYearRates(row.central_bank, row.legal) for row in session.scalars(sa.select(InterestRate))
    }


def _payments(session: Session, item_id: int) -> list[PartPayment]:
    """Return what reduced an instalment and when, what was taken back being negative."""
    rows = session.execute(
        sa.select(Allocation.allocated_on, Allocation.amount)
        .where(Allocation.debit_item_id == item_id)
        .order_by(Allocation.allocated_on, Allocation.id)
    )
    return [PartPayment(on, minor) for on, minor in rows]
