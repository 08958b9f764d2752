"""The dates of confirmed orders promised anew, one or many at once: who asked, why, and each keeps a revision.

A day that the customer asked for becomes the first promise too; one that we move never does (R4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.promise import PromiseChange
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import kits
from adv_desktop.services.clock import Clock
from adv_desktop.services.order_reading import snapshot
from adv_desktop.services.orders import order_by_id, orders_of_lines, revise
from adv_desktop.services.store import Store, actor_name


@dataclass(frozen=True, slots=True)
class Promise:
    """An order as it was shown, and the day that its lines are promised for (none named: all that is still due)."""

    order_id: int
    version: int
    on: dt.date
    line_ids: tuple[int, ...] = ()
    asked_by: AskedBy = AskedBy.US
    reason: PromiseReason | None = None
    comment: str = ""


class ReschedulingService:
    """Changes promised dates, and keeps whether the customers know."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def promise(self, promises: Sequence[Promise]) -> tuple[int, ...]:
        """Promise days, all or none; return the orders whose acknowledgement is outdated by it."""
        by_order: dict[int, list[Promise]] = {}
        for asked in promises:
            by_order.setdefault(asked.order_id, []).append(asked)
        with self._store.write("order.promise") as session:
            orders = [self._promise(session, order_id, asked) for order_id, asked in by_order.items()]
            return tuple(order.id for order in orders if order.acknowledgement_outdated)

    def tell(self, line_ids: Sequence[int], on: dt.date | None = None) -> None:
        """Record that the customers know about lines since a day (default: today), by whatever way."""
        day = on or self._clock.today()
        if day > self._clock.today():
            raise DomainError("date.in_future", date=day, today=self._clock.today())
        with self._store.write("order.told") as session:
            for order in orders_of_lines(session, line_ids):
                for line in order.lines:
                    if line.id in line_ids:
                        self._tell(session, order, line, day)

    def _promise(self, session: Session, order_id: int, promises: Iterable[Promise]) -> SalesOrder:
        order = order_by_id(session, order_id)
        before = snapshot(order)
        for asked in promises:
            if asked.on < self._clock.today():
                raise DomainError("order.promise_past", date=asked.on)
            order.refuse_if_changed(asked.version)
            if order.state not in {OrderState.CONFIRMED, OrderState.ON_HOLD}:
                raise DomainError("order.not_confirmed", order=order.name, state=order.state.value)
            due = [line for line in order.lines if line.backorder and _is_asked(line, asked.line_ids)]
            if not due:
                raise DomainError("order.nothing_left", order=order.name)
            for line in due:
                session.add(self._change(order, line, asked))
                line.promise_anew(asked.on, asked.asked_by, asked.reason)
        kits.promise_with_last(order)
        revise(session, order, before, self._clock)
        return order

    def _change(self, order: SalesOrder, line: OrderLine, asked: Promise) -> PromiseChange:
        return PromiseChange(
            order_id=order.id, order_line_id=line.id, at=self._clock.now(), actor=actor_name(), before=line.promised,
            after=asked.on, asked_by=asked.asked_by, reason=asked.reason, comment=asked.comment.strip() or None,
            # Whoever asked for the day knows it.
            told_on=self._clock.today() if asked.asked_by is AskedBy.CUSTOMER else None,
        )  # fmt: skip

    def _tell(self, session: Session, order: SalesOrder, line: OrderLine, on: dt.date) -> None:
        """Note the day on the changes of a line; of one late without any, that it keeps its date."""
        changes = list(session.scalars(sa.select(PromiseChange).where(PromiseChange.order_line_id == line.id)))
        if not changes:
            kept = PromiseChange(
                order_id=order.id, order_line_id=line.id, at=self._clock.now(), actor=actor_name(),
                before=line.promised, after=line.promised, asked_by=AskedBy.US, told_on=on,
            )  # fmt: skip
            session.add(kept)
        for change in changes:
            change.told_on = change.told_on or on


def _is_asked(line: OrderLine, line_ids: Sequence[int]) -> bool:
    """Whether a line is among those asked (none: all), or its kit is."""
    return not line_ids or line.id in line_ids or (line.kit is not None and line.kit.id in line_ids)


def note_told(session: Session, order_ids: Iterable[int], on: dt.date) -> None:
    """Record, inside a transaction, that a message told the customers the dates of orders."""
    waiting = sa.select(PromiseChange).where(
        PromiseChange.order_id.in_(list(order_ids)), PromiseChange.told_on.is_(None)
    )
    for change in session.scalars(waiting):
        change.told_on = on
