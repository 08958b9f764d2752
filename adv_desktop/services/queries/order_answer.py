"""The answer under a row of Ctrl+K: what of an order is still to come and when, what left last, what was invoiced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DeliveryState, DocumentKind, InvoiceState, LineKind, OrderState
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ProductStock
from adv_desktop.services.formats import Formats
from adv_desktop.services.queries import headers
from adv_desktop.services.queries.hints import open_orders, unindexed
from adv_desktop.services.queries.selected import Row, Select
from adv_desktop.services.texts import N_, Texts

SHOWN = 4  # open lines, or open orders
INVOICES = 3
COMING = N_("{left} × {label}: promised on {date}")
LATE = N_("{left} × {label}: promised on {date}, late")
UNDATED = N_("{left} × {label}: date to be confirmed")
MORE = N_("… and {count} more to come")
ALL_GONE = N_("Nothing is left to deliver")
NOT_CONFIRMED = N_("Not confirmed yet")
LAST = N_("Last delivery {number} of {date}")
TRACKED = N_("Last delivery {number} of {date}, {carrier}, tracking number {tracking}")
CARRIED = N_("Last delivery {number} of {date}, {carrier}")
NO_DELIVERY = N_("No delivery yet")
INVOICE = N_("Invoice {number} of {date}: {state}")
ORDER_COMING = N_("Order {number}: next goods promised on {date}")
ORDER_LATE = N_("Order {number}: promised on {date}, late")
ORDER_UNDATED = N_("Order {number}: date to be confirmed")
NO_OPEN_ORDER = N_("No open order")
IN_STOCK = N_("{available} available")
LINE_COMING = N_("{left} for {customer}, order {number}: promised on {date}")
LINE_LATE = N_("{left} for {customer}, order {number}: promised on {date}, late")
LINE_UNDATED = N_("{left} for {customer}, order {number}: date to be confirmed")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told of a document, a line each; `order_id` is the order whose state may be copied, 0 for none."""

    lines: tuple[str, ...] = ()
    order_id: int = 0


Teller = Callable[[Session, int, dt.date, Texts], Answer]


def of(session: Session, kind: DocumentKind, document_id: int, today: dt.date, language: Texts) -> Answer:
    """Return what answers « where is it? » for a document of any kind; nothing for those that no goods follow."""
    teller = _TELLERS.get(kind)
    return teller(session, document_id, today, language) if teller else Answer()


def last_delivery(session: Session, order_id: int, language: Texts) -> str:
    """Return in words what of an order left last, with its tracking number."""
    row = session.execute(_LAST_DELIVERY, {"order_id": order_id}).first()
    if row is None:
        return language.gettext(NO_DELIVERY)
    carrier = row.carried_by or row.carrier
    sentence = LAST if carrier is None else TRACKED if row.tracking else CARRIED
    date = Formats(language.language).date(row.delivery_date)
    return language.gettext(sentence).format(number=row.number, date=date, carrier=carrier, tracking=row.tracking)


def _of_order(session: Session, order_id: int, today: dt.date, language: Texts) -> Answer:
    state = session.execute(_STATE, {"order_id": order_id}).first()
    if state is None:
        return Answer()
    if state.state is OrderState.DRAFT:
        return Answer((language.gettext(NOT_CONFIRMED),), order_id)
    told = _open_lines(session, order_id, state.promised, today, language)
    if state.state is OrderState.CANCELLED and not told:
        return Answer((language.gettext(ALL_GONE),), order_id)
    told = told or [language.gettext(ALL_GONE)]
    told.append(last_delivery(session, order_id, language))
    return Answer((*told, *_invoices(session, order_id, today, language)), order_id)


def _open_lines(
    session: Session, order_id: int, promised: dt.date | None, today: dt.date, language: Texts
) -> list[str]:
    rows = session.execute(_OPEN_LINES, {"order_id": order_id}).all()
    told = [_coming(row, row.promised or row.requested or promised, today, language) for row in rows[:SHOWN]]
    return told + _more(len(rows), language)


def _coming(row: Row, promised: dt.date | None, today: dt.date, language: Texts) -> str:
    facts = {"left": Formats(language.language).quantity(_left(row)), "label": row.label}
    return _dated((COMING, LATE, UNDATED), promised, today, language, facts)


def _invoices(session: Session, order_id: int, today: dt.date, language: Texts) -> list[str]:
    ids = session.scalars(_INVOICES, {"order_id": order_id}).all()
    formats, told = Formats(language.language), []
    for header in headers.of_kind(session, DocumentKind.INVOICE, ids, today).values():
        date, state = formats.date(header.date) if header.date else "—", language.gettext(header.state.word)
        told.append(language.gettext(INVOICE).format(number=header.number, date=date, state=state))
    return told


def _of_customer(session: Session, customer_id: int, today: dt.date, language: Texts) -> Answer:
    """Tell the open orders of a customer, those promised first at the head."""
    rows = session.execute(_OPEN_ORDERS, {"customer_id": customer_id}).all()
    if not rows:
        return Answer((language.gettext(NO_OPEN_ORDER),))
    sentences = (ORDER_COMING, ORDER_LATE, ORDER_UNDATED)
    told = [_dated(sentences, row.promised, today, language, {"number": row.number}) for row in rows[:SHOWN]]
    return Answer((*told, *_more(len(rows), language)), rows[0].id)


