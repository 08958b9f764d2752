"""« Et si je promets le … ? »: whether a day holds, the first that would do, and the orders it would hurt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.enums import Nature, OrderState, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.rules import availability, checks
from adv_desktop.models.rules.availability import Need, Receipt
from adv_desktop.models.rules.calendar import DeliveryCalendar
from adv_desktop.models.rules.checks import Remark
from adv_desktop.models.rules.promise import first_made_to_order, first_promise
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ExpectedReceipt, ProductStock
from adv_desktop.services import calendars, settings
from adv_desktop.services.settings import Settings

ZERO = Decimal(0)
OPEN = (OrderState.CONFIRMED, OrderState.ON_HOLD)


@dataclass(frozen=True, slots=True)
class HurtOrder:
    """A line of another order that would come short, and by how much more."""

    order_id: int
    number: str
    customer: str
    line: int
    by: dt.date
    short: Decimal


@dataclass(frozen=True, slots=True)
class LinePromise:
    """A line still due: whether the day holds, what can be there, the first day that would do (None: none).

    `departure` is the day that goods must leave on to keep the day asked for.
    """

    order_id: int
    number: str
    line: int
    label: str
    due: Decimal
    kept: bool
    available: Decimal | None
    earliest: dt.date | None
    hurt: tuple[HurtOrder, ...]
    departure: dt.date


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a day would do to the lines of orders; `earliest` is the first day for all of them together.

    `closed` says why the day cannot be promised at all.
    """

    on: dt.date
    closed: Remark | None
    lines: tuple[LinePromise, ...]
    earliest: dt.date | None


def what_if(session: Session, order_ids: Sequence[int], on: dt.date, today: dt.date) -> WhatIf:
    """Return what promising a day would do, in the order asked; orders take the stock one after the other."""
    orders = [_order(session, order_id) for order_id in order_ids]
    asked = {order.id: _asked(session, order, on, today) for order in orders}
    taken: dict[int, list[Need]] = {}
    lines = [
        _line(session, line, order_ids, taken, asked[order.id])
        for order in orders
        for line in order.leaving
        if line.backorder
    ]
    known = [line.earliest for line in lines]
    earliest = None if not known or None in known else max(day for day in known if day is not None)
    closed = (checks.closed_day(on, one.calendar) for one in asked.values())
    return WhatIf(on, next((remark for remark in closed if remark), None), tuple(lines), earliest)


@dataclass(frozen=True, slots=True)
class _Asked:
    on: dt.date
    today: dt.date
    leaving: dt.date  # the first day on which goods may leave: after the hour of the last orders, not today
    calendar: DeliveryCalendar
    settings: Settings

    @property
    def departure(self) -> dt.date:
        return self.calendar.departure(self.on)

    @property
    def is_possible(self) -> bool:
        return self.calendar.shut(self.on) is None and self.departure >= self.leaving


def _asked(session: Session, order: SalesOrder, on: dt.date, today: dt.date) -> _Asked:
    calendar = calendars.of_order(session, order)
    settled = settings.read(session)
    started = calendars.lead_start(order, settled, calendar)
    return _Asked(on, today, max(today, started), calendar, settled)


def _order(session: Session, order_id: int) -> SalesOrder:
    statement = sa.select(SalesOrder).where(SalesOrder.id == order_id).options(selectinload(SalesOrder.lines))
    order = session.scalar(statement)
    if order is None:
        raise DomainError("order.not_found", number=order_id)
    return order


def _line(
    session: Session, line: OrderLine, own: Sequence[int], taken: dict[int, list[Need]], asked: _Asked
) -> LinePromise:
    product = session.get(Product, line.product_id) if line.product_id else None
    if line.supply is Supply.PURCHASE and (due := _last_due(session, line)) is not None:
        return _made_to_order(line, (due - asked.leaving).days, asked)
    if product is None or not product.stocked or line.supply is not Supply.STOCK or product.nature is not Nature.GOODS:
        return _made_to_order(line, _lead_days(product, asked.settings), asked)
    mine = taken.setdefault(product.id, [])
    supply = supply_of(session, product.id, own, asked.today, mine)
    promise = availability.check_promise(supply, line.backorder, asked.departure)
    first = first_promise(supply, line.backorder, asked.calendar, asked.leaving)
    hurt = () if promise.kept else availability.hurt_by(supply, line.backorder)
    mine.append(Need(line.id, asked.departure, line.backorder))
    others = {row.line_id: row for row in hurt}
    return LinePromise(
        line.order_id, line.order.number or "", line.no, line.label, line.backorder,
        promise.kept and asked.is_possible, promise.available, first, tuple(_hurt_orders(session, others)),
        asked.departure,
    )  # fmt: skip


