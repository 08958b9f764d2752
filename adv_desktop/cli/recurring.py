"""`adv recurring`: orders that come back, listed, added and drafted."""

from __future__ import annotations

import argparse

from adv_desktop.cli import orders
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, iso
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import choice, day, line_number
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.rules.recurrence import ContractPrices, RecurrenceUnit
from adv_desktop.services.recurring_orders import RecurringRow
from adv_desktop.services.rhythms import Rhythm
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verbs.add("recurring list", N_("list recurring orders with their next day"), list_recurring)
    add = verbs.add("recurring add", N_("make an order come back"), add_recurring, list_again)
    add.argument("order", "N")
    add.option("--start", "D", N_("the first day"), day, required=True)
    add.option("--every", "N", N_("every so many weeks or months; default: 1"), line_number)
    add.option("--unit", "week|month", N_("what the rhythm counts in; default: month"), _unit)
    add.option("--until", "D", N_("the last day"), day)
    add.option("--prices", "list|frozen", N_("prices of the day, or those of the order; default: list"), _prices)
    run = verbs.add("recurring run", N_("draft the recurring orders that are due"), run_recurring, orders.show_made)
    run.argument("order", "ID", N_("only these"), several=True, optional=True)


def _unit(text: str) -> RecurrenceUnit:
    return choice(RecurrenceUnit, text, "--unit")


def _prices(text: str) -> ContractPrices:
    return choice(ContractPrices, text, "--prices")


def list_recurring(_asked: argparse.Namespace, console: Console) -> Answer:
    """List every recurring order."""
    rows = console.services.recurring.all()
    lines = tuple(f"{row.order_id}. {row.customer}: {iso(row.next_on) or '—'}" for row in rows)
    return Answer({"recurring": [_object(row) for row in rows]}, lines)


def list_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a request already wrote."""
    return list_recurring(asked, console)


def add_recurring(asked: argparse.Namespace, console: Console) -> Answer:
    """Make an order come back in a rhythm."""
    rhythm = Rhythm(
        asked.start, asked.every or 1, asked.unit or RecurrenceUnit.MONTH, asked.until,
        asked.prices or ContractPrices.LIST,
    )  # fmt: skip
    console.services.recurring.create(orders.id_of(console, asked.order), rhythm)
    return list_recurring(asked, console)


def run_recurring(asked: argparse.Namespace, console: Console) -> Answer:
    """Draft what is due of every recurring order, or of some."""
    chosen = [orders.id_of(console, name) for name in asked.order] or None
    return orders.several(console, [ref.id for ref in console.services.recurring.run(chosen)])


def _object(row: RecurringRow) -> JsonObject:
    return {
        "id": row.order_id,
        "customer": row.customer,
        "every": row.rhythm.every,
        "unit": row.rhythm.unit.value,
        "start": iso(row.rhythm.start),
        "end": iso(row.rhythm.end),
        "prices": row.rhythm.prices.value,
        "next": iso(row.next_on),
    }
