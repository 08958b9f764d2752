"""The order intake: what confirmations, amendments and cancellations add, in the month of the change.

Each change adds its own line, so that the figure of a past month never moves.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderState
from adv_desktop.models.order_history import IntakeCause, OrderIntake
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.queries.euros import in_euros, rate_of

_OUT = frozenset({OrderState.DRAFT, OrderState.CANCELLED})


def note(session: Session, order: SalesOrder, cause: IntakeCause, day: dt.date) -> None:
    """Add the difference between what an order is worth now and what the order intake holds of it."""
    row = change_of(session, order, cause, day)
    if row is not None:
        session.add(row)


def change_of(session: Session, order: SalesOrder, cause: IntakeCause, day: dt.date) -> OrderIntake | None:
    """Return the row of that difference, None where there is none; it is not written yet."""
    change = worth(order) - _noted(session, order, cause)
    return OrderIntake(order_id=order.id, day=day, cause=cause, net=change) if change else None


def worth(order: SalesOrder) -> int:
    """Return the net of what an order asks for, without what was cancelled, in euro cents."""
    if order.state in _OUT:
        return 0
    minor = sum(line.net_for(line.quantity - line.cancelled - line.carried, order.currency) for line in order.billed)
    return in_euros(minor, order.currency, rate_of(order.exchange_rate))


def _noted(session: Session, order: SalesOrder, cause: IntakeCause) -> int:
    if cause is IntakeCause.CONFIRMATION:
        return 0  # an order is confirmed once
    statement = sa.select(sa.func.coalesce(sa.func.sum(OrderIntake.net), 0)).where(OrderIntake.order_id == order.id)
    return int(session.execute(statement).scalar_one())
