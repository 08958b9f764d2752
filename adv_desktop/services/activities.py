"""Notes and calls: what was said with a customer, kept on its timeline and on that of the document it was about."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.activity import Activity
from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import ActivityKind, DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Payment
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store, actor_name, touch

LONGEST = 4000
_CUSTOMER_OF = {
    DocumentKind.ORDER: (SalesOrder.id, SalesOrder.customer_id),
    DocumentKind.DELIVERY: (Delivery.id, Delivery.customer_id),
    DocumentKind.INVOICE: (Invoice.id, Invoice.customer_id),
    DocumentKind.PAYMENT: (Payment.id, Payment.customer_id),
    DocumentKind.CLAIM: (Claim.id, Claim.customer_id),
    DocumentKind.CUSTOMER: (Customer.id, Customer.id),
}


@dataclass(frozen=True, slots=True)
class NewActivity:
    """Something said with a customer; `document_id` is what of `document` it was about (0: the customer itself)."""

    customer_id: int
    kind: ActivityKind
    text: str
    document: DocumentKind = DocumentKind.CUSTOMER
    document_id: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom what is on screen concerns."""

    customer_id: int
    code: str
    name: str
    town: str | None


class ActivityService:
    """The verbs on notes and calls; they are never changed, a mistake is answered by another note."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, command: NewActivity) -> int:
        """Keep a note or a call; return its id."""
        text = command.text.strip()
        if not text:
            raise DomainError("activity.empty")
        if len(text) > LONGEST:
            raise DomainError("activity.too_long", longest=LONGEST, count=len(text))
        document_id = command.document_id or command.customer_id
        with self._store.write("activity.add") as session:
            session.get_one(Customer, command.customer_id)
            document = command.document if command.document_id else DocumentKind.CUSTOMER
            row = _added(session, replace(command, document=document, document_id=document_id, text=text), self._clock)
            return row.id

    def subject(self, kind: DocumentKind, document_id: int) -> Subject | None:
        """Return whom a document concerns; None for what concerns nobody (a product)."""
        with self._store.read() as session:
            return _subject(session, kind, document_id)


def note(session: Session, command: NewActivity, clock: Clock) -> None:
    """Keep a note inside an open transaction: what the program did for a reason that the user gave."""
    _added(session, replace(command, text=command.text[:LONGEST]), clock)


def _added(session: Session, command: NewActivity, clock: Clock) -> Activity:
    row = Activity(
        customer_id=command.customer_id,
        document_kind=command.document,
        document_id=command.document_id,
        at=clock.now(),
        actor=actor_name(),
        kind=command.kind.value,
        text=command.text,
    )
    session.add(row)
    session.flush()
    touch(session, DocumentKind.CUSTOMER, command.customer_id)
    touch(session, command.document, command.document_id)
    return row


def _subject(session: Session, kind: DocumentKind, document_id: int) -> Subject | None:
    if kind not in _CUSTOMER_OF:
        return None
    key, customer = _CUSTOMER_OF[kind]
    statement = sa.select(Customer.id, Customer.code, Customer.name, Customer.town).where(
        Customer.id == sa.select(customer).where(key == document_id).scalar_subquery()
    )
    row = session.execute(statement).first()
    return None if row is None else Subject(*row)
