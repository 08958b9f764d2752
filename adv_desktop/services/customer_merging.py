"""One record of a customer taken over by another: two records of one company, or a successor (R25).

What is still to come moves: open orders, quotations, prices, codes, addresses, contacts. What was issued stays where
it is, with what is owed on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.base import Base
from adv_desktop.models.contract import BillingContract
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import (
    ActivityKind,
    BlockScope,
    DeliveryState,
    DocumentKind,
    InvoiceState,
    OrderState,
    Progress,
    QuotationState,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.insurance import InsuredAmount
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer, CustomerAddress, CustomerContact, CustomerDiscount
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.product import CustomerItemCode, Price
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import activities
from adv_desktop.services.activities import NewActivity
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.queries import insured
from adv_desktop.services.queries.hints import UNSETTLED
from adv_desktop.services.store import Store

Row = TypeVar("Row", bound=Base)


class TakeOver(StrEnum):
    """Why a record is taken over."""

    MERGE = "merge"  # two records of one company
    TRANSFER = "transfer"  # another company goes on: absorbed, or with a new SIREN


class Moved(StrEnum):
    """What moves to the record that stays, and what does not."""

    ORDERS = "orders"
    QUOTATIONS = "quotations"
    DELIVERIES = "deliveries"
    DRAFTS = "drafts"
    CONTRACTS = "contracts"
    PRICES = "prices"
    DISCOUNTS = "discounts"
    CODES = "codes"
    ADDRESSES = "addresses"
    CONTACTS = "contacts"
    ROLES = "roles"
    INSURED = "insured"
    STAYS_ISSUED = "stays_issued"
    STAYS_OWED = "stays_owed"
    STAYS_INSURED = "stays_insured"


@dataclass(frozen=True, slots=True)
class MergeCustomers:
    """The codes of the record that ends and of the one that stays, and why."""

    ended: str
    kept: str
    why: TakeOver = TakeOver.MERGE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MergePreview:
    """How many of each move, and of each that stay."""

    ended: str
    kept: str
    kept_id: int
    counts: dict[Moved, int] = field(default_factory=dict)


class CustomerMergeService:
    """Shows what a take-over would move, and does it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def preview(self, command: MergeCustomers) -> MergePreview:
        """Return what would move and what would stay; raise what forbids it."""
        with self._store.read() as session:
            ended, kept = _both(session, command)
            counts = {what: len(rows) for what, rows in _all(session, ended, kept, command.why).items()}
            insured_left = len(insured.amounts(session, ended.id)) - counts[Moved.INSURED]
            counts |= {Moved.STAYS_ISSUED: _issued(session, ended), Moved.STAYS_OWED: _owed(session, ended)}
            counts |= {Moved.STAYS_INSURED: insured_left}
            return MergePreview(ended.name, kept.name, kept.id, counts)

    def merge(self, command: MergeCustomers) -> MergePreview:
        """Move what is to come, close the record and note on both what was done."""
        if not command.reason.strip():
            raise DomainError("reason.missing")
        with self._store.write("customer.merge") as session:
            ended, kept = _both(session, command)
            rows = _all(session, ended, kept, command.why)
            for what, found in rows.items():
                _MOVES.get(what, _move_customer)(found, ended, kept)
            ended.merged_into_id, ended.blocked, ended.block_scope = kept.id, True, BlockScope.BOTH
            ended.block_reason = f"→ {kept.code} {kept.name}"
            _note(session, self._clock, command, (ended, kept))
            return MergePreview(ended.name, kept.name, kept.id, {what: len(found) for what, found in rows.items()})


def _both(session: Session, command: MergeCustomers) -> tuple[Customer, Customer]:
    """Return the record that ends and the one that stays; raise what forbids the one to take the other over."""
    ended = customer_of(session, command.ended, with_parts=True)
    kept = customer_of(session, command.kept, with_parts=True)
    if ended.id == kept.id:
        raise DomainError("customer.merge_itself", code=ended.code)
    for record in (ended, kept):
        if record.merged_into_id is not None:
            into = session.get_one(Customer, record.merged_into_id)
            raise DomainError("customer.merged_already", code=record.code, into=into.code)
    other = command.why is TakeOver.MERGE and ended.siren and kept.siren and ended.siren != kept.siren
    if other:
        raise DomainError("customer.merge_other_company", ended=ended.code, kept=kept.code)
    if ended.currency != kept.currency:
        raise DomainError("customer.merge_currency", ended=ended.currency, kept=kept.currency)
    return ended, kept


