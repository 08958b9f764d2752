"""Ctrl+K: everything that holds the words typed, or the amount, by kind, the newest first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.enums import DocumentKind, OrderState, Progress
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import Payment
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.serial import SerialUnit
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
    quotations,
    returns,
)
from adv_desktop.services.queries.headers import Header
from adv_desktop.services.queries.hints import unindexed
from adv_desktop.services.queries.listing import SEARCH, Listing, begins, document_of, matching, searchable, starts
from adv_desktop.services.queries.listing import found as in_index
from adv_desktop.services.queries.selected import Select
from adv_desktop.services.queries.states import State
from adv_desktop.services.texts import _

CAP = 100
NUMBER = 8
SERIAL = 3  # characters of a serial number that are enough to look for one
Found = Mapping[DocumentKind, Sequence[int]]
LISTINGS: dict[DocumentKind, Listing] = {
    listing.kind: listing
    for listing in (
        orders.LISTING, deliveries.LISTING, invoices.LISTING, payments.LISTING, claims.LISTING,
        quotations.LISTING, customers.LISTING, products.LISTING, returns.LISTING,
    )
}  # fmt: skip
_AMOUNTS = {
    DocumentKind.ORDER: SalesOrder.net,
    DocumentKind.QUOTATION: Quotation.net,
    DocumentKind.INVOICE: Invoice.gross,
    DocumentKind.PAYMENT: Payment.amount,
}
_RUNNING = sa.and_(
    unindexed(SalesOrder.state).in_((OrderState.CONFIRMED, OrderState.ON_HOLD)),
    unindexed(SalesOrder.delivery_state) != Progress.FULL,
)


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
    kinds = list(LISTINGS) if kind is None else [kind]
    units = _by_serial(session, text, kinds)
    found = _by_number(session, words, kinds) or _by_words(session, words, kinds)
    amount = filters.read_amount(text)
    groups = []
    for one in kinds:
        ids = list(dict.fromkeys([*units.get(one, {}), *found.get(one, ()), *_by_amount(session, one, amount)]))[:CAP]
        if one is DocumentKind.ORDER:
            ids = _open_first(session, ids)
        if ids:
            groups.append(Group(one, _hits(session, one, ids[:limit], today, units.get(one, {})), len(ids)))
    return tuple(groups)


def _by_number(session: Session, words: list[str], kinds: Iterable[DocumentKind]) -> Found:
    """Return what has a number, a code or a reference that begins so: a long number is hard on the search index."""
    if len(words) != 1 or len(words[0]) < NUMBER or not any(sign.isdigit() for sign in words[0]):
        return {}
    found = {}
    for kind in kinds:
        listing = LISTINGS[kind]
        begun = sa.or_(*(begins(column, words[0]) for column in listing.prefixes))
        # Sorted here: asked to sort, SQLite would read the whole table backwards.
        ids = sorted(session.scalars(sa.select(listing.id).where(begun).limit(CAP)), reverse=True)
        if ids:
            found[kind] = ids
    return found


def _by_words(session: Session, words: list[str], kinds: list[DocumentKind]) -> Found:
    """Return what holds every word, the newest first; of words under three letters, what has a code that begins so."""
    if not searchable(words):
        return {kind: list(session.scalars(_short(LISTINGS[kind], words))) for kind in kinds}
    # Rare words are found in one pass over the index; of common ones, each kind stops at its first hundred.
    once = session.scalars(matching(words).order_by(SEARCH.c.rowid.desc()).limit(CAP)).all()
    if len(once) < CAP:
        rare: defaultdict[DocumentKind, list[int]] = defaultdict(list)
        for rowid in once:
            kind, document_id = document_of(rowid)
            rare[kind].append(document_id)
        return rare
    newest = SEARCH.c.rowid.desc()
    return {kind: list(session.scalars(in_index(kind, words).order_by(newest).limit(CAP))) for kind in kinds}


def _open_first(session: Session, ids: list[int]) -> list[int]:
    """Put the orders with goods to come before the others: they are what is asked about."""
    still_open = set(session.scalars(sa.select(SalesOrder.id).where(SalesOrder.id.in_(ids), _RUNNING)))
    return sorted(ids, key=lambda order_id: order_id not in still_open)


def _by_amount(session: Session, kind: DocumentKind, amount: int | None) -> Sequence[int]:
    column = _AMOUNTS.get(kind)
    if not amount or column is None:
        return ()
    key = LISTINGS[kind].id
    return session.scalars(sa.select(key).where(column == amount).order_by(key.desc()).limit(CAP)).all()


def _short(listing: Listing, words: list[str]) -> Select:
    return sa.select(listing.id).where(*listing.worded(words)).limit(CAP)


def _by_serial(session: Session, text: str, kinds: Iterable[DocumentKind]) -> dict[DocumentKind, dict[int, str]]:
    """Return where units whose serial number begins with a text are: their delivery, else their product."""
    if len(text.strip()) < SERIAL or " " in text.strip():
        return {}
    found: dict[DocumentKind, dict[int, str]] = {DocumentKind.DELIVERY: {}, DocumentKind.PRODUCT: {}}
    rows = session.execute(
        sa.select(SerialUnit.number, SerialUnit.product_id, DeliveryLine.delivery_id)
        .outerjoin(DeliveryLine, DeliveryLine.id == SerialUnit.delivery_line_id)
        .where(starts(SerialUnit.number, text.strip().upper()))
        .order_by(SerialUnit.number)
        .limit(CAP)
    )
    for row in rows:
        kind = DocumentKind.DELIVERY if row.delivery_id else DocumentKind.PRODUCT
        found[kind].setdefault(row.delivery_id or row.product_id, row.number)
    return {kind: ids for kind, ids in found.items() if kind in kinds}


def _hits(
    session: Session, kind: DocumentKind, ids: list[int], today: dt.date, units: Mapping[int, str]
) -> tuple[Hit, ...]:
    rows = headers.of_kind(session, kind, ids, today)
    return tuple(_hit(rows[row_id], units.get(row_id)) for row_id in ids if row_id in rows)


def _hit(header: Header, unit: str | None) -> Hit:
    named = _("Serial no. {numbers}").format(numbers=unit) if unit else ""
    sub = " · ".join(part for part in (named, header.name, header.note) if part)
    return Hit(header.kind, header.id, header.number, sub, header.amount, header.currency, header.state)
