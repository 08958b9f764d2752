"""Credit notes: « AVOIR », the invoices they correct, the reason, positive amounts (CGI 289 I-5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.models.errors import DomainError
from adv_desktop.services.documents import invoice
from adv_desktop.services.documents.voice import voice

if TYPE_CHECKING:
    from adv_desktop.services.documents.content import InvoiceData


def render(data: InvoiceData, stream: BinaryIO) -> None:
    """Write the PDF of a credit note; one that names no invoice is refused (BR-FR-CO-05)."""
    if data.number and not data.corrects and not data.references.contract:
        raise DomainError("document.credit_without_invoice", number=data.number)
    say = voice(data.language)
    invoice.compose(data, say, invoice.title(data, say), stream)
