"""`adv depot`: stock of ours at customers: sent, brought back, used, counted, listed."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli import invoices, output, typed
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, iso, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verb, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services import depot_files, texts
from adv_desktop.services.depot_reports import ReadGoods, ReportUse, UsedGoods
from adv_desktop.services.depots import DepotGoods, MoveGoods, NoteRef, depot_called
from adv_desktop.services.folding import fold
from adv_desktop.services.formats import Formats
from adv_desktop.services.list_files import Written
from adv_desktop.services.queries import depots as reads
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext

_DEPOT = N_("code of the depot, or of its customer where it has only one")


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    made = verbs.add("depot open", N_("make a delivery address of a customer a depot"), open_depot, list_again)
    made.argument("customer", "C", N_("code of the customer"))
    made.option("--address", "LABEL", N_("its delivery address; may be left out where it has only one"))
    for name, said, run in (
        ("depot send", N_("send goods to a depot: they stay ours"), send),
        ("depot back", N_("bring goods back from a depot"), bring_back),
    ):
        verb = verbs.add(name, said, run, list_again)
        _goods(verb)
        verb.option("--reference", "R", N_("what the customer calls it"))
        verb.option("--pdf", "FILE", N_("write the note there"))
    used = verbs.add("depot report", N_("sell what was used at a depot"), report, list_again)
    _goods(used)
    used.option("--file", "FILE", N_("the customer's report, or the count sheet of the depot"))
    used.option("--reference", "R", N_("order number of the customer"))
    used.flag("--dry-run", N_("read and check, write nothing"))
    used.flag("--skip-bad", N_("take the good rows in spite of the bad ones"))
    used.flag("--invoice", N_("draft the invoice too"))
    count = verbs.add("depot count", N_("write the sheet to count a depot with"), write_sheet)
    count.argument("depot", "DEPOT", _DEPOT)
    count.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)
    least = verbs.add("depot minimum", N_("say how much is to be at a depot"), set_minimum, list_again)
    least.argument("depot", "DEPOT", _DEPOT)
    least.option("--product", "CODE=Q", N_("a product and its quantity"), typed.named_quantity, several=True,
                 required=True)  # fmt: skip
    for name, said, show in (
        ("depot list", N_("list what is at the depots"), show_stock),
        ("depot register", N_("list the register of call-off stock in the Union"), show_register),
    ):
        listed = verbs.add(name, said, show)
        listed.option("--customer", "C", N_("of one customer"))
        listed.option("--out", "FILE", N_("write it there too, .xlsx or .csv"))


def _goods(verb: Verb) -> None:
    verb.argument("depot", "DEPOT", _DEPOT)
    verb.option("--product", "CODE=Q", N_("a product and its quantity"), typed.named_quantity, several=True)
    verb.option("--date", "D", N_("the day (default: today)"), typed.day)


def open_depot(asked: argparse.Namespace, console: Console) -> Answer:
    """Open a depot."""
    customer = console.services.customers.show(asked.customer)
    places = [
        place
        for place in customer.data.addresses or ()
        if asked.address is None or fold(place.label) == fold(asked.address)
    ]
    if len(places) != 1 or places[0].id is None:
        raise DomainError("depot.no_address")
    console.services.depots.open(places[0].id)
    return show_stock(argparse.Namespace(customer=asked.customer, out=None), console)


def list_again(_asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what is at the depots after a repeated request."""
    return show_stock(argparse.Namespace(customer=None, out=None), console)


def send(asked: argparse.Namespace, console: Console) -> Answer:
    """Send goods to a depot."""
    return _noted(asked, console, console.services.depots.send(_move(asked, console)))


def bring_back(asked: argparse.Namespace, console: Console) -> Answer:
    """Bring goods back."""
    return _noted(asked, console, console.services.depots.bring_back(_move(asked, console)))


def _move(asked: argparse.Namespace, console: Console) -> MoveGoods:
    goods = tuple(DepotGoods(code, quantity) for code, quantity in asked.product or ())
    return MoveGoods(_depot(asked, console), goods, asked.date, asked.reference)


def _noted(asked: argparse.Namespace, console: Console, note: NoteRef) -> Answer:
    if asked.pdf:
        Path(asked.pdf).write_bytes(console.services.depots.note(note.id))
    return Answer({"number": note.number}, (note.number,))


def report(asked: argparse.Namespace, console: Console) -> Answer:
    """Sell what was used, or only show what a file says."""
    depot_id = _depot(asked, console)
    if not asked.file:
        goods = tuple(UsedGoods(code, quantity) for code, quantity in asked.product or ())
        return _record(asked, console, ReportUse(depot_id, goods, asked.date, asked.reference), ())
    read = console.services.depots.preview(depot_id, Path(asked.file))
    if asked.dry_run:
        return Answer({"rows": [_read_row(row) for row in read.rows]}, tuple(map(_said, read.rows)))
    if read.refused and not asked.skip_bad:
        error = read.refused[0].error or DomainError("depot.nothing")
        content: JsonObject = {"error": output.error_object(error), "rows": [_read_row(row) for row in read.rows]}
        return Answer(content, tuple(map(_said, read.rows)), output.REFUSED)
    return _record(asked, console, read.command(asked.date, asked.reference), read.rows)


