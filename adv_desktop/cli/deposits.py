"""`adv deposit`: a deposit invoice on an order."""

from __future__ import annotations

import argparse

from adv_desktop.cli import invoices
from adv_desktop.cli.console import Console
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import minor, number, percent
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services.orders import order_of
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("deposit", N_("draft a deposit invoice on an order"), draft, invoices.show_created)
    verb.argument("order", "ORDER", N_("a confirmed order"))
    verb.option("--percent", "P", N_("percent of the net of each VAT rate"), percent)
    verb.option("--amount", "A", N_("amount with VAT"), number)


def draft(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the draft of a deposit."""
    if (asked.percent is None) == (asked.amount is None):
        raise DomainError("usage.one_source", known=["--percent", "--amount"])
    services = console.services
    with services.store.read() as session:
        order = order_of(session, asked.order)
    gross = None if asked.amount is None else minor(asked.amount, order.currency)
    return invoices.answer(console, [services.deposits.draft(order.id, percent=asked.percent, gross=gross)])
