"""`adv prepare` and `adv ship`: a delivery picked first, that leaves later."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from adv_desktop.cli import deliveries, papers, plain_text, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, line_quantity, remainder
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id, delivery_of
from adv_desktop.services.orders import order_of
from adv_desktop.services.remainders import Remainder
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verb = verbs.add("prepare", N_("make deliveries to pick, with their picking lists"), prepare, show_prepared)
    verb.argument("orders", "ORDER", N_("numbers of confirmed orders"), several=True)
    verb.option("--line", "NO=QTY", N_("a line and the quantity to pick; the others stay"), line_quantity, several=True)
    verb.option("--date", "D", N_("the day on which it is to leave"), day)
    verb.option("--pdf", "DIR", N_("where the picking lists are written"))
    verb.option("--override", "REASON", N_("pass over what prevents the preparation"))
    verb = verbs.add("ship", N_("have a prepared delivery leave"), ship, show_shipped)
    verb.argument("delivery", "DELIVERY", N_("the number of a picking list"))
    verb.option("--date", "D", N_("the day on which the goods left"), day)
    verb.option("--pdf", "DIR", N_("where the delivery notes are written"))
    verb.option("--override", "REASON", N_("pass over what prevents the departure"))
    verb.option("--remainder", "keep|cancel", N_("what becomes of what stays behind, where the customer is asked"),
                remainder)  # fmt: skip
    verb.option("--reason", "R", N_("why the remainder is cancelled"))
    verb = verbs.add(
        "charge-vat", N_("sell what a delivery takes into the Union with French VAT"), charge, show_charged
    )
    verb.argument("delivery", "DELIVERY", N_("the number of a picking list"))


def prepare(asked: argparse.Namespace, console: Console) -> Answer:
    """Make the deliveries to pick, one a customer and place, all or none."""
    folder = papers.folder_of(asked.pdf)
    by_number = deliveries.by_number(asked.line)
    if by_number and len(asked.orders) > 1:
        raise DomainError("deliver.line_of_several")
    with console.services.store.read() as session:
        orders = [order_of(session, name) for name in dict.fromkeys(asked.orders)]
        by_line = {orders[0].line(no).id: quantity for no, quantity in by_number.items()} or None
    ids, versions = tuple(order.id for order in orders), {order.id: order.version for order in orders}
    command = DeliverOrders(ids, by_line, versions, date=asked.date, override=asked.override)
    return _prepared(console, [ref.id for ref in console.services.deliveries.prepare(command)], folder)


def show_prepared(asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the deliveries that the request made, and write their picking lists again."""
    return _prepared(console, deliveries.made_by(documents), papers.folder_of(asked.pdf))


def _prepared(console: Console, delivery_ids: Sequence[int], folder: Path | None) -> Answer:
    services = console.services
    made: list[JsonObject] = []
    with services.store.read() as session:
        for delivery_id in delivery_ids:
            delivery = delivery_by_id(session, delivery_id)
            content = None if folder is None else services.papers.picking_list(session, delivery)
            name = str(delivery.picking_number)
            written = {"pdf": papers.write(folder, name, "pdf", content)}
            made.append({**shown.delivery_object(session, delivery, written), "picking_number": name})
    titled = [{**content, "number": content["picking_number"]} for content in made]
    lines = [line for content in titled for line in plain_text.document(N_("Picking list"), content)]
    return Answer(shown.many("deliveries", made), tuple(lines))


def ship(asked: argparse.Namespace, console: Console) -> Answer:
    """Have a delivery leave: its number, the stock, the counters of its orders and its note, all at once."""
    folder = papers.folder_of(asked.pdf)
    with console.services.store.read() as session:
        delivery = delivery_of(session, asked.delivery)
    left = None if asked.remainder is None else Remainder(asked.remainder, asked.reason or "")
    ref = console.services.deliveries.ship(delivery.id, delivery.version, asked.date, asked.override, left)
    return deliveries.answer(console, [ref.id], folder)


def charge(asked: argparse.Namespace, console: Console) -> Answer:
    """Charge the VAT of France on a delivery that has not left, where the VAT number is not checked."""
    with console.services.store.read() as session:
        delivery = delivery_of(session, asked.delivery)
    console.services.departure_vat.charge(delivery.id, delivery.version)
    return _prepared(console, [delivery.id], None)


def show_charged(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show the delivery that the request charged VAT on."""
    with console.services.store.read() as session:
        delivery = delivery_of(session, asked.delivery)
    return _prepared(console, [delivery.id], None)


def show_shipped(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show the delivery that the request had leave, and write its note again."""
    with console.services.store.read() as session:
        delivery = delivery_of(session, asked.delivery)
    return deliveries.answer(console, [delivery.id], papers.folder_of(asked.pdf))
