"""What the carrier collects for us when it hands goods over (« contre-remboursement », case 47)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.rules import payment_terms
from adv_desktop.models.rules.payment_terms import TermMode
from adv_desktop.models.rules.totals import DocumentDiscount, Freight, totals
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import Money, from_minor, round_half_up, to_minor
from adv_desktop.services import carriers, shipping_checks
from adv_desktop.services.orders import orders_of_lines


def to_collect(session: Session, delivery: Delivery) -> Money | None:
    """Return what is to be collected for a delivery, VAT included; None where nothing is due at the delivery.

    The freight of an order goes with its first delivery, as on its invoice; what was paid already is taken off.
    """
    if carriers.is_pickup(session, delivery.carrier):
        return None
    orders = orders_of_lines(session, [line.order_line_id for line in delivery.lines if line.order_line_id])
    due = [order for order in orders if _is_due_at_delivery(order)]
    amount = sum(max(_gross(session, delivery, order), 0) for order in due)
    return Money(amount, delivery.currency) if amount else None


def _is_due_at_delivery(order: SalesOrder) -> bool:
    terms = payment_terms.parse(order.payment_terms).instalments
    return all(term.from_delivery and term.mode is TermMode.NET and term.days == 0 for term in terms)


def _gross(session: Session, delivery: Delivery, order: SalesOrder) -> int:
    own = {line.id for line in order.lines}
    lines = [line for line in delivery.lines if line.order_line_id in own and line.is_item and not line.replaces_id]
    if not lines:
        return 0
    part = sum(line.net_for(line.quantity, order.currency) for line in lines)
    first = not _left_before(session, delivery, own)
    freight = Freight(order.freight, order.freight_vat_rate) if order.freight and first else None
    amounts = totals(
        [line.priced() for line in lines], currency=order.currency, discount=_discount(order, part), freight=freight
    )
    return amounts.gross - (shipping_checks.received_for(session, order) if first else 0)


def _discount(order: SalesOrder, part: int) -> DocumentDiscount | None:
    """Return the discount of an order on a part of its goods: a fixed one in proportion."""
    if order.discount_amount is None or not order.lines_net:
        return order.discount()
    share = from_minor(order.discount_amount, order.currency) * part / order.lines_net
    return DocumentDiscount(minor=to_minor(round_half_up(share, 6), order.currency))


def _left_before(session: Session, delivery: Delivery, line_ids: set[int]) -> bool:
    statement = (
        sa.select(DeliveryLine.id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            DeliveryLine.order_line_id.in_(line_ids),
            Delivery.state == DeliveryState.SHIPPED,
            Delivery.id < delivery.id,
        )
    )
    return session.scalar(statement.limit(1)) is not None
