"""What is left to invoice of deliveries and orders, and what may stand on one invoice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
from adv_desktop.models.rules import vat
from adv_desktop.models.rules.catch_weight import share
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import delivery_billing, weighing
from adv_desktop.services.order_reading import PERIOD
from adv_desktop.services.orders import orders_of_lines

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Source:
    """A line to invoice with the quantity left, its order, and the delivery it left with.

    `weight_left` is the weight of that quantity where invoices or returns took a part of what was weighed.
    """

    line: PricedLine
    quantity: Decimal
    order: SalesOrder
    order_line: OrderLine
    delivery: Delivery | None = None
    weight_left: Decimal | None = None

    @property
    def weight(self) -> Decimal | None:
        """The kilograms of a line sold by weight: those that are left of it, else its share."""
        return self.line.weight_of(self.quantity) if self.weight_left is None else self.weight_left

    @property
    def delivery_line_id(self) -> int | None:
        """The delivery line, None where an order is invoiced as such."""
        return self.line.id if isinstance(self.line, DeliveryLine) else None


_DRAFTS = Invoice.state == InvoiceState.DRAFT


def _held_by(
    session: Session,
    column: InstrumentedAttribute[int | None],
    lines: Iterable[PricedLine],
    *conditions: sa.ColumnElement[bool],
) -> dict[int | None, Decimal]:
    """Return what invoices, drafts or not, hold of order or delivery lines, by line id."""
    ids = [line.id for line in lines if isinstance(line, (OrderLine, DeliveryLine))]
    rows = session.execute(
        sa.select(column, InvoiceLine.quantity)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(column.in_(ids), Invoice.type == InvoiceType.INVOICE, *conditions)
    )
    found: dict[int | None, Decimal] = defaultdict(Decimal)
    for line_id, quantity in rows:
        found[line_id] += quantity
    return found


def delivered(session: Session, deliveries: Sequence[Delivery]) -> list[Source]:
    """Return the lines of deliveries with what is left to invoice of each, never more than is due of its order line."""
    sent = [(delivery, line) for delivery in deliveries for line in delivery.lines if line.order_line_id]
    orders = orders_of_lines(session, [line.order_line_id for _delivery, line in sent if line.order_line_id])
    known = {line.id: (order, line) for order in orders for line in order.lines}
    shipped = [(delivery, line) for delivery, line in sent if _is_billable(line, known[line.order_line_id or 0][1])]
    lines = [line for _delivery, line in shipped]
    held = _held_by(session, InvoiceLine.delivery_line_id, lines)
    back = delivery_billing.taken_back(session, [line.id for line in lines])
    weights = weighing.left_to_invoice(session, lines)
    drafted = _held_by(session, InvoiceLine.order_line_id, [line for _order, line in known.values()], _DRAFTS)
    due = {row_id: line.invoiceable - drafted[row_id] for row_id, (_order, line) in known.items()}
    sources = []
    for delivery, line in shipped:
        order, order_line = known[line.order_line_id or 0]
        left = line.quantity - back.get(line.id, ZERO) - held[line.id]
        quantity = min(left, due[order_line.id])
        if quantity > 0:
            due[order_line.id] -= quantity
            weight = share(weights[line.id], quantity, left) if line.id in weights else None
            sources.append(Source(line, quantity, order, order_line, delivery, weight))
    return sources


def _is_billable(line: DeliveryLine, ordered: OrderLine) -> bool:
    """Whether a line may be invoiced: an item or billed apart, and no replacement of goods that were invoiced."""
    return (line.is_item or ordered.is_billed_apart) and line.replaces_id is None


def ordered(session: Session, order: SalesOrder) -> list[Source]:
    """Return the lines of an order with what is left to invoice: all that is not cancelled, delivered or not."""
    if order.state is OrderState.DRAFT or order.state is OrderState.CANCELLED:
        raise DomainError("order.not_confirmed", order=order.name, state=order.state.value)
    drafted = _held_by(session, InvoiceLine.order_line_id, order.billed, _DRAFTS)
    sources = []
    for line in order.billed:
        left = line.quantity - line.cancelled - line.returned - line.invoiced - drafted[line.id]
        if left > 0 and line.catch_weight is not None:
            raise DomainError("invoice.not_weighed", order=order.name, line=line.no, label=line.label)
        if left > 0:
            sources.append(Source(line, left, order, line))
    return sources


def grouped(session: Session, sources: Iterable[Source]) -> list[list[Source]]:
    """Return the lines of each invoice to make: each line once, in the order given."""
    groups: dict[tuple[object, ...], list[list[Source]]] = {}
    for source in sources:
        parts = groups.setdefault(_grouping_key(session, source), [])
        part = next((one for one in parts if _may_join(source, one)), None)
        if part is None:
            parts.append([source])
        else:
            part.append(source)
    return [part for parts in groups.values() for part in parts]


def _may_join(source: Source, group: Iterable[Source]) -> bool:
    """Whether one invoice may carry the VAT of these lines: two reasons of one category never share it."""
    return vat.may_share({source.line.vat_key, *(other.line.vat_key for other in group)})


def _grouping_key(session: Session, source: Source) -> tuple[object, ...]:
    """Return what the lines of one invoice have in common; never across calendar months (R13)."""
    order, delivery = source.order, source.delivery
    customer = session.get_one(Customer, order.customer_id)
    day = delivery.delivery_date if delivery else None
    common = (
        order.bill_to_id,
        order.payer_id,
        order.currency,
        tuple(sorted((order.exchange_rate or {}).items())),
        order.payment_terms,
        order.payment_method,
        order.vat_regime,
        order.gross_prices,
        order.discount_percent,
        order.id if order.discount_amount else None,
        order.freight_vat_rate if order.freight else None,
        tuple(sorted(references(order).items())),
        (day.year, day.month) if day else None,
    )
    return (*common, *_own_key(customer.invoice_grouping, order, delivery))


def references(order: SalesOrder) -> dict[str, str]:
    """Return what the customer asks to read on the invoice of an order (commitment, service, contract)."""
    return {name: str(value) for name, value in order.requirements.items() if name not in PERIOD and value}


def _own_key(grouping: InvoiceGrouping, order: SalesOrder, delivery: Delivery | None) -> tuple[object, ...]:
    """Return the customer's own key; an e-invoice carries one customer's number, so these never mix."""
    day = delivery.delivery_date if delivery else order.order_date
    reference = order.customer_reference or ""
    keys: dict[InvoiceGrouping, tuple[object, ...]] = {
        InvoiceGrouping.DELIVERY: (delivery.id if delivery else order.id, reference),
        InvoiceGrouping.ORDER: (order.id,),
        InvoiceGrouping.CUSTOMER_REFERENCE: (reference,) if reference else (reference, order.id),
        InvoiceGrouping.SHIP_TO: (str(delivery.ship_to if delivery else order.deliver_to), reference),
        InvoiceGrouping.WEEK: (day.isocalendar()[:2], reference),
        InvoiceGrouping.MONTH: (reference,),
    }
    return keys[grouping]
