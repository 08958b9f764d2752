"""Payments: received, allocated to open items, reversed, given back; nothing is ever edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind, OpenItemKind, PaymentMethod, Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.values import Money
from adv_desktop.services import numbering, seals
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.failpoints import reach
from adv_desktop.services.store import Store, next_id, touch


@dataclass(frozen=True, slots=True)
class AllocateTo:
    """An invoice (or credit note) by number, and how much of it (None = all that the amount allows)."""

    invoice: str
    minor: int | None = None


@dataclass(frozen=True, slots=True)
class NewPayment:
    """Money received; without `invoices` it is set against the oldest due items when `automatic`."""

    customer: str
    minor: int
    date: dt.date
    method: PaymentMethod
    invoices: tuple[AllocateTo, ...] = ()
    automatic: bool = False
    currency: str = "EUR"
    reference: str | None = None
    bank: str | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentRef:
    """A payment that a verb made; what is not allocated stays as a credit of the customer."""

    id: int
    number: str
    allocations: tuple[tuple[str, int], ...]
    unallocated: int


class PaymentService:
    """The verbs on payments."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def receive(self, command: NewPayment) -> PaymentRef:
        """Record a payment and allocate it, credit notes named with invoices included."""
        with self._store.write("payment.receive") as session:
            return self.receive_within(session, command)

    def receive_within(self, session: Session, command: NewPayment) -> PaymentRef:
        """Record a payment inside a transaction that does more than that."""
        if command.minor <= 0:
            raise DomainError("payment.not_positive", amount=Money(command.minor, command.currency))
        numbering.refuse_future(command.date, self._clock.today())
        customer = customer_of(session, command.customer)
        payment = self._add(session, customer, command)
        credit = _credit_item(session, payment)
        allocations = self._allocate_named(session, credit, customer, command)
        if command.automatic and not command.invoices:
            allocations = self._allocate_oldest(session, credit, customer)
        reach("payment.allocated")
        session.flush()
        seals.seal(session, DocumentKind.PAYMENT, payment.id, self._clock.now())
        return PaymentRef(payment.id, payment.number, tuple(allocations), -credit.open_amount)

    def reverse(self, number: str, reason: str, date: dt.date | None = None) -> PaymentRef:
        """Undo a payment that bounced: a counter-entry that reopens what it had paid."""
        on = numbering.refuse_future(date or self._clock.today(), self._clock.today())
        with self._store.write("payment.reverse") as session:
            payment = payment_of(session, number)
            if payment.reverses_id is not None:
                raise DomainError("payment.is_reversal", payment=number)
            if session.scalar(sa.select(Payment.id).where(Payment.reverses_id == payment.id)) is not None:
                raise DomainError("payment.reversed", payment=number)
            counter = Payment(
                establishment_id=payment.establishment_id,
                number=numbering.take(session, Series.PAYMENT, on),
                customer_id=payment.customer_id,
                customer_name=payment.customer_name,
                paid_on=on,
                entered_at=self._clock.now(),
                method=payment.method,
                amount=-payment.amount,
                currency=payment.currency,
                reference=payment.reference,
                reverses_id=payment.id,
                reason=reason or None,
            )
            session.add(counter)
            session.flush()
            self._undo_allocations(session, payment, counter)
            seals.seal(session, DocumentKind.PAYMENT, counter.id, self._clock.now())
            return PaymentRef(counter.id, counter.number, (), 0)

    def refund(self, customer_code: str, minor: int, date: dt.date, method: PaymentMethod) -> PaymentRef:
        """Give euros back out of what the customer has in credit in euros, oldest first."""
        numbering.refuse_future(date, self._clock.today())
        with self._store.write("payment.refund") as session:
            customer = customer_of(session, customer_code)
            in_credit = [
                item for item in _open_items(session, customer) if item.open_amount < 0 and item.currency == "EUR"
            ]
            available = -sum(item.open_amount for item in in_credit)
            if not 0 < minor <= available:
                raise DomainError("payment.refund_too_large", amount=Money(minor), available=Money(available))
            command = NewPayment(customer_code, -minor, date, method)
            payment = self._add(session, customer, command)
            debit = _credit_item(session, payment)
            allocations = []
            for item in in_credit:
                part = min(-item.open_amount, debit.open_amount)
                if part:
                    _settle(session, debit, item, part, date)
                    allocations.append((item.document_number, part))
            session.flush()
            seals.seal(session, DocumentKind.PAYMENT, payment.id, self._clock.now())
            return PaymentRef(payment.id, payment.number, tuple(allocations), 0)

    def allocate(self, credit_item_id: int, parts: Sequence[AllocateTo]) -> list[tuple[str, int]]:
        """Set a credit (a payment's rest, a credit note) against invoices."""
        with self._store.write("payment.allocate") as session:
            credit = session.get_one(OpenItem, credit_item_id)
            customer = session.get_one(Customer, credit.customer_id)
            today = self._clock.today()
            done = [made for part in parts for made in allocate_within(session, credit, customer, part, today)]
            _touch_items(session, credit)
            return done

    def unallocate(self, allocation_id: int) -> None:
        """Take an allocation back by a counter-allocation; both stay on record."""
        with self._store.write("payment.unallocate") as session:
            allocation = session.get_one(Allocation, allocation_id)
            _refuse_taken_back(session, allocation)
            debit = session.get_one(OpenItem, allocation.debit_item_id)
            credit = session.get_one(OpenItem, allocation.credit_item_id)
            _settle(session, debit, credit, -allocation.amount, self._clock.today())

    def _add(self, session: Session, customer: Customer, command: NewPayment) -> Payment:
        payment = Payment(
            id=next_id(session, Payment),
            establishment_id=1,
            number=numbering.take(session, Series.PAYMENT, command.date),
            customer_id=customer.id,
            customer_name=customer.name,
            order_id=command.order_id,
            paid_on=command.date,
            entered_at=self._clock.now(),
            method=command.method,
            amount=command.minor,
            currency=command.currency,
            bank=command.bank,
            reference=command.reference,
        )
        session.add(payment)
        return payment

    def _allocate_named(
        self, session: Session, credit: OpenItem, customer: Customer, command: NewPayment
    ) -> list[tuple[str, int]]:
        """Credit notes first: what they cancel leaves more of the payment for the rest."""
        items = [(part, _items_of(session, part.invoice, customer)) for part in command.invoices]
        if not all(found for _part, found in items):
            raise DomainError("payment.nothing_open")
        made: list[tuple[str, int]] = []
        notes = [item for _part, found in items for item in found if item.open_amount < 0]
        debits = [item for _part, found in items for item in found if item.open_amount > 0]
        for note in notes:
            for debit in debits:
                part = min(-note.open_amount, debit.open_amount)
                if part > 0:
                    _settle(session, debit, note, part, command.date)
                    made.append((note.document_number, -part))
        noted = {note.document_number for note in notes}
        for named, _found in items:
            if named.invoice not in noted:
                made += allocate_within(session, credit, customer, named, command.date)
        return made

    def _allocate_oldest(self, session: Session, credit: OpenItem, customer: Customer) -> list[tuple[str, int]]:
        made = []
        for item in _open_items(session, customer):
            part = min(item.open_amount - item.disputed_amount, -credit.open_amount)
            if item.currency == credit.currency and part > 0:
                _settle(session, item, credit, part, self._clock.today())
                made.append((item.document_number, part))
        return made

    def _undo_allocations(self, session: Session, payment: Payment, counter: Payment) -> None:
        credit = session.scalars(sa.select(OpenItem).where(OpenItem.payment_id == payment.id)).one()
        rows = session.scalars(
            sa.select(Allocation).where(Allocation.credit_item_id == credit.id, Allocation.reversed_by_id.is_(None))
        ).all()
        for row in rows:
            debit = session.get_one(OpenItem, row.debit_item_id)
            _settle(session, debit, credit, -row.amount, counter.paid_on, reversed_by=counter.id)
            row.reversed_by_id = counter.id
        # The counter-entry owes back what the payment had brought: both items cancel out.
        opposite = _credit_item(session, counter)
        _settle(session, opposite, credit, -credit.open_amount, counter.paid_on)


