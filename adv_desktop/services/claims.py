"""Claims: opened on a document or a line, decided, acted upon once, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.claim import Claim, ClaimAction
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import (
    ClaimActionKind,
    ClaimOutcome,
    ClaimSeverity,
    ClaimState,
    ClaimType,
    DocumentKind,
    Series,
)
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules.dates import add_working_days
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import Money
from adv_desktop.services import numbering, settings
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.orders import order_of
from adv_desktop.services.store import Store, touch

WITH_ACTIONS = selectinload(Claim.actions)
# Documents by which an action is carried out; the others need nothing more.
_FINDERS: dict[DocumentKind, Callable[[Session, str], SalesOrder | Delivery | Invoice]] = {
    DocumentKind.ORDER: order_of,
    DocumentKind.DELIVERY: delivery_of,
    DocumentKind.INVOICE: invoice_of,
}
TRANSPORT_DAYS = 3  # C. com. L133-3, public holidays not counted


@dataclass(frozen=True, slots=True)
class Origin:
    """The document, and its line, that a claim is about."""

    kind: DocumentKind
    number: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim as reported; `disputed` in minor units, `due` computed from the severity when None."""

    customer: str
    type: ClaimType
    description: str
    severity: ClaimSeverity = ClaimSeverity.NORMAL
    origin: Origin | None = None
    disputed: int = 0
    due: dt.date | None = None
    customer_reference: str | None = None
    service: str | None = None
    person: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A claim that a verb made or changed."""

    id: int
    version: int
    number: str


class ClaimService:
    """The verbs on claims."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, command: NewClaim) -> ClaimRef:
        """Open a claim; the disputed amount of an invoice is no longer reminded."""
        with self._store.write("claim.open") as session:
            return open_within(session, command, self._clock.today())

    def move(self, number: str, version: int, state: ClaimState) -> ClaimRef:
        """Say that a claim is in progress, or for whom it waits."""
        with self._store.write("claim.move") as session:
            claim = claim_of(session, number)
            claim.refuse_if_changed(version)
            claim.move_to(state)
            session.flush()
            return ClaimRef(claim.id, claim.version, claim.number)

    def decide(
        self, number: str, outcome: ClaimOutcome, reason: str, action: ClaimActionKind, version: int | None = None
    ) -> ClaimRef:
        """Decide a claim; an accepted one names what is to be done, a refused one nothing."""
        if outcome is ClaimOutcome.REFUSED and action is not ClaimActionKind.NONE:
            raise DomainError("claim.refused_with_action", action=action.value)
        with self._store.write("claim.decide") as session:
            claim = claim_of(session, number)
            if version is not None:
                claim.refuse_if_changed(version)
            claim.decide(outcome, reason, self._clock.today())
            if all(done.kind is not action for done in claim.actions):
                claim.actions.append(
                    ClaimAction(kind=action, done_at=self._clock.now() if action is ClaimActionKind.NONE else None)
                )
            if outcome is ClaimOutcome.REFUSED:
                _dispute(session, claim, 0)
            session.flush()
            return ClaimRef(claim.id, claim.version, claim.number)

    def record_action(self, number: str, action: ClaimActionKind, kind: DocumentKind, document: str) -> None:
        """Link the document by which an action was carried out; an action is carried out once."""
        with self._store.write("claim.action") as session:
            claim = claim_of(session, number)
            link_action(session, claim, action, kind, _FINDERS[kind](session, document).id, self._clock.now())

    def close(self, number: str, version: int | None = None) -> ClaimRef:
        """Close a decided claim whose actions are done; what was disputed is due again."""
        with self._store.write("claim.close") as session:
            claim = claim_of(session, number)
            if version is not None:
                claim.refuse_if_changed(version)
            pending = [action.kind.value for action in claim.actions if action.done_at is None]
            if pending:
                raise DomainError("claim.action_pending", claim=number, actions=", ".join(pending))
            claim.close(self._clock.today())
            _dispute(session, claim, 0)
            session.flush()
            return ClaimRef(claim.id, claim.version, claim.number)

    def reopen(self, number: str, version: int) -> ClaimRef:
        """Take a closed claim up again."""
        with self._store.write("claim.reopen") as session:
            claim = claim_of(session, number)
            claim.refuse_if_changed(version)
            claim.reopen()
            session.flush()
            return ClaimRef(claim.id, claim.version, claim.number)


