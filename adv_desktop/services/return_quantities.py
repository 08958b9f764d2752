"""What may still come back of a delivery, in units and in kilograms, and what came back by weight."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import ReturnState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn, GoodsReturnLine
from adv_desktop.models.rules.catch_weight import share
from adv_desktop.services import kit_returns, weighing
from adv_desktop.services.deliveries import delivery_by_id


def left_to_return(session: Session, delivery: Delivery) -> dict[int, Decimal]:
    """Return what may still come back of each line of a delivery that replaced nothing itself."""
    lines = {line.id: line.quantity for line in delivery.lines if line.is_item and line.replaces_id is None}
    rows = session.execute(
        sa.select(GoodsReturnLine, GoodsReturn.state)
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturnLine.delivery_line_id.in_(lines), GoodsReturn.state != ReturnState.CANCELLED)
    )
    for line, state in rows:
        lines[line.delivery_line_id] -= line.received if state is ReturnState.INSPECTED else line.quantity
    return lines | kit_returns.components_left(session, delivery)


def weigh(session: Session, goods_return: GoodsReturn, weights: Mapping[int, Decimal | None]) -> None:
    """Record the kilograms that came back of goods sold by weight, by return line id; raise `return.above_weight`.

    Without a weight, a line has its share of what was sent and did not come back before.
    """
    delivery = delivery_by_id(session, goods_return.delivery_id)
    kilograms = weighing.left_to_return(session, {line.id: line for line in delivery.lines})
    units = left_to_return(session, delivery)
    for line in goods_return.lines:
        left = kilograms.get(line.delivery_line_id)
        if left is None or not line.received:
            continue
        weight = weights.get(line.id)
        # This return counts in `units` as what was allowed, or as received once inspected.
        before = units[line.delivery_line_id] + line.received
        line.catch_weight = share(left, line.received, before) if weight is None else values.weight(weight)
        if line.catch_weight > left:
            raise DomainError("return.above_weight", line=line.no, weight=line.catch_weight, left=left)


def weight_to_credit(line: GoodsReturnLine) -> Decimal | None:
    """Return the kilograms of a line that had been invoiced; None unless it is sold by weight."""
    if line.catch_weight is None:
        return None
    return line.catch_weight - share(line.catch_weight, line.not_invoiced, line.received)
