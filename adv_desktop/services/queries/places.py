"""Which order line or delivery line a line comes from, as people name it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.sales_order import OrderLine, SalesOrder


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a document: the document's number (its id while it has none) and the line's number."""

    number: str | int
    line: int


def order_places(session: Session, line_ids: Collection[int | None]) -> dict[int, Place]:
    """Return the places of order lines by their id; None among the ids is passed over."""
    rows = session.execute(
        sa.select(OrderLine.id, OrderLine.no, SalesOrder.number, SalesOrder.id)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(OrderLine.id.in_([line_id for line_id in line_ids if line_id is not None]))
    )
    return {line_id: Place(number or order_id, no) for line_id, no, number, order_id in rows}


def delivery_places(session: Session, line_ids: Collection[int | None]) -> dict[int, Place]:
    """Return the places of delivery lines by their id; None among the ids is passed over."""
    rows = session.execute(
        sa.select(DeliveryLine.id, DeliveryLine.no, Delivery.number, Delivery.id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.id.in_([line_id for line_id in line_ids if line_id is not None]))
    )
    return {line_id: Place(number or delivery_id, no) for line_id, no, number, delivery_id in rows}


def orders_of_delivery(session: Session, delivery_id: int) -> list[int]:
    """Return the ids of the orders that a delivery serves, oldest first."""
    statement = (
        sa.select(OrderLine.order_id)
        .join(DeliveryLine, DeliveryLine.order_line_id == OrderLine.id)
        .where(DeliveryLine.delivery_id == delivery_id)
        .distinct()
        .order_by(OrderLine.order_id)
    )
    return list(session.scalars(statement))
