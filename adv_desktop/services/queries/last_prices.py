"""The last prices of a customer for a product: of its orders, and of invoices that no order stands behind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import InvoiceState, InvoiceType, OrderState
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.queries.hints import unindexed
from adv_desktop.services.queries.selected import Row, Select

MOST = 10
_LOOKED_AT = 500  # documents of the customer, the latest first: what was agreed before is no price of today


@dataclass(frozen=True, slots=True)
class LastPrice:
    """A price that was agreed; it is of `price_base` units and before the discounts."""

    date: dt.date
    number: str
    quantity: Decimal
    price: Decimal
    price_base: Decimal
    discounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose prices of what, in the currency and the kind of prices (with VAT or without) of the document."""

    customer_id: int
    product: str
    currency: str = "EUR"
    gross_prices: bool = False


def last_prices(session: Session, wanted: Wanted) -> list[LastPrice]:
    """Return the latest prices first; what was given free is no price."""
    product_id = session.scalar(sa.select(Product.id).where(Product.code == wanted.product))
    if product_id is None:
        return []
    found = [*_ordered(session, wanted, product_id), *_invoiced(session, wanted, product_id)]
    return sorted(found, key=lambda price: (price.date, price.number), reverse=True)[:MOST]


def _ordered(session: Session, wanted: Wanted, product_id: int) -> list[LastPrice]:
    rows = session.execute(
        sa.select(
            SalesOrder.order_date, SalesOrder.number, OrderLine.quantity,
            OrderLine.gross_price if wanted.gross_prices else OrderLine.unit_price,
            OrderLine.price_base, OrderLine.discounts,
        )
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .where(
            SalesOrder.id.in_(_latest(SalesOrder, wanted.customer_id)),
            unindexed(OrderLine.product_id) == product_id,
            SalesOrder.state.not_in([OrderState.DRAFT, OrderState.CANCELLED]),
            SalesOrder.currency == wanted.currency,
            SalesOrder.gross_prices == wanted.gross_prices,
            OrderLine.free_reason.is_(None),
        )
        .order_by(SalesOrder.order_date.desc(), SalesOrder.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return [_price(row) for row in rows]


def _invoiced(session: Session, wanted: Wanted, product_id: int) -> list[LastPrice]:
    rows = session.execute(
        sa.select(
            Invoice.issue_date, Invoice.number, InvoiceLine.quantity,
            InvoiceLine.gross_price if wanted.gross_prices else InvoiceLine.unit_price,
            InvoiceLine.price_base, InvoiceLine.discounts,
        )
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .where(
            Invoice.id.in_(_latest(Invoice, wanted.customer_id)),
            unindexed(InvoiceLine.product_id) == product_id,
            InvoiceLine.order_line_id.is_(None),
            Invoice.state == InvoiceState.ISSUED,
            Invoice.type == InvoiceType.INVOICE,
            Invoice.currency == wanted.currency,
            Invoice.gross_prices == wanted.gross_prices,
            InvoiceLine.free_reason.is_(None),
        )
        .order_by(Invoice.issue_date.desc(), Invoice.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return [_price(row) for row in rows]


def _latest(document: type[SalesOrder] | type[Invoice], customer_id: int) -> Select:
    """Select the ids of the customer's latest documents, by the index of customers alone."""
    statement = sa.select(document.id).where(document.customer_id == customer_id)
    return statement.order_by(document.id.desc()).limit(_LOOKED_AT)


def _price(row: Row) -> LastPrice:
    day, number, quantity, price, base, discounts = row
    return LastPrice(day, number, quantity, price, base, discounts)
