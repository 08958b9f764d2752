"""A delivery as customs see it: each line with its code, origin, weight and value; what is missing, where to fill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, DocumentKind, InvoiceState, InvoiceType, Nature, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import customs
from adv_desktop.models.rules.incoterms import Incoterm, parse
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import PRICE_DECIMALS, round_half_up
from adv_desktop.services import parcels
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.invoice_drafts import assemble, settle_rounding
from adv_desktop.services.invoice_sources import Source
from adv_desktop.services.orders import orders_of_lines
from adv_desktop.services.parcels import Parcel
from adv_desktop.services.queries.euros import rate_of

ZERO = Decimal(0)
KILOGRAM = "KGM"
# Whose importers have an EORI number outside the member states: the United Kingdom, whose format is the Union's.
_WITH_EORI = frozenset({"GB", "XI"})


class Gap(StrEnum):
    """What the papers of an export lack."""

    OWN_EORI = "own_eori"
    EORI = "eori"
    CN8 = "cn8"
    ORIGIN = "origin"
    WEIGHT = "weight"
    VALUE = "value"
    INCOTERM = "incoterm"
    PLACE = "place"
    PARCELS = "parcels"
    GROSS_WEIGHT = "gross_weight"
    CARRIER = "carrier"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing, with the record to fill."""

    gap: Gap
    kind: DocumentKind
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ShippedGoods:
    """What leaves of one order line, whatever the lots; `amount` in minor units, a value for customs where `free`."""

    lines: tuple[DeliveryLine, ...]
    quantity: Decimal
    product: Product | None
    net_kg: Decimal | None
    amount: int
    price: Decimal | None
    free: bool

    @property
    def line(self) -> DeliveryLine:
        """The first of its lines, which says what the goods are."""
        return self.lines[0]

    @property
    def code(self) -> str:
        """What parcels name the goods by."""
        return self.line.product_code or str(self.line.no)

    @property
    def name(self) -> str:
        """What is said of the goods where something is missing."""
        return self.line.product_code or self.line.label


@dataclass(frozen=True, slots=True)
class Money:
    """What the invoice of a delivery says, in minor units: lines, discount taken off, freight, net."""

    lines: int = 0
    discount: int = 0
    freight: int = 0
    net: int = 0


@dataclass(frozen=True, slots=True)
class Shipment:
    """A delivery with all that its papers say."""

    delivery: Delivery
    company: Company
    customer: Customer
    orders: tuple[SalesOrder, ...]
    goods: tuple[ShippedGoods, ...]
    parcels: tuple[Parcel, ...]
    money: Money
    incoterm: Incoterm | None
    invoices: tuple[tuple[str, dt.date | None], ...] = ()
    categories: frozenset[VatCategory] = field(default_factory=frozenset)

    @property
    def crosses_customs(self) -> bool:
        """Whether goods leave the customs union."""
        return VatCategory.EXPORT in self.categories

    @property
    def eori(self) -> str:
        """The receiver's number with the customs."""
        return self.customer.eori or ""

    @property
    def gross_kg(self) -> Decimal | None:
        """What all parcels weigh."""
        return self.delivery.weight_kg

    @property
    def net_kg(self) -> Decimal | None:
        """What the goods weigh; None while one of them is not known."""
        weights = [goods.net_kg for goods in self.goods]
        return None if None in weights else sum((weight or ZERO for weight in weights), ZERO)

    @property
    def volume_m3(self) -> Decimal | None:
        """What all parcels take up; None while one is not measured."""
        sizes = [(parcel.length_cm, parcel.width_cm, parcel.height_cm) for parcel in self.parcels]
        if not sizes or not all(all(size) for size in sizes):
            return None
        return sum((Decimal((a or 0) * (b or 0) * (c or 0)) for a, b, c in sizes), ZERO) / 1_000_000


def of_delivery(session: Session, delivery_id: int) -> Shipment:
    """Read a delivery, prepared or gone, as customs see it; raise `delivery.cancelled_paper`."""
    delivery = delivery_by_id(session, delivery_id)
    if delivery.state is DeliveryState.CANCELLED:
        raise DomainError("delivery.cancelled_paper", number=delivery.name)
    ids = [line.order_line_id for line in delivery.lines if line.order_line_id is not None]
    orders = orders_of_lines(session, ids)
    invoices = _invoices(session, delivery)
    terms = [parse(order.incoterm) for order in orders if order.incoterm]
    return Shipment(
        delivery=delivery,
        company=session.get_one(Company, 1),
        customer=session.get_one(Customer, delivery.bill_to_id),
        orders=tuple(orders),
        goods=tuple(_goods(session, delivery)),
        parcels=tuple(parcels.of_delivery(session, delivery.id)),
        money=_money(session, delivery, orders, invoices),
        incoterm=terms[0] if terms else None,
        invoices=tuple((invoice.number or "", invoice.issue_date) for invoice in invoices),
        categories=frozenset(line.vat_category for line in delivery.lines if line.is_item),
    )


