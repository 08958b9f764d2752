"""`adv deliver`: from the order to the goods that left."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from adv_desktop.cli import export_papers, papers, plain_text, reversals, scans, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day, line_quantity, line_serials, line_weights, remainder
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.free_lines import Surplus
from adv_desktop.services import files, texts, transport_proofs
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id, delivery_of
from adv_desktop.services.direct_deliveries import DirectDelivery
from adv_desktop.services.invoice_drafts import Prevented
from adv_desktop.services.mass_preparation import Kept, by_place, deliver_all
from adv_desktop.services.note_corrections import CorrectNote
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.orders import order_of
from adv_desktop.services.remainders import Remainder
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("deliver", N_("ship orders, whole or in part"), deliver, show_again)
    verb.argument("orders", "ORDER", N_("numbers of confirmed orders"), several=True)
    verb.option("--line", "NO=QTY", N_("a line and the quantity that leaves; the others stay"), line_quantity,
                several=True)  # fmt: skip
    verb.option("--weight", "NO=KG", N_("what a line sold by weight weighs: 2=3.240+3.180"), line_weights, several=True)
    verb.option("--serial", "NO=NUMBERS", N_("the serial numbers that leave of a line: 1=SN1..SN10,SN12"), line_serials,
                several=True)  # fmt: skip
    verb.option("--date", "D", N_("the day on which the goods left"), day)
    verb.option("--pdf", "DIR", N_("where the delivery notes are written"))
    verb.option("--override", "REASON", N_("pass over what prevents the departure"))
    verb.flag("--surplus-free", N_("give what leaves beyond the order, with the reason, instead of invoicing it"))
    verb.option("--remainder", "keep|cancel", N_("what becomes of what stays behind, where the customer is asked"),
                remainder)  # fmt: skip
    verb.option("--reason", "R", N_("why the remainder is cancelled"))
    verb.flag("--dry-run", N_("show what prevents the departure, write nothing"))
    verb.flag("--with-vat", N_("sell in the Union with French VAT, where the VAT number is not checked"))
    export_papers.register(verbs)
    scans.register(verbs)
    reversals.register(verbs)
    verb = verbs.add("deliver direct", N_("record what the supplier sent to the customer"), direct, show_again)
    verb.argument("order", "ORDER", N_("the number of a confirmed order"))
    verb.option("--notice", "N", N_("the number of the supplier's notice"), required=True)
    verb.option("--line", "NO=QTY", N_("a line and the quantity that leaves; the others stay"), line_quantity,
                several=True)  # fmt: skip
    verb.option("--date", "D", N_("the day on which the goods left"), day)
    verb.option("--carrier", "NAME", N_("the carrier of the supplier"))
    verb.option("--tracking", "N", N_("the tracking number"))
    verb.option("--pdf", "DIR", N_("where the delivery notes are written"))
    verb.option("--override", "REASON", N_("pass over what prevents the departure"))
    verb = verbs.add("deliver correct", N_("replace a delivery note by what really left"), correct, show_again)
    verb.argument("delivery", "DELIVERY", N_("the number of a shipped delivery"))
    verb.option("--line", "NO=QTY", N_("a line of the note and what really left of it"), line_quantity, several=True)
    verb.option("--serial", "NO=NUMBERS", N_("the serial numbers that leave of a line: 1=SN1..SN10,SN12"), line_serials,
                several=True)  # fmt: skip
    verb.option("--reason", "REASON", N_("why the note was wrong"), required=True)
    verb.option("--pdf", "DIR", N_("where the delivery notes are written"))


def direct(asked: argparse.Namespace, console: Console) -> Answer:
    """Record the notice of a supplier; without lines, all that it is to send."""
    folder = papers.folder_of(asked.pdf)
    services, asked_lines = console.services, by_number(asked.line)
    with services.store.read() as session:
        order = order_of(session, asked.order)
        due = {line.id: line.backorder for line in order.items if line.supply is Supply.DIRECT and line.backorder}
        quantities = {order.line(no).id: quantity for no, quantity in asked_lines.items()} or due
    sent = DirectDelivery(
        order.id, quantities, asked.date or console.clock.today(), asked.notice, order.version, asked.carrier,
        asked.tracking, override=asked.override,
    )  # fmt: skip
    return answer(console, [services.direct_deliveries.record(sent).id], folder)


def correct(asked: argparse.Namespace, console: Console) -> Answer:
    """Replace the note of a shipped delivery by one with the next index."""
    folder = papers.folder_of(asked.pdf)
    services, left, named = console.services, dict(asked.line), dict(asked.serial)
    with services.store.read() as session:
        delivery = delivery_of(session, asked.delivery)
        known = {line.no: line.id for line in delivery.lines}
    for no in (*left, *named):
        if no not in known:
            raise DomainError("delivery.no_line", delivery=delivery.name, line=no)
    quantities = {known[no]: quantity for no, quantity in left.items()}
    units = {known[no]: numbers for no, numbers in named.items()}
    command = CorrectNote(delivery.id, delivery.version, quantities, asked.reason, units)
    made = services.note_corrections.correct(command)
    return answer(console, [made.id], folder)


def deliver(asked: argparse.Namespace, console: Console) -> Answer:
    """Prepare and ship in one go."""
    folder = papers.folder_of(asked.pdf)
    quantities, weights, serials = by_number(asked.line), dict(asked.weight), dict(asked.serial)
    if (quantities or weights or serials) and len(asked.orders) > 1:
        raise DomainError("deliver.line_of_several")
    if len(weights) < len(asked.weight) or len(serials) < len(asked.serial):
        raise DomainError("usage.line_twice")
    with console.services.store.read() as session:
        orders = [order_of(session, name) for name in dict.fromkeys(asked.orders)]
        by_line = {orders[0].line(no).id: quantity for no, quantity in quantities.items()} or None
        units = {orders[0].line(no).id: numbers for no, numbers in serials.items()}
        weighed = {orders[0].line(no).id: kilograms for no, kilograms in weights.items()}
    ids = tuple(order.id for order in orders)
    surplus = Surplus.FREE if asked.surplus_free else Surplus.INVOICED
    command = DeliverOrders(
        ids,
        by_line,
        date=asked.date,
        override=asked.override,
        weights=weighed,
        serials=units,
        surplus=surplus,
        with_vat=asked.with_vat,
    )
    if asked.remainder is not None:
        command = replace(command, remainder=Remainder(asked.remainder, asked.reason or ""))
    if asked.dry_run:
        return _looked_at(console.services.departure_checks.of_orders(command))
    done = deliver_all(console.services.deliveries, by_place(orders), command)
    return answer(console, [ref.id for ref in done.made], folder, done.kept)


def _looked_at(found: Sequence[Obstacle]) -> Answer:
    """Show what would prevent the departure; nothing is written."""
    checks: list[JsonObject] = [
        {
            "code": one.kind,
            "severity": one.severity.value,
            "message": sentence(one.error, texts.current()),
            "passable": one.passable,
        }
        for one in found
    ]
    return Answer({"deliveries": [], "prevented": [], "checks": list(checks)}, plain_text.remarks(checks))


def show_again(asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the deliveries that the request made, and write their papers again."""
    return answer(console, made_by(documents), papers.folder_of(asked.pdf))


