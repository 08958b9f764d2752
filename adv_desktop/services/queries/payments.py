"""Payments as lists and pages show them, and the open items that a payment is set against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.enums import DocumentKind, OpenItemKind, PaymentMethod
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.rules.ageing import days_late
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
from adv_desktop.services.queries.states import State, payment_state
from adv_desktop.services.queries.vocabulary import METHODS
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment of a list; money given back and reversals are negative."""

    id: int
    number: str
    date: dt.date
    customer_id: int
    customer_name: str
    method: PaymentMethod
    amount: int
    currency: str
    unallocated: int
    reference: str | None
    bank: str | None
    reason: str | None
    state: State
    reverses_number: str | None
    credit_item_id: int | None


@dataclass(frozen=True, slots=True)
class OpenItemRow:
    """What a customer owes (positive) or has in credit (negative), and what is left of it."""

    id: int
    kind: OpenItemKind
    invoice_id: int | None
    payment_id: int | None
    number: str
    customer_reference: str | None
    date: dt.date
    due: dt.date
    amount: int
    open: int
    disputed: int
    currency: str
    days_late: int


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """An amount of a payment set against an item; a negative one takes an earlier one back."""

    id: int
    item_id: int
    invoice_id: int | None
    number: str
    date: dt.date
    amount: int


@dataclass(frozen=True, slots=True)
class PaymentDetail:
    """A payment whole; `row` is what the list shows of it."""

    row: PaymentRow
    customer_code: str
    order_id: int | None
    entered_at: dt.datetime
    allocations: tuple[AllocationRow, ...]


def standing(allocations: Iterable[AllocationRow]) -> tuple[AllocationRow, ...]:
    """Return the allocations that no later one took back."""
    kept: list[AllocationRow] = []
    for row in allocations:
        undone = next((one for one in reversed(kept) if one.item_id == row.item_id and one.amount == -row.amount), None)
        if row.amount < 0 and undone is not None:
            kept.remove(undone)
        else:
            kept.append(row)
    return tuple(kept)


_LATER = aliased(Payment)
_BOUNCED = sa.exists().where(_LATER.reverses_id == Payment.id)
_UNALLOCATED: Condition = Payment.id.in_(unsettled("payment_id", lambda item: item.open_amount < 0))
LISTING = Listing(
    kind=DocumentKind.PAYMENT,
    table=Payment,
    id=Payment.id,
    sorts={
        "date": Payment.paid_on, "number": Payment.number, "customer": Payment.customer_name, "amount": Payment.amount,
    },
    drafts_first=frozenset(),
    flags=(
        Flag("unallocated", N_("To allocate"), ("non affecte", "a affecter"), always(_UNALLOCATED)),
        Flag("bounced", N_("Bounced payments"), ("impaye", "impayes", "rejet"), always(_BOUNCED), counted=False),
        Flag("refunds", N_("Refunds"), ("remboursement",), counted=False, condition=always(
            sa.and_(Payment.amount < 0, Payment.reverses_id.is_(None)),
        )),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(Payment.customer_id)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(Payment.number)),
        Key("amount", N_("amount"), ("montant",), by_money(Payment.amount)),
        Key("date", N_("date"), ("date",), by_day(Payment.paid_on)),
        Key("method", N_("payment method"), ("mode", "reglement"), by_choice(Payment.method, METHODS)),
        Key("reference", N_("reference"), ("ref",), by_text(Payment.reference)),
        Key("bank", N_("bank"), ("banque",), by_text(Payment.bank)),
    ),
    prefixes=(Payment.number,),
    customer=Payment.customer_id,
    amount=Payment.amount,
    currency=Payment.currency,
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_REVERSED = aliased(Payment)
_SAME = (
    "id", "number", "customer_id", "customer_name", "method", "amount", "currency", "reference", "bank", "reason",
)  # fmt: skip
_ROWS = (
    sa.select(
        *(getattr(Payment, name) for name in _SAME), Payment.paid_on, Payment.reverses_id,
        _REVERSED.number.label("reverses_number"), _BOUNCED.label("bounced"),
        OpenItem.open_amount, OpenItem.id.label("item_id"),
    )
    .outerjoin(_REVERSED, _REVERSED.id == Payment.reverses_id)
    .outerjoin(OpenItem, OpenItem.payment_id == Payment.id)
    .where(Payment.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, PaymentRow]:
    """Return the rows of a block by id."""
    return {row.id: _row(row) for row in session.execute(_ROWS, {"ids": list(ids)})}


def open_items(session: Session, customer_id: int, today: dt.date) -> tuple[OpenItemRow, ...]:
    """Return what a customer (or those it pays for) has open: what is owed, the oldest due first, then credits."""
    statement = (
        sa.select(OpenItem)
        .where(sa.or_(OpenItem.customer_id == customer_id, OpenItem.payer_id == customer_id), OpenItem.open_amount != 0)
        .order_by(OpenItem.open_amount < 0, OpenItem.due_date, OpenItem.id)
    )
    return tuple(_item(item, today) for item in session.scalars(statement))


def items_of_invoice(session: Session, invoice_id: int, today: dt.date) -> tuple[OpenItemRow, ...]:
    """Return the instalments of an invoice, settled ones included."""
    statement = sa.select(OpenItem).where(OpenItem.invoice_id == invoice_id).order_by(OpenItem.due_date, OpenItem.id)
    return tuple(_item(item, today) for item in session.scalars(statement))


def detail(session: Session, payment_id: int, today: dt.date) -> PaymentDetail:
    """Return a payment with what it was set against; raise `payment.not_found`."""
    row = rows(session, [payment_id], today).get(payment_id)
    if row is None:
        raise DomainError("payment.not_found", number=payment_id)
    facts = session.execute(
        sa.select(Customer.code, Payment.order_id, Payment.entered_at)
        .join(Customer, Customer.id == Payment.customer_id)
        .where(Payment.id == payment_id)
    ).one()
    return PaymentDetail(row, facts.code, facts.order_id, facts.entered_at, _allocations(session, row))


def _allocations(session: Session, row: PaymentRow) -> tuple[AllocationRow, ...]:
    own, other = (Allocation.credit_item_id, Allocation.debit_item_id)
    if row.amount < 0:
        own, other = other, own
    statement = (
        sa.select(
            Allocation.id, OpenItem.id, OpenItem.invoice_id, OpenItem.document_number, Allocation.allocated_on,
            Allocation.amount,
        )
        .join(OpenItem, OpenItem.id == other)
        .where(own == row.credit_item_id)
        .order_by(Allocation.id)
    )  # fmt: skip
    return tuple(AllocationRow(*found) for found in session.execute(statement))


def _item(item: OpenItem, today: dt.date) -> OpenItemRow:
    late = days_late(item.due_date, today) if item.open_amount > 0 else 0
    return OpenItemRow(
        id=item.id, kind=item.kind, invoice_id=item.invoice_id, payment_id=item.payment_id,
        number=item.document_number, customer_reference=item.customer_reference, date=item.document_date,
        due=item.due_date, amount=item.amount, open=item.open_amount, disputed=item.disputed_amount,
        currency=item.currency, days_late=late,
    )  # fmt: skip


def _row(row: Row) -> PaymentRow:
    unallocated = max(-(row.open_amount or 0), 0)
    state = payment_state(
        minor=row.amount, unallocated=unallocated, bounced=row.bounced, reversal=row.reverses_id is not None
    )
    return PaymentRow(
        **{name: getattr(row, name) for name in _SAME}, date=row.paid_on, unallocated=unallocated, state=state,
        reverses_number=row.reverses_number, credit_item_id=row.item_id,
    )  # fmt: skip
