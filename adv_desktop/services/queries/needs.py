"""Who waits for products: the open order lines, the first promised first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import Supply
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ELSEWHERE, ExpectedReceipt
from adv_desktop.services.queries.listing import among
from adv_desktop.services.queries.orders import OPEN
from adv_desktop.services.queries.selected import Select

ZERO = Decimal(0)
LEFT = OrderLine.quantity - OrderLine.cancelled - OrderLine.delivered
_BY = sa.func.coalesce(OrderLine.promised, OrderLine.requested, SalesOrder.promised, type_=sa.Date())


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open order line of a product that we keep; `missing` is what is neither there nor kept for it."""

    line_id: int
    order_id: int
    number: str
    line: int
    customer: str
    priority: str
    product: str
    label: str
    promised: dt.date | None
    left: Decimal
    reserved: Decimal
    supply: Supply
    expected_on: dt.date | None

    @property
    def missing(self) -> Decimal:
        """What it still waits for."""
        return max(self.left - self.reserved, ZERO)


def of_product(session: Session, product_id: int) -> tuple[Waiting, ...]:
    """Return the order lines that wait for a product or keep some of it."""
    return _read(session, _lines().where(OrderLine.product_id == product_id))


def short(session: Session) -> tuple[Waiting, ...]:
    """Return every order line that a stock-out hits: less is kept for it than it needs."""
    return _read(session, _lines().where(OrderLine.reserved < LEFT))


def first_needs(session: Session, product_ids: Iterable[int]) -> dict[int, dt.date | None]:
    """Return the day of the first need of products that is not kept, by product id."""
    statement = (
        sa.select(OrderLine.product_id, sa.func.min(_BY))
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(OPEN, among(OrderLine.product_id, product_ids), OrderLine.reserved < LEFT)
        .where(OrderLine.supply.not_in(ELSEWHERE))
        .group_by(OrderLine.product_id)
    )
    return {row[0]: row[1] for row in session.execute(statement) if row[0] is not None}


def _lines() -> Select:
    coming = (
        sa.select(sa.func.min(ExpectedReceipt.due))
        .where(
            ExpectedReceipt.product_id == OrderLine.product_id,
            ExpectedReceipt.quantity > ExpectedReceipt.received,
            sa.or_(ExpectedReceipt.order_line_id.is_(None), ExpectedReceipt.order_line_id == OrderLine.id),
        )
        .scalar_subquery()
    )
    return (
        sa.select(
            OrderLine.id, SalesOrder.id, SalesOrder.number, OrderLine.no, SalesOrder.customer_name, Customer.priority,
            Product.code, Product.label, _BY, LEFT, OrderLine.reserved, OrderLine.supply, coming,
        )
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(OPEN, LEFT > ZERO, OrderLine.supply.not_in(ELSEWHERE), Product.stocked)
        .order_by(Product.code, Customer.priority, _BY.is_(None), _BY, SalesOrder.id, OrderLine.no)
    )  # fmt: skip


def _read(session: Session, statement: Select) -> tuple[Waiting, ...]:
    return tuple(Waiting(*row) for row in session.execute(statement))
