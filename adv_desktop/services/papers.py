"""What renders documents: given by the composition root, so that a benchmark can leave rendering out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.quotation import Quotation
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.sales_order import SalesOrder

# Draws a PDF around the XML that it carries, if there is one; can be sent to another process.
Drawing = Callable[[bytes | None], bytes]


class Papers(Protocol):
    """Makes the PDF of a document whose lines are loaded."""

    def invoice(self, session: Session, invoice: Invoice, xml: bytes | None = None) -> bytes:
        """Return the PDF of an invoice or credit note, draft or about to be issued, with its XML inside."""
        ...

    def invoice_drawing(self, session: Session, invoice: Invoice) -> Drawing:
        """Return what draws that PDF without the database."""
        ...

    def delivery_note(self, session: Session, delivery: Delivery, style: NoteStyle | None = None) -> bytes:
        """Return the PDF of the delivery note, in its own style or another."""
        ...

    def picking_list(self, session: Session, delivery: Delivery) -> bytes:
        """Return the PDF of the picking list."""
        ...

    def acknowledgement(self, session: Session, order: SalesOrder) -> bytes:
        """Return the PDF of the order acknowledgement."""
        ...

    def quotation(self, session: Session, quotation: Quotation) -> bytes:
        """Return the PDF of a quotation; a draft has no number yet."""
        ...