def payment_of(session: Session, number: str) -> Payment:
    """Return a payment by number; raise `payment.not_found`."""
    payment = session.scalar(sa.select(Payment).where(Payment.number == number))
    if payment is None:
        raise DomainError("payment.not_found", number=number)
    return payment


def payment_by_id(session: Session, payment_id: int) -> Payment:
    """Return a payment."""
    return session.get_one(Payment, payment_id)


def _credit_item(session: Session, payment: Payment) -> OpenItem:
    """Make the open item of a payment: what we owe until it is allocated."""
    item = OpenItem(
        id=next_id(session, OpenItem),
        customer_id=payment.customer_id,
        payer_id=payment.customer_id,
        kind=OpenItemKind.PAYMENT,
        payment_id=payment.id,
        document_number=payment.number,
        document_date=payment.paid_on,
        currency=payment.currency,
        due_date=payment.paid_on,
        amount=-payment.amount,
        open_amount=-payment.amount,
        disputed_amount=0,
    )
    session.add(item)
    return item


def _items_of(session: Session, number: str, customer: Customer) -> list[OpenItem]:
    """Return the open items of a document of the customer, the oldest due first."""
    items = session.scalars(
        sa.select(OpenItem)
        .where(
            OpenItem.document_number == number,
            sa.or_(OpenItem.customer_id == customer.id, OpenItem.payer_id == customer.id),
        )
        .order_by(OpenItem.due_date, OpenItem.id)
    ).all()
    if not items:
        raise DomainError("payment.no_such_invoice", invoice=number, customer=customer.code)
    return [item for item in items if item.open_amount]


