"""`adv pay`: money received, bounced, given back."""

from __future__ import annotations

import argparse

from adv_desktop.cli import plain_text, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject
from adv_desktop.cli.orders import only
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, method, minor, named_amount, number
from adv_desktop.cli.verbs import Documents, Verb, Verbs
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.payments import AllocateTo, NewPayment, payment_by_id
from adv_desktop.services.queries import settled
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs on payments."""
    pay = verbs.add("pay", N_("record a payment"), receive, show_again)
    _amount_of(pay)
    pay.option("--invoice", "N[=A]", N_("an invoice that it pays, or a part of it"), named_amount, several=True)
    pay.flag("--early-discount", N_("what is missing is the discount for early payment"))
    pay.option("--reference", "TEXT", N_("the payer's reference"))
    reverse = verbs.add("pay reverse", N_("undo a payment that bounced"), undo, show_again)
    reverse.argument("payment", "PAYMENT", N_("number of the payment"))
    reverse.option("--reason", "R", N_("why"))
    reverse.option("--date", "D", N_("the day on which it bounced"), day)
    _amount_of(verbs.add("pay refund", N_("give back what a customer has in credit"), refund, show_again))


def _amount_of(verb: Verb) -> None:
    verb.option("--customer", "C", N_("who pays or is paid"), required=True)
    verb.option("--amount", "A", N_("the amount"), number, required=True)
    verb.option("--date", "D", N_("the day of the payment"), day, required=True)
    verb.option("--method", "M", N_("transfer, cheque, card, cash, direct_debit, bill_of_exchange"), method,
                required=True)  # fmt: skip


def receive(asked: argparse.Namespace, console: Console) -> Answer:
    """Record a payment; what names no invoice stays as a credit of the customer."""
    services = console.services
    currency = _currency(asked, console)
    parts = tuple(
        AllocateTo(name, None if amount is None else minor(amount, currency)) for name, amount in asked.invoice
    )
    command = NewPayment(
        asked.customer, minor(asked.amount, currency), asked.date, asked.method, parts, currency=currency,
        reference=asked.reference,
    )  # fmt: skip
    if not asked.early_discount:
        return answer(console, services.payments.receive(command).id)
    from adv_desktop.services.early_discount import EarlyDiscountService

    discount = EarlyDiscountService(services.store, services.issuing, services.payments)
    return answer(console, discount.receive(command).id)


def _currency(asked: argparse.Namespace, console: Console) -> str:
    """Return the currency of the payment: that of the invoices named, else the customer's."""
    named = [name for name, _amount in asked.invoice]
    if len(set(named)) < len(named):
        raise DomainError("payment.named_twice")
    customer = console.services.customers.show(asked.customer).data
    with console.services.store.read() as session:
        return settled.currency_of(session, named[0] if named else "") or customer.currency


def undo(asked: argparse.Namespace, console: Console) -> Answer:
    """Undo a payment; what it had paid is due again."""
    ref = console.services.payments.reverse(asked.payment, asked.reason or "", asked.date)
    return answer(console, ref.id)


def refund(asked: argparse.Namespace, console: Console) -> Answer:
    """Give money back."""
    services = console.services
    amount = minor(asked.amount, services.customers.show(asked.customer).data.currency)
    return answer(console, services.payments.refund(asked.customer, amount, asked.date, asked.method).id)


def show_again(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the payment that the request made."""
    return answer(console, only(documents, DocumentKind.PAYMENT))


def answer(console: Console, payment_id: int) -> Answer:
    """Show a payment with what it settles now."""
    with console.services.store.read() as session:
        found = settled.of_payment(session, payment_id)
        content: JsonObject = shown.payment_object(
            session, payment_by_id(session, payment_id), found.parts, found.unallocated
        )
    return Answer(content, plain_text.facts(N_("Payment"), content))
