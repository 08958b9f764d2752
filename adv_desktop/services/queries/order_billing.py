"""What of an order is invoiced and what is not: its lines, its invoices, its deposits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.enums import InvoiceState, InvoiceType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import deposit_orders
from adv_desktop.services.queries.billing import lines_to_invoice


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of the order: quantities, and net amounts in minor units before the discount of the whole order."""

    no: int
    product_code: str | None
    label: str
    unit: str
    ordered: Decimal
    delivered: Decimal
    invoiced: Decimal
    to_invoice: Decimal
    to_deliver: Decimal
    net: int
    net_invoiced: int
    net_to_invoice: int
    net_to_deliver: int


@dataclass(frozen=True, slots=True)
class BillingDocument:
    """An invoice, deposit or credit note on the order; amounts count with their sign."""

    id: int
    number: str | None
    type: InvoiceType
    date: dt.date | None
    net: int
    gross: int


@dataclass(frozen=True, slots=True)
class OrderBilling:
    """The statement of an order."""

    order_id: int
    number: str | None
    customer_name: str
    customer_reference: str | None
    currency: str
    lines: tuple[BilledLine, ...]
    documents: tuple[BillingDocument, ...]
    deliveries: tuple[int, ...]  # those with something left to invoice

    @property
    def net(self) -> int:
        """What is ordered."""
        return sum(line.net for line in self.lines)

    @property
    def net_invoiced(self) -> int:
        """What is invoiced of it."""
        return sum(line.net_invoiced for line in self.lines)

    @property
    def net_to_invoice(self) -> int:
        """What is delivered and not invoiced."""
        return sum(line.net_to_invoice for line in self.lines)

    @property
    def net_to_deliver(self) -> int:
        """What is still to be delivered."""
        return sum(line.net_to_deliver for line in self.lines)


def of(session: Session, order_id: int) -> OrderBilling:
    """Return the statement of an order; raise `order.not_found`."""
    order = session.scalar(
        sa.select(SalesOrder).where(SalesOrder.id == order_id).options(selectinload(SalesOrder.lines))
    )
    if order is None:
        raise DomainError("order.not_found", number=order_id)
    return OrderBilling(
        order_id=order.id,
        number=order.number,
        customer_name=order.customer_name,
        customer_reference=order.customer_reference,
        currency=order.currency,
        lines=tuple(_line(line, order.currency) for line in order.billed),
        documents=_documents(session, order),
        deliveries=_deliveries(session, order),
    )


def _line(line: OrderLine, currency: str) -> BilledLine:
    """Return a line; what is left takes the rest of its net, so that the parts add up to the cent."""
    ordered = line.quantity - line.cancelled - line.carried
    done = line.invoiced - line.carried
    to_invoice = max(line.invoiceable, Decimal(0))
    net, invoiced = line.net_for(ordered, currency), line.net_for(done, currency)
    waiting = line.net_for(to_invoice, currency) if line.backorder else net - invoiced - _returned(line, currency)
    return BilledLine(
        no=line.no,
        product_code=line.product_code,
        label=line.label,
        unit=line.unit,
        ordered=ordered,
        delivered=line.delivered - line.returned - line.carried,
        invoiced=done,
        to_invoice=to_invoice,
        to_deliver=line.backorder,
        net=net,
        net_invoiced=invoiced,
        net_to_invoice=waiting if to_invoice else 0,
        net_to_deliver=net - invoiced - waiting - _returned(line, currency) if line.backorder else 0,
    )


def _returned(line: OrderLine, currency: str) -> int:
    return line.net_for(line.returned, currency) if line.returned else 0


def _deliveries(session: Session, order: SalesOrder) -> tuple[int, ...]:
    of_order = lines_to_invoice(DeliveryLine.delivery_id).where(OrderLine.order_id == order.id)
    return tuple(sorted(set(session.scalars(of_order))))


def _documents(session: Session, order: SalesOrder) -> tuple[BillingDocument, ...]:
    """Return the issued documents that bill the order, or correct one that does, the oldest first."""
    lines = sa.select(InvoiceLine.invoice_id).where(InvoiceLine.order_line_id.in_([line.id for line in order.lines]))
    billing = sa.select(Invoice.id).where(sa.or_(deposit_orders.of_orders([order.id]), Invoice.id.in_(lines)))
    rows = session.execute(
        sa.select(Invoice.id, Invoice.number, Invoice.type, Invoice.issue_date, Invoice.net, Invoice.gross)
        .where(
            sa.or_(Invoice.id.in_(billing), Invoice.origin_id.in_(billing)),
            Invoice.state == InvoiceState.ISSUED,
        )
        .order_by(Invoice.issue_date, Invoice.id)
    )
    return tuple(
        BillingDocument(row.id, row.number, row.type, row.issue_date, sign * row.net, sign * row.gross)
        for row in rows
        for sign in [-1 if row.type.is_credit else 1]
    )