def open_within(session: Session, command: NewClaim, today: dt.date) -> ClaimRef:
    """Open a claim inside a transaction that does more than that."""
    if not command.description.strip():
        raise DomainError("claim.no_description")
    customer = customer_of(session, command.customer)
    origin_id = _origin_id(session, command.origin, customer.id)
    claim = Claim(
        actions=[],
        establishment_id=1,
        number=numbering.take(session, Series.CLAIM, today),
        state=ClaimState.NEW,
        customer_id=customer.id,
        customer_name=customer.name,
        origin_kind=command.origin.kind if command.origin else None,
        origin_id=origin_id,
        origin_line_no=command.origin.line if command.origin else None,
        type=command.type,
        severity=command.severity,
        description=command.description.strip(),
        customer_reference=command.customer_reference,
        disputed_amount=0,
        opened_on=today,
        due=command.due or _due(session, command, today),
        service=command.service,
        person=command.person,
        cause=command.cause,
        cost=0,
        currency=customer.currency,
    )
    session.add(claim)
    session.flush()
    _dispute(session, claim, command.disputed)
    session.flush()
    return ClaimRef(claim.id, claim.version, claim.number)


def claim_of(session: Session, number: str) -> Claim:
    """Return a claim by number or id, with its actions; raise `claim.not_found`."""
    claim = session.scalar(sa.select(Claim).where(Claim.number == number).options(WITH_ACTIONS))
    if claim is None:
        claim = session.scalar(sa.select(Claim).where(Claim.id == numbering.id_in(number)).options(WITH_ACTIONS))
    if claim is None:
        raise DomainError("claim.not_found", number=number)
    return claim


def link_action(
    session: Session, claim: Claim, action: ClaimActionKind, kind: DocumentKind, document_id: int, now: dt.datetime
) -> None:
    """Mark an action of a claim as carried out by a document."""
    for row in claim.actions:
        if row.kind is action:
            if row.done_at is not None:
                raise DomainError("claim.action_done", claim=claim.number, action=action.value)
            row.done_at, row.document_kind, row.document_id = now, kind, document_id
            return
    raise DomainError("claim.no_such_action", claim=claim.number, action=action.value)


def _origin_id(session: Session, origin: Origin | None, customer_id: int) -> int | None:
    if origin is None:
        return None
    find = _FINDERS.get(origin.kind)
    if find is None:
        raise DomainError("claim.origin_kind", kind=origin.kind.value)
    document = find(session, origin.number)
    if customer_id not in {document.customer_id, document.bill_to_id}:
        raise DomainError("claim.other_customer", document=origin.number)
    if origin.line is not None and all(line.no != origin.line for line in document.lines):
        raise DomainError("claim.no_line", document=origin.number, line=origin.line)
    return document.id


def _due(session: Session, command: NewClaim, today: dt.date) -> dt.date:
    """Return the date by which to answer: the law's for transport, else by severity."""
    if command.type is ClaimType.TRANSPORT:
        return add_working_days(today, TRANSPORT_DAYS)
    return add_working_days(today, settings.read(session).claim_days[command.severity])


def _dispute(session: Session, claim: Claim, minor: int) -> None:
    """Bring the amount that an invoice's instalments hold in dispute to this claim's."""
    if minor < 0:
        raise DomainError("claim.negative", amount=Money(minor, claim.currency))
    if claim.origin_kind is not DocumentKind.INVOICE:
        claim.disputed_amount = minor
        return
    items = session.scalars(
        sa.select(OpenItem)
        .where(OpenItem.invoice_id == claim.origin_id, OpenItem.amount > 0)
        .order_by(OpenItem.due_date)
    ).all()
    change = minor - claim.disputed_amount
    room = sum(item.open_amount - item.disputed_amount for item in items)
    if change > room:
        raise DomainError("claim.over_open", amount=Money(minor, claim.currency), open=Money(room, claim.currency))
    for item in items:
        part = max(-item.disputed_amount, min(change, item.open_amount - item.disputed_amount))
        item.disputed_amount += part
        change -= part
    claim.disputed_amount = minor
    touch(session, DocumentKind.INVOICE, claim.origin_id or 0)