def _open_items(session: Session, customer: Customer) -> list[OpenItem]:
    statement = sa.select(OpenItem).where(
        sa.or_(OpenItem.customer_id == customer.id, OpenItem.payer_id == customer.id), OpenItem.open_amount != 0
    )
    return list(session.scalars(statement.order_by(OpenItem.due_date, OpenItem.id)))


def allocate_within(
    session: Session, credit: OpenItem, customer: Customer, part: AllocateTo, on: dt.date
) -> list[tuple[str, int]]:
    """Set a credit against the instalments of one invoice, the oldest due first, in a transaction of the caller."""
    items = [item for item in _items_of(session, part.invoice, customer) if item.open_amount > 0]
    owed, left = sum(item.open_amount for item in items), -credit.open_amount
    wanted = min(owed, left) if part.minor is None else part.minor
    if part.minor is not None and (part.minor <= 0 or part.minor > owed):
        raise DomainError(
            "payment.over_invoice",
            invoice=part.invoice,
            owed=Money(owed, credit.currency),
            amount=Money(part.minor, credit.currency),
        )
    if wanted > left:
        raise DomainError(
            "payment.over_amount", amount=Money(wanted, credit.currency), left=Money(left, credit.currency)
        )
    made = []
    for item in items:
        share = min(item.open_amount, wanted)
        if share:
            _settle(session, item, credit, share, on)
            made.append((item.document_number, share))
            wanted -= share
    return made


def _refuse_taken_back(session: Session, allocation: Allocation) -> None:
    """Refuse to take back more than what still stands between the two items."""
    standing = session.scalar(
        sa.select(sa.func.sum(Allocation.amount)).where(
            Allocation.debit_item_id == allocation.debit_item_id, Allocation.credit_item_id == allocation.credit_item_id
        )
    )
    if not 0 < allocation.amount <= (standing or 0):
        raise DomainError("payment.taken_back")


def _settle(
    session: Session, debit: OpenItem, credit: OpenItem, minor: int, on: dt.date, *, reversed_by: int | None = None
) -> None:
    """Set an amount of a credit item against a debit item (negative: take it back)."""
    if debit.currency != credit.currency:
        raise DomainError("currency.mixed", first=debit.currency, second=credit.currency)
    session.add(
        Allocation(
            debit_item_id=debit.id, credit_item_id=credit.id, amount=minor, allocated_on=on, reversed_by_id=reversed_by
        )
    )
    debit.open_amount -= minor
    credit.open_amount += minor
    _touch_items(session, debit, credit)


def _touch_items(session: Session, *items: OpenItem) -> None:
    """Publish the invoices and payments whose remainder changed."""
    for item in items:
        if item.invoice_id is not None:
            touch(session, DocumentKind.INVOICE, item.invoice_id)
        if item.payment_id is not None:
            touch(session, DocumentKind.PAYMENT, item.payment_id)
