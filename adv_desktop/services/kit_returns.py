"""Kits that come back: their components go back into stock, and may also come back one by one to be replaced."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, LineKind, ReturnState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn, GoodsReturnLine
from adv_desktop.models.sales_order import OrderLine

ZERO = Decimal(0)
Goods = list[tuple[DeliveryLine, Decimal]]


def goods_of(session: Session, sent: DeliveryLine, quantity: Decimal) -> Goods:
    """Return the delivery lines whose goods come back with a quantity of one: of a kit, those of its components.

    The components that left with it come first, then those that had left before.
    """
    parts = _parts_sent(session, sent) if sent.kind is not LineKind.COMPONENT else []
    if not parts:
        return [(sent, quantity)]
    goods: Goods = []
    missing: dict[int, Decimal] = {}
    for line, part in parts:
        wanted = missing.setdefault(part.id, part.in_one * quantity)
        taken = min(wanted, line.quantity)
        missing[part.id] = wanted - taken
        if taken:
            goods.append((line, taken))
    return goods


def components_left(session: Session, delivery: Delivery) -> dict[int, Decimal]:
    """Return how much of components of whole kits may still come back alone, by delivery line id."""
    lines = [line for line in delivery.lines if line.kind is LineKind.COMPONENT and line.replaces_id is None]
    parts = {
        part.id: part
        for part in session.scalars(
            sa.select(OrderLine).where(OrderLine.id.in_([line.order_line_id for line in lines]))
        )
    }
    back = _back(session, [*parts, *(part.kit_line_id or 0 for part in parts.values())])
    left = {}
    for line in lines:
        part = parts[line.order_line_id or 0]
        gone = back.get(part.id, ZERO) + back.get(part.kit_line_id or 0, ZERO) * part.in_one
        left[line.id] = max(min(line.quantity, part.delivered - gone), ZERO)
    return left


def refuse_credit(session: Session, goods_return: GoodsReturn) -> None:
    """Refuse to credit a component alone: it has no price of its own."""
    for line in goods_return.lines:
        sent = session.get_one(DeliveryLine, line.delivery_line_id)
        ordered = session.get_one(OrderLine, sent.order_line_id) if sent.kind is LineKind.COMPONENT else None
        if line.received and ordered is not None and not ordered.is_billed_apart:
            raise DomainError("return.component_credit", label=sent.label)


def _parts_sent(session: Session, sent: DeliveryLine) -> list[tuple[DeliveryLine, OrderLine]]:
    """Return what left of the components of the kit that a delivery line is of, none for what is no kit."""
    rows = session.execute(
        sa.select(DeliveryLine, OrderLine)
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            OrderLine.kit_line_id == sent.order_line_id,
            Delivery.state == DeliveryState.SHIPPED,
            DeliveryLine.replaces_id.is_(None),
        )
        .order_by((DeliveryLine.delivery_id == sent.delivery_id).desc(), DeliveryLine.id)
    )
    return [(line, part) for line, part in rows]


def _back(session: Session, order_line_ids: Collection[int]) -> Mapping[int, Decimal]:
    """Return what came back, or is allowed to, of order lines."""
    rows = session.execute(
        sa.select(DeliveryLine.order_line_id, GoodsReturn.state, GoodsReturnLine)
        .join(GoodsReturnLine, GoodsReturnLine.delivery_line_id == DeliveryLine.id)
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(DeliveryLine.order_line_id.in_(order_line_ids), GoodsReturn.state != ReturnState.CANCELLED)
    )
    found: dict[int, Decimal] = {}
    for line_id, state, line in rows:
        came = line.received if state is ReturnState.INSPECTED else line.quantity
        found[line_id or 0] = found.get(line_id or 0, ZERO) + came
    return found
