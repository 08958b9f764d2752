"""Services that are still to be carried out: apart from the goods, unless the product goes along with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.enums import LineKind, Nature, Supply
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.queries.hints import open_orders
from adv_desktop.services.queries.listing import Condition, numbers

# Of order lines joined (outer) with their products: services that do not leave with goods.
_SERVICES = sa.and_(
    OrderLine.nature == Nature.SERVICE, sa.func.coalesce(Product.with_goods, sa.false()).is_(sa.false())
)
# Nothing that leaves our stock: services, and what the supplier sends.
APART = sa.or_(_SERVICES, OrderLine.supply == Supply.DIRECT)
_LEFT = OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled


def apart(session: Session, line_ids: Iterable[int]) -> set[int]:
    """Return which order lines are services that do not leave with goods, or sent by the supplier."""
    rows = _joined(OrderLine.id).where(OrderLine.id.in_(numbers(line_ids)), APART)
    return set(session.scalars(rows))


def with_goods_due() -> Condition:
    """Hold to the orders that have something to prepare: goods, or services that go along with them."""
    return SalesOrder.id.in_(_due(sa.not_(APART)))


def to_carry_out(_session: Session, today: dt.date) -> Condition:
    """Hold to the orders whose services should be carried out by now, or have no date."""
    by_now = sa.func.coalesce(OrderLine.promised, OrderLine.requested, SalesOrder.promised, today) <= today
    services = _due(_SERVICES).join(SalesOrder, SalesOrder.id == OrderLine.order_id).where(by_now)
    return SalesOrder.id.in_(services)


def _due(condition: Condition) -> sa.Select[int]:
    rows = _joined(OrderLine.order_id)
    return rows.where(OrderLine.order_id.in_(open_orders()), OrderLine.kind == LineKind.ITEM, _LEFT, condition)


def _joined(column: InstrumentedAttribute[int]) -> sa.Select[int]:
    return sa.select(column).outerjoin(Product, Product.id == OrderLine.product_id)
