"""The lots that a delivery line may be picked from, and who received which lot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import fefo
from adv_desktop.models.rules.fefo import LifeWanted
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.serial import SerialUnit
from adv_desktop.models.stock import Lot
from adv_desktop.services import lots
from adv_desktop.services.lots import LotStock
from adv_desktop.services.queries.selected import Select

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class OfferedLot:
    """A lot with what is free of it, what is taken now, and whether it lasts long enough for the customer."""

    lot: LotStock
    taken: Decimal
    lasts: bool


@dataclass(frozen=True, slots=True)
class LotChoice:
    """What a line may be picked from, first expired first; `good_until` is the day that the customer asks for."""

    product: str
    quantity: Decimal
    good_until: dt.date
    lots: tuple[OfferedLot, ...]
    wanted: LifeWanted


@dataclass(frozen=True, slots=True)
class SentLot:
    """Goods of a lot that a customer got by a delivery of an order."""

    lot: str
    use_by: dt.date | None
    product: str
    label: str
    quantity: Decimal
    delivery_id: int
    delivery: str
    date: dt.date
    customer_id: int
    customer_code: str
    customer: str
    phone: str | None
    email: str | None
    order_id: int | None
    order: str | None


def for_line(session: Session, line_id: int) -> LotChoice:
    """Return the lots that a delivery line may be picked from; raise `stock.not_tracked` where there are none."""
    line = session.get_one(DeliveryLine, line_id)
    product = session.get(Product, line.product_id) if line.product_id else None
    if product is None or not product.lot_tracked:
        raise DomainError("stock.not_tracked", product=line.product_code or line.label)
    delivery = session.get_one(Delivery, line.delivery_id)
    wanted = lots.life_wanted(session.get_one(Customer, delivery.customer_id), product)
    until = wanted.until(delivery.delivery_date)
    offered = tuple(
        OfferedLot(lot, line.quantity if lot.lot_id == line.lot_id else ZERO, fefo.lasts(lot.use_by, until))
        for lot in lots.in_stock(session, product.id, besides=[line.id])
        if lot.lot_id is not None
    )
    return LotChoice(product.code, line.quantity, until, offered, wanted)


def codes(session: Session, line_ids: Sequence[int]) -> Mapping[int, tuple[str, dt.date | None]]:
    """Return the lot and use-by date of delivery lines, by line id; lines without a lot are left out."""
    statement = (
        sa.select(DeliveryLine.id, Lot.code, Lot.use_by)
        .join(Lot, Lot.id == DeliveryLine.lot_id)
        .where(DeliveryLine.id.in_(line_ids))
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


def sent(session: Session, text: str) -> tuple[SentLot, ...]:
    """Return who received what of which lot, or which unit with a serial number.

    By a lot, a serial number, a product, an order, a delivery note or a customer, named exactly.
    A customer's name may be given in part.
    """
    written = text.strip()
    if not written:
        return ()
    same = [
        sa.func.upper(column) == written.upper()
        for column in (Lot.code, Product.code, Delivery.number, SalesOrder.number, Customer.code)
    ]
    named = Customer.name.icontains(written, autoescape=True)
    rows = session.execute(_sent().where(sa.or_(*same, named)))
    unit = SerialUnit.number == written.upper()
    units = session.execute(_sent_units().where(sa.or_(unit, *same[1:], named)))
    one = Decimal(1)
    return (
        *(SentLot(*row) for row in rows),
        *(SentLot(number, None, code, label, one, *others) for number, code, label, *others in units),
    )


def _sent_units() -> Select:
    """Return what left unit by unit, and stayed at the customer's."""
    return (
        sa.select(
            SerialUnit.number, Product.code, Product.label, Delivery.id, Delivery.number,
            Delivery.delivery_date, Customer.id, Customer.code, Customer.name, Customer.phone, Customer.email,
            SalesOrder.id, SalesOrder.number,
        )
        .join(DeliveryLine, DeliveryLine.id == SerialUnit.delivery_line_id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(Customer, Customer.id == Delivery.customer_id)
        .join(Product, Product.id == SerialUnit.product_id)
        .outerjoin(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .outerjoin(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .order_by(SerialUnit.number, Delivery.delivery_date.desc())
    )  # fmt: skip


def _sent() -> Select:
    return (
        sa.select(
            Lot.code, Lot.use_by, Product.code, Product.label, DeliveryLine.quantity, Delivery.id, Delivery.number,
            Delivery.delivery_date, Customer.id, Customer.code, Customer.name, Customer.phone, Customer.email,
            SalesOrder.id, SalesOrder.number,
        )
        .join(DeliveryLine, DeliveryLine.lot_id == Lot.id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(Customer, Customer.id == Delivery.customer_id)
        .join(Product, Product.id == Lot.product_id)
        .outerjoin(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .outerjoin(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(Delivery.state == DeliveryState.SHIPPED)
        .order_by(Lot.code, Delivery.delivery_date.desc(), Delivery.id, DeliveryLine.no)
    )  # fmt: skip