def lacks(shipment: Shipment) -> Iterator[Lack]:
    """Name what the papers of a delivery lack, and the record to fill."""
    delivery, customer = shipment.delivery, shipment.customer
    of_delivery, of_customer = DocumentKind.DELIVERY, DocumentKind.CUSTOMER
    if shipment.crosses_customs and not shipment.company.eori:
        yield Lack(Gap.OWN_EORI, of_customer, 0, shipment.company.legal_name)
    country = delivery.ship_to.get("country") or customer.country
    if shipment.crosses_customs and country in _WITH_EORI and not customer.eori:
        yield Lack(Gap.EORI, of_customer, customer.id, customer.name)
    for goods in shipment.goods:
        yield from _lacks_of_goods(goods, delivery)
    if shipment.incoterm is None or not shipment.incoterm.place:
        gap = Gap.PLACE if shipment.incoterm else Gap.INCOTERM
        yield from (Lack(gap, DocumentKind.ORDER, order.id, str(order.name)) for order in shipment.orders)
    whole = {
        Gap.PARCELS: delivery.parcels,
        Gap.GROSS_WEIGHT: delivery.weight_kg,
        Gap.CARRIER: delivery.carrier,
    }
    for gap, known in whole.items():
        if not known:
            yield Lack(gap, of_delivery, delivery.id, str(delivery.name))


def _lacks_of_goods(goods: ShippedGoods, delivery: Delivery) -> Iterator[Lack]:
    product = goods.product
    missing = {
        Gap.CN8: product is None or not product.cn8,
        Gap.ORIGIN: product is None or not product.origin,
        Gap.WEIGHT: goods.net_kg is None,
        Gap.VALUE: goods.free and not goods.amount,
    }
    for gap, lacking in missing.items():
        if lacking and product is not None:
            yield Lack(gap, DocumentKind.PRODUCT, product.id, goods.name)
        elif lacking:
            yield Lack(gap, DocumentKind.DELIVERY, delivery.id, goods.name)


def _goods(session: Session, delivery: Delivery) -> Iterator[ShippedGoods]:
    """Give what leaves of each order line; services are no goods."""
    items = [line for line in delivery.lines if line.is_item and line.nature is Nature.GOODS]
    for _key, group in groupby(items, key=lambda line: line.order_line_id or -line.id):
        lines = tuple(group)
        product = session.get(Product, lines[0].product_id) if lines[0].product_id is not None else None
        quantity = sum((line.quantity for line in lines), ZERO)
        free = bool(lines[0].free_reason or lines[0].replaces_id)
        amount, price = _worth(delivery, lines, quantity, product, free=free)
        yield ShippedGoods(lines, quantity, product, _net_kg(lines, product), amount, price, free)


def _worth(
    delivery: Delivery, lines: Sequence[DeliveryLine], quantity: Decimal, product: Product | None, *, free: bool
) -> tuple[int, Decimal | None]:
    """Return what goods are worth, and the price of one unit; what is free is worth what it is sold for."""
    if not free or lines[0].unit_price:
        # The invoice bears a line for each lot, rounded on its own.
        return sum(line.net_for(line.quantity, delivery.currency) for line in lines), lines[0].unit_price
    if product is None or not product.price:
        return 0, None
    rate = Decimal(rate_of(delivery.exchange_rate) or 1)
    return (
        customs.free_value(product.price, product.price_base, quantity, rate, delivery.currency),
        round_half_up(product.price / product.price_base / rate, PRICE_DECIMALS),
    )


def _net_kg(lines: Sequence[DeliveryLine], product: Product | None) -> Decimal | None:
    """Return what goods weigh: as weighed, as sold by the kilogram, or by the weight of the product."""
    weights: list[Decimal | None] = []
    for line in lines:
        if line.catch_weight is not None:
            weights.append(line.catch_weight)
        elif line.unit == KILOGRAM:
            weights.append(line.quantity)
        else:
            each = product.weight_kg if product else None
            weights.append(None if each is None else each * line.quantity)
    return None if None in weights else sum((weight or ZERO for weight in weights), ZERO)


def _money(session: Session, delivery: Delivery, orders: Sequence[SalesOrder], invoices: Sequence[Invoice]) -> Money:
    """Return what the invoice of the delivery says, or would say; its freight once, where it was charged."""
    known = {line.id: (order, line) for order in orders for line in order.lines}
    sources = [
        Source(line, line.quantity, *known[line.order_line_id], delivery)
        for line in delivery.lines
        if line.order_line_id is not None and line.is_item and line.replaces_id is None
    ]
    if not sources:
        return Money()
    paper = assemble(session, sources)
    if invoices:
        paper.freight = invoices[0].freight if _bills_only(invoices, delivery) else 0
        paper.freeze(settle_rounding(paper))
    return Money(sum(line.net for line in paper.items), paper.discount_total, paper.freight, paper.net)


def _bills_only(invoices: Sequence[Invoice], delivery: Delivery) -> bool:
    """Whether one invoice bills this delivery and nothing else."""
    own = {line.id for line in delivery.lines}
    return len(invoices) == 1 and all(line.delivery_line_id in own for line in invoices[0].items)


def _invoices(session: Session, delivery: Delivery) -> list[Invoice]:
    ids = [line.id for line in delivery.lines]
    billed = sa.select(InvoiceLine.invoice_id).where(InvoiceLine.delivery_line_id.in_(ids))
    found = sa.select(Invoice).where(
        Invoice.id.in_(billed), Invoice.state == InvoiceState.ISSUED, Invoice.type == InvoiceType.INVOICE
    )
    return list(session.scalars(found.options(sa.orm.selectinload(Invoice.lines)).order_by(Invoice.id)))
