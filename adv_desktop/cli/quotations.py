"""`adv quotation`: create, show, accept."""

from __future__ import annotations

import argparse
from decimal import Decimal

from adv_desktop.cli import orders, plain_text, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.fields import object_of
from adv_desktop.cli.order_file import currency_of, order_from
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import line_quantity
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.quotation_reading import quotation_of
from adv_desktop.services.quotations import Acceptance, NewQuotation
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs on quotations."""
    create = verbs.add("quotation create", N_("write a draft quotation"), create_quotation, show_created)
    create.argument("file", "FILE.json", N_("the quotation: an order, and until when its prices hold"))
    verbs.add("quotation show", N_("show a quotation"), show_quotation).argument("quotation", "N")
    accept = verbs.add("quotation accept", N_("turn a quotation into a draft order"), accept_quotation, show_order)
    accept.argument("quotation", "N", N_("number, or id of a draft"))
    accept.option("--line", "NO=QTY", N_("order this quantity of a line alone"), line_quantity, several=True)


def create_quotation(asked: argparse.Namespace, console: Console) -> Answer:
    """Write a draft from FILE.json."""
    with object_of(asked.file) as fields:
        order = order_from(fields, currency_of(console.services, fields))
        command = NewQuotation(
            order, fields.date("valid_until"), fields.date("follow_up_on"), fields.whole("probability")
        )
    return answer(console, str(console.services.quotations.create(command).id))


def show_created(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the quotation that the request made."""
    return answer(console, str(orders.only(documents, DocumentKind.QUOTATION)))


def show_quotation(asked: argparse.Namespace, console: Console) -> Answer:
    """Show a quotation."""
    return answer(console, asked.quotation)


def accept_quotation(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the draft order of a quotation."""
    chosen: dict[int, Decimal] | None = dict(asked.line) if asked.line else None
    with console.services.store.read() as session:
        quotation_id = quotation_of(session, asked.quotation).id
    ref = console.services.quotations.accept(Acceptance(quotation_id, quantities=chosen))
    return orders.answer(console, str(ref.id))


def show_order(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the order that the request made."""
    return orders.answer(console, str(orders.only(documents, DocumentKind.ORDER)))


def answer(console: Console, name: str) -> Answer:
    """Show a quotation with its lines and totals."""
    with console.services.store.read() as session:
        content = shown.quotation_object(session, quotation_of(session, name), console.clock.today())
    return Answer(content, plain_text.document(N_("Quotation"), content))
