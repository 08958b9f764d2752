"""What a customer may owe us: invoices open, goods delivered, orders confirmed (R10), in euro cents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState, InvoiceType, OrderState
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import round_half_up


@dataclass(frozen=True, slots=True)
class Exposure:
    """The parts of an exposure, gross, in euro cents; `limit` None = no limit."""

    open_items: int
    overdue: int
    credits: int
    delivered: int
    ordered: int
    limit: int | None

    @property
    def total(self) -> int:
        """What would be owed if everything confirmed were delivered and invoiced."""
        return self.open_items - self.credits + self.delivered + self.ordered


def of_customer(session: Session, customer: Customer, today: dt.date, *, except_order: int | None = None) -> Exposure:
    """Return the exposure of a customer, without one order (the order being checked)."""
    items = session.execute(
        sa.select(OpenItem.open_amount, OpenItem.due_date).where(
            OpenItem.customer_id == customer.id, OpenItem.open_amount != 0
        )
    ).all()
    delivered, ordered = _on_orders(session, customer.id, except_order)
    return Exposure(
        open_items=sum(row.open_amount for row in items if row.open_amount > 0),
        overdue=sum(row.open_amount for row in items if row.open_amount > 0 and row.due_date < today),
        credits=-sum(row.open_amount for row in items if row.open_amount < 0),
        delivered=delivered,
        ordered=max(ordered - _deposits(session, customer.id), 0),
        limit=customer.credit_limit,
    )


def _on_orders(session: Session, customer_id: int, except_order: int | None) -> tuple[int, int]:
    """Return the gross of what is delivered and not invoiced, and of what is confirmed and not delivered."""
    rows = session.execute(
        sa.select(
            OrderLine.net,
            OrderLine.vat_rate,
            OrderLine.quantity,
            OrderLine.delivered,
            OrderLine.returned,
            OrderLine.invoiced,
            OrderLine.cancelled,
        )
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(
            SalesOrder.bill_to_id == customer_id,
            SalesOrder.id != (except_order or 0),
            SalesOrder.state.in_([OrderState.CONFIRMED, OrderState.ON_HOLD, OrderState.CLOSED_SHORT]),
            OrderLine.invoiced < OrderLine.quantity,
        )
    ).all()
    delivered = ordered = Decimal(0)
    for row in rows:
        if not row.quantity:
            continue
        gross_of_unit = Decimal(row.net) * (100 + row.vat_rate) / 100 / row.quantity
        delivered += max(row.delivered - row.returned - row.invoiced, Decimal(0)) * gross_of_unit
        not_delivered = row.quantity - row.cancelled - max(row.delivered, row.invoiced)
        ordered += max(not_delivered, Decimal(0)) * gross_of_unit
    return int(round_half_up(delivered, 0)), int(round_half_up(ordered, 0))


def _deposits(session: Session, customer_id: int) -> int:
    """Return the gross of the deposits invoiced on orders that are not fully invoiced yet."""
    statement = (
        sa.select(sa.func.coalesce(sa.func.sum(Invoice.gross), 0))
        .join(SalesOrder, SalesOrder.id == Invoice.order_id)
        .where(
            Invoice.bill_to_id == customer_id,
            Invoice.type == InvoiceType.DEPOSIT,
            Invoice.state == InvoiceState.ISSUED,
            SalesOrder.invoice_state != "full",
        )
    )
    return int(session.execute(statement).scalar_one())
