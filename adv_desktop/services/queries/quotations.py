"""Quotations as lists and pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind, QuotationState
from adv_desktop.models.line import subtotals
from adv_desktop.models.party import Customer
from adv_desktop.models.quotation import Quotation, QuotationLine
from adv_desktop.services.queries.lines import Amounts, Line, amounts_of, facts_of
from adv_desktop.services.queries.listing import (
    Condition,
    Flag,
    Key,
    Listing,
    always,
    by_customer,
    by_day,
    by_money,
    by_text,
)
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import State, quotation_state
from adv_desktop.services.quotation_reading import left_of, quotation_by_id
from adv_desktop.services.texts import N_

SOON = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class QuotationRow:
    """One version of a quotation in a list; amounts in minor units of its currency."""

    id: int
    version: int
    number: str | None
    revision: int
    customer_id: int
    customer_name: str
    customer_reference: str | None
    date: dt.date
    valid_until: dt.date
    follow_up_on: dt.date | None
    probability: int | None
    salesperson: str | None
    state: State
    quotation_state: QuotationState
    state_reason: str | None
    soon: bool
    net: int
    gross: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedLine(Line):
    """A line of a quotation; `left` is what no order took yet."""

    left: Decimal


@dataclass(frozen=True, slots=True)
class QuotationDetail:
    """A quotation whole; `row` is what the list shows of it."""

    row: QuotationRow
    customer_code: str
    terms: str
    notes: str | None
    lines: tuple[QuotedLine, ...]
    amounts: Amounts


SENT = Quotation.state == QuotationState.SENT


def _to_follow_up(_session: Session, today: dt.date) -> Condition:
    return sa.and_(SENT, sa.or_(Quotation.valid_until <= today + SOON, Quotation.follow_up_on <= today))


LISTING = Listing(
    kind=DocumentKind.QUOTATION,
    table=Quotation,
    id=Quotation.id,
    sorts={
        "date": Quotation.quoted_on,
        "number": Quotation.number,
        "customer": Quotation.customer_name,
        "valid_until": Quotation.valid_until,
        "net": Quotation.net,
    },
    flags=(
        Flag("waiting", N_("Waiting for an answer"), ("en attente",), always(SENT)),
        Flag("to_follow_up", N_("To follow up"), ("a relancer", "relancer"), _to_follow_up),
        Flag("draft", N_("Draft"), ("brouillon",), always(Quotation.state == QuotationState.DRAFT)),
        Flag("expired", N_("Expired"), ("expire",), lambda _s, today: sa.and_(SENT, Quotation.valid_until < today)),
        Flag("accepted", N_("Agreed"), ("accepte",), always(Quotation.state == QuotationState.ACCEPTED), counted=False),
        Flag(
            "refused", N_("Turned down"), ("refuse",), always(Quotation.state == QuotationState.REFUSED), counted=False
        ),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(Quotation.customer_id)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(Quotation.number)),
        Key("reference", N_("reference"), ("reference", "ref"), by_text(Quotation.customer_reference)),
        Key("date", N_("date"), ("date",), by_day(Quotation.quoted_on)),
        Key("valid", N_("valid until"), ("validite",), by_day(Quotation.valid_until)),
        Key("amount", N_("amount"), ("montant",), by_money(Quotation.net)),
        Key("salesperson", N_("salesperson"), ("commercial",), by_text(Quotation.salesperson)),
    ),
    prefixes=(Quotation.number, Quotation.customer_reference),
    customer=Quotation.customer_id,
    product=lambda product_id: Quotation.id.in_(
        sa.select(QuotationLine.quotation_id).where(QuotationLine.product_id == product_id)
    ),
    amount=Quotation.net,
    currency=Quotation.currency,
)
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_SAME = (
    "id", "version", "number", "revision", "customer_id", "customer_name", "customer_reference", "valid_until",
    "follow_up_on", "probability", "salesperson", "state_reason", "net", "gross", "currency",
)  # fmt: skip
_ROWS = sa.select(*(getattr(Quotation, name) for name in _SAME), Quotation.state, Quotation.quoted_on).where(
    Quotation.id.in_(sa.bindparam("ids", expanding=True))
)


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, QuotationRow]:
    """Return the rows of a block by id."""
    return {row.id: _row(row, today) for row in session.execute(_ROWS, {"ids": list(ids)})}


def detail(session: Session, quotation_id: int, today: dt.date) -> QuotationDetail:
    """Return a quotation; raise `quotation.not_found`."""
    quotation = quotation_by_id(session, quotation_id)
    left, sums = left_of(session, quotation), subtotals(quotation.lines)
    return QuotationDetail(
        row=rows(session, [quotation_id], today)[quotation_id],
        customer_code=session.scalars(sa.select(Customer.code).where(Customer.id == quotation.customer_id)).one(),
        terms=quotation.payment_terms,
        notes=quotation.notes,
        lines=tuple(QuotedLine(**facts_of(line, sums), left=left.get(line.no, Decimal(0))) for line in quotation.lines),
        amounts=amounts_of(quotation.totals()),
    )


def _row(row: Row, today: dt.date) -> QuotationRow:
    return QuotationRow(
        **{name: getattr(row, name) for name in _SAME}, date=row.quoted_on, quotation_state=row.state,
        state=quotation_state(row.state, row.valid_until, today),
        soon=row.state is QuotationState.SENT and row.valid_until <= today + SOON,
    )  # fmt: skip
