"""`adv invoice`: create, issue, show."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from adv_desktop.cli import invoice_papers, outbox, papers, plain_text, shown
from adv_desktop.cli.console import Console
from adv_desktop.cli.fields import object_of
from adv_desktop.cli.figures import JsonObject
from adv_desktop.cli.order_file import currency_of, order_from, period_of
from adv_desktop.cli.output import REFUSED, Answer, error_object
from adv_desktop.cli.typed import day
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import DocumentKind, InvoiceState, InvoiceType
from adv_desktop.models.errors import DomainError
from adv_desktop.services import files, invoice_checks
from adv_desktop.services.deliveries import delivery_of
from adv_desktop.services.einvoice.exporting import Syntax, write_xml
from adv_desktop.services.invoice_drafts import Drafts, NewInvoice, Prevented, invoice_by_id, invoice_of
from adv_desktop.services.orders import order_of
from adv_desktop.services.queries.invoices import to_send
from adv_desktop.services.texts import N_

PREPAID = "prepaid"


def register(verbs: Verbs) -> None:
    """Declare the verbs on invoices."""
    create = verbs.add("invoice create", N_("draft invoices"), create_invoices, show_created)
    create.argument("file", "FILE.json", N_("a free invoice"), optional=True)
    create.option("--delivery", "N", N_("what left with this delivery"), several=True)
    create.option("--order", "N", N_("this order, delivered or not"), several=True)
    create.flag("--all", N_("everything that left and is not invoiced"))
    create.option("--deduct", PREPAID, N_("deposits as an amount already paid, not as lines"), _deduction)
    issue = verbs.add("invoice issue", N_("number and freeze drafts"), issue_invoices, issue_again)
    issue.argument("invoices", "ID", N_("drafts"), several=True)
    issue.option("--date", "D", N_("the date of the invoices"), day)
    issue.option("--out", "DIR", N_("where the PDFs are written"))
    show = verbs.add("invoice show", N_("show an invoice or a credit note"), show_invoice)
    show.argument("invoice", "N", N_("number, or id of a draft"))
    show.option("--out", "DIR", N_("where the PDF is written"))
    export = verbs.add("invoice export", N_("write the XML of an issued invoice"), export_xml)
    export.argument("invoice", "N", N_("number of the invoice or credit note"))
    export.option("--syntax", "cii|ubl", N_("the syntax of the file (cii without it)"), _syntax)
    export.option("--out", "FILE", N_("the file, .xml"), required=True)
    replaced = verbs.add(
        "invoice replace", N_("draft the credit of an invoice and what replaces it"), replace_invoice,
        show_created,
    )  # fmt: skip
    replaced.argument("invoice", "INVOICE", N_("an issued invoice"))
    replaced.option("--reason", "R", N_("why"), required=True)
    send = verbs.add("invoice send", N_("put issued invoices in the outbox"), send_invoices, show_queued)
    send.argument("invoices", "N", N_("issued invoices"), several=True, optional=True)
    send.flag("--all", N_("every invoice that was never sent"))
    invoice_papers.register(verbs)


def _deduction(text: str) -> str:
    if text != PREPAID:
        raise DomainError("usage.choice", argument="--deduct", written=text, known=[PREPAID])
    return text


def create_invoices(asked: argparse.Namespace, console: Console) -> Answer:
    """Draft from exactly one kind of source."""
    sources = {"FILE.json": asked.file, "--delivery": asked.delivery, "--order": asked.order, "--all": asked.all}
    named = [name for name, value in sources.items() if value]
    if len(named) != 1:
        raise DomainError("usage.one_source", known=list(sources))
    if asked.file and asked.deduct:
        raise DomainError("usage.together", argument="--deduct", other="FILE.json")
    drafts = _DRAFTS[named[0]](asked, console)
    return answer(console, [ref.id for ref in drafts.invoices], prevented=drafts.prevented)


def _from_file(asked: argparse.Namespace, console: Console) -> Drafts:
    with object_of(asked.file) as fields:
        content = order_from(fields, currency_of(console.services, fields))
        content = replace(content, requested=fields.date("delivery_date") or content.requested)
        start, end = period_of(fields)
    return Drafts((console.services.drafts.create(NewInvoice(content, start, end)),))


def _from_deliveries(asked: argparse.Namespace, console: Console) -> Drafts:
    with console.services.store.read() as session:
        ids = [delivery_of(session, name).id for name in dict.fromkeys(asked.delivery)]
    return console.services.drafts.from_deliveries(ids, prepaid=bool(asked.deduct))


def _from_orders(asked: argparse.Namespace, console: Console) -> Drafts:
    with console.services.store.read() as session:
        ids = [order_of(session, name).id for name in dict.fromkeys(asked.order)]
    return console.services.drafts.from_orders(ids, prepaid=bool(asked.deduct))


def _of_everything(asked: argparse.Namespace, console: Console) -> Drafts:
    return console.services.drafts.all_delivered(prepaid=bool(asked.deduct))


_DRAFTS: dict[str, Callable[[argparse.Namespace, Console], Drafts]] = {
    "FILE.json": _from_file,
    "--delivery": _from_deliveries,
    "--order": _from_orders,
    "--all": _of_everything,
}


def show_created(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the drafts that the request made, as they are now."""
    return answer(console, [row_id for table, row_id in documents if table == DocumentKind.INVOICE])


