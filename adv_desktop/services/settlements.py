"""Credits of a customer set against invoices, with a payment or without one, part by part as they were typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Allocation, OpenItem
from adv_desktop.models.values import Money
from adv_desktop.services.clock import Clock
from adv_desktop.services.customers import customer_of
from adv_desktop.services.payments import AllocateTo, NewPayment, PaymentRef, PaymentService, allocate_within
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class UseCredit:
    """How much of a credit (a credit note, the rest of a payment) is set against invoices."""

    item_id: int
    minor: int


@dataclass(frozen=True, slots=True)
class Offset:
    """What setting credits against invoices made: the allocations, each of which may be taken back."""

    allocation_ids: tuple[int, ...]
    parts: tuple[tuple[str, int], ...]


class SettlementService:
    """Settles invoices out of several sources, all at once."""

    def __init__(self, store: Store, clock: Clock, payments: PaymentService) -> None:
        self._store = store
        self._clock = clock
        self._payments = payments

    def settle(self, command: NewPayment, in_credit: Sequence[UseCredit]) -> PaymentRef:
        """Record a payment with credits beside it: they pay the named parts first, the money what is left."""
        with self._store.write("payment.receive") as session:
            ref = self._payments.receive_within(session, replace(command, invoices=()))
            money = session.scalars(sa.select(OpenItem).where(OpenItem.payment_id == ref.id)).one()
            customer = customer_of(session, command.customer)
            used = [*in_credit, UseCredit(money.id, command.minor)]
            made = _set_against(session, customer, used, command.invoices, command.date)
            return replace(ref, allocations=tuple(made), unallocated=-money.open_amount)

    def offset(self, customer_code: str, in_credit: Sequence[UseCredit], parts: Sequence[AllocateTo]) -> Offset:
        """Set credits against invoices, in the order given."""
        with self._store.write("payment.allocate") as session:
            customer = customer_of(session, customer_code)
            last = session.scalar(sa.select(sa.func.max(Allocation.id))) or 0
            made = _set_against(session, customer, in_credit, parts, self._clock.today())
            session.flush()
            new = session.scalars(sa.select(Allocation.id).where(Allocation.id > last).order_by(Allocation.id))
            return Offset(tuple(new), tuple(made))


def _set_against(
    session: Session, customer: Customer, in_credit: Sequence[UseCredit], parts: Sequence[AllocateTo], on: dt.date
) -> list[tuple[str, int]]:
    """Pay the parts, in order, out of the credits, in order."""
    made: list[tuple[str, int]] = []
    sources = [(_credit_of(session, customer, used), used.minor) for used in in_credit]
    for part in parts:
        asked = left = part.minor or 0
        for place, (credit, usable) in enumerate(sources):
            share = min(left, usable)
            if share > 0:
                made += allocate_within(session, credit, customer, AllocateTo(part.invoice, share), on)
                sources[place] = (credit, usable - share)
                left -= share
        if left or not asked:
            raise DomainError("payment.above_amount", asked=Money(asked), left=Money(asked - left))
    return made


def _credit_of(session: Session, customer: Customer, used: UseCredit) -> OpenItem:
    item = session.get_one(OpenItem, used.item_id)
    if customer.id not in {item.customer_id, item.payer_id}:
        raise DomainError("payment.other_customer", credit=item.document_number, customer=customer.code)
    return item
