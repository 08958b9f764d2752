"""`adv deliver`: from the order to the goods that left."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from adv_desktop.cli import export_papers, papers, plain_text, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, line_quantity, line_weights
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.orders import order_of
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("deliver", N_("ship orders, whole or in part"), deliver, show_again)
    verb.argument("orders", "ORDER", N_("numbers of confirmed orders"), several=True)
    verb.option("--line", "NO=QTY", N_("a line and the quantity that leaves; the others stay"), line_quantity,
                several=True)  # fmt: skip
    verb.option("--weight", "NO=KG", N_("what a line sold by weight weighs: 2=3.240+3.180"), line_weights, several=True)
    verb.option("--date", "D", N_("the day on which the goods left"), day)
    verb.option("--pdf", "DIR", N_("where the delivery notes are written"))
    verb.option("--override", "REASON", N_("ship more than the stock holds"))
    export_papers.register(verbs)


def deliver(asked: argparse.Namespace, console: Console) -> Answer:
    """Prepare and ship in one go."""
    folder = papers.folder_of(asked.pdf)
    quantities, weights = _by_number(asked.line), dict(asked.weight)
    if (quantities or weights) and len(asked.orders) > 1:
        raise DomainError("deliver.line_of_several")
    if len(weights) < len(asked.weight):
        raise DomainError("usage.line_twice")
    services = console.services
    with services.store.read() as session:
        orders = [order_of(session, name) for name in dict.fromkeys(asked.orders)]
        by_line = {orders[0].line(no).id: quantity for no, quantity in quantities.items()} or None
        weighed = {orders[0].line(no).id: kilograms for no, kilograms in weights.items()}
    ids = tuple(order.id for order in orders)
    made = services.deliveries.deliver(
        DeliverOrders(ids, by_line, date=asked.date, override=asked.override, weights=weighed)
    )
    return _answer(console, [ref.id for ref in made], folder)


def show_again(asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the deliveries that the request made, and write their papers again."""
    made = [row_id for table, row_id in documents if table == DocumentKind.DELIVERY]
    if not made:
        raise DomainError("request.used", kind=DocumentKind.DELIVERY.value)
    return _answer(console, made, papers.folder_of(asked.pdf))


def _by_number(lines: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Return the quantities by line number; a line named twice is refused."""
    found = dict(lines)
    if len(found) < len(lines):
        raise DomainError("usage.line_twice")
    for no, quantity in found.items():
        if quantity <= 0:
            raise DomainError("quantity.not_positive", written=quantity, line=no)
    return found


def _answer(console: Console, delivery_ids: Sequence[int], folder: Path | None) -> Answer:
    with console.services.store.read() as session:
        made = []
        for delivery_id in delivery_ids:
            delivery = delivery_by_id(session, delivery_id)
            content = files.content_of(session, delivery.pdf_file_id)
            written = {"pdf": papers.write(folder, delivery.name, "pdf", content)}
            made.append(shown.delivery_object(session, delivery, written))
    lines = [line for content in made for line in plain_text.document(N_("Delivery"), content)]
    return Answer(shown.many("deliveries", made), tuple(lines))
