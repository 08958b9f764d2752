"""Invoices, payments and credit notes of the demonstration company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

import sqlalchemy as sa

from adv_desktop.models.enums import InvoiceGrouping, InvoiceType, PaymentMethod
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules.dates import add_working_days
from adv_desktop.services import demo_claims
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.demo_ledger import credit, open_amount
from adv_desktop.services.demo_world import Buyer, OpenOrder, Shipped, World
from adv_desktop.services.payments import AllocateTo, NewPayment

_FRIDAY = 4
_LAST_DAYS = 4
_IN_PARTS_DAYS = 25
_BOUNCING = frozenset({PaymentMethod.CHEQUE, PaymentMethod.DIRECT_DEBIT, PaymentMethod.BILL_OF_EXCHANGE})
_DEPOSIT = Decimal(30)


def invoice(world: World) -> None:
    """Draft and issue what each customer's grouping wants invoiced today."""
    due = [shipped for shipped in world.to_invoice if _wanted_today(world, shipped)]
    if world.days_left <= _LAST_DAYS:
        due = due[::2]  # the others wait for the user
    if due:
        world.to_invoice = [shipped for shipped in world.to_invoice if shipped not in due]
        drafts = world.verbs.drafts.from_deliveries([shipped.id for shipped in due])
        issue(world, [ref.id for ref in drafts.invoices])


def leave_drafts(world: World) -> None:
    """Draft some of what is to be invoiced, for the user to issue."""
    chosen = [shipped for shipped in world.to_invoice if shipped.on < world.day][::2]
    if chosen:
        world.verbs.drafts.from_deliveries([shipped.id for shipped in chosen])


def _wanted_today(world: World, shipped: Shipped) -> bool:
    day, grouping = world.day, shipped.buyer.grouping
    if grouping is InvoiceGrouping.WEEK:
        return day.weekday() == _FRIDAY or shipped.on.isocalendar()[:2] != day.isocalendar()[:2]
    if grouping is InvoiceGrouping.MONTH:
        return add_working_days(day, 1).month != day.month or shipped.on.month != day.month
    return shipped.on < day


def issue(world: World, invoice_ids: Sequence[int]) -> None:
    """Issue drafts and have what they claim paid, late or disputed."""
    issued = world.verbs.issuing.issue_all(invoice_ids)
    by_id = {buyer.id: buyer for buyer in world.buyers}
    with world.store.read() as session:
        items = session.execute(
            sa.select(OpenItem.document_number, OpenItem.due_date, OpenItem.amount, OpenItem.customer_id)
            .where(OpenItem.invoice_id.in_([ref.id for ref in issued.invoices]), OpenItem.amount > 0)
            .order_by(OpenItem.id)
        ).all()
    for item in items:
        _expect(world, by_id[item.customer_id], item.document_number, item.amount, item.due_date)
    for number in dict.fromkeys(item.document_number for item in items):
        customer_id = next(item.customer_id for item in items if item.document_number == number)
        demo_claims.maybe_on_invoice(world, number, by_id[customer_id])
        if world.happens(0.015):
            world.after(world.rng.randint(4, 12), partial(_credit_error, world, by_id[customer_id], number))


def _expect(world: World, buyer: Buyer, number: str, minor: int, due: dt.date) -> None:
    """Plan the payment of an instalment by the customer's habit; some pay in two parts, some pay no more."""
    habit, rng = buyer.habit, world.rng
    day = max(due + dt.timedelta(days=rng.randint(habit.earliest, habit.latest)), world.day)
    if habit.stops is not None and (world.today - day).days < habit.stops:
        return
    if world.happens(0.02):
        return  # forgotten: a reminder will tell
    # In the last month some instalments are half paid, for the user to see.
    if world.happens(0.2 if (world.today - day).days < _IN_PARTS_DAYS else 0.05):
        first = minor * 6 // 10
        world.agenda.at(day, partial(_pay, world, buyer, number, first))
        world.agenda.at(
            day + dt.timedelta(days=rng.randint(15, 35)), partial(_pay, world, buyer, number, minor - first)
        )
        return
    world.agenda.at(day, partial(_pay, world, buyer, number, minor))


def _pay(world: World, buyer: Buyer, number: str, minor: int) -> None:
    """Receive a payment of an invoice, with the credit notes that the customer takes off."""
    amount = min(minor, open_amount(world, number))
    if amount <= 0:
        return
    parts, taken_off = [AllocateTo(number, amount)], 0
    usable = [name for name in buyer.credits if 0 < -open_amount(world, name) < amount]
    if usable and amount == open_amount(world, number):
        taken_off = -open_amount(world, usable[0])
        buyer.credits.remove(usable[0])
        parts = [AllocateTo(number), AllocateTo(usable[0])]
    command = NewPayment(buyer.code, amount - taken_off, world.day, buyer.method, tuple(parts), reference=number)
    payment = world.verbs.payments.receive(command)
    if buyer.method in _BOUNCING and world.happens(0.015):
        world.after(world.rng.randint(3, 6), partial(_bounce, world, buyer, payment.number, number, amount))


def _bounce(world: World, buyer: Buyer, payment: str, number: str, minor: int) -> None:
    world.verbs.payments.reverse(payment, "Provision insuffisante", world.day)
    if world.happens(0.7):
        world.after(world.rng.randint(8, 20), partial(_pay, world, buyer, number, minor))


def _credit_error(world: World, buyer: Buyer, number: str) -> None:
    """Correct an invoice that had a wrong price, or that was made twice."""
    if world.happens(0.7):
        command = NewCredit(_invoice_id(world, number), "Erreur de prix", percent=Decimal(5), reason_code="price_error")
    else:
        command = NewCredit(_invoice_id(world, number), "Facture en double", reason_code="duplicate_invoice")
    if open_amount(world, number) > 0:
        credit(world, buyer, command)


def take_deposit(world: World, order: OpenOrder) -> None:
    """Invoice the deposit that goes with an order."""
    draft = world.verbs.deposits.draft(order.id, percent=_DEPOSIT)
    issue(world, [draft])


def _invoice_id(world: World, number: str) -> int:
    with world.store.read() as session:
        found = sa.select(Invoice.id).where(Invoice.number == number, Invoice.type != InvoiceType.CREDIT_NOTE)
        return session.scalars(found).one()
