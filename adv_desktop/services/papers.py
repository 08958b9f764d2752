"""What renders documents: given by the composition root, so that a benchmark can leave rendering out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.sales_order import SalesOrder


class Papers(Protocol):
    """Makes the PDF of a document whose lines are loaded."""

    def invoice(self, session: Session, invoice: Invoice) -> bytes:
        """Return the PDF of an invoice or credit note, draft or about to be issued."""
        ...

    def invoice_drawing(self, session: Session, invoice: Invoice) -> Callable[[], bytes]:
        """Return what draws that PDF without the database: it can be sent to another process."""
        ...

    def delivery_note(self, session: Session, delivery: Delivery) -> bytes:
        """Return the PDF of the delivery note."""
        ...

    def picking_list(self, session: Session, delivery: Delivery) -> bytes:
        """Return the PDF of the picking list."""
        ...

    def acknowledgement(self, session: Session, order: SalesOrder) -> bytes:
        """Return the PDF of the order acknowledgement."""
        ...
