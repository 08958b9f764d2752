"""From stored documents to PDFs: reads what a paper says, in the customer's language, and renders it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import documents
from adv_desktop.services.clock import Clock
from adv_desktop.services.documents.content import InvoiceData
from adv_desktop.services.papers import Drawing

__all__ = ["PrintedPapers"]


def _drawn(content: InvoiceData, xml: bytes | None) -> bytes:
    return documents.pdf_bytes(replace(content, xml=xml))


class PrintedPapers:
    """Renders the documents of the chain."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def invoice(self, session: Session, invoice: Invoice, xml: bytes | None = None) -> bytes:
        """Return the PDF of an invoice or credit note, with its XML inside; a draft is marked as such."""
        return self.invoice_drawing(session, invoice)(xml)

    def invoice_drawing(self, session: Session, invoice: Invoice) -> Drawing:
        """Return what draws the PDF of an invoice from what was read of it."""
        from adv_desktop.services.printing.invoices import invoice_content

        return partial(_drawn, invoice_content(session, invoice, self._clock.today()))

    def delivery_note(self, session: Session, delivery: Delivery, style: NoteStyle | None = None) -> bytes:
        """Return the PDF of the delivery note, in its own style or another."""
        from adv_desktop.services.printing.deliveries import delivery_note_content

        return documents.pdf_bytes(delivery_note_content(session, delivery, style))

    def picking_list(self, session: Session, delivery: Delivery) -> bytes:
        """Return the PDF of the picking list, in our own language."""
        from adv_desktop.services.printing.deliveries import picking_list_content

        return documents.pdf_bytes(picking_list_content(session, delivery, self._clock.today()))

    def acknowledgement(self, session: Session, order: SalesOrder) -> bytes:
        """Return the PDF of the order acknowledgement."""
        from adv_desktop.services.printing.orders import acknowledgement_content

        return documents.pdf_bytes(acknowledgement_content(session, order, self._clock.now()))

    def quotation(self, session: Session, quotation: Quotation) -> bytes:
        """Return the PDF of a quotation."""
        from adv_desktop.services.printing.quotations import quotation_content

        return documents.pdf_bytes(quotation_content(session, quotation))
