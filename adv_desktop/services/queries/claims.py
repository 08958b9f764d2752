"""Claims as lists and pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.claim import Claim
from adv_desktop.models.enums import (
    ClaimActionKind,
    ClaimOutcome,
    ClaimSeverity,
    ClaimState,
    ClaimType,
    DocumentKind,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.services.queries import numbers
from adv_desktop.services.queries.listing import (
    Condition,
    Flag,
    Key,
    Listing,
    always,
    by_choice,
    by_customer,
    by_day,
    by_money,
    by_text,
)
from adv_desktop.services.queries.numbers import Named
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import CLAIM, State
from adv_desktop.services.queries.vocabulary import CLAIM_TYPES, SEVERITIES
from adv_desktop.services.texts import N_

OPEN = Claim.state.in_([state for state in ClaimState if state is not ClaimState.CLOSED])


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of a list; `disputed` in minor units of its currency."""

    id: int
    version: int
    number: str
    opened_on: dt.date
    due: dt.date
    customer_id: int
    customer_name: str
    customer_reference: str | None
    type: ClaimType
    severity: ClaimSeverity
    description: str
    disputed: int
    currency: str
    state: State
    claim_state: ClaimState
    late: bool
    origin_kind: DocumentKind | None
    origin_id: int | None
    origin_number: str | None
    origin_line: int | None
    service: str | None
    person: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class ActionRow:
    """What a decision led to; `done_at` None while it is to be done."""

    kind: ClaimActionKind
    done_at: dt.datetime | None
    document_kind: DocumentKind | None
    document_id: int | None
    number: str | None


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """A claim whole; `row` is what the list shows of it."""

    row: ClaimRow
    customer_code: str
    cost: int
    outcome: ClaimOutcome | None
    decision_reason: str | None
    decided_on: dt.date | None
    closed_on: dt.date | None
    actions: tuple[ActionRow, ...]


def _due(_session: Session, today: dt.date) -> Condition:
    return sa.and_(OPEN, Claim.due <= today)


LISTING = Listing(
    kind=DocumentKind.CLAIM,
    table=Claim,
    id=Claim.id,
    sorts={"opened": Claim.opened_on, "number": Claim.number, "customer": Claim.customer_name, "due": Claim.due},
    drafts_first=frozenset(),
    flags=(
        Flag("open", N_("Open claims"), ("ouverte", "ouvertes", "en cours"), always(OPEN)),
        Flag("due", N_("To answer"), ("due", "dues", "retard", "en retard"), _due),
        Flag("new", N_("New claims"), ("nouvelle", "nouvelles"), always(Claim.state == ClaimState.NEW)),
        Flag("decided", N_("Decided claims"), ("decidee", "decidees"), always(Claim.state == ClaimState.DECIDED)),
        Flag(
            "closed",
            N_("Closed claims"),
            ("close", "closes"),
            counted=False,
            condition=always(Claim.state == ClaimState.CLOSED),
        ),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(Claim.customer_id)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(Claim.number)),
        Key("date", N_("date"), ("ouverte",), by_day(Claim.opened_on)),
        Key("due", N_("due date"), ("echeance",), by_day(Claim.due)),
        Key("amount", N_("amount"), ("montant",), by_money(Claim.disputed_amount)),
        Key("type", N_("type"), ("type",), by_choice(Claim.type, CLAIM_TYPES)),
        Key("severity", N_("severity"), ("gravite",), by_choice(Claim.severity, SEVERITIES)),
        Key("service", N_("department"), ("service",), by_text(Claim.service)),
        Key("person", N_("person in charge"), ("responsable",), by_text(Claim.person)),
        Key("cause", N_("cause"), ("cause",), by_text(Claim.cause)),
        Key("description", N_("description"), ("description",), by_text(Claim.description)),
    ),
    prefixes=(Claim.number,),
    customer=Claim.customer_id,
    amount=Claim.disputed_amount,
    currency=Claim.currency,
)
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_SAME = (
    "id", "version", "number", "opened_on", "due", "customer_id", "customer_name", "customer_reference", "type",
    "severity", "description", "currency", "origin_kind", "origin_id", "service", "person", "cause",
)  # fmt: skip
_ROWS = sa.select(
    *(getattr(Claim, name) for name in _SAME), Claim.disputed_amount, Claim.state, Claim.origin_line_no
).where(Claim.id.in_(sa.bindparam("ids", expanding=True)))


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, ClaimRow]:
    """Return the rows of a block by id."""
    found = session.execute(_ROWS, {"ids": list(ids)}).all()
    origins = numbers.of(session, [(row.origin_kind, row.origin_id) for row in found])
    return {row.id: _row(row, origins, today) for row in found}


def due(session: Session, today: dt.date) -> list[int]:
    """Return the open claims to answer by today, the oldest due first."""
    return list(session.scalars(sa.select(Claim.id).where(_due(session, today)).order_by(Claim.due, Claim.id)))


def detail(session: Session, claim_id: int, today: dt.date) -> ClaimDetail:
    """Return a claim with its decision and actions; raise `claim.not_found`."""
    claim = session.scalar(sa.select(Claim).where(Claim.id == claim_id).options(selectinload(Claim.actions)))
    if claim is None:
        raise DomainError("claim.not_found", number=claim_id)
    done = numbers.of(session, [(action.document_kind, action.document_id) for action in claim.actions])
    return ClaimDetail(
        row=rows(session, [claim_id], today)[claim_id],
        customer_code=session.scalars(sa.select(Customer.code).where(Customer.id == claim.customer_id)).one(),
        cost=claim.cost, outcome=claim.outcome, decision_reason=claim.decision_reason, decided_on=claim.decided_on,
        closed_on=claim.closed_on,
        actions=tuple(
            ActionRow(
                action.kind, action.done_at, action.document_kind, action.document_id,
                _number(done, action.document_kind, action.document_id),
            )
            for action in claim.actions
        ),
    )  # fmt: skip


def _row(row: Row, origins: dict[Named, str | None], today: dt.date) -> ClaimRow:
    return ClaimRow(
        **{name: getattr(row, name) for name in _SAME}, disputed=row.disputed_amount, state=CLAIM[row.state],
        claim_state=row.state, late=row.state is not ClaimState.CLOSED and row.due < today,
        origin_number=_number(origins, row.origin_kind, row.origin_id), origin_line=row.origin_line_no,
    )  # fmt: skip


def _number(found: dict[Named, str | None], kind: DocumentKind | None, document_id: int | None) -> str | None:
    return None if kind is None or document_id is None else found.get((kind, document_id))