def _of_product(session: Session, product_id: int, today: dt.date, language: Texts) -> Answer:
    """Tell what is available of a product and who waits for it."""
    formats = Formats(language.language)
    stock = session.execute(_STOCK, {"product_id": product_id}).first()
    available = stock.physical - stock.reserved if stock is not None else Decimal(0)
    told = [language.gettext(IN_STOCK).format(available=formats.quantity(available))]
    rows = session.execute(_WAITING, {"product_id": product_id}).all()
    for row in rows[:SHOWN]:
        left = formats.quantity(_left(row))
        facts = {"left": left, "customer": row.customer_name, "number": row.number}
        told.append(_dated((LINE_COMING, LINE_LATE, LINE_UNDATED), row.promised, today, language, facts))
    return Answer((*told, *_more(len(rows), language)), rows[0].order_id if rows else 0)


def _of_order_of(orders: Select) -> Teller:
    """Return what tells of the first order that a document comes from."""

    def tell(session: Session, document_id: int, today: dt.date, language: Texts) -> Answer:
        order_id = session.scalar(orders, {"document_id": document_id})
        return _of_order(session, order_id, today, language) if order_id else Answer()

    return tell


def _dated(
    sentences: Sequence[str], promised: dt.date | None, today: dt.date, language: Texts, facts: dict[str, object]
) -> str:
    """Write a sentence with its day: to come, late, or without a day."""
    coming, late, undated = sentences
    if promised is None:
        return language.gettext(undated).format(**facts)
    date = Formats(language.language).date(promised)
    return language.gettext(late if promised < today else coming).format(date=date, **facts)


def _more(count: int, language: Texts) -> list[str]:
    return [language.gettext(MORE).format(count=count - SHOWN)] if count > SHOWN else []


def _left(row: Row) -> Decimal:
    return Decimal(row.quantity - row.cancelled - row.delivered)


# Made once: each key that is typed executes these.
_ORDER_ID: sa.BindParameter[int] = sa.bindparam("order_id")
_DOCUMENT_ID: sa.BindParameter[int] = sa.bindparam("document_id")
_STATE = sa.select(SalesOrder.state, SalesOrder.promised).where(SalesOrder.id == _ORDER_ID)
_OPEN_LINES = (
    sa.select(
        OrderLine.label, OrderLine.quantity, OrderLine.cancelled, OrderLine.delivered, OrderLine.promised,
        OrderLine.requested,
    )
    .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    .where(
        OrderLine.order_id == _ORDER_ID, OrderLine.kind == LineKind.ITEM,
        OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled,
        SalesOrder.state.in_((OrderState.CONFIRMED, OrderState.ON_HOLD)),
    )
    .order_by(OrderLine.no)
)  # fmt: skip
_OPEN_ORDERS = (
    sa.select(SalesOrder.id, SalesOrder.number, SalesOrder.promised)
    # Few orders are open: theirs is the index to read, however many the customer has.
    .where(SalesOrder.id.in_(open_orders()), unindexed(SalesOrder.customer_id) == sa.bindparam("customer_id"))
    .order_by(SalesOrder.promised.is_(None), SalesOrder.promised, SalesOrder.id)
)
_STOCK = sa.select(ProductStock.physical, ProductStock.reserved).where(
    ProductStock.product_id == sa.bindparam("product_id")
)
_DAY = sa.func.coalesce(OrderLine.promised, OrderLine.requested, SalesOrder.promised)
_WAITING = (
    sa.select(
        OrderLine.order_id, OrderLine.quantity, OrderLine.cancelled, OrderLine.delivered,
        _DAY.label("promised"), SalesOrder.number, SalesOrder.customer_name,
    )
    .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    .where(
        OrderLine.product_id == sa.bindparam("product_id"),
        OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled,
        unindexed(SalesOrder.state).in_((OrderState.CONFIRMED, OrderState.ON_HOLD)),
    )
    .order_by(_DAY.is_(None), _DAY, OrderLine.order_id)
)  # fmt: skip
_LAST_DELIVERY = (
    sa.select(
        Delivery.number, Delivery.delivery_date, Delivery.carrier, DeliveryProgress.carrier.label("carried_by"),
        DeliveryProgress.tracking,
    )
    .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
    .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
    .outerjoin(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
    .where(OrderLine.order_id == _ORDER_ID, Delivery.state == DeliveryState.SHIPPED)
    .order_by(Delivery.delivery_date.desc(), Delivery.id.desc())
    .limit(1)
)  # fmt: skip
_INVOICES = (
    sa.select(Invoice.id)
    # Two ways in, each by its own index: an « or » of both would read every invoice.
    .where(
        Invoice.id.in_(
            sa.select(InvoiceLine.invoice_id)
            .join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
            .where(OrderLine.order_id == _ORDER_ID)
            .union(sa.select(Invoice.id).where(Invoice.order_id == _ORDER_ID))
        ),
        unindexed(Invoice.state) == InvoiceState.ISSUED,
    )
    .order_by(Invoice.id.desc())
    .limit(INVOICES)
)
_OF_DELIVERY = (
    sa.select(OrderLine.order_id)
    .join(DeliveryLine, DeliveryLine.order_line_id == OrderLine.id)
    .where(DeliveryLine.delivery_id == _DOCUMENT_ID)
    .order_by(OrderLine.order_id)
    .limit(1)
)
_OF_INVOICE = (
    sa.select(OrderLine.order_id)
    .join(InvoiceLine, InvoiceLine.order_line_id == OrderLine.id)
    .where(InvoiceLine.invoice_id == _DOCUMENT_ID)
    .order_by(OrderLine.order_id)
    .limit(1)
)
_TELLERS: dict[DocumentKind, Teller] = {
    DocumentKind.ORDER: _of_order,
    DocumentKind.CUSTOMER: _of_customer,
    DocumentKind.PRODUCT: _of_product,
    DocumentKind.DELIVERY: _of_order_of(_OF_DELIVERY),
    DocumentKind.INVOICE: _of_order_of(_OF_INVOICE),
}
