"""The dates of confirmed orders promised anew, one or many at once: each keeps a revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.services.clock import Clock
from adv_desktop.services.orders import order_by_id, revise, snapshot
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class Promise:
    """An order as it was shown, and the day that what is left of it is promised for."""

    order_id: int
    version: int
    on: dt.date


class ReschedulingService:
    """Changes promised dates."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def promise(self, promises: Sequence[Promise], reason: str = "") -> tuple[int, ...]:
        """Promise days, all or none; return the orders whose acknowledgement is outdated by it."""
        with self._store.write("order.promise") as session:
            outdated = []
            for asked in promises:
                if asked.on < self._clock.today():
                    raise DomainError("order.promise_past", date=asked.on)
                order = order_by_id(session, asked.order_id)
                order.refuse_if_changed(asked.version)
                if order.state not in {OrderState.CONFIRMED, OrderState.ON_HOLD}:
                    raise DomainError("order.not_confirmed", order=order.name, state=order.state.value)
                due = [line for line in order.items if line.backorder]
                if not due:
                    raise DomainError("order.nothing_left", order=order.name)
                before = snapshot(order)
                for line in due:
                    line.promised, line.promise_cause = asked.on, reason.strip() or None
                revise(session, order, before, self._clock)
                if order.acknowledgement_outdated:
                    outdated.append(order.id)
            return tuple(outdated)
