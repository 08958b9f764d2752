"""What of framework orders was called off, and that no more is called than was agreed."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderKind, OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import OrderLine, SalesOrder

ZERO = Decimal(0)


def called(session: Session, framework_id: int, *, except_order: int = 0) -> dict[int, Decimal]:
    """Return what was called off each line of a framework order, by its id; drafts count, cancelled orders do not."""
    rows = session.execute(
        sa.select(OrderLine.split_from_id, OrderLine.quantity, OrderLine.cancelled)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(
            SalesOrder.parent_id == framework_id,
            SalesOrder.id != except_order,
            SalesOrder.state != OrderState.CANCELLED,
            OrderLine.split_from_id.is_not(None),
        )
    )
    found: dict[int, Decimal] = {}
    for line_id, quantity, cancelled in rows:
        assert line_id is not None  # noqa: S101 (asked for above)
        found[line_id] = found.get(line_id, ZERO) + quantity - cancelled
    return found


def refuse_beyond(session: Session, order: SalesOrder) -> None:
    """Raise when a call-off takes more than is left, or a framework order was cut below what was called off it."""
    if order.kind is OrderKind.CALL_OFF and order.parent_id is not None:
        _refuse_call(session, order, order.parent_id)
    elif order.kind is OrderKind.FRAMEWORK:
        taken = called(session, order.id)
        for line in order.ordered:
            if line.quantity < taken.pop(line.id, ZERO):
                raise DomainError("framework.below_called", line=line.no, label=line.label)
        if any(taken.values()):
            raise DomainError("framework.line_called", order=order.name)


def _refuse_call(session: Session, order: SalesOrder, framework_id: int) -> None:
    taken = called(session, framework_id, except_order=order.id)
    _count_on(session, order, framework_id)
    wanted: dict[int, Decimal] = {}
    for line in order.ordered:
        if line.split_from_id is not None:
            wanted[line.split_from_id] = wanted.get(line.split_from_id, ZERO) + line.quantity - line.cancelled
    for line_id, quantity in wanted.items():
        agreed = session.get_one(OrderLine, line_id)
        left = agreed.quantity - taken.get(line_id, ZERO)
        if quantity > left:
            raise DomainError("framework.over_called", line=agreed.no, label=agreed.label, wanted=quantity, left=left)


def _count_on(session: Session, order: SalesOrder, framework_id: int) -> None:
    """Count a line that was added or split off on the agreed line of its product."""
    agreed = session.execute(
        sa.select(OrderLine.product_id, OrderLine.id)
        .where(OrderLine.order_id == framework_id, OrderLine.product_id.is_not(None))
        .order_by(OrderLine.no.desc())
    ).all()
    first = {row.product_id: row.id for row in agreed}
    for line in order.ordered:
        if line.split_from_id is None:
            line.split_from_id = first.get(line.product_id or 0)
