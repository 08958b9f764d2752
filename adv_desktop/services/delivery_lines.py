"""The lines of a delivery: copied from those of orders, with the VAT of the day and the place of the goods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import LineKind
from adv_desktop.models.line import copied
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import vat
from adv_desktop.models.rules.addresses import missing_of
from adv_desktop.models.rules.kits import KitBilling, Part, whole_sets
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import calendars, order_places, stock, vat_evidence, weighing

ZERO = Decimal(0)


def line_leaving(
    session: Session,
    line: OrderLine,
    quantity: Decimal,
    order: SalesOrder,
    company: Company,
    weights: Sequence[Decimal] = (),
) -> DeliveryLine:
    """Copy an order line, with its kilograms; the price is frozen, the VAT is decided again on the day (R15)."""
    made = DeliveryLine(
        **copied(line),
        no=0,
        quantity=quantity,
        order_line_id=line.id,
        ordered=line.quantity - line.cancelled,
        still_due=line.backorder - quantity,
        cost=line.cost,
        net=line.net_for(quantity, order.currency),
        location_id=stock.picked_at(session, line),
        catch_weight=line.weight_of(quantity),
    )
    priced = line.kit or line
    if not line.vat_given and priced.product_id is not None:
        product = session.get_one(Product, priced.product_id)
        code = vat_evidence.exemption_code(session, order.customer_id, order.vat_regime)
        given = vat.LineVat(exemption_code=code)
        key = vat.choose(given, company.regime, order.vat_regime, line.nature, product.vat_rate)
        made.vat_category, made.vat_rate, made.exemption_code = key.category, key.rate, key.exemption_code
    weighing.weigh(made, weights)
    return made


def lines_leaving(
    session: Session,
    order: SalesOrder,
    quantities: Mapping[int, Decimal],
    company: Company,
    weights: Mapping[int, Sequence[Decimal]],
) -> list[DeliveryLine]:
    """Return what leaves of an order, quantities and kilograms by order line id; a kit heads its components."""
    made, leaving = [], {line.id for line in order.leaving}
    for line in order.shown:
        parts = order.components(line)
        if any(quantities.get(part.id) for part in parts):
            made.append(_heading(line_leaving(session, line, ZERO, order, company), line, parts, quantities))
        elif line.id in leaving and (quantity := quantities.get(line.id, ZERO)):
            made.append(line_leaving(session, line, quantity, order, company, weights.get(line.id, ())))
    return made


def _heading(
    made: DeliveryLine, kit: OrderLine, parts: Sequence[OrderLine], quantities: Mapping[int, Decimal]
) -> DeliveryLine:
    """Make a line that of a kit above its components, with the sets that they complete."""
    done = [Part(part.delivered + quantities.get(part.id, ZERO), part.in_one) for part in parts]
    made.kind, made.net = LineKind.KIT, 0
    made.quantity = whole_sets(kit.quantity, done) - kit.delivered
    made.still_due = kit.backorder - made.quantity
    return made


def complete_sets(delivery: Delivery, order_lines: Mapping[int, OrderLine]) -> None:
    """Count the sets that a shipment completed; a kit that is invoiced whole is invoiced with them."""
    before = {line_id: line.delivered for line_id, line in order_lines.items() if line.is_kit}
    for order in dict.fromkeys(line.order for line in order_lines.values()):
        order.count_sets()
    for line in delivery.lines:
        kit = order_lines[line.order_line_id or 0]
        if line.kind is not LineKind.KIT or line.replaces_id is not None:
            continue
        line.quantity = max(kit.delivered - before[kit.id], ZERO)
        if line.quantity and kit.kit_billing is KitBilling.COMPLETE:
            line.kind = LineKind.ITEM
            line.net = kit.net_for(line.quantity, delivery.currency)


def has_to_invoice(delivery: Delivery, order_lines: Mapping[int, OrderLine]) -> bool:
    """Whether something of it is to be invoiced: neither given free, nor replaced, nor a component of its kit."""
    return any(
        (line.is_item or order_lines[line.order_line_id or 0].is_billed_apart)
        and not line.free_reason
        and line.replaces_id is None
        for line in delivery.lines
    )


def drop_lone_headings(session: Session, delivery: Delivery) -> None:
    """Take the lines of kits away of which no component is left."""
    ids = [line.order_line_id for line in delivery.lines]
    heads = set(session.scalars(sa.select(OrderLine.kit_line_id).where(OrderLine.id.in_(ids))))
    delivery.lines[:] = [
        line for line in delivery.lines if line.kind is not LineKind.KIT or line.order_line_id in heads
    ]


def departure_of(orders: Sequence[SalesOrder], today: dt.date) -> dt.date:
    """Return the day that goods are prepared for: the first planned departure of what is due, today at the earliest."""
    planned = [line.planned_departure for order in orders for line in order.leaving if line.backorder]
    return max(today, min((day for day in planned if day is not None), default=today))


def renew_place(session: Session, delivery: Delivery, orders: Sequence[SalesOrder]) -> None:
    """Take the address of a delivery again where it was incomplete when the delivery was made."""
    if orders and missing_of(delivery.ship_to):
        customer = session.get_one(Customer, delivery.customer_id)
        delivery.ship_to = order_places.place_now(session, orders[0]) or customer.party()


def number_lines(delivery: Delivery) -> None:
    """Give the lines of a delivery their numbers."""
    for no, line in enumerate(delivery.lines, start=1):
        line.no = no


def expect(session: Session, order: SalesOrder, delivery: Delivery, on: dt.date) -> None:
    """Note when what left should be there: an estimate, until the proof says the day (R3)."""
    there = calendars.of_order(session, order).arrival(on)
    sent = {line.order_line_id for line in delivery.lines if line.replaces_id is None}
    for line in order.lines:
        if line.id in sent:
            line.arrived = there


def arrive(line: OrderLine, delivery: Delivery, on: dt.date) -> None:
    """Note a proven arrival; that of an earlier part does not say when the last one is there."""
    is_last = line.departed is None or delivery.delivery_date >= line.departed
    line.arrived = on if is_last or line.arrived is None else max(line.arrived, on)
