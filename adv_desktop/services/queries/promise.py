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
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import availability
from adv_desktop.models.rules.availability import Need, Receipt
from adv_desktop.models.rules.dates import is_working_day
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ExpectedReceipt, ProductStock

ZERO = Decimal(0)
OPEN = (OrderState.CONFIRMED, OrderState.ON_HOLD)
FURTHEST = 366


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
    """A line still due: whether the day holds, what can be there, the first day that would do (None: none)."""

    order_id: int
    number: str
    line: int
    label: str
    due: Decimal
    kept: bool
    available: Decimal | None
    earliest: dt.date | None
    hurt: tuple[HurtOrder, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a day would do to the lines of orders; `earliest` is the first day for all of them together."""

    on: dt.date
    open_day: bool
    lines: tuple[LinePromise, ...]
    earliest: dt.date | None


def what_if(session: Session, order_ids: Sequence[int], on: dt.date, today: dt.date) -> WhatIf:
    """Return what promising a day would do, in the order asked; orders take the stock one after the other."""
    orders = [_order(session, order_id) for order_id in order_ids]
    days = {order.id: _delivery_days(session, order) for order in orders}
    taken: dict[int, list[Need]] = {}
    lines = [
        _line(session, line, order_ids, taken, _Asked(on, today, days[order.id]))
        for order in orders
        for line in order.items
        if line.backorder
    ]
    known = [line.earliest for line in lines]
    earliest = None if not known or None in known else max(day for day in known if day is not None)
    open_day = all(_is_open(on, allowed) for allowed in days.values())
    return WhatIf(on, open_day, tuple(lines), earliest)


@dataclass(frozen=True, slots=True)
class _Asked:
    on: dt.date
    today: dt.date
    weekdays: tuple[int, ...]


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
    if product is None or not product.stocked or line.supply is not Supply.STOCK or product.nature is not Nature.GOODS:
        return _made_to_order(line, product, asked)
    mine = taken.setdefault(product.id, [])
    supply = _supply(session, product.id, own, mine, asked.today)
    promise = availability.check_promise(supply, line.backorder, asked.on)
    first = _first_day(supply, line.backorder, asked)
    hurt = () if promise.kept else availability.hurt_by(supply, line.backorder)
    mine.append(Need(line.id, asked.on, line.backorder))
    others = {row.line_id: row for row in hurt}
    return LinePromise(
        line.order_id, line.order.number or "", line.no, line.label, line.backorder,
        promise.kept and _is_open(asked.on, asked.weekdays), promise.available, first,
        tuple(_hurt_orders(session, others)),
    )  # fmt: skip


def _made_to_order(line: OrderLine, product: Product | None, asked: _Asked) -> LinePromise:
    """Judge by the lead time what is not taken from stock."""
    lead = product.lead_days if product is not None and product.nature is Nature.GOODS else 0
    first = _next_open(asked.today + dt.timedelta(days=lead), asked.weekdays)
    kept = asked.on >= first and _is_open(asked.on, asked.weekdays)
    return LinePromise(
        line.order_id, line.order.number or "", line.no, line.label, line.backorder, kept, None, first, ()
    )


def _supply(
    session: Session, product_id: int, own: Sequence[int], mine: Sequence[Need], today: dt.date
) -> availability.Supply:
    """Return the stock, what is announced, and what the others wait for; what is late for them is due at once."""
    physical = session.scalar(sa.select(ProductStock.physical).where(ProductStock.product_id == product_id)) or ZERO
    announced = session.execute(
        sa.select(ExpectedReceipt.due, ExpectedReceipt.quantity, ExpectedReceipt.received).where(
            ExpectedReceipt.product_id == product_id, ExpectedReceipt.order_line_id.is_(None)
        )
    )
    receipts = [Receipt(max(due, today), quantity - got) for due, quantity, got in announced if quantity > got]
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
    needs = [Need(row.id, max(row.promised or row.requested or today, today), row.backorder) for row in waiting]
    return availability.Supply(physical, receipts, [*needs, *mine])


def _first_day(supply: availability.Supply, quantity: Decimal, asked: _Asked) -> dt.date | None:
    """Return the first open day, from today on, that promises nothing away from others."""
    days = sorted({asked.today, *(receipt.on for receipt in supply.receipts), *(need.by for need in supply.needs)})
    for day in days:
        open_day = _next_open(max(day, asked.today), asked.weekdays)
        if availability.check_promise(supply, quantity, open_day).kept:
            return open_day
    return None


def _hurt_orders(session: Session, hurt: dict[int, availability.Hurt]) -> Iterable[HurtOrder]:
    statement = (
        sa.select(OrderLine.id, OrderLine.no, SalesOrder.id, SalesOrder.number, SalesOrder.customer_name)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(OrderLine.id.in_(hurt))
        .order_by(OrderLine.id)
    )
    for line_id, no, order_id, number, name in session.execute(statement):
        yield HurtOrder(order_id, number or str(order_id), name, no, hurt[line_id].by, hurt[line_id].short)


def _delivery_days(session: Session, order: SalesOrder) -> tuple[int, ...]:
    days = session.scalars(sa.select(Customer.delivery_days).where(Customer.id == order.customer_id)).one()
    return tuple(int(day) for day in days)


def _is_open(day: dt.date, weekdays: Sequence[int]) -> bool:
    return is_working_day(day) and (not weekdays or day.isoweekday() in weekdays)


def _next_open(day: dt.date, weekdays: Sequence[int]) -> dt.date:
    return next(
        (later for later in (day + dt.timedelta(days=n) for n in range(FURTHEST)) if _is_open(later, weekdays)), day
    )
