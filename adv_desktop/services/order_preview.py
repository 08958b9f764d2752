"""An order as it is being typed: priced, taxed, totalled and checked; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, PriceSource, Supply, VatCategory
from adv_desktop.models.line import subtotals
from adv_desktop.models.product import Product
from adv_desktop.models.rules.kits import Part, whole_sets
from adv_desktop.models.rules.packs import Pack
from adv_desktop.models.rules.totals import Charge, Totals, net_unit_price
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import checks, freight, reference, texts, vat_words
from adv_desktop.services.order_commands import Acceptance, OrderCheck
from adv_desktop.services.stock import counters, load


@dataclass(frozen=True, slots=True)
class PreviewComponent:
    """A component of a kit as the grid shows it below; `available` is None for what is not kept in stock."""

    product_code: str
    label: str
    quantity: Decimal
    unit: str
    available: Decimal | None


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line as the grid shows it, its unit in words.

    `available` is None for what is not kept in stock, `net` is in minor units.
    """

    no: int
    kind: LineKind
    product_id: int | None
    product_code: str | None
    label: str
    quantity: Decimal
    unit: str
    pack: Pack | None
    available: Decimal | None
    unit_price: Decimal
    discounts: tuple[Decimal, ...]
    net_price: Decimal
    price_base: Decimal
    net: int
    charges: tuple[Charge, ...]
    eco_part: int
    vat_category: VatCategory
    vat_rate: Decimal
    price_source: PriceSource | None
    list_price: Decimal | None
    supply: Supply = Supply.STOCK
    weight: Decimal | None = None  # kilograms by the average, of what is sold by weight
    components: tuple[PreviewComponent, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderPreview:
    """What the form shows while an order is typed."""

    lines: tuple[PreviewLine, ...]
    totals: Totals
    checks: tuple[OrderCheck, ...]
    without_remark: int  # kinds of checks that found nothing
    currency: str
    terms: str
    vat_why: tuple[str, ...] = ()
    freight_why: str = ""

    @property
    def items(self) -> int:
        """How many lines are sold: titles, comments and subtotals are not."""
        return sum(line.kind is LineKind.ITEM for line in self.lines)


def preview_of(
    session: Session, order: SalesOrder, today: dt.date, accepted: tuple[Acceptance, ...] = ()
) -> OrderPreview:
    """Return what an order that is assembled but not stored looks like, with the remarks that were accepted."""
    # Read once: the session lets go of what nobody holds.
    _held = load(session, (line.product_id for line in order.lines))
    sums = subtotals(order.typed)
    found = checks.of_order(session, order, today, accepted)
    return OrderPreview(
        lines=tuple(_line(session, line, sums.get(line.no, line.net), order) for line in order.typed),
        totals=order.totals(),
        checks=tuple(found),
        without_remark=checks.without_remark(session, found),
        currency=order.currency,
        terms=order.payment_terms,
        vat_why=vat_words.why(session, order.items, order.vat_regime, order.customer_id),
        freight_why=freight.explain(session, order),
    )


def _component(session: Session, part: OrderLine) -> PreviewComponent:
    product = session.get_one(Product, part.product_id)
    return PreviewComponent(
        product.code,
        part.label,
        part.quantity,
        reference.unit_label(session, part.unit, texts.current().language),
        counters(session, product.id).available if product.stocked else None,
    )


def _sets(parts: Sequence[OrderLine], components: Sequence[PreviewComponent]) -> Decimal | None:
    """Return how many whole kits the available components make; None when none is kept in stock."""
    pairs = zip(parts, components, strict=True)
    kept = [Part(one.available, part.in_one) for part, one in pairs if one.available is not None]
    return whole_sets(Decimal("Infinity"), kept) if kept else None


def _line(session: Session, line: OrderLine, net: int, order: SalesOrder) -> PreviewLine:
    product = session.get(Product, line.product_id) if line.product_id else None
    stocked, from_shelf = product is not None and product.stocked, line.supply in {None, Supply.STOCK}
    parts = order.components(line)
    components = tuple(_component(session, part) for part in parts)
    there = counters(session, product.id).available if stocked and product and from_shelf else None
    return PreviewLine(
        no=line.no,
        kind=line.kind,
        product_id=line.product_id,
        product_code=line.product_code,
        label=line.label,
        quantity=line.quantity,
        unit=reference.unit_label(session, line.unit, texts.current().language),
        pack=line.packing,
        available=_sets(parts, components) if parts else there,
        supply=line.supply or Supply.STOCK,
        unit_price=line.unit_price if line.gross_price is None else line.gross_price,
        discounts=line.discounts,
        net_price=net_unit_price(line.priced()) if line.is_item else Decimal(0),
        price_base=line.price_base,
        net=net,
        charges=line.priced().charges,
        eco_part=line.eco_part(order.currency),
        vat_category=line.vat_category,
        vat_rate=line.vat_rate,
        price_source=line.price_source,
        list_price=line.list_price,
        weight=line.catch_weight,
        components=components,
    )
