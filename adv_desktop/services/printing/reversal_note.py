"""What the reversal of a shipment says."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryReversal
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.rules.serial_numbers import shortened
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import Lot
from adv_desktop.services import reference
from adv_desktop.services.documents.content import Reference, References
from adv_desktop.services.documents.reversal_note import ReversalNote, ReversedLine
from adv_desktop.services.printing import parts


def note_of(session: Session, reversal: DeliveryReversal, delivery: Delivery) -> ReversalNote:
    """Return what the document says: under our name, or hidden as on the delivery note that it cancels."""
    customer = session.get_one(Customer, delivery.customer_id)
    language = customer.language
    style = parts.note_style(session, delivery.id, customer)
    if style.hides_us:
        issuer = parts.neutral_issuer(session, customer, language, named=style is NoteStyle.NEUTRAL)
    else:
        issuer = parts.own_issuer(session, language)
    return ReversalNote(
        language=language,
        issuer=issuer,
        number=reversal.number,
        reversed_on=reversal.reversed_on,
        delivery=delivery.number or "",
        left_on=delivery.delivery_date,
        outcome=reversal.outcome,
        reason=reversal.reason,
        ship_again=reversal.ship_again,
        customer=parts.party(session, customer.party(), language),
        deliver_to=parts.party(session, delivery.ship_to, language),
        lines=tuple(_line(session, line, language) for line in delivery.lines if line.has_goods),
        references=References() if style.hides_us else _references(session, delivery),
    )


def _line(session: Session, line: DeliveryLine, language: str) -> ReversedLine:
    lot = session.get_one(Lot, line.lot_id).code if line.lot_id else ""
    unit = reference.unit_label(session, line.unit, language)
    numbers = tuple(shortened([str(number) for number in line.serials or ()]))
    return ReversedLine(line.product_code or "", line.label, line.quantity, unit, lot, numbers)


def _references(session: Session, delivery: Delivery) -> References:
    ids = [line.order_line_id for line in delivery.lines]
    statement = (
        sa.select(SalesOrder.number, SalesOrder.order_date, SalesOrder.customer_reference)
        .where(SalesOrder.id.in_(sa.select(OrderLine.order_id).where(OrderLine.id.in_(ids))))
        .order_by(SalesOrder.id)
    )
    orders = session.execute(statement).all()
    theirs = {row.customer_reference for row in orders if row.customer_reference}
    return References(
        customer_order=parts.customer_reference(theirs.pop(), None) if len(theirs) == 1 else None,
        orders=tuple(Reference(row.number or "", row.order_date) for row in orders),
        carrier=delivery.carrier or "",
    )
