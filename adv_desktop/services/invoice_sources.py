"""What is left to invoice of deliveries and orders, and what may stand on one invoice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import InvoiceGrouping, InvoiceState, InvoiceType, OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.line import PricedLine
from adv_desktop.models.party import Customer
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import delivery_billing
from adv_desktop.services.orders import orders_of_lines

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Source:
    """A line to invoice with the quantity left, its order, and the delivery it left with."""

    line: PricedLine
    quantity: Decimal
    order: SalesOrder
    order_line: OrderLine
    delivery: Delivery | None = None

    @property
    def delivery_line_id(self) -> int | None:
        """The delivery line, None where an order is invoiced as such."""
        return self.line.id if isinstance(self.line, DeliveryLine) else None


def _held_by(
    session: Session, state: InvoiceState, column: InstrumentedAttribute[int | None], lines: Iterable[PricedLine]
) -> dict[int | None, Decimal]:
    """Return what the drafts, or the issued invoices, hold of order or delivery lines, by line id."""
    ids = [line.id for line in lines if isinstance(line, (OrderLine, DeliveryLine))]
    rows = session.execute(
        sa.select(column, InvoiceLine.quantity)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(column.in_(ids), Invoice.state == state, Invoice.type == InvoiceType.INVOICE)
    )
    found: dict[int | None, Decimal] = defaultdict(Decimal)
    for line_id, quantity in rows:
        found[line_id] += quantity
    return found


def delivered(session: Session, delivery: Delivery) -> list[Source]:
    """Return the lines of a delivery with what is left to invoice of each."""
    orders = orders_of_lines(session, [line.order_line_id for line in delivery.lines if line.order_line_id])
    ordered = {line.id: (order, line) for order in orders for line in order.lines}
    invoiced = _held_by(session, InvoiceState.ISSUED, InvoiceLine.delivery_line_id, delivery.lines)
    drafted = _held_by(session, InvoiceState.DRAFT, InvoiceLine.delivery_line_id, delivery.lines)
    back = delivery_billing.taken_back(session, [line.id for line in delivery.lines])
    sources = []
    for line in delivery.lines:
        if line.order_line_id is None or not line.is_item or line.replaces_id is not None:
            continue
        order, order_line = ordered[line.order_line_id]
        kept = line.quantity - back.get(line.id, ZERO)
        left = min(kept - invoiced[line.id], order_line.invoiceable) - drafted[line.id]
        if left > 0:
            sources.append(Source(line, left, order, order_line, delivery))
    return sources


def ordered(session: Session, order: SalesOrder) -> list[Source]:
    """Return the lines of an order with what is left to invoice: all that is not cancelled, delivered or not."""
    if order.state is OrderState.DRAFT or order.state is OrderState.CANCELLED:
        raise DomainError("order.not_confirmed", order=order.name, state=order.state.value)
    drafted = _held_by(session, InvoiceState.DRAFT, InvoiceLine.order_line_id, order.items)
    sources = []
    for line in order.items:
        left = line.quantity - line.cancelled - line.returned - line.invoiced - drafted[line.id]
        if left > 0:
            sources.append(Source(line, left, order, line))
    return sources


def grouping_key(session: Session, source: Source) -> tuple[object, ...]:
    """Return what the lines of one invoice have in common; never across calendar months (R13)."""
    order, delivery = source.order, source.delivery
    customer = session.get_one(Customer, order.customer_id)
    day = delivery.delivery_date if delivery else None
    common = (
        order.bill_to_id,
        order.payer_id,
        order.currency,
        order.payment_terms,
        order.payment_method,
        order.vat_regime,
        order.gross_prices,
        order.discount_percent,
        order.id if order.discount_amount else None,
        (day.year, day.month) if day else None,
    )
    return (*common, *_own_key(customer.invoice_grouping, order, delivery))


def _own_key(grouping: InvoiceGrouping, order: SalesOrder, delivery: Delivery | None) -> tuple[object, ...]:
    """Return the customer's own key; an e-invoice carries one customer's number, so these never mix."""
    day = delivery.delivery_date if delivery else order.order_date
    reference = order.customer_reference or ""
    keys: dict[InvoiceGrouping, tuple[object, ...]] = {
        InvoiceGrouping.DELIVERY: (delivery.id if delivery else None, order.id),
        InvoiceGrouping.ORDER: (order.id,),
        InvoiceGrouping.CUSTOMER_REFERENCE: (reference,),
        InvoiceGrouping.SHIP_TO: (str(delivery.ship_to if delivery else order.deliver_to), reference),
        InvoiceGrouping.WEEK: (day.isocalendar()[:2], reference),
        InvoiceGrouping.MONTH: (reference,),
    }
    return keys[grouping]
