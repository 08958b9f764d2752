"""How an invoice leaves: the name of its file, and the papers that the customer wants with it (R2, case 74)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Attachment, Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.party import Customer
from adv_desktop.models.rules import file_names
from adv_desktop.models.sales_order import OrderLine


@dataclass(frozen=True, slots=True)
class Beside:
    """A kept file that leaves with an invoice: the document it belongs to, its name and its stored file."""

    kind: DocumentKind
    document_id: int
    number: str
    name: str
    file_id: int


def file_name(invoice: Invoice, customer: Customer) -> str:
    """Return the name of the file as the customer wants it, else the number."""
    facts = {
        "number": str(invoice.number),
        "order": invoice.customer_reference or "",
        "customer": customer.code,
        "date": invoice.issued_on.isoformat(),
    }
    return file_names.written(customer.invoice_file_name or "{number}", facts)


def beside(session: Session, invoice: Invoice, customer: Customer) -> Iterator[Beside]:
    """Give the delivery notes and the customer's own orders that are to leave with an invoice."""
    if customer.encloses_notes:
        for delivery in deliveries_of(session, invoice):
            if delivery.pdf_file_id is not None:
                number = str(delivery.number)
                yield Beside(DocumentKind.DELIVERY, delivery.id, number, f"{number}.pdf", delivery.pdf_file_id)
    if customer.encloses_orders:
        orders = (
            sa.select(OrderLine.order_id)
            .join(InvoiceLine, InvoiceLine.order_line_id == OrderLine.id)
            .where(InvoiceLine.invoice_id == invoice.id)
        )
        kept = sa.select(Attachment).where(
            Attachment.document_kind == DocumentKind.ORDER, Attachment.document_id.in_(orders)
        )
        for file in session.scalars(kept.order_by(Attachment.id)):
            yield Beside(DocumentKind.ORDER, file.document_id, file.name, file.name, file.file_id)


def deliveries_of(session: Session, invoice: Invoice) -> list[Delivery]:
    """Return the deliveries that an invoice bills, in order."""
    lines = (
        sa.select(DeliveryLine.delivery_id)
        .join(InvoiceLine, InvoiceLine.delivery_line_id == DeliveryLine.id)
        .where(InvoiceLine.invoice_id == invoice.id)
    )
    return list(session.scalars(sa.select(Delivery).where(Delivery.id.in_(lines)).order_by(Delivery.id)))


def unsigned(session: Session, invoice: Invoice) -> list[str]:
    """Return the delivery notes of an invoice of which no signature was recorded."""
    numbers = []
    for delivery in deliveries_of(session, invoice):
        progress = session.get(DeliveryProgress, delivery.id)
        if progress is None or progress.delivered_on is None:
            numbers.append(str(delivery.number))
    return numbers
