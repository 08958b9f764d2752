"""The electronic statuses of invoices as lists, filters and claims read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import STATUS_EVENT, DocumentEvent
from adv_desktop.models.enums import (
    ClaimType,
    DocumentKind,
    InvoiceState,
    InvoiceType,
    Nature,
    OpenItemKind,
    VatCategory,
)
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.payment import Allocation, OpenItem
from adv_desktop.models.rules import lifecycle
from adv_desktop.models.rules.lifecycle import EInvoiceStatus
from adv_desktop.services import einvoice_statuses, reference, texts
from adv_desktop.services.einvoice_statuses import GivenStatus
from adv_desktop.services.folding import fold
from adv_desktop.services.labels import LABELS, written
from adv_desktop.services.queries.filters import TermLike, choice_of
from adv_desktop.services.queries.listing import Condition
from adv_desktop.services.queries.states import State
from adv_desktop.services.texts import N_

WITH_REASON = N_("{status}: {reason}")
_TONES: dict[EInvoiceStatus, str] = {
    **dict.fromkeys(lifecycle.TO_SETTLE, "bad"),
    **dict.fromkeys((EInvoiceStatus.DISPUTED, EInvoiceStatus.SUSPENDED, EInvoiceStatus.PARTLY_APPROVED), "warn"),
    **dict.fromkeys((EInvoiceStatus.APPROVED, EInvoiceStatus.COLLECTED, EInvoiceStatus.ENDORSED), "ok"),
    EInvoiceStatus.CANCELLED: "neutral",
}
_CREDITED_TO_SETTLE = (EInvoiceStatus.REFUSED, EInvoiceStatus.REJECTED, EInvoiceStatus.INADMISSIBLE)
_ENDED = tuple(sorted(lifecycle.TERMINAL))
_CLAIMED_TO_SETTLE = (EInvoiceStatus.DISPUTED,)


@dataclass(frozen=True, slots=True)
class ClaimStart:
    """What a claim on an invoice starts from when its electronic status says what is wrong."""

    type: ClaimType
    cause: str
    description: str


def state(status: EInvoiceStatus) -> State:
    """Return what a status is called, and its tone."""
    return State(status.value, LABELS[EInvoiceStatus][status.value], _TONES.get(status, "info"))


def current(session: Session, invoice_ids: Iterable[int]) -> dict[int, State]:
    """Return the status that counts of each invoice that has one."""
    found = einvoice_statuses.of_invoices(session, list(invoice_ids))
    states = {}
    for invoice_id, given in found.items():
        status = lifecycle.current([one.said.status for one in given])
        if status is not None:
            states[invoice_id] = state(status)
    return states


def last(session: Session, invoice_id: int) -> GivenStatus | None:
    """Return the status that counts of an invoice, as it was given."""
    given = einvoice_statuses.of_invoice(session, invoice_id)
    status = lifecycle.current([one.said.status for one in given])
    return next((one for one in reversed(given) if one.said.status is status), None)


def claim_start(session: Session, invoice_id: int) -> ClaimStart | None:
    """Return what a claim starts from, when the status of the invoice asks for one."""
    given = last(session, invoice_id)
    if given is None or given.said.status not in lifecycle.TO_SETTLE:
        return None
    spoken, said = texts.current(), given.said
    causes = dict(reference.reasons(session, "claim_cause", spoken.language))
    cause = lifecycle.claim_cause(said.reason)
    title = written(said.status, spoken)
    if said.reason is not None:
        title = spoken.gettext(WITH_REASON).format(status=title, reason=written(said.reason, spoken))
    description = "\n".join(part for part in (title, said.comment) if part)
    return ClaimStart(lifecycle.claim_type(said.reason), causes.get(cause, cause), description)


def holding(statuses: Collection[EInvoiceStatus]) -> Condition:
    """Hold to the invoices whose status that counts is one of these."""
    given, later = aliased(DocumentEvent), aliased(DocumentEvent)
    code, later_code = _code(given), _code(later)
    by_the_next = sa.and_(later.id > given.id, sa.or_(later_code >= _FIRST_OF_TREATMENT, code < _FIRST_OF_TREATMENT))
    by_the_treatment = sa.and_(code < _FIRST_OF_TREATMENT, later_code >= _FIRST_OF_TREATMENT)
    overtaken = sa.exists().where(
        later.kind == _KIND, later.document_id == given.document_id, sa.or_(by_the_next, by_the_treatment)
    )
    found = sa.select(given.document_id).where(
        given.kind == _KIND, code.in_([status.value for status in statuses]), ~overtaken
    )
    return Invoice.id.in_(found)


def to_settle() -> Condition:
    """Hold to what was refused and is not credited, is in dispute without a claim, is suspended or misrouted."""
    credit = aliased(Invoice)
    credited = sa.exists().where(credit.origin_id == Invoice.id, credit.state == InvoiceState.ISSUED)
    claimed = sa.exists().where(Claim.origin_kind == DocumentKind.INVOICE, Claim.origin_id == Invoice.id)
    waiting = lifecycle.TO_SETTLE.difference(_CREDITED_TO_SETTLE, _CLAIMED_TO_SETTLE)
    return sa.or_(
        sa.and_(holding(_CREDITED_TO_SETTLE), ~credited),
        sa.and_(holding(_CLAIMED_TO_SETTLE), ~claimed, ~credited),
        holding(waiting),
    )


def to_declare() -> Condition:
    """Hold to what payments brought in since « Encaissée » was last said, of invoices whose VAT is due then."""
    debit, credit, event = aliased(OpenItem), aliased(OpenItem), aliased(DocumentEvent)
    paid = (
        sa.select(sa.func.coalesce(sa.func.sum(Allocation.amount), 0))
        .join(debit, debit.id == Allocation.debit_item_id)
        .join(credit, credit.id == Allocation.credit_item_id)
        .where(debit.invoice_id == Invoice.id, credit.kind == OpenItemKind.PAYMENT)
        .scalar_subquery()
    )
    told = (
        sa.select(sa.func.json_extract(event.detail, "$.paid", type_=sa.Integer))
        .where(event.kind == _KIND, event.document_id == Invoice.id, _code(event) == EInvoiceStatus.COLLECTED.value)
        .order_by(event.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    transmitted = Invoice.id.in_(sa.select(DocumentEvent.document_id).where(DocumentEvent.kind == _KIND))
    service = sa.exists().where(
        InvoiceLine.invoice_id == Invoice.id,
        InvoiceLine.nature == Nature.SERVICE,
        InvoiceLine.vat_category == VatCategory.STANDARD,
    )
    on_debits = sa.func.json_extract(Invoice.parties, "$.seller.vat_on_debits", type_=sa.Integer)
    due = sa.or_(Invoice.type == InvoiceType.DEPOSIT, sa.and_(service, sa.func.coalesce(on_debits, 0) == 0))
    return sa.and_(transmitted, due, ~holding(_ENDED), paid != sa.func.coalesce(told, 0))


def by_status(term: TermLike, _today: object) -> Condition:
    """Make the condition on the electronic status, by its code or the beginning of its word."""
    words = {status.value: status for status in EInvoiceStatus}
    for spoken in (texts.of("fr"), texts.of("en")):
        words |= {fold(written(status, spoken)): status for status in EInvoiceStatus}
    return holding([choice_of(term, words)])


# Written out: only so does SQLite use the partial index.
_KIND: sa.ColumnClause[str] = sa.literal_column(f"'{STATUS_EVENT}'")
_FIRST_OF_TREATMENT = EInvoiceStatus.TAKEN_OVER.value


def _code(event: type[DocumentEvent]) -> sa.ColumnElement[str]:
    return sa.func.json_extract(event.detail, "$.code", type_=sa.String)
