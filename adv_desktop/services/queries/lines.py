"""The lines and amounts of a document as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DocumentKind, LineKind, Nature, PriceSource, VatCategory
from adv_desktop.models.line import PricedLine, charge_of
from adv_desktop.models.rules.catch_weight import share
from adv_desktop.models.rules.totals import Charge, Totals, TotalsLine, VatKey, line_net, net_unit_price
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.queries.selected import Row


@dataclass(frozen=True, slots=True)
class LineRef:
    """A line of another document; `number` is None while that document is a draft."""

    kind: DocumentKind
    id: int
    number: str | None
    line: int


@dataclass(frozen=True, slots=True)
class VatRow:
    """One row of a VAT table, in minor units."""

    category: VatCategory
    rate: Decimal
    exemption_code: str | None
    base: int
    vat: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """The foot of a document, in minor units of its currency."""

    lines_net: int
    discount: int
    freight: int
    net: int
    vat: int
    gross: int
    prepaid: int
    rounding: int
    due: int
    vat_table: tuple[VatRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as printed; `unit_price` is before discounts, `net_price` after them."""

    id: int
    no: int
    kind: LineKind
    product_id: int | None
    product_code: str | None
    label: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    gross_price: Decimal | None
    price_base: Decimal
    discounts: tuple[Decimal, ...]
    charges: tuple[Charge, ...]
    net_price: Decimal
    net: int
    price_source: PriceSource | None
    nature: Nature
    vat_category: VatCategory
    vat_rate: Decimal
    exemption_code: str | None
    customer_line_no: str | None
    customer_item_code: str | None
    free_reason: str | None
    catch_weight: Decimal | None
    weight_is_estimated: bool


_SAME = (
    "id", "no", "kind", "product_id", "product_code", "label", "quantity", "unit", "unit_price", "gross_price",
    "price_base", "discounts", "net", "price_source", "nature", "vat_category", "vat_rate", "exemption_code",
    "customer_line_no", "customer_item_code", "free_reason", "catch_weight", "weight_is_estimated",
)  # fmt: skip
NO_SUMS: Mapping[int, int] = {}


def facts_of(line: PricedLine, sums: Mapping[int, int] = NO_SUMS) -> dict[str, Any]:
    """Return the fields of `Line` for a mapped line; `sums` holds the subtotals of its document by line number."""
    facts = {name: getattr(line, name) for name in _SAME} | {"net": sums.get(line.no, line.net)}
    charges = tuple(charge_of(charge) for charge in line.charges)
    return {**facts, "charges": charges, "net_price": net_unit_price(line.priced())}


def amounts_of(totals: Totals) -> Amounts:
    """Return computed totals as they are shown."""
    return Amounts(
        lines_net=totals.lines, discount=totals.discount, freight=totals.freight, net=totals.net,
        vat=totals.vat_total, gross=totals.gross, prepaid=totals.prepaid, rounding=totals.rounding, due=totals.due,
        vat_table=tuple(
            VatRow(row.key.category, row.key.rate, row.key.exemption_code, row.base, row.vat) for row in totals.vat
        ),
    )  # fmt: skip


# What the amount of a part of an order line is computed from, for list queries that load no entity.
PART_COLUMNS = (
    OrderLine.quantity, OrderLine.unit_price, OrderLine.price_base, OrderLine.discounts, OrderLine.charges,
    OrderLine.catch_weight, OrderLine.net, OrderLine.vat_category, OrderLine.vat_rate, OrderLine.exemption_code,
)  # fmt: skip


def part_net(row: Row, part: Decimal, currency: str) -> int:
    """Return the net amount of a part of an order line selected with `PART_COLUMNS`; the whole line keeps its own."""
    if part == row.quantity:
        return int(row.net)
    charges = tuple(charge_of(charge) for charge in row.charges)
    weight = None if row.catch_weight is None else share(row.catch_weight, part, row.quantity)
    line = TotalsLine(
        part if weight is None else weight, row.unit_price, vat_key(row), row.price_base, row.discounts, charges,
        units=part,
    )  # fmt: skip
    return line_net(line, currency)


def vat_key(row: Row) -> VatKey:
    """Return the VAT key of a selected line."""
    return VatKey(row.vat_category, row.vat_rate, row.exemption_code)


def order_refs(session: Session, line_ids: Iterable[int | None]) -> dict[int, LineRef]:
    """Return where order lines stand, by their id."""
    wanted = {line_id for line_id in line_ids if line_id is not None}
    statement = (
        sa.select(OrderLine.id, SalesOrder.id, SalesOrder.number, OrderLine.no)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(OrderLine.id.in_(wanted))
    )
    return {row[0]: LineRef(DocumentKind.ORDER, row[1], row[2], row[3]) for row in session.execute(statement)}


def delivery_refs(session: Session, line_ids: Iterable[int | None]) -> dict[int, LineRef]:
    """Return where delivery lines stand, by their id."""
    wanted = {line_id for line_id in line_ids if line_id is not None}
    statement = (
        sa.select(DeliveryLine.id, Delivery.id, Delivery.number, DeliveryLine.no)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.id.in_(wanted))
    )
    return {row[0]: LineRef(DocumentKind.DELIVERY, row[1], row[2], row[3]) for row in session.execute(statement)}
