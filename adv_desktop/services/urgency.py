"""Urgent orders: shown first, and told to logistics by a message that waits for a click."""

from __future__ import annotations

from collections.abc import Iterable

from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.outbox_filling import OutboxFilling
from adv_desktop.services.store import Store

_OPEN = frozenset({OrderState.DRAFT, OrderState.CONFIRMED, OrderState.ON_HOLD})


class UrgencyService:
    """Says that orders are urgent, or that they no longer are."""

    def __init__(self, store: Store, filling: OutboxFilling) -> None:
        self._store = store
        self._filling = filling

    def mark(self, order_ids: Iterable[int]) -> tuple[int, ...]:
        """Make orders urgent and prepare the alert to logistics; return the ids of the messages that wait."""
        with self._store.write("order.urgent") as session:
            orders = [order_by_id(session, order_id) for order_id in order_ids]
            for order in orders:
                if order.state not in _OPEN:
                    raise DomainError("order.closed", order=order.name)
                order.urgent = True
            session.flush()
            return self._filling.urgent(session, [order for order in orders if order.number is not None])

    def clear(self, order_ids: Iterable[int]) -> None:
        """Make orders urgent no longer."""
        with self._store.write("order.not_urgent") as session:
            for order_id in order_ids:
                order_by_id(session, order_id).urgent = False
