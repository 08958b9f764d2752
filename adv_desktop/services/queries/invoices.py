"""Invoices, deposit invoices and credit notes as lists and pages show them.

Amounts of a row are signed: a credit note counts negative, so that a column adds up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.delivery import DocumentEvent
from adv_desktop.models.enums import DocumentKind, InvoiceState, InvoiceType, PaymentMethod
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.rules.status import InvoiceFacts
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.folding import words_key
from adv_desktop.services.queries import statuses
from adv_desktop.services.queries.filters import TermLike
from adv_desktop.services.queries.hints import unsettled
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
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import State, credit_state, invoice_state
from adv_desktop.services.queries.vocabulary import INVOICE_TYPES, METHODS
from adv_desktop.services.texts import N_

CREDITS = tuple(kind for kind in InvoiceType if kind.is_credit)
# What puts an invoice into the customer's hands: a message, or the paper.
HANDED_OVER = ("sent", "printed")


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice of a list; amounts signed, in minor units of its currency."""

    id: int
    version: int
    number: str | None
    type: InvoiceType
    date: dt.date | None
    due: dt.date | None
    customer_id: int
    customer_name: str
    customer_reference: str | None
    net: int
    vat: int
    gross: int
    currency: str
    open: int
    overdue: int
    disputed: int
    days_late: int
    state: State
    e_status: State | None
    issued: bool
    sent: bool
    salesperson: str | None
    method: PaymentMethod
    terms: str
    origin_number: str | None
    reason: str | None


def _unsettled(*conditions: Callable[[type[OpenItem]], Condition]) -> Condition:
    return Invoice.id.in_(unsettled("invoice_id", *conditions))


def _owed(item: type[OpenItem]) -> Condition:
    return item.open_amount > 0


def _contested(item: type[OpenItem]) -> Condition:
    return item.disputed_amount > 0


def _overdue(_session: Session, today: dt.date) -> Condition:
    return _unsettled(lambda item: item.open_amount > item.disputed_amount, lambda item: item.due_date < today)


def _sent() -> sa.Exists:
    return sa.exists().where(
        DocumentEvent.document_kind == DocumentKind.INVOICE, DocumentEvent.document_id == Invoice.id,
        DocumentEvent.kind.in_(HANDED_OVER),
    )  # fmt: skip


def _to_send(_session: Session, _today: dt.date) -> Condition:
    """Hold to what is not settled and was neither sent nor printed: what is paid needs no sending."""
    return sa.and_(Invoice.state == InvoiceState.ISSUED, _unsettled(), ~_sent())


def _by_order(term: TermLike, today: dt.date) -> Condition:
    return Invoice.order_id.in_(sa.select(SalesOrder.id).where(by_text(SalesOrder.number)(term, today)))


def _by_product(term: TermLike, today: dt.date) -> Condition:
    named = by_text(InvoiceLine.product_code, InvoiceLine.label)(term, today)
    return Invoice.id.in_(sa.select(InvoiceLine.invoice_id).where(named))


