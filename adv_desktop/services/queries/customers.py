"""Customers as lists and pickers show them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind, PaymentMethod
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.services.queries import exposure, filters
from adv_desktop.services.queries.euros import in_euros
from adv_desktop.services.queries.hints import UNSETTLED, unsettled
from adv_desktop.services.queries.listing import (
    Condition,
    Flag,
    Key,
    Listing,
    always,
    by_choice,
    by_text,
    found,
    searchable,
    starts,
)
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import CUSTOMER, State
from adv_desktop.services.queries.vocabulary import METHODS
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer of a list; `open` and `overdue` in euro cents, the limit in cents (None = no limit)."""

    id: int
    version: int
    code: str
    name: str
    town: str | None
    postcode: str | None
    country: str
    siren: str | None
    phone: str | None
    email: str | None
    terms: str
    method: PaymentMethod
    salesperson: str | None
    category: str | None
    priority: str
    blocked: bool
    block_reason: str | None
    credit_limit: int | None
    open: int
    overdue: int
    state: State


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """A customer as a picker proposes it; `exact` when the text is its code."""

    id: int
    code: str
    name: str
    postcode: str | None
    town: str | None
    blocked: bool
    exact: bool


def _overdue(_session: Session, today: dt.date) -> Condition:
    late = (lambda item: item.open_amount > item.disputed_amount, lambda item: item.due_date < today)
    return Customer.id.in_(unsettled("customer_id", *late))


LISTING = Listing(
    kind=DocumentKind.CUSTOMER,
    table=Customer,
    id=Customer.id,
    sorts={"code": Customer.code, "name": Customer.name},
    by_words=frozenset({"name"}),
    drafts_first=frozenset(),
    flags=(
        Flag("active", N_("Active customers"), ("actif", "actifs"), always(~Customer.blocked), counted=False),
        Flag("blocked", N_("Blocked customers"), ("bloque", "bloques"), always(Customer.blocked.expression)),
        Flag("overdue", N_("Late payers"), ("retard", "en retard", "impaye"), _overdue),
    ),
    keys=(
        Key("code", N_("code"), ("code",), by_text(Customer.code)),
        Key("name", N_("name"), ("nom", "client", "customer"), by_text(Customer.name)),
        Key("town", N_("town"), ("ville",), by_text(Customer.town)),
        Key("postcode", N_("postcode"), ("cp", "code postal"), by_text(Customer.postcode)),
        Key("country", N_("country"), ("pays",), by_text(Customer.country)),
        Key("siren", N_("SIREN"), ("siren", "siret"), by_text(Customer.siren, Customer.siret)),
        Key("salesperson", N_("salesperson"), ("commercial",), by_text(Customer.salesperson)),
        Key("category", N_("category"), ("categorie",), by_text(Customer.category)),
        Key("group", N_("group"), ("groupe",), by_text(Customer.customer_group)),
        Key("terms", N_("payment terms"), ("conditions",), by_text(Customer.payment_terms)),
        Key("method", N_("payment method"), ("mode", "reglement"), by_choice(Customer.payment_method, METHODS)),
    ),
    prefixes=(Customer.code, Customer.name),
)
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_SAME = (
    "id", "version", "code", "name", "town", "postcode", "country", "siren", "phone", "email", "salesperson",
    "category", "priority", "blocked", "block_reason", "credit_limit",
)  # fmt: skip
_ROWS = sa.select(*(getattr(Customer, name) for name in _SAME), Customer.payment_terms, Customer.payment_method).where(
    Customer.id.in_(sa.bindparam("ids", expanding=True))
)
_HIT = sa.select(Customer.id, Customer.code, Customer.name, Customer.postcode, Customer.town, Customer.blocked)
_CANDIDATES = 60


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, CustomerRow]:
    """Return the rows of a block by id."""
    wanted = list(ids)
    due = _due(session, wanted, today)
    risks = exposure.of_limited(session, wanted, today)
    over = {row_id for row_id, risk in risks.items() if (risk.available or 0) < 0}
    found = session.execute(_ROWS, {"ids": wanted})
    return {row.id: _row(row, due[row.id], over=row.id in over) for row in found}


def find(session: Session, text: str, limit: int = 12) -> list[CustomerHit]:
    """Return the customers that a typed text may mean: by code first, then by words of the name or town."""
    words = filters.tokens(text)
    if not words:
        return []
    typed, code = text.strip(), text.strip().upper()
    starting = [(Customer.code, code), *((Customer.name, start) for start in (typed, code, typed.capitalize()))]
    statements = [_HIT.where(starts(column, start)).order_by(column).limit(limit) for column, start in starting]
    if searchable(words):
        # A word that thousands hold gives the first of them: reading all to sort them would be felt while typing.
        some = session.scalars(found(DocumentKind.CUSTOMER, words).limit(_CANDIDATES)).all()
        statements.append(_HIT.where(Customer.id.in_(some)).order_by(Customer.name))
    hits: dict[int, Row] = {}
    for statement in statements:
        for row in session.execute(statement):
            hits.setdefault(row.id, row)
    made = [
        CustomerHit(row.id, row.code, row.name, row.postcode, row.town, row.blocked, exact=row.code.upper() == code)
        for row in hits.values()
    ]
    return sorted(made, key=lambda hit: not hit.exact)[:limit]


def _due(session: Session, ids: list[int], today: dt.date) -> defaultdict[int, tuple[int, int]]:
    """Return (open, overdue) of each customer, in euro cents."""
    group = (OpenItem.customer_id, OpenItem.due_date < today, OpenItem.currency, OpenItem.eur_rate)
    statement = (
        sa.select(*group, sa.func.sum(OpenItem.open_amount))
        .where(OpenItem.customer_id.in_(ids), UNSETTLED, OpenItem.open_amount > 0)
        .group_by(*group)
    )
    sums: defaultdict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for customer_id, late, currency, rate, minor in session.execute(statement):
        euros = in_euros(minor, currency, rate)
        before = sums[customer_id]
        sums[customer_id] = (before[0] + euros, before[1] + (euros if late else 0))
    return sums


def _row(row: Row, due: tuple[int, int], *, over: bool) -> CustomerRow:
    """Return a row; `over` is judged as at a confirmation: by the customer's limit, its group's or the company's."""
    code = "blocked" if row.blocked else "over_limit" if over else "active"
    return CustomerRow(
        **{name: getattr(row, name) for name in _SAME}, terms=row.payment_terms, method=row.payment_method,
        open=due[0], overdue=due[1], state=CUSTOMER[code],
    )  # fmt: skip
