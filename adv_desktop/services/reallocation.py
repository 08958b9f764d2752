"""Goods kept for some orders given to another one: whom it hurts is shown first, and noted on each of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import ActivityKind, DocumentKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import activities, reservations, stock
from adv_desktop.services.activities import NewActivity
from adv_desktop.services.clock import Clock
from adv_desktop.services.formats import Formats
from adv_desktop.services.reservations import Holder
from adv_desktop.services.stock_keeping import given, refuse_not_positive
from adv_desktop.services.store import Store
from adv_desktop.services.texts import _, current

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Hurt:
    """An order line that would lose goods kept for it."""

    order_id: int
    number: str
    customer: str
    line: int
    promised: dt.date | None
    kept: Decimal
    loses: Decimal


@dataclass(frozen=True, slots=True)
class Reallocation:
    """What giving goods to an order line would do: what is free comes first, then what others lose."""

    line_id: int
    order_id: int
    number: str
    customer: str
    product: str
    missing: Decimal
    quantity: Decimal
    free: Decimal
    hurt: tuple[Hurt, ...]


class ReallocationService:
    """Moves goods that are kept from order to order."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def preview(self, line_id: int, quantity: Decimal | None = None) -> Reallocation:
        """Return whom it would hurt to give a line a quantity (all that it misses without one)."""
        with self._store.read() as session:
            return _plan(session, line_id, quantity)[0]

    def give(self, line_id: int, quantity: Decimal, reason: str) -> Reallocation:
        """Give goods to a line, taken from the last served of the others; each order notes it with the reason."""
        reason = given(reason)
        with self._store.write("stock.reallocate") as session:
            plan, losers = _plan(session, line_id, quantity)
            for holder, lost in losers:
                stock.release(session, holder.line, lost)
            line = session.get_one(OrderLine, line_id)
            stock.keep(session, line, plan.quantity)
            self._note(session, plan, reason)
            return plan

    def _note(self, session: Session, plan: Reallocation, reason: str) -> None:
        quantity = Formats(current().language).quantity
        given_to = _("{quantity} of {product} given to order {order} of {customer}: {reason}")
        for hurt in plan.hurt:
            text = given_to.format(
                quantity=quantity(hurt.loses), product=plan.product, order=plan.number, customer=plan.customer,
                reason=reason,
            )  # fmt: skip
            self._write(session, hurt.order_id, text)
        came_from = ", ".join(f"{hurt.number} ({quantity(hurt.loses)})" for hurt in plan.hurt) or _("the free stock")
        taken = _("{quantity} of {product} taken from {orders}: {reason}")
        self._write(
            session,
            plan.order_id,
            taken.format(quantity=quantity(plan.quantity), product=plan.product, orders=came_from, reason=reason),
        )

    def _write(self, session: Session, order_id: int, text: str) -> None:
        order = session.get_one(SalesOrder, order_id)
        written = NewActivity(order.customer_id, ActivityKind.NOTE, text, DocumentKind.ORDER, order_id)
        activities.note(session, written, self._clock)


def _plan(
    session: Session, line_id: int, quantity: Decimal | None
) -> tuple[Reallocation, list[tuple[Holder, Decimal]]]:
    """Decide from whom the goods come; raise when there are not as many."""
    line = session.get_one(OrderLine, line_id)
    order = session.get_one(SalesOrder, line.order_id)
    order.refuse_unless_open()
    missing = line.backorder - line.reserved
    others = [
        row
        for row in reservations.holders(session, line.product_id or 0)
        if row.line.id != line_id and row.line.reserved and row.line.supply is not Supply.PURCHASE
    ]
    free = max(stock.counters(session, line.product_id or 0).available, ZERO)
    most = min(missing, free + sum((row.line.reserved for row in others), ZERO))
    if missing <= ZERO:
        raise DomainError("stock.line_served", product=line.product_code, order=order.name)
    if most <= ZERO:
        raise DomainError("stock.nothing_kept", product=line.product_code)
    wanted = most if quantity is None else quantity
    refuse_not_positive(wanted)
    if wanted > most:
        raise DomainError("stock.nothing_to_give", product=line.product_code, wanted=wanted, most=most)
    losers, left = [], wanted - min(free, wanted)
    for holder in reservations.last_first(others):
        lost = min(left, holder.line.reserved)
        if lost > ZERO:
            losers.append((holder, lost))
            left -= lost
    hurt = tuple(_hurt(holder, lost) for holder, lost in losers)
    plan = Reallocation(
        line_id, order.id, order.number or str(order.id), order.customer_name, line.product_code or "", missing,
        wanted, min(free, wanted), hurt,
    )  # fmt: skip
    return plan, losers


def _hurt(holder: Holder, lost: Decimal) -> Hurt:
    line, order = holder.line, holder.order
    promised = line.promised or line.requested or order.requested
    return Hurt(order.id, order.number or str(order.id), order.customer_name, line.no, promised, line.reserved, lost)
