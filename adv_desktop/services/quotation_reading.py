"""A quotation found, read back into the order that it proposes, and what is left to order of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.quotation import Quotation, QuotedOrderLine
from adv_desktop.models.rules.totals import Freight
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import numbering
from adv_desktop.services.order_commands import ExchangeRate, NewOrder
from adv_desktop.services.order_reading import line_command

ZERO = Decimal(0)
WITH_LINES = selectinload(Quotation.lines)


def quotation_by_id(session: Session, quotation_id: int) -> Quotation:
    """Return a quotation with its lines; raise `quotation.not_found`."""
    quotation = session.scalar(sa.select(Quotation).where(Quotation.id == quotation_id).options(WITH_LINES))
    if quotation is None:
        raise DomainError("quotation.not_found", number=quotation_id)
    return quotation


def quotation_of(session: Session, name: str) -> Quotation:
    """Return the last version of a quotation by its number, or by its id; raise `quotation.not_found`."""
    named = sa.select(Quotation).where(Quotation.number == name).order_by(Quotation.revision.desc()).limit(1)
    quotation = session.scalar(named.options(WITH_LINES))
    row_id = numbering.id_in(name)
    if quotation is None and row_id is not None:
        return quotation_by_id(session, row_id)
    if quotation is None:
        raise DomainError("quotation.not_found", number=name)
    return quotation


def left_of(session: Session, quotation: Quotation) -> dict[int, Decimal]:
    """Return what can still be ordered of each line, by its number: a cancelled order gives its part back."""
    statement = (
        sa.select(QuotedOrderLine.quotation_line_id, QuotedOrderLine.quantity)
        .join(OrderLine, OrderLine.id == QuotedOrderLine.order_line_id)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(QuotedOrderLine.quotation_id == quotation.id, SalesOrder.state != OrderState.CANCELLED)
    )
    taken: dict[int, Decimal] = {}
    for line_id, quantity in session.execute(statement):
        taken[line_id] = taken.get(line_id, ZERO) + quantity
    return {line.no: max(line.quantity - taken.get(line.id, ZERO), ZERO) for line in quotation.items}


def command_of(quotation: Quotation, customer_code: str) -> NewOrder:
    """Return the order that a quotation proposes, at its prices (its form and its acceptance start from it)."""
    rate = quotation.exchange_rate
    return NewOrder(
        customer=customer_code,
        lines=tuple(line_command(line, gross_prices=quotation.gross_prices) for line in quotation.lines),
        customer_reference=quotation.customer_reference,
        date=quotation.quoted_on,
        requested=quotation.requested,
        terms=quotation.payment_terms,
        method=quotation.payment_method,
        discount=quotation.discount(),
        freight=Freight(quotation.freight, quotation.freight_vat_rate) if quotation.freight else None,
        gross_prices=quotation.gross_prices,
        notes=quotation.notes,
        currency=quotation.currency,
        exchange_rate=(
            ExchangeRate(Decimal(rate["rate"]), dt.date.fromisoformat(rate["date"]), rate["source"]) if rate else None
        ),
        vat_regime=quotation.vat_regime,
        salesperson=quotation.salesperson,
        carrier=quotation.carrier,
    )
