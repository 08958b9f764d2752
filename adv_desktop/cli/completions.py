"""`adv complete`: services that were carried out, with the report that the customer signed."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from adv_desktop.cli import deliveries
from adv_desktop.cli.console import Console
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, line_quantity
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import Nature
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.completions import Completion
from adv_desktop.services.orders import order_of
from adv_desktop.services.queries.preparation import pending
from adv_desktop.services.texts import N_

ZERO = Decimal(0)


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("complete", N_("record services as carried out"), complete, show_again)
    verb.argument("order", "ORDER", N_("the number of a confirmed order"))
    verb.option("--line", "NO=QTY", N_("a service and how much of it is done; default: all that is due"),
                line_quantity, several=True)  # fmt: skip
    verb.option("--date", "D", N_("the day on which they were carried out; default: today"), day)
    verb.option("--by", "NAME", N_("who confirms it at the customer's"))
    verb.option("--report", "FILE", N_("the report that the customer signed: PDF or picture"))
    verb.option("--remarks", "TEXT", N_("the reserves of the customer"))
    verb.option("--override", "REASON", N_("pass over what prevents the departure"))


def complete(asked: argparse.Namespace, console: Console) -> Answer:
    """Record services as carried out: from then on they may be invoiced."""
    services, by_number = console.services, deliveries.by_number(asked.line)
    with services.store.read() as session:
        order = order_of(session, asked.order)
        quantities = {order.line(no).id: quantity for no, quantity in by_number.items()} or _due(session, order)
    done = Completion(
        order.id, quantities, asked.date or console.clock.today(), order.version, asked.by, asked.remarks,
        Path(asked.report) if asked.report else None, asked.override,
    )  # fmt: skip
    return deliveries.answer(console, [services.completions.complete(done).id], None)


def _due(session: Session, order: SalesOrder) -> dict[int, Decimal]:
    """Return the services that are still to be carried out and leave with no delivery in preparation."""
    lines = [line for line in order.items if line.nature is Nature.SERVICE and line.backorder]
    prepared = pending(session, [line.id for line in lines])
    left = {line.id: line.backorder - prepared.get(line.id, ZERO) for line in lines}
    return {line_id: quantity for line_id, quantity in left.items() if quantity > ZERO}


def show_again(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the delivery that the request made."""
    return deliveries.answer(console, deliveries.made_by(documents), None)
