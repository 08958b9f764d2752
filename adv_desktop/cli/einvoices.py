"""`adv check-einvoice`: the verdict on an electronic invoice of anyone."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, iso
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Verbs
from adv_desktop.services import texts
from adv_desktop.services.einvoice.checking import FAMILIES, Verdict, check_file
from adv_desktop.services.einvoice.explained import explain
from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.einvoice.written import WrittenInvoice
from adv_desktop.services.texts import N_, _

_VERDICTS = {
    True: N_("The invoice is valid."),
    False: N_("The invoice is not valid."),
    None: N_("Nothing is wrong in what was checked, but not all checks could run."),
}
_MARKS = {True: "✗", False: "!"}


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    check = verbs.add("check-einvoice", N_("check a Factur-X PDF, a CII or a UBL invoice of anyone"), check_einvoice)
    check.argument("file", "FILE", N_("the PDF or the XML"))


def check_einvoice(asked: argparse.Namespace, _console: Console) -> Answer:
    """Check a file; a readable one is no error whatever the verdict."""
    verdict = check_file(Path(asked.file))
    return Answer(_content(verdict), tuple(_lines(verdict)))


def _content(verdict: Verdict) -> JsonObject:
    found: JsonObject = {"file": verdict.file, "well_formed": verdict.well_formed, "profile": verdict.profile}
    for name in FAMILIES:
        faults = verdict.families[name]
        found[name] = None if faults is None else [_fault(fault) for fault in faults]
    found["own"] = [_fault(fault) for fault in verdict.own]
    found["not_run"] = list(verdict.not_run)
    found["not_applicable"] = list(verdict.not_applicable)
    found["valid"] = verdict.valid
    found["invoice"] = None if verdict.invoice is None else _invoice(verdict.invoice)
    return found


def _fault(fault: Fault) -> JsonObject:
    return {
        "id": fault.id,
        "flag": fault.flag.value,
        "location": fault.location,
        "message": explain(fault, texts.current()),
        "rule": fault.message,
    }


def _invoice(invoice: WrittenInvoice) -> JsonObject:
    """Return what identifies the invoice, as it is written."""
    sums = invoice.sums
    amounts: JsonObject = {
        name: None if value is None else format(value, "f")
        for name, value in (("net", sums.net), ("vat_total", sums.vat), ("gross", sums.gross), ("due", sums.due))
    }
    return {
        "syntax": invoice.syntax,
        "guideline": invoice.guideline,
        "number": invoice.number,
        "type": invoice.type_code,
        "date": iso(invoice.date),
        "due": iso(invoice.due_date),
        "currency": invoice.currency,
        "seller": invoice.seller.name,
        "buyer": invoice.buyer.name,
        "totals": amounts,
    }


def _lines(verdict: Verdict) -> Iterable[str]:
    invoice = verdict.invoice
    if invoice is not None:
        yield "  ".join(part for part in (invoice.number, invoice.seller.name, "→", invoice.buyer.name) if part)
    if verdict.profile:
        yield _("Profile: {name}").format(name=verdict.profile)
    for family, fault in verdict.faults:
        where = f" [{fault.location}]" if fault.location else ""
        yield f"  {_MARKS[fault.is_fatal]} {family} {fault.id}: {explain(fault, texts.current())}{where}"
    if verdict.message:
        yield f"  ✗ {verdict.message}"
    if verdict.not_run:
        yield _("Not checked: {families}").format(families=", ".join(verdict.not_run))
    verdict_text = _VERDICTS[verdict.valid]
    yield _(verdict_text)