def _lead_days(product: Product | None, settled: Settings) -> int:
    """Return the days that it takes to have what is not on the shelf; a service and a free line take none."""
    return settled.lead_days_of(product.lead_days) if product is not None and product.nature is Nature.GOODS else 0


def _last_due(session: Session, line: OrderLine) -> dt.date | None:
    """Return when all that was bought for a line will be there; None when nothing is to come."""
    coming = sa.select(sa.func.max(ExpectedReceipt.due)).where(
        ExpectedReceipt.order_line_id == line.id, ExpectedReceipt.quantity > ExpectedReceipt.received
    )
    return session.scalar(coming)


def _made_to_order(line: OrderLine, days: int, asked: _Asked) -> LinePromise:
    """Judge by the days that it takes what is not taken from stock."""
    first = first_made_to_order(days, asked.calendar, asked.leaving)
    kept = asked.on >= first and asked.calendar.shut(asked.on) is None
    return LinePromise(
        line.order_id, line.order.number or "", line.no, line.label, line.backorder, kept, None, first, (),
        asked.departure,
    )  # fmt: skip


def supply_of(
    session: Session, product_id: int, own: Sequence[int], today: dt.date, mine: Sequence[Need] = ()
) -> availability.Supply:
    """Return the stock, what is announced, and what others wait for; what is late for them is due at once.

    `own` are the orders that are left out, `mine` what they need already of the same goods.
    """
    physical = session.scalar(sa.select(ProductStock.physical).where(ProductStock.product_id == product_id)) or ZERO
    announced = session.execute(
        sa.select(ExpectedReceipt.due, ExpectedReceipt.quantity, ExpectedReceipt.received).where(
            ExpectedReceipt.product_id == product_id, ExpectedReceipt.order_line_id.is_(None)
        )
    )
    receipts = [Receipt(max(due, today), quantity - got) for due, quantity, got in announced if quantity > got]
    physical -= _kept_for_buyers(session, product_id)
    bought = _bought(session, product_id)
    waiting = session.scalars(
        sa.select(OrderLine)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(
            OrderLine.product_id == product_id,
            OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled,
            OrderLine.supply == Supply.STOCK,
            SalesOrder.state.in_(OPEN),
            SalesOrder.id.not_in(own),
        )
    )
    needs = [
        Need(row.id, max(_leaves(row) or today, today), left)
        for row in waiting
        if (left := row.backorder - bought.get(row.id, ZERO)) > ZERO
    ]
    return availability.Supply(physical, receipts, [*needs, *mine])


def _leaves(line: OrderLine) -> dt.date | None:
    """Return the day that a line's goods must leave on, as far as it is known."""
    return line.planned_departure or line.promised or line.requested


def _kept_for_buyers(session: Session, product_id: int) -> Decimal:
    """Return what came in for orders that it was bought for: nobody else may count on it (R18)."""
    kept = sa.select(sa.func.sum(OrderLine.reserved)).where(
        OrderLine.product_id == product_id, OrderLine.supply == Supply.PURCHASE
    )
    return session.scalar(kept) or ZERO


def _bought(session: Session, product_id: int) -> dict[int, Decimal]:
    """Return what is still to come for each order line that something was bought for."""
    left = sa.func.sum(ExpectedReceipt.quantity - ExpectedReceipt.received)
    statement = (
        sa.select(ExpectedReceipt.order_line_id, left)
        .where(
            ExpectedReceipt.product_id == product_id,
            ExpectedReceipt.order_line_id.is_not(None),
            ExpectedReceipt.quantity > ExpectedReceipt.received,
        )
        .group_by(ExpectedReceipt.order_line_id)
    )
    return {row[0]: row[1] for row in session.execute(statement) if row[0] is not None}


def _hurt_orders(session: Session, hurt: dict[int, availability.Hurt]) -> Iterable[HurtOrder]:
    statement = (
        sa.select(OrderLine.id, OrderLine.no, SalesOrder.id, SalesOrder.number, SalesOrder.customer_name)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(OrderLine.id.in_(hurt))
        .order_by(OrderLine.id)
    )
    for line_id, no, order_id, number, name in session.execute(statement):
        yield HurtOrder(order_id, number or str(order_id), name, no, hurt[line_id].by, hurt[line_id].short)