def _record(asked: argparse.Namespace, console: Console, command: ReportUse, rows: tuple[ReadGoods, ...]) -> Answer:
    made = console.services.depots.record(command)
    ids = [delivery.id for delivery in made.deliveries]
    content: JsonObject = {
        "order": made.order.number,
        "deliveries": [delivery.number for delivery in made.deliveries],
        "rows": [_read_row(row) for row in rows],
    }
    lines = (str(made.order.number), *(str(delivery.number) for delivery in made.deliveries))
    if not asked.invoice:
        return Answer(content, lines)
    drafted = invoices.answer(console, [ref.id for ref in console.services.drafts.from_deliveries(ids).invoices])
    return Answer({**content, **drafted.content}, (*lines, *drafted.lines))


def write_sheet(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the count sheet of a depot."""
    return _written(console.services.inventory.write_depot_sheet(_depot(asked, console), Path(asked.out)))


def set_minimum(asked: argparse.Namespace, console: Console) -> Answer:
    """Set minimums."""
    console.services.depots.set_minimums(_depot(asked, console), dict(asked.product))
    return show_stock(argparse.Namespace(customer=None, out=None), console)


def show_stock(asked: argparse.Namespace, console: Console) -> Answer:
    """List what is at the depots."""
    customer_id, formats = _customer(asked, console), Formats(texts.current().language)
    with console.services.store.read() as session:
        found = reads.rows(session, console.clock.today(), customer_id)
        places = reads.places(session, customer_id)
    if asked.out:
        return _written(depot_files.write_stock(found, Path(asked.out)))
    content: list[JsonValue] = [
        {
            "depot": row.depot.code, "customer": row.depot.customer_code, "product": row.product,
            "quantity": number(row.quantity), "value": money(row.value), "since": iso(row.since), "days": row.days,
            "minimum": number(row.minimum), "to_send": number(row.to_send), "reported": iso(row.depot.reported_on),
        }
        for row in found
    ]  # fmt: skip
    lines = [
        f"{row.depot.code}  {row.product}  {formats.quantity(row.quantity)}  {formats.money(row.value, 'EUR')}"
        for row in found
    ]
    depots: list[JsonValue] = [place.code for place in places]
    said = tuple(lines) or tuple(place.code for place in places) or (_("There is no depot yet."),)
    return Answer({"depots": depots, "stock": content}, said)


def show_register(asked: argparse.Namespace, console: Console) -> Answer:
    """List the register of call-off stock."""
    with console.services.store.read() as session:
        found = reads.register(session, console.clock.today(), _customer(asked, console))
    if asked.out:
        return _written(depot_files.write_register(found, Path(asked.out)))
    content: list[JsonValue] = [
        {
            "depot": row.depot.code, "vat_number": row.depot.vat_number, "country": row.depot.country,
            "product": row.product, "sent_on": iso(row.share.arrived), "sent_with": row.share.arrived_by,
            "quantity": number(row.share.quantity), "value": money(row.value), "fate": row.share.fate.value,
            "on": iso(row.share.on), "document": row.share.document, "last_day": iso(row.last_day),
            "stay": row.stay.value,
        }
        for row in found
    ]  # fmt: skip
    formats = Formats(texts.current().language)
    lines = [
        f"{row.depot.code}  {row.product}  {formats.date(row.share.arrived)}  {formats.quantity(row.share.quantity)}"
        f"  {row.share.document}"
        for row in found
    ]
    return Answer({"register": content}, tuple(lines) or (_("No depot is in another state of the Union."),))


def _depot(asked: argparse.Namespace, console: Console) -> int:
    with console.services.store.read() as session:
        return depot_called(session, asked.depot).location_id


def _customer(asked: argparse.Namespace, console: Console) -> int | None:
    return None if asked.customer is None else console.services.customers.show(asked.customer).id


def _written(done: Written) -> Answer:
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    return Answer(
        {"file": str(done.path), "rows": done.rows, "sha256": done.sha256},
        (said.format(count=done.rows, path=done.path),),
    )


def _read_row(row: ReadGoods) -> JsonObject:
    return {
        "row": row.row,
        "written": row.written,
        "product": row.product or None,
        "quantity": number(row.quantity),
        "date": iso(row.on),
        "message": _refusal(row) or None,
    }


def _refusal(row: ReadGoods) -> str:
    return "" if row.error is None else sentence(row.error, texts.current())


def _said(row: ReadGoods) -> str:
    if row.error is not None:
        return "✗ " + _("Row {row}: {message}").format(row=row.row, message=_refusal(row))
    return f"  {row.product}: {Formats(texts.current().language).quantity(row.quantity)}"
