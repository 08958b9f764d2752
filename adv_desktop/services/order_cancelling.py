"""Cancelling an order on which deposits were invoiced: they are given back, carried over to another order, or kept.

What becomes of the VAT of a deposit that is kept (an indemnity, or the price of what is not delivered) is for the
accountant to say: keeping it writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import DepositCarryOver, Invoice
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.clock import Clock
from adv_desktop.services.credits import CreditService, NewCredit
from adv_desktop.services.deposits import left_of_orders
from adv_desktop.services.invoice_drafts import InvoiceRef
from adv_desktop.services.orders import cancel_within, order_by_id
from adv_desktop.services.store import Store

OPEN = (OrderState.CONFIRMED, OrderState.ON_HOLD)


class DepositFate(StrEnum):
    """What becomes of the deposits of an order that is cancelled."""

    GIVE_BACK = "give_back"
    CARRY_OVER = "carry_over"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """An order to cancel, why, and what becomes of its deposits; `to_order_id` is the one that takes them over."""

    order_id: int
    version: int | None
    reason: str
    fate: DepositFate = DepositFate.KEEP
    to_order_id: int | None = None


@dataclass(frozen=True, slots=True)
class StandingDeposit:
    """An issued deposit of which something is neither deducted nor credited; gross in minor units."""

    id: int
    number: str
    gross: int
    currency: str


@dataclass(frozen=True, slots=True)
class Taker:
    """An open order of the same invoiced customer that can take deposits over."""

    id: int
    number: str
    customer_reference: str | None
    gross: int
    currency: str


@dataclass(frozen=True, slots=True)
class DepositsAtStake:
    """What there is to decide before an order is cancelled."""

    deposits: tuple[StandingDeposit, ...]
    takers: tuple[Taker, ...]


class CancellationService:
    """Cancels orders, and says what becomes of their deposits, in one transaction."""

    def __init__(self, store: Store, clock: Clock, credit_notes: CreditService) -> None:
        self._store = store
        self._clock = clock
        self._credit_notes = credit_notes

    def at_stake(self, order_id: int) -> DepositsAtStake:
        """Return the deposits that stand for an order and the orders that could take them over."""
        with self._store.read() as session:
            order = order_by_id(session, order_id)
            deposits = _standing(session, order)
            return DepositsAtStake(
                tuple(StandingDeposit(row.id, str(row.number), row.gross, row.currency) for row in deposits),
                tuple(_takers(session, order)) if deposits else (),
            )

    def cancel(self, command: CancelOrder) -> tuple[InvoiceRef, ...]:
        """Cancel an order of which nothing has left; return the drafts that give its deposits back."""
        with self._store.write("order.cancel") as session:
            order = order_by_id(session, command.order_id)
            deposits = _standing(session, order)
            cancel_within(session, command.order_id, command.version, command.reason, self._clock.today())
            if command.fate is DepositFate.CARRY_OVER:
                self._carry_over(session, order, deposits, command)
            if command.fate is DepositFate.GIVE_BACK:
                asked = [NewCredit(deposit.id, command.reason) for deposit in deposits]
                return tuple(self._credit_notes.draft_within(session, credit) for credit in asked)
            return ()

    def _carry_over(self, session: Session, order: SalesOrder, deposits: list[Invoice], command: CancelOrder) -> None:
        if not deposits:
            raise DomainError("deposit.nothing_to_carry", order=order.name)
        taker = _taker(session, order, command.to_order_id)
        for deposit in deposits:
            carried = session.scalar(
                sa.select(DepositCarryOver).where(DepositCarryOver.deposit_invoice_id == deposit.id)
            )
            if carried is None:
                carried = DepositCarryOver(deposit_invoice_id=deposit.id)
                session.add(carried)
            carried.order_id, carried.reason = taker.id, command.reason
            carried.carried_on = self._clock.today()


def _standing(session: Session, order: SalesOrder) -> list[Invoice]:
    return [session.get_one(Invoice, left.deposit_id) for left in left_of_orders(session, [order.id])]


def _takers(session: Session, order: SalesOrder) -> list[Taker]:
    rows = session.scalars(sa.select(SalesOrder).where(*_may_take(order)).order_by(SalesOrder.id.desc()).limit(200))
    return [Taker(row.id, str(row.number), row.customer_reference, row.gross, row.currency) for row in rows]


def _taker(session: Session, order: SalesOrder, to_order_id: int | None) -> SalesOrder:
    found = session.scalar(sa.select(SalesOrder).where(SalesOrder.id == (to_order_id or 0), *_may_take(order)))
    if found is None:
        raise DomainError("deposit.no_taker", order=order.name)
    return found


def _may_take(order: SalesOrder) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what the order that takes over has in common: who is invoiced, and the currency."""
    return (
        SalesOrder.bill_to_id == order.bill_to_id,
        SalesOrder.currency == order.currency,
        SalesOrder.state.in_(OPEN),
        SalesOrder.id != order.id,
    )
