"""The XML of an issued invoice as a file of its own: the one it was issued with, or the same facts as UBL."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from adv_desktop.models.enums import InvoiceState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.services import files, whole_files
from adv_desktop.services.einvoice.checking import check_xml_bytes
from adv_desktop.services.einvoice.cii import to_cii
from adv_desktop.services.einvoice.content import EInvoice
from adv_desktop.services.einvoice.issue import blocking, einvoice_of, refusal
from adv_desktop.services.einvoice.ubl import to_ubl
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.store import Store


class Syntax(StrEnum):
    """The two syntaxes that every platform takes."""

    CII = "cii"
    UBL = "ubl"


@dataclass(frozen=True, slots=True)
class ExportedXml:
    """A file that was written, with the hash of its bytes."""

    path: Path
    syntax: Syntax
    sha256: str


def write_xml(store: Store, invoice_id: int, syntax: Syntax, path: Path) -> ExportedXml:
    """Write the XML of an issued invoice; raise `invoice.not_issued`, or what prevents it in this syntax."""
    content = xml_of(store, invoice_id, syntax)
    with whole_files.whole(path) as part:
        part.write_bytes(content)
    return ExportedXml(path, syntax, hashlib.sha256(content).hexdigest())


def xml_of(store: Store, invoice_id: int, syntax: Syntax) -> bytes:
    """Return the XML of an issued invoice; as CII the very bytes that were kept."""
    with store.read() as session:
        invoice = invoice_by_id(session, invoice_id)
        if invoice.state is not InvoiceState.ISSUED:
            raise DomainError("invoice.not_issued", invoice=invoice.name)
        kept = files.content_of(session, invoice.xml_file_id)
        if syntax is Syntax.CII and kept is not None:
            return kept
        said = _said(einvoice_of(session, invoice), invoice)
        content = to_cii(said) if syntax is Syntax.CII else to_ubl(said)
        verdict = check_xml_bytes(f"{invoice.number}.xml", content)
        faults = blocking(session, [fault for _family, fault in verdict.faults])
        if faults:
            raise refusal(invoice, faults)
        return content


def _said(found: EInvoice | None, invoice: Invoice) -> EInvoice:
    if found is None:
        raise DomainError("einvoice.currency", currency=invoice.currency)
    return found
