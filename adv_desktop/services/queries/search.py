"""Ctrl+K: everything that holds the words typed, or the amount, by kind, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import Payment
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.queries import (
    claims,
    customers,
    deliveries,
    filters,
    headers,
    invoices,
    orders,
    payments,
    products,
)
from adv_desktop.services.queries.headers import Header
from adv_desktop.services.queries.listing import SEARCH, Listing, found, searchable
from adv_desktop.services.queries.selected import Select
from adv_desktop.services.queries.states import State

CAP = 100
LISTINGS: dict[DocumentKind, Listing] = {
    listing.kind: listing
    for listing in (
        orders.LISTING, deliveries.LISTING, invoices.LISTING, payments.LISTING, claims.LISTING, customers.LISTING,
        products.LISTING,
    )
}  # fmt: skip
_AMOUNTS = {
    DocumentKind.ORDER: SalesOrder.net,
    DocumentKind.INVOICE: Invoice.gross,
    DocumentKind.PAYMENT: Payment.amount,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; `title` "" is a draft."""

    kind: DocumentKind
    id: int
    title: str
    sub: str
    amount: int | None
    currency: str
    state: State


@dataclass(frozen=True, slots=True)
class Group:
    """The first hits of one kind; `total` counts no further than `CAP`."""

    kind: DocumentKind
    hits: tuple[Hit, ...]
    total: int


def find(
    session: Session, text: str, today: dt.date, kind: DocumentKind | None = None, limit: int = 6
) -> tuple[Group, ...]:
    """Return what the words, or the amount, are found in; nothing for an empty text."""
    words = filters.tokens(text)
    if not words:
        return ()
    groups = []
    for listing in LISTINGS.values():
        if kind is None or listing.kind is kind:
            ids = _ids(session, listing, words, filters.read_amount(text))
            if ids:
                groups.append(Group(listing.kind, _hits(session, listing.kind, ids[:limit], today), len(ids)))
    return tuple(groups)


def _ids(session: Session, listing: Listing, words: list[str], amount: int | None) -> list[int]:
    """Return up to `CAP` ids: those that hold every word, then those of that very amount."""
    ids = list(session.scalars(_by_words(listing, words)))
    column = _AMOUNTS.get(listing.kind)
    if amount and column is not None:
        ids += session.scalars(sa.select(listing.id).where(column == amount).order_by(listing.id.desc()).limit(CAP))
    return list(dict.fromkeys(ids))[:CAP]


def _by_words(listing: Listing, words: list[str]) -> Select:
    """Select by the search index, or by the beginning of codes and numbers when no word has three letters."""
    if searchable(words):
        return found(listing.kind, words).order_by(SEARCH.c.rowid.desc()).limit(CAP)
    return sa.select(listing.id).where(*listing.worded(words)).limit(CAP)


def _hits(session: Session, kind: DocumentKind, ids: list[int], today: dt.date) -> tuple[Hit, ...]:
    rows = headers.of_kind(session, kind, ids, today)
    return tuple(_hit(rows[row_id]) for row_id in ids if row_id in rows)


def _hit(header: Header) -> Hit:
    sub = " · ".join(part for part in (header.name, header.note) if part)
    return Hit(header.kind, header.id, header.number, sub, header.amount, header.currency, header.state)
