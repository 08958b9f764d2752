"""One product: stock, the orders that need it, what is expected, its prices and its names at customers'."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import PriceSource
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import CustomerItemCode, Price, Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ExpectedReceipt
from adv_desktop.services import compositions
from adv_desktop.services.compositions import Component
from adv_desktop.services.folding import words_key
from adv_desktop.services.queries import installed, products
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.queries.orders import OPEN
from adv_desktop.services.queries.products import ProductRow
from adv_desktop.services.stock import counters

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Need:
    """An open order line that waits for the product."""

    order_id: int
    number: str | None
    customer_name: str
    promised: dt.date | None
    left: Decimal
    reserved: Decimal


@dataclass(frozen=True, slots=True)
class Receipt:
    """Goods announced by a supplier."""

    id: int
    due: dt.date
    left: Decimal
    supplier_reference: str | None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price of the product, whoever it is for."""

    id: int
    source: PriceSource
    for_whom: str | None
    from_quantity: Decimal
    price: Decimal
    net: bool
    starts_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ItemCode:
    """What a customer calls the product."""

    customer_id: int
    customer_name: str
    code: str
    label: str | None


@dataclass(frozen=True, slots=True)
class KitPart:
    """A component of the product, which is a kit; `cost` is of what one kit holds of it."""

    product_id: int
    code: str
    label: str
    quantity: Decimal
    available: Decimal | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """A product whole; `row` is what the list shows of it."""

    row: ProductRow
    label_en: str | None
    minimum_quantity: Decimal
    weight_kg: Decimal | None
    cn8: str | None
    origin: str | None
    replaced_by: str | None
    note: str | None
    needs: tuple[Need, ...]
    receipts: tuple[Receipt, ...]
    prices: tuple[PriceRow, ...]
    item_codes: tuple[ItemCode, ...]
    components: tuple[KitPart, ...]
    kit_cost: Decimal | None
    installed: tuple[InstalledUnit, ...]  # the latest units that left


def detail(session: Session, product_id: int, today: dt.date) -> ProductDetail:
    """Return a product; raise `product.not_found`."""
    row = products.rows(session, [product_id], today).get(product_id)
    if row is None:
        raise DomainError("product.not_found", code=product_id)
    other = sa.orm.aliased(Product)
    facts = session.execute(
        sa.select(
            Product.label_en, Product.minimum_quantity, Product.weight_kg, Product.cn8, Product.origin, other.code,
            Product.note,
        )
        .outerjoin(other, other.id == Product.replaced_by_id)
        .where(Product.id == product_id)
    ).one()  # fmt: skip
    components = compositions.of(session, [product_id]).get(product_id, [])
    return ProductDetail(
        row, *facts, needs=_needs(session, product_id), receipts=_receipts(session, product_id),
        prices=_prices(session, product_id), item_codes=_codes(session, product_id),
        components=tuple(_part(session, one) for one in components),
        kit_cost=compositions.cost_of(components) if components else None,
        installed=installed.of_product(session, product_id, installed.FIRST),
    )  # fmt: skip


def _part(session: Session, component: Component) -> KitPart:
    product, cost = component.product, component.product.cost
    available = counters(session, product.id).available if product.stocked else None
    held = None if cost is None else cost * component.quantity
    return KitPart(product.id, product.code, product.label, component.quantity, available, held)


def _needs(session: Session, product_id: int) -> tuple[Need, ...]:
    left = OrderLine.quantity - OrderLine.cancelled - OrderLine.delivered
    promised = sa.func.coalesce(OrderLine.promised, OrderLine.requested, SalesOrder.promised, type_=sa.Date())
    statement = (
        sa.select(SalesOrder.id, SalesOrder.number, SalesOrder.customer_name, promised, left, OrderLine.reserved)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(OrderLine.product_id == product_id, OPEN, left > ZERO)
        .order_by(promised, OrderLine.id)
    )
    return tuple(Need(*found) for found in session.execute(statement))


def _receipts(session: Session, product_id: int) -> tuple[Receipt, ...]:
    left = ExpectedReceipt.quantity - ExpectedReceipt.received
    statement = (
        sa.select(ExpectedReceipt.id, ExpectedReceipt.due, left, ExpectedReceipt.supplier_reference)
        .where(ExpectedReceipt.product_id == product_id, left > ZERO)
        .order_by(ExpectedReceipt.due, ExpectedReceipt.id)
    )
    return tuple(Receipt(*found) for found in session.execute(statement))


def _prices(session: Session, product_id: int) -> tuple[PriceRow, ...]:
    whom = sa.func.coalesce(Customer.name, Price.price_list, Price.category)
    statement = (
        sa.select(
            Price.id, Price.source, whom, Price.from_quantity, Price.price, Price.net, Price.starts_on, Price.ends_on
        )
        .outerjoin(Customer, Customer.id == Price.customer_id)
        .where(Price.product_id == product_id)
        .order_by(Price.source, whom, Price.from_quantity, Price.starts_on)
    )
    return tuple(PriceRow(*found) for found in session.execute(statement))


def _codes(session: Session, product_id: int) -> tuple[ItemCode, ...]:
    statement = (
        sa.select(Customer.id, Customer.name, CustomerItemCode.code, CustomerItemCode.label)
        .join(Customer, Customer.id == CustomerItemCode.customer_id)
        .where(CustomerItemCode.product_id == product_id)
    )
    codes = (ItemCode(*found) for found in session.execute(statement))
    return tuple(sorted(codes, key=lambda code: words_key(code.customer_name)))