def _all(session: Session, ended: Customer, kept: Customer, why: TakeOver) -> dict[Moved, Sequence[Base]]:
    """Return the rows that move, by what they are."""
    codes = {row.code for row in _of(session, CustomerItemCode, kept)}
    families = {row.family for row in _of(session, CustomerDiscount, kept)}
    people = {(one.name, one.email) for one in kept.contacts}
    drafts = _of(session, Invoice, ended, Invoice.state == InvoiceState.DRAFT)
    waiting = Delivery.state.in_((DeliveryState.TO_PREPARE, DeliveryState.PREPARED))
    offered = Quotation.state.in_((QuotationState.DRAFT, QuotationState.SENT))
    return {
        Moved.ORDERS: _open_orders(session, ended),
        Moved.QUOTATIONS: _of(session, Quotation, ended, offered),
        Moved.DELIVERIES: _of(session, Delivery, ended, waiting),
        Moved.DRAFTS: drafts,
        Moved.CONTRACTS: _of(session, BillingContract, ended),
        Moved.PRICES: _of(session, Price, ended),
        Moved.DISCOUNTS: [row for row in _of(session, CustomerDiscount, ended) if row.family not in families],
        Moved.CODES: [row for row in _of(session, CustomerItemCode, ended) if row.code not in codes],
        Moved.ADDRESSES: list(ended.addresses),
        Moved.CONTACTS: [one for one in ended.contacts if (one.name, one.email) not in people],
        Moved.ROLES: _roles(session, ended),
        Moved.INSURED: _insured(session, ended, kept) if why is TakeOver.MERGE else [],
    }


def _insured(session: Session, ended: Customer, kept: Customer) -> list[InsuredAmount]:
    """Return the insured amounts that follow: those of days on which nothing is insured of the record that stays.

    An insurer agrees to a company by its SIREN: what was agreed for one company does not cover another that goes on.
    """
    known = insured.amounts(session, kept.id)
    return [
        row
        for row in insured.amounts(session, ended.id)
        if not any(other.meets(row.starts_on, row.ends_on) for other in known)
    ]


def _of(session: Session, table: type[Row], customer: Customer, *more: sa.ColumnElement[bool]) -> Sequence[Row]:
    column: sa.ColumnElement[int] = sa.inspect(table).columns["customer_id"]
    return session.scalars(sa.select(table).where(column == customer.id, *more).order_by(sa.text("id"))).all()


def _open_orders(session: Session, ended: Customer) -> Sequence[SalesOrder]:
    """Return the orders of which something is still to be confirmed, delivered or invoiced, whoever is invoiced."""
    unfinished = sa.or_(SalesOrder.delivery_state != Progress.FULL, SalesOrder.invoice_state != Progress.FULL)
    over = sa.and_(SalesOrder.state == OrderState.CLOSED_SHORT, SalesOrder.invoice_state == Progress.FULL)
    whose = sa.or_(*(column == ended.id for column in (SalesOrder.customer_id, *_ROLES_OF_ORDERS)))
    statement = sa.select(SalesOrder).where(whose, SalesOrder.state != OrderState.CANCELLED, unfinished, ~over)
    return session.scalars(statement.order_by(SalesOrder.id)).all()


_ROLES_OF_ORDERS = (SalesOrder.bill_to_id, SalesOrder.payer_id)


def _roles(session: Session, ended: Customer) -> Sequence[Base]:
    """Return the other customers and places for which the record is invoiced or pays."""
    found: list[Base] = []
    for table in (Customer, CustomerAddress):
        role = sa.or_(table.bill_to_id == ended.id, table.payer_id == ended.id)
        found += session.scalars(sa.select(table).where(role).order_by(table.id))
    return found


def _issued(session: Session, ended: Customer) -> int:
    issued = sa.select(sa.func.count()).select_from(Invoice).where(Invoice.state == InvoiceState.ISSUED)
    return session.scalar(issued.where(Invoice.customer_id == ended.id)) or 0


def _owed(session: Session, ended: Customer) -> int:
    owed = sa.select(sa.func.count()).select_from(OpenItem).where(OpenItem.customer_id == ended.id, UNSETTLED)
    return session.scalar(owed) or 0


def _move_customer(rows: Sequence[Base], ended: Customer, kept: Customer) -> None:
    """Put the record that stays wherever a row names the one that ends."""
    for row in rows:
        for name in ("customer_id", "bill_to_id", "payer_id"):
            if getattr(row, name, None) == ended.id:
                setattr(row, name, kept.id)
        if getattr(row, "customer_id", None) == kept.id and hasattr(row, "customer_name"):
            row.customer_name = kept.name


def _move_addresses(_rows: Sequence[Base], ended: Customer, kept: Customer) -> None:
    """Move the places; the label of one that the record has too says where it comes from."""
    labels = {address.label for address in kept.addresses}
    for address in list(ended.addresses):
        if address.label in labels:
            address.label = f"{address.label} ({ended.code})"
        address.is_default = False
        ended.addresses.remove(address)
        kept.addresses.append(address)


def _move_contacts(rows: Sequence[Base], ended: Customer, kept: Customer) -> None:
    for contact in rows:
        if isinstance(contact, CustomerContact):
            ended.contacts.remove(contact)
            kept.contacts.append(contact)


_MOVES = {Moved.ADDRESSES: _move_addresses, Moved.CONTACTS: _move_contacts}


def _note(session: Session, clock: Clock, command: MergeCustomers, both: tuple[Customer, Customer]) -> None:
    """Write on the timelines of both records what was done and why."""
    ended, kept = both
    for customer in both:
        text = f"{ended.code} {ended.name} → {kept.code} {kept.name} : {command.reason.strip()}"
        about = NewActivity(customer.id, ActivityKind.NOTE, text, DocumentKind.CUSTOMER, customer.id)
        activities.note(session, about, clock)
