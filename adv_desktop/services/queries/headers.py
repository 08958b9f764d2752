"""What a document is called wherever another one names it: links, search, the day's board."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import claims, customers, deliveries, invoices, orders, payments, products, returns
from adv_desktop.services.queries.numbers import Named
from adv_desktop.services.queries.states import State


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
    match kind:
        case DocumentKind.ORDER:
            return {key: _order(row) for key, row in orders.rows(session, ids, today).items()}
        case DocumentKind.DELIVERY:
            return {key: _delivery(row) for key, row in deliveries.rows(session, ids, today).items()}
        case DocumentKind.INVOICE:
            return {key: _invoice(row) for key, row in invoices.rows(session, ids, today).items()}
        case DocumentKind.PAYMENT:
            return {key: _payment(row) for key, row in payments.rows(session, ids, today).items()}
        case DocumentKind.CLAIM:
            return {key: _claim(row) for key, row in claims.rows(session, ids, today).items()}
        case DocumentKind.CUSTOMER:
            return {key: _customer(row) for key, row in customers.rows(session, ids, today).items()}
        case DocumentKind.PRODUCT:
            return {key: _product(row) for key, row in products.rows(session, ids, today).items()}
        case DocumentKind.RETURN:
            return {key: _return(row) for key, row in returns.rows(session, ids, today).items()}


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
