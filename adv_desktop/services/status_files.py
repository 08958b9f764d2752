"""Our own statuses as files for a platform: « Complétée » with its proofs, « Encaissée » by rate, « Annulée »."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Attachment, StoredFile
from adv_desktop.models.enums import DocumentKind, ProofType
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules import lifecycle
from adv_desktop.models.rules.lifecycle import EInvoiceStatus
from adv_desktop.models.values import from_minor
from adv_desktop.services import einvoice_statuses, texts
from adv_desktop.services.einvoice import cdar, identities
from adv_desktop.services.einvoice.cdar import CarriedAmount, CarriedFile, Participant, StatusMessage
from adv_desktop.services.einvoice_statuses import GivenStatus
from adv_desktop.services.labels import written
from adv_desktop.services.store import Store
from adv_desktop.services.whole_files import told, whole

# UNTDID 1373 (MDT-88): completed, paid.
_DOCUMENT_STATES = {EInvoiceStatus.COMPLETED: "37", EInvoiceStatus.COLLECTED: "47"}


@dataclass(frozen=True, slots=True)
class StatusFile:
    """A status as a file."""

    name: str
    content: bytes


def of(session: Session, invoice_id: int) -> StatusFile:
    """Return the last of our own statuses of an invoice as a file; raise `einvoice_status.none_of_ours`."""
    invoice = session.get_one(Invoice, invoice_id)
    given = einvoice_statuses.of_invoice(session, invoice_id)
    ours = [one for one in given if one.said.status in lifecycle.OURS]
    if not ours:
        raise DomainError("einvoice_status.none_of_ours", invoice=invoice.name)
    return _file(session, invoice, ours[-1], len(ours))


def write(store: Store, invoice_id: int, path: Path) -> Path:
    """Write the last of our own statuses of an invoice; a folder is given its usual name. Return where it is."""
    with store.read() as session:
        file = of(session, invoice_id)
    target = path / file.name if path.is_dir() else path
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with whole(target) as part:
        part.write_bytes(file.content)
    return target


def _file(session: Session, invoice: Invoice, given: GivenStatus, rank: int) -> StatusFile:
    said, number = given.said, invoice.number or ""
    name = f"{number}-CDV-{said.status.value}-{rank}"
    seller, buyer = invoice.parties["seller"], invoice.parties["buyer"]
    french = texts.of("fr")  # the standard's own words
    message = StatusMessage(
        id=name,
        at=given.at,
        on=said.on,
        invoice=number,
        invoice_type=invoice.type.value,
        invoice_date=invoice.issue_date,
        status=said.status.value,
        status_name=written(said.status, french),
        seller=_participant(seller, seller["legal_name"]),
        buyer=_participant(buyer, buyer.get("name") or ""),
        business="REGULATED" if buyer.get("siren") else "B2BINT" if buyer.get("vat_number") else "B2C",
        reason=said.reason.value if said.reason else "",
        reason_text=written(said.reason, french) if said.reason else "",
        comment=said.comment,
        amounts=tuple(
            CarriedAmount(amount.kind, from_minor(amount.minor, amount.currency), amount.currency, amount.rate)
            for amount in said.amounts
        ),
        files=_proofs(session, invoice.id) if said.status is EInvoiceStatus.COMPLETED else (),
        to_state=said.status is EInvoiceStatus.COLLECTED,
        document_state=_DOCUMENT_STATES.get(said.status, ""),
    )
    return StatusFile(f"{name}.xml", cdar.write(message))


def _participant(facts: identities.Facts, name: str) -> Participant:
    address = identities.e_address(facts)
    if address is None:
        return Participant(facts.get("siren") or "", name)
    return Participant(facts.get("siren") or "", name, address.value, address.scheme)


def _proofs(session: Session, invoice_id: int) -> tuple[CarriedFile, ...]:
    """Return the proofs kept with an invoice, the oldest first."""
    statement = (
        sa.select(Attachment.name, StoredFile.content)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(
            Attachment.document_kind == DocumentKind.INVOICE,
            Attachment.document_id == invoice_id,
            StoredFile.kind.in_([kind.value for kind in ProofType]),
        )
        .order_by(Attachment.id)
    )
    return tuple(
        CarriedFile(name, mimetypes.guess_type(name)[0] or "application/pdf", base64.b64encode(content).decode())
        for name, content in session.execute(statement)
    )