def made_by(documents: Documents) -> list[int]:
    """Return the deliveries that a request made; raise `request.used` when it made none."""
    made = [row_id for table, row_id in documents if table == DocumentKind.DELIVERY]
    if not made:
        raise DomainError("request.used", kind=DocumentKind.DELIVERY.value)
    return made


def by_number(lines: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Return the quantities by line number; a line named twice is refused."""
    found = dict(lines)
    if len(found) < len(lines):
        raise DomainError("usage.line_twice")
    for no, quantity in found.items():
        if quantity <= 0:
            raise DomainError("quantity.not_positive", written=quantity, line=no)
    return found


def answer(console: Console, delivery_ids: Sequence[int], folder: Path | None, kept: Sequence[Kept] = ()) -> Answer:
    """Show deliveries, with what prevented others, and write their notes."""
    with console.services.store.read() as session:
        made = []
        warnings = _warnings(session, delivery_ids, console)
        for delivery_id in delivery_ids:
            delivery = delivery_by_id(session, delivery_id)
            content = files.content_of(session, delivery.pdf_file_id)
            written = {"pdf": papers.write(folder, delivery.name, "pdf", content)}
            made.append({**shown.delivery_object(session, delivery, written), "checks": list(warnings[delivery_id])})
    lines = [line for content in made for line in plain_text.document(N_("Delivery"), content)]
    prevented = [Prevented(one.name, one.error.code, one.error.facts) for one in kept]
    answer = shown.many("deliveries", made, prevented)
    told = [str(check["message"]) for checks in warnings.values() for check in checks]
    return Answer(answer, (*lines, *told, *plain_text.refusals(answer)))


def _warnings(session: Session, delivery_ids: Sequence[int], console: Console) -> dict[int, list[JsonObject]]:
    """Return what is told of each delivery that left: that its buyer carries goods sold without VAT (R15)."""
    found: dict[int, list[JsonObject]] = {delivery_id: [] for delivery_id in delivery_ids}
    for state in transport_proofs.carried_by_buyer(session, delivery_ids, console.clock.today()):
        said = transport_proofs.carriage_warning(state, texts.current())
        found[state.delivery_id].append({"code": "buyer_carries", "severity": "warning", "line": None, "message": said})
    return found