def issue_invoices(asked: argparse.Namespace, console: Console) -> Answer:
    """Issue drafts; one alone is refused with its own error, of several each is told apart."""
    return _issue(console, _ids(asked, console), asked)


def issue_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what the request issued; what a power cut left as draft is issued now."""
    ids = _ids(asked, console)
    with console.services.store.read() as session:
        left = [row_id for row_id in ids if invoice_by_id(session, row_id).state is InvoiceState.DRAFT]
    if not left:
        return answer(console, ids, papers.folder_of(asked.out))
    return _issue(console, left, asked, already=[row_id for row_id in ids if row_id not in left])


def _issue(console: Console, ids: Sequence[int], asked: argparse.Namespace, already: Sequence[int] = ()) -> Answer:
    folder = papers.folder_of(asked.out)
    service = console.services.issuing
    if len(ids) == 1 and not already:
        return answer(console, [service.issue(ids[0], asked.date).id], folder)
    done = service.issue_all(ids, asked.date)
    found = answer(console, [*already, *(ref.id for ref in done.invoices)], folder, done.prevented)
    if done.invoices or already or not done.prevented:
        return found
    first = DomainError(done.prevented[0].code, **done.prevented[0].facts)
    return replace(found, content={**found.content, "error": error_object(first)}, status=REFUSED)


def _ids(asked: argparse.Namespace, console: Console) -> list[int]:
    with console.services.store.read() as session:
        return [invoice_of(session, name).id for name in dict.fromkeys(asked.invoices)]


def show_invoice(asked: argparse.Namespace, console: Console) -> Answer:
    """Show an invoice of any type."""
    folder = papers.folder_of(asked.out)
    with console.services.store.read() as session:
        invoice_id = invoice_of(session, asked.invoice).id
    return answer(console, [invoice_id], folder)


def _syntax(text: str) -> Syntax:
    if text not in list(Syntax):
        raise DomainError("usage.choice", argument="--syntax", written=text, known=[syntax.value for syntax in Syntax])
    return Syntax(text)


def export_xml(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the XML that an invoice was issued with, or the same facts as UBL."""
    with console.services.store.read() as session:
        invoice_id = invoice_of(session, asked.invoice).id
    done = write_xml(console.services.store, invoice_id, asked.syntax or Syntax.CII, Path(asked.out))
    content: JsonObject = {"file": str(done.path), "syntax": done.syntax.value, "sha256": done.sha256}
    return Answer(content, (f"→ {done.path}",))


def replace_invoice(asked: argparse.Namespace, console: Console) -> Answer:
    """Draft the credit note of a whole invoice and the invoice that replaces it."""
    with console.services.store.read() as session:
        found = invoice_of(session, asked.invoice).id
    made = console.services.replacements.replace(found, asked.reason)
    return answer(console, [made.credit.id, made.draft.id])


def send_invoices(asked: argparse.Namespace, console: Console) -> Answer:
    """Put invoices in the outbox, one message a customer; nothing leaves yet."""
    if bool(asked.invoices) == bool(asked.all):
        raise DomainError("usage.one_source", known=["N", "--all"])
    with console.services.store.read() as session:
        ids = (
            to_send(session, console.clock.today())
            if asked.all
            else [invoice_of(session, name).id for name in dict.fromkeys(asked.invoices)]
        )
    queued = console.services.outbox_filling.invoices(ids) if ids else ()
    return outbox.answer(console, queued)


def show_queued(_asked: argparse.Namespace, console: Console, documents: Documents) -> Answer:
    """Show the messages that a request queued."""
    return outbox.answer(console, [row_id for table, row_id in documents if table == OutboxMessage.__tablename__])


def _title(content: JsonObject) -> str:
    credit = InvoiceType(str(content["type"])).is_credit
    return N_("Credit note") if credit else N_("Invoice")


def answer(
    console: Console, invoice_ids: Sequence[int], folder: Path | None = None, prevented: Iterable[Prevented] = ()
) -> Answer:
    """Show invoices, their stored bytes written to the folder."""
    refused = tuple(prevented)
    with console.services.store.read() as session:
        made: list[JsonObject] = []
        for invoice_id in invoice_ids:
            invoice = invoice_by_id(session, invoice_id)
            written = {
                "pdf": papers.write(folder, invoice.name, "pdf", files.content_of(session, invoice.pdf_file_id)),
                "xml": papers.write(folder, invoice.name, "xml", files.content_of(session, invoice.xml_file_id)),
            }
            found = invoice_checks.of_invoice(session, invoice, console.clock.today())
            made.append(shown.invoice_object(session, invoice, written, found))
    content = shown.many("invoices", made, refused)
    lines = [line for one in made for line in plain_text.document(_title(one), one)]
    return Answer(content, (*lines, *plain_text.refusals(content)))
