"""The papers that prove an invoice: kept with it, by the types of BR-FR-17."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Attachment, StoredFile
from adv_desktop.models.enums import DocumentKind, ProofType
from adv_desktop.models.errors import DomainError, KnownError
from adv_desktop.models.invoice import Invoice
from adv_desktop.services import files
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store, touch

LARGEST = 10 * 1024 * 1024
# What EN 16931 lets travel (BT-125), by what a file begins with.
_ALLOWED = {
    ".pdf": b"%PDF-", ".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".xlsx": b"PK\x03\x04",
    ".ods": b"PK\x03\x04", ".csv": b"",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper kept with an invoice."""

    file_id: int
    name: str
    type: ProofType
    size: int


class InvoiceProofs:
    """Keeps papers with issued invoices."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def attach(self, invoice_id: int, path: Path, kind: ProofType) -> None:
        """Keep a copy of a file with an invoice; the issued document itself does not change."""
        content = checked(path)
        with self._store.write("invoice.proof") as session:
            invoice = session.get_one(Invoice, invoice_id)
            invoice.issued_on  # noqa: B018 (raises for a draft)
            names = {proof.name for proof in of_invoice(session, invoice_id)}
            if path.name in names:
                raise DomainError("proof.same_name", file=path.name, invoice=invoice.name)
            kept = files.keep(session, content, kind.value, self._clock.now())
            files.attach(session, DocumentKind.INVOICE, invoice_id, kept, path.name, self._clock.now())
            touch(session, DocumentKind.INVOICE, invoice_id)


def of_invoice(session: Session, invoice_id: int) -> list[Proof]:
    """Return the papers kept with an invoice, the oldest first."""
    statement = (
        sa.select(StoredFile.id, Attachment.name, StoredFile.kind, StoredFile.size)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(
            Attachment.document_kind == DocumentKind.INVOICE,
            Attachment.document_id == invoice_id,
            StoredFile.kind.in_([kind.value for kind in ProofType]),
        )
        .order_by(Attachment.id)
    )
    return [Proof(row_id, name, ProofType(kind), size) for row_id, name, kind, size in session.execute(statement)]


def checked(path: Path) -> bytes:
    """Return the bytes of a file that may be kept with a document, and travel with an invoice."""
    try:
        if path.stat().st_size > LARGEST:
            raise DomainError("too_large", file=path.name, limit=LARGEST // 1024 // 1024)
        content = path.read_bytes()
    except OSError as error:
        raise KnownError("file.unreadable", path=str(path), detail=error.strerror or str(error)) from None
    start = _ALLOWED.get(path.suffix.lower())
    if not content or start is None or not content.startswith(start):
        raise DomainError("proof.wrong_type", file=path.name, known=sorted(_ALLOWED))
    return content