_SIGN = sa.case((Invoice.type.in_(CREDITS), -1), else_=1)
LISTING = Listing(
    kind=DocumentKind.INVOICE,
    table=Invoice,
    id=Invoice.id,
    sorts={
        "date": Invoice.issue_date, "number": Invoice.number, "customer": Invoice.customer_name,
        "due": Invoice.due_date, "gross": Invoice.gross,
    },
    drafts_first=frozenset({"date", "number"}),
    flags=(
        Flag("draft", N_("Drafts"), ("brouillon", "brouillons"), always(Invoice.state == InvoiceState.DRAFT)),
        Flag("to_send", N_("To send"), ("a envoyer",), _to_send),
        Flag("unpaid", N_("Unpaid"), ("impayee", "a encaisser"), always(_unsettled(_owed))),
        Flag("overdue", N_("Past due"), ("echue", "echues", "retard", "en retard"), _overdue),
        Flag("disputed", N_("Disputed"), ("litige", "en litige"), always(_unsettled(_contested))),
        Flag(
            "rejected", N_("E-invoices to put right"), ("rejetee", "rejetees", "refusee"),
            always(statuses.to_settle()),
        ),
        Flag(
            "to_declare", N_("Collected, to declare"), ("encaissee", "a declarer"), always(statuses.to_declare()),
            counted=False,
        ),
        Flag("credit_notes", N_("Credit notes"), ("avoir", "avoirs"), always(Invoice.type.in_(CREDITS)), counted=False),
        Flag(
            "deposits", N_("Deposits"), ("acompte", "acomptes"), counted=False,
            condition=always(Invoice.type == InvoiceType.DEPOSIT),
        ),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(Invoice.customer_id)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(Invoice.number)),
        Key("reference", N_("reference"), ("v/ref.", "v/ref", "vref", "po"), by_text(Invoice.customer_reference)),
        Key("amount", N_("amount"), ("montant", "ttc", "gross"), by_money(Invoice.gross)),
        Key("net", N_("net amount"), ("ht",), by_money(Invoice.net)),
        Key("date", N_("date"), ("date",), by_day(Invoice.issue_date)),
        Key("due", N_("due date"), ("echeance",), by_day(Invoice.due_date)),
        Key("type", N_("type"), ("type",), by_choice(Invoice.type, INVOICE_TYPES)),
        Key("order", N_("order"), ("commande",), _by_order),
        Key("product", N_("product"), ("article",), _by_product),
        Key("salesperson", N_("salesperson"), ("commercial",), by_text(Invoice.salesperson)),
        Key("status", N_("electronic status"), ("statut", "statut electronique"), statuses.by_status),
        Key("method", N_("payment method"), ("mode", "reglement"), by_choice(Invoice.payment_method, METHODS)),
    ),
    prefixes=(Invoice.number,),
    customer=Invoice.customer_id,
    product=lambda product_id: Invoice.id.in_(
        sa.select(InvoiceLine.invoice_id).where(InvoiceLine.product_id == product_id)
    ),
    amount=_SIGN * Invoice.gross,
    currency=Invoice.currency,
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_ORIGIN = aliased(Invoice)
_SAME = (
    "id", "version", "number", "type", "customer_id", "customer_name", "customer_reference", "currency",
    "salesperson", "reason",
)  # fmt: skip
_ROWS = (
    sa.select(
        *(getattr(Invoice, name) for name in _SAME), Invoice.issue_date, Invoice.due_date, Invoice.net, Invoice.vat,
        Invoice.gross, Invoice.state, Invoice.payment_method, Invoice.payment_terms,
        _ORIGIN.number.label("origin_number"), _sent().label("sent"),
    )
    .outerjoin(_ORIGIN, _ORIGIN.id == Invoice.origin_id)
    .where(Invoice.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip
_OPEN = sa.select(
    OpenItem.invoice_id, OpenItem.open_amount, OpenItem.disputed_amount, OpenItem.due_date
).where(OpenItem.invoice_id.in_(sa.bindparam("ids", expanding=True)))  # fmt: skip
_CREDIT, _REFUND = aliased(OpenItem), aliased(OpenItem)
_REFUNDED = (
    sa.select(_CREDIT.invoice_id, sa.func.sum(Allocation.amount))
    .join(_CREDIT, _CREDIT.id == Allocation.credit_item_id)
    .join(_REFUND, _REFUND.id == Allocation.debit_item_id)
    .join(Payment, Payment.id == _REFUND.payment_id)
    .where(_CREDIT.invoice_id.in_(sa.bindparam("ids", expanding=True)), Payment.amount < 0)
    .group_by(_CREDIT.invoice_id)
)


@dataclass(frozen=True, slots=True)
class _Left:
    open: int = 0
    overdue: int = 0
    disputed: int = 0
    due: dt.date | None = None

    def plus(self, row: Row, today: dt.date) -> _Left:
        late = row.due_date < today and row.open_amount > 0
        oldest = min(self.due or row.due_date, row.due_date) if late else self.due
        overdue = self.overdue + (row.open_amount if late else 0)
        return _Left(self.open + row.open_amount, overdue, self.disputed + row.disputed_amount, oldest)


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, InvoiceRow]:
    """Return the rows of a block by id."""
    wanted = {"ids": list(ids)}
    found = session.execute(_ROWS, wanted).all()
    left: dict[int, _Left] = {}
    for item in session.execute(_OPEN, wanted):
        left[item.invoice_id or 0] = left.get(item.invoice_id or 0, _Left()).plus(item, today)
    notes = [row.id for row in found if row.type.is_credit]
    refunded = dict(session.execute(_REFUNDED, {"ids": notes}).all()) if notes else {}
    given = statuses.current(session, wanted["ids"])
    return {
        row.id: _row(row, left.get(row.id, _Left()), refunded.get(row.id, 0), given.get(row.id), today) for row in found
    }


def drafts(session: Session) -> list[int]:
    """Return the drafts, each customer's together."""
    statement = sa.select(Invoice.id, Invoice.customer_name).where(Invoice.state == InvoiceState.DRAFT)
    found = session.execute(statement.order_by(Invoice.id))
    return [row.id for row in sorted(found, key=lambda row: words_key(row.customer_name))]


def to_send(session: Session, today: dt.date) -> list[int]:
    """Return the issued invoices never sent, the oldest first."""
    statement = sa.select(Invoice.id).where(_to_send(session, today))
    return list(session.scalars(statement.order_by(Invoice.issue_date, Invoice.id)))


def _row(row: Row, left: _Left, refunded: int, e_status: State | None, today: dt.date) -> InvoiceRow:
    sign = -1 if row.type.is_credit else 1
    return InvoiceRow(
        **{name: getattr(row, name) for name in _SAME}, date=row.issue_date, due=row.due_date, net=sign * row.net,
        vat=sign * row.vat, gross=sign * row.gross, open=left.open, overdue=left.overdue, disputed=left.disputed,
        days_late=(today - left.due).days if left.due else 0, state=_state(row, left, refunded),
        e_status=e_status,
        issued=row.state is InvoiceState.ISSUED, sent=row.sent, method=row.payment_method, terms=row.payment_terms,
        origin_number=row.origin_number,
    )  # fmt: skip


def _state(row: Row, left: _Left, refunded: int) -> State:
    issued = row.state is InvoiceState.ISSUED
    if row.type.is_credit:
        return credit_state(issued=issued, open_minor=-left.open, refunded_minor=refunded)
    return invoice_state(InvoiceFacts(issued, row.gross, left.open, left.overdue, left.disputed, row.sent))
