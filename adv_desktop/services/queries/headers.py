"""What a document is called wherever another one names it: links, search, the day's board."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import (
    claims,
    customers,
    deliveries,
    invoices,
    orders,
    outbox,
    payments,
    products,
    quotations,
    returns,
)
from adv_desktop.services.queries.numbers import Named
from adv_desktop.services.queries.states import State

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Header:
    """A document in one line: `number` "" is a draft, `note` the customer's reference, amounts are signed."""

    kind: DocumentKind
    id: int
    number: str
    state: State
    date: dt.date | None
    customer_id: int | None
    name: str
    note: str | None = None
    amount: int | None = None
    currency: str = "EUR"


Reader: TypeAlias = Callable[[Session, Iterable[int], dt.date], Mapping[int, Header]]


def of(session: Session, documents: Iterable[Named], today: dt.date) -> dict[Named, Header]:
    """Return the headers of documents of any kinds."""
    wanted: defaultdict[DocumentKind, list[int]] = defaultdict(list)
    for kind, document_id in documents:
        wanted[kind].append(document_id)
    found: dict[Named, Header] = {}
    for kind, ids in wanted.items():
        for row_id, header in of_kind(session, kind, ids, today).items():
            found[kind, row_id] = header
    return found


def of_kind(session: Session, kind: DocumentKind, ids: Iterable[int], today: dt.date) -> Mapping[int, Header]:
    """Return the headers of documents of one kind by id."""
    return _READERS[kind](session, ids, today)


def _order(row: orders.OrderRow) -> Header:
    return Header(
        DocumentKind.ORDER, row.id, row.number or "", row.state, row.date, row.customer_id, row.customer_name,
        row.customer_reference, row.net, row.currency,
    )  # fmt: skip


def _delivery(row: deliveries.DeliveryRow) -> Header:
    return Header(
        DocumentKind.DELIVERY, row.id, row.number or row.picking_number or "", row.state, row.date, row.customer_id,
        row.customer_name, ", ".join(row.orders) or None, row.net, row.currency,
    )  # fmt: skip


def _invoice(row: invoices.InvoiceRow) -> Header:
    return Header(
        DocumentKind.INVOICE, row.id, row.number or "", row.state, row.date, row.customer_id, row.customer_name,
        row.customer_reference, row.gross, row.currency,
    )  # fmt: skip


def _payment(row: payments.PaymentRow) -> Header:
    return Header(
        DocumentKind.PAYMENT, row.id, row.number, row.state, row.date, row.customer_id, row.customer_name,
        row.reference, row.amount, row.currency,
    )  # fmt: skip


def _claim(row: claims.ClaimRow) -> Header:
    return Header(
        DocumentKind.CLAIM, row.id, row.number, row.state, row.opened_on, row.customer_id, row.customer_name,
        row.customer_reference, row.disputed, row.currency,
    )  # fmt: skip


def _return(row: returns.ReturnRow) -> Header:
    return Header(
        DocumentKind.RETURN, row.id, row.number, row.state, row.authorised_on, row.customer_id, row.customer_name,
        row.delivery_number,
    )  # fmt: skip


def _customer(row: customers.CustomerRow) -> Header:
    return Header(DocumentKind.CUSTOMER, row.id, row.code, row.state, None, row.id, row.name, row.town)


def _product(row: products.ProductRow) -> Header:
    return Header(DocumentKind.PRODUCT, row.id, row.code, row.state, None, None, row.label, row.family_label)


def _message(row: outbox.MessageRow) -> Header:
    return Header(
        DocumentKind.MESSAGE, row.id, row.subject, row.state, row.created_at.date(), row.customer_id, row.customer_name,
        ", ".join(row.recipients) or None,
    )  # fmt: skip


def _quotation(row: quotations.QuotationRow) -> Header:
    return Header(
        DocumentKind.QUOTATION, row.id, row.number or "", row.state, row.date, row.customer_id, row.customer_name,
        row.customer_reference, row.net, row.currency,
    )  # fmt: skip


def _reader(
    rows: Callable[[Session, Iterable[int], dt.date], Mapping[int, R]], header: Callable[[R], Header]
) -> Reader:
    """Return what reads the headers of a kind from the rows of its list."""
    return lambda session, ids, today: {key: header(row) for key, row in rows(session, ids, today).items()}


_READERS: Mapping[DocumentKind, Reader] = {
    DocumentKind.ORDER: _reader(orders.rows, _order),
    DocumentKind.DELIVERY: _reader(deliveries.rows, _delivery),
    DocumentKind.INVOICE: _reader(invoices.rows, _invoice),
    DocumentKind.PAYMENT: _reader(payments.rows, _payment),
    DocumentKind.CLAIM: _reader(claims.rows, _claim),
    DocumentKind.CUSTOMER: _reader(customers.rows, _customer),
    DocumentKind.PRODUCT: _reader(products.rows, _product),
    DocumentKind.RETURN: _reader(returns.rows, _return),
    DocumentKind.MESSAGE: _reader(outbox.rows, _message),
    DocumentKind.QUOTATION: _reader(quotations.rows, _quotation),
}
