"""Urgent orders and lines: shown first, and told to logistics by a message that waits for a click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.outbox_filling import OutboxFilling
from adv_desktop.services.store import Store

_OPEN = frozenset({OrderState.DRAFT, OrderState.CONFIRMED, OrderState.ON_HOLD})


class UrgencyService:
    """Says that orders, or lines of theirs, are urgent, or that they no longer are."""

    def __init__(self, store: Store, filling: OutboxFilling) -> None:
        self._store = store
        self._filling = filling

    def mark(self, order_ids: Iterable[int]) -> tuple[int, ...]:
        """Make whole orders urgent and prepare the alert to logistics; return the ids of the messages that wait."""
        with self._store.write("order.urgent") as session:
            orders = [order_by_id(session, order_id) for order_id in order_ids]
            for order in orders:
                _refuse_closed(order)
                order.urgent = True
            return self._tell(session, orders)

    def mark_lines(self, line_ids: Iterable[int]) -> tuple[int, ...]:
        """Make lines of orders urgent and prepare the alert to logistics; return the ids of the messages that wait.

        Raises `order.line_delivered` for a line of which everything has left.
        """
        with self._store.write("order_line.urgent") as session:
            orders = _orders_of(session, line_ids)
            for order, lines in orders:
                _refuse_closed(order)
                for line in lines:
                    _refuse_delivered(order, line)
                    _set(order, line, urgent=True)
            return self._tell(session, [order for order, _lines in orders])

    def alert(self, order_ids: Iterable[int]) -> tuple[int, ...]:
        """Prepare the alert of what was saved as urgent; return the ids of the messages that wait."""
        with self._store.write("order.alert") as session:
            return self._tell(session, [order_by_id(session, order_id) for order_id in order_ids])

    def clear(self, order_ids: Iterable[int]) -> None:
        """Make orders and all their lines urgent no longer."""
        with self._store.write("order.not_urgent") as session:
            for order_id in order_ids:
                order = order_by_id(session, order_id)
                order.urgent = False
                for line in order.lines:
                    line.urgent = False

    def clear_lines(self, line_ids: Iterable[int]) -> None:
        """Make lines urgent no longer; the other lines of an order that was urgent as a whole stay urgent."""
        with self._store.write("order_line.not_urgent") as session:
            for order, lines in _orders_of(session, line_ids):
                if order.urgent:
                    order.urgent = False
                    for other in order.leaving:
                        other.urgent = bool(other.backorder)
                for line in lines:
                    _set(order, line, urgent=False)

    def _tell(self, session: Session, orders: Sequence[SalesOrder]) -> tuple[int, ...]:
        session.flush()
        return self._filling.urgent(session, [order for order in orders if order.number is not None])


def _orders_of(session: Session, line_ids: Iterable[int]) -> list[tuple[SalesOrder, list[OrderLine]]]:
    """Return the orders of lines, each with those of its lines that are meant."""
    wanted = set(line_ids)
    ids = session.scalars(sa.select(OrderLine.order_id).where(OrderLine.id.in_(wanted)).distinct())
    orders = [order_by_id(session, order_id) for order_id in sorted(ids)]
    return [(order, [line for line in order.lines if line.id in wanted]) for order in orders]


def _set(order: SalesOrder, line: OrderLine, *, urgent: bool) -> None:
    for one in (line, *order.components(line)):
        one.urgent = urgent


def _refuse_closed(order: SalesOrder) -> None:
    if order.state not in _OPEN:
        raise DomainError("order.closed", order=order.name)


def _refuse_delivered(order: SalesOrder, line: OrderLine) -> None:
    if not line.backorder:
        raise DomainError("order.line_delivered", order=order.name, line=line.no)
