"""`adv status` and `adv import statuses`: the life of issued electronic invoices."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli import output
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, money, number_or_none
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import choice, day
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind, ProofType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.services import einvoice_statuses, status_files, texts
from adv_desktop.services.einvoice_statuses import GivenStatus, NewStatus
from adv_desktop.services.invoice_drafts import invoice_of
from adv_desktop.services.labels import written
from adv_desktop.services.sentences import sentence
from adv_desktop.services.status_import import StatusEntry, StatusPreview, Verdict
from adv_desktop.services.texts import N_, _, ngettext


def register(verbs: Verbs) -> None:
    """Declare the verbs on statuses."""
    add = verbs.add("status add", N_("record a status of an issued invoice"), add_status, show_added)
    add.argument("invoice", "INVOICE")
    add.option("--status", "CODE", N_("200 to 228, or 501"), _status, required=True)
    add.option("--date", "D", N_("when it was given; default: today"), day)
    add.option("--reason", "CODE", N_("an official reason, such as TX_TVA_ERR"), _reason)
    add.option("--comment", "TEXT", N_("what else was said"))
    verbs.add("status show", N_("show the statuses of an invoice"), show_status).argument("invoice", "INVOICE")
    file = verbs.add("status file", N_("write our last status of an invoice for the platform"), write_file)
    file.argument("invoice", "INVOICE")
    file.option("--out", "FILE", N_("the file, or the folder to write it in"), required=True)
    attach = verbs.add("status attach", N_("keep a paper with an issued invoice"), attach_proof, show_added)
    attach.argument("invoice", "INVOICE")
    attach.argument("file", "FILE", N_("PDF, picture or spreadsheet"))
    attach.option("--type", "CODE", N_("a type such as BON_LIVRAISON; default: PJA"), _proof_type)


def _status(text: str) -> EInvoiceStatus:
    return choice(EInvoiceStatus, text, "--status")


def _reason(text: str) -> StatusReason:
    return choice(StatusReason, text, "--reason")


def _proof_type(text: str) -> ProofType:
    return choice(ProofType, text, "--type")


def add_status(asked: argparse.Namespace, console: Console) -> Answer:
    """Record a status."""
    new = NewStatus(asked.status, asked.date or console.clock.today(), asked.reason, asked.comment or "")
    console.services.statuses.add(_invoice_id(console, asked.invoice), new)
    return show_status(asked, console)


def show_added(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a request recorded."""
    return show_status(asked, console)


def show_status(asked: argparse.Namespace, console: Console) -> Answer:
    """Show the statuses of an invoice, the oldest first."""
    with console.services.store.read() as session:
        invoice = invoice_of(session, asked.invoice)
        given = einvoice_statuses.of_invoice(session, invoice.id)
    objects: list[JsonValue] = [_object(one) for one in given]
    return Answer({"number": invoice.number, "id": invoice.id, "statuses": objects}, tuple(map(_line, given)))


def write_file(asked: argparse.Namespace, console: Console) -> Answer:
    """Write our last status of an invoice."""
    path = status_files.write(console.services.store, _invoice_id(console, asked.invoice), Path(asked.out))
    return Answer({"file": str(path)}, (str(path),))


def attach_proof(asked: argparse.Namespace, console: Console) -> Answer:
    """Keep a paper with an invoice."""
    invoice_id = _invoice_id(console, asked.invoice)
    console.services.proofs.attach(invoice_id, Path(asked.file), asked.type or ProofType.PROOF)
    return show_status(asked, console)


def import_statuses(asked: argparse.Namespace, console: Console) -> Answer:
    """Take the statuses of files, all of them or nothing unless --skip-bad."""
    service = console.services.status_imports
    preview = service.preview([Path(name) for name in asked.files])
    lines = tuple(_entry_text(entry) for entry in preview.entries)
    if asked.dry_run:
        return Answer(_content(preview, 0), lines)
    refused = [entry.file for entry in preview.entries if entry.verdict is Verdict.REFUSED]
    if refused and not asked.skip_bad:
        error = DomainError("cdar.refused", files=list(dict.fromkeys(refused)))
        content = {"error": output.error_object(error), **_content(preview, 0)}
        return Answer(content, (*lines, sentence(error, texts.current())), output.REFUSED)
    count = service.write(preview, skip_bad=asked.skip_bad)
    return Answer(_content(preview, count), (*lines, _counted(count)))


def show_statuses(_asked: argparse.Namespace, _console: Console, documents: Documents) -> Answer:
    """Say what the request did the first time."""
    count = sum(table == DocumentKind.INVOICE for table, _id in documents)
    return Answer({"written": count, "statuses": []}, (_counted(count),))


def _counted(count: int) -> str:
    return ngettext("{count} status recorded", "{count} statuses recorded", count).format(count=count)


def _content(preview: StatusPreview, count: int) -> JsonObject:
    entries: list[JsonValue] = [_entry_object(entry) for entry in preview.entries]
    return {
        "written": count,
        "new": preview.count(Verdict.NEW),
        "already_known": preview.count(Verdict.KNOWN),
        "refused": preview.count(Verdict.REFUSED),
        "statuses": entries,
    }


def _entry_object(entry: StatusEntry) -> JsonObject:
    message = entry.message
    return {
        "file": entry.file,
        "invoice": message.invoice if message else None,
        "status": message.status if message else None,
        "date": message.on.isoformat() if message else None,
        "reason": (message.reason or None) if message else None,
        "verdict": entry.verdict.value,
        "error": output.error_object(entry.error) if entry.error else None,
    }


def _entry_text(entry: StatusEntry) -> str:
    if entry.error is not None:
        return f"  ✗ {entry.file}: {sentence(entry.error, texts.current())}"
    mark = "+" if entry.verdict is Verdict.NEW else "="
    message = entry.message
    return f"  {mark} {entry.file}: {message.invoice} {message.status}" if message else f"  {mark} {entry.file}"


def _object(given: GivenStatus) -> JsonObject:
    said = given.said
    return {
        "status": said.status.value,
        "label": written(said.status, texts.current()),
        "date": said.on.isoformat(),
        "reason": said.reason.value if said.reason else None,
        "comment": said.comment or None,
        "amounts": [
            {"type": one.kind, "amount": money(one.minor, one.currency), "rate": number_or_none(one.rate)}
            for one in said.amounts
        ],
        "source": said.source.value,
    }


def _line(given: GivenStatus) -> str:
    said = given.said
    reason = written(said.reason, texts.current()) if said.reason else ""
    told = " – ".join(part for part in (reason, said.comment) if part)
    return _("{date}  {code} {status}  {told}").format(
        date=said.on.isoformat(), code=said.status.value, status=written(said.status, texts.current()), told=told
    )


def _invoice_id(console: Console, name: str) -> int:
    with console.services.store.read() as session:
        return invoice_of(session, name).id
