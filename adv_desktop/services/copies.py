"""The papers to look at and to print: the stored bytes once, then copies stamped as duplicates."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.delivery import Delivery, DeliveryNote
from adv_desktop.models.enums import DocumentKind, InvoiceState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import Money, split
from adv_desktop.services import documents, files, reference, texts
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.document_events import printed_before
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.papers import Papers
from adv_desktop.services.queries import reversals
from adv_desktop.services.queries.corrected_notes import replacement_of
from adv_desktop.services.queries.preparation import in_picking_order
from adv_desktop.services.store import Store


class Copies:
    """Reads the papers of documents; several make one PDF, in the order asked."""

    def __init__(self, store: Store, papers: Papers) -> None:
        self._store = store
        self._papers = papers

    def invoices(self, invoice_ids: Sequence[int]) -> bytes:
        """Return invoices and credit notes: a draft as it would be, an issued one printed before as a duplicate."""
        with self._store.read() as session:
            return _one_pdf(self._invoices(session, invoice_ids))

    def invoices_to_print(self, invoice_ids: Sequence[int]) -> bytes:
        """Return invoices as often as the customers who are billed want each (case 74)."""
        with self._store.read() as session:
            billed = copies_of(session, Invoice.bill_to_id, Customer.invoice_copies, Invoice.id.in_(invoice_ids))
            return _one_pdf(_repeated(self._invoices(session, invoice_ids), [billed[row_id] for row_id in invoice_ids]))

    def delivery_notes(self, delivery_ids: Sequence[int], style: NoteStyle | None = None) -> bytes:
        """Return the notes of shipped deliveries, those printed before as duplicates.

        A style other than the one that left with the goods is written anew from the same facts.
        """
        with self._store.read() as session:
            return _one_pdf(self._notes(session, delivery_ids, style))

    def delivery_notes_to_print(self, delivery_ids: Sequence[int], style: NoteStyle | None = None) -> bytes:
        """Return delivery notes as often as their customers want each."""
        with self._store.read() as session:
            wanted = copies_of(session, Delivery.customer_id, Customer.note_copies, Delivery.id.in_(delivery_ids))
            notes = self._notes(session, delivery_ids, style)
            return _one_pdf(_repeated(notes, [wanted[row_id] for row_id in delivery_ids]))

    def acknowledgement_to_print(self, order_id: int) -> bytes:
        """Return the acknowledgement of an order as often as its customer wants it."""
        with self._store.read() as session:
            wanted = copies_of(
                session, SalesOrder.customer_id, Customer.acknowledgement_copies, SalesOrder.id == order_id
            )
            paper = self._papers.acknowledgement(session, order_by_id(session, order_id))
            return _one_pdf(_repeated([paper], [wanted[order_id]]))

    def picking_lists(
        self, delivery_ids: Sequence[int], step: Callable[[int, int], None] = lambda _done, _total: None
    ) -> bytes:
        """Return the picking lists of deliveries, in the order in which one walks past their first places.

        `step(done, total)` is called between two and may stop there.
        """
        papers: list[bytes] = []
        with self._store.read() as session:
            for row_id in in_picking_order(session, delivery_ids):
                step(len(papers), len(delivery_ids))
                papers.append(self._papers.picking_list(session, delivery_by_id(session, row_id)))
        return _one_pdf(papers)

    def departures(self, day: dt.date) -> bytes:
        """Return the sheet of a day's departures by carrier; raise `delivery.no_departure` when none left."""
        from adv_desktop.services.documents import departures
        from adv_desktop.services.printing.departures import departures_content

        with self._store.read() as session:
            return departures.pdf_bytes(departures_content(session, day))

    def left_to_deliver(self, customer_id: int, day: dt.date) -> bytes:
        """Return what is left to deliver to a customer as PDF; raise `backlog.nothing` when all is delivered."""
        from adv_desktop.services.documents import backlog_statement
        from adv_desktop.services.printing.backlog_statement import statement_of

        with self._store.read() as session:
            return backlog_statement.pdf_bytes(statement_of(session, customer_id, day))

    def write_left_to_deliver(self, customer_id: int, day: dt.date, path: Path) -> int:
        """Write what is left to deliver to a customer to Excel; return the number of lines."""
        from adv_desktop.services.printing.backlog_statement import statement_of, write_workbook

        with self._store.read() as session:
            return write_workbook(statement_of(session, customer_id, day), path)

    def purchase_request(self, day: dt.date) -> bytes:
        """Return what purchasing is asked to buy as PDF; raise `purchase.nothing` when nothing is."""
        from adv_desktop.services.documents import purchase_request
        from adv_desktop.services.printing.purchase_request import request_of

        with self._store.read() as session:
            return purchase_request.pdf_bytes(request_of(session, day))

    def reversal(self, delivery_id: int) -> bytes:
        """Return the document that took a shipment back as it was kept; raise `delivery.not_reversed`."""
        with self._store.read() as session:
            found = reversals.of_delivery(session, delivery_id)
            content = files.content_of(session, found.file_id) if found else None
            if content is None:
                raise DomainError("delivery.not_reversed", delivery=delivery_by_id(session, delivery_id).name)
            return content

    def return_voucher(self, return_id: int) -> bytes:
        """Return the voucher of an authorised return as PDF; raise `return.given_up`."""
        from adv_desktop.services.documents import return_voucher
        from adv_desktop.services.printing.return_voucher import voucher_of

        with self._store.read() as session:
            return return_voucher.pdf_bytes(voucher_of(session, return_id))

    def account(self, customer_id: int, day: dt.date) -> bytes:
        """Return the statement of a customer's account as PDF; raise `account.nothing` where nothing is open."""
        from adv_desktop.services.documents import account_statement
        from adv_desktop.services.printing.account_statement import statement_of

        with self._store.read() as session:
            return account_statement.pdf_bytes(statement_of(session, customer_id, day))

    def packaging(self, customer_id: int, day: dt.date) -> bytes:
        """Return the packaging account of a customer as PDF; raise `packaging.no_move` where nothing ever moved."""
        from adv_desktop.services.documents import packaging_statement
        from adv_desktop.services.printing.packaging_statement import statement_of

        with self._store.read() as session:
            return packaging_statement.pdf_bytes(statement_of(session, customer_id, day))

    def write_packaging(self, customer_id: int, day: dt.date, path: Path) -> int:
        """Write the packaging account of a customer to Excel; return the number of moves."""
        from adv_desktop.services.printing.packaging_statement import statement_of, write_workbook

        with self._store.read() as session:
            return write_workbook(statement_of(session, customer_id, day), path)

    def carrier_packaging(self, carrier: str, day: dt.date) -> bytes:
        """Return the packaging account of a carrier as PDF; raise `packaging.no_carrier_move` for none."""
        from adv_desktop.services.documents import packaging_statement
        from adv_desktop.services.printing.packaging_statement import carrier_statement_of

        with self._store.read() as session:
            return packaging_statement.pdf_bytes(carrier_statement_of(session, carrier, day))

    def write_carrier_packaging(self, carrier: str, day: dt.date, path: Path) -> int:
        """Write the packaging account of a carrier to Excel; return the number of moves."""
        from adv_desktop.services.printing.packaging_statement import carrier_statement_of, write_workbook

        with self._store.read() as session:
            return write_workbook(carrier_statement_of(session, carrier, day), path)

    def write_packaging_holders(self, path: Path) -> int:
        """Write what every customer holds of our packaging to Excel; return the number of rows."""
        from adv_desktop.services.printing.packaging_statement import write_holders

        with self._store.read() as session:
            return write_holders(session, path)

    def unpaid(self, invoice_id: int, on: dt.date) -> bytes:
        """Return the duplicate of an unpaid invoice that says what net and VAT were not received (CGI 272-1).

        Raise `invoice.not_unpaid` when nothing is left to pay; the VAT is in proportion of what is left.
        """
        with self._store.read() as session:
            invoice = invoice_by_id(session, invoice_id)
            content = files.content_of(session, invoice.pdf_file_id)
            owed = sa.select(sa.func.sum(OpenItem.open_amount)).where(OpenItem.invoice_id == invoice_id)
            left = session.scalar(owed) or 0
            if content is None or invoice.type.is_credit or left <= 0:
                raise DomainError("invoice.not_unpaid", invoice=invoice.name)
            net, vat = split(left, [invoice.net, invoice.vat])
            facts = {"net": Money(net, invoice.currency), "vat": Money(vat, invoice.currency)}
            note = reference.mention(session, "unpaid_dup", invoice.language, on, **facts)
            return documents.stamp_duplicate(content, invoice.language, note)

    def original(self, invoice_id: int) -> bytes:
        """Return the very bytes that an invoice was issued as; raise `invoice.not_issued`."""
        with self._store.read() as session:
            invoice = invoice_by_id(session, invoice_id)
            content = files.content_of(session, invoice.pdf_file_id)
            if content is None:
                raise DomainError("invoice.not_issued", invoice=invoice.name)
            return content

    def _invoices(self, session: Session, invoice_ids: Sequence[int]) -> list[bytes]:
        printed = printed_before(session, DocumentKind.INVOICE, invoice_ids)
        return [self._invoice(session, row_id, row_id in printed) for row_id in invoice_ids]

    def _notes(self, session: Session, delivery_ids: Sequence[int], style: NoteStyle | None) -> list[bytes]:
        printed = printed_before(session, DocumentKind.DELIVERY, delivery_ids)
        return [self._delivery_note(session, row_id, style, row_id in printed) for row_id in delivery_ids]

    def _delivery_note(self, session: Session, delivery_id: int, style: NoteStyle | None, printed: bool) -> bytes:
        delivery = delivery_by_id(session, delivery_id)
        content = files.content_of(session, delivery.pdf_file_id)
        if content is None:
            raise DomainError("delivery.not_shipped", number=delivery.name)
        language = session.scalars(sa.select(Customer.language).where(Customer.id == delivery.customer_id)).one()
        replacement = replacement_of(session, delivery_id)
        if replacement is not None:
            said = texts.of(language).gettext("Cancelled and replaced by delivery note {number}")
            return documents.stamp_void(content, language, said.format(number=replacement))
        reversal = reversals.of_delivery(session, delivery_id)
        if reversal is not None:
            said = texts.of(language).gettext("Shipment cancelled by {number}")
            return documents.stamp_void(content, language, said.format(number=reversal.number))
        note = session.get(DeliveryNote, delivery_id)
        if style is not None and style is not (note.style if note else NoteStyle.UNPRICED):
            content = self._papers.delivery_note(session, delivery, style)
        return documents.stamp_duplicate(content, language) if printed else content

    def _invoice(self, session: Session, invoice_id: int, printed: bool) -> bytes:
        invoice = invoice_by_id(session, invoice_id)
        if invoice.state is InvoiceState.DRAFT:
            return self._papers.invoice(session, invoice)
        content = files.content_of(session, invoice.pdf_file_id) or b""
        return documents.stamp_duplicate(content, invoice.language) if printed else content


def copies_of(
    session: Session,
    customer_id: InstrumentedAttribute[int],
    copies: InstrumentedAttribute[int],
    wanted: sa.ColumnElement[bool],
) -> dict[int, int]:
    """Return how often each of some documents is printed, by document id."""
    document = customer_id.class_
    rows = session.execute(sa.select(document.id, copies).join(Customer, Customer.id == customer_id).where(wanted))
    return {row[0]: row[1] for row in rows}


def _repeated(pdfs: Sequence[bytes], times: Sequence[int]) -> list[bytes]:
    return [pdf for pdf, count in zip(pdfs, times, strict=True) for _copy in range(count)]


def _one_pdf(pdfs: Sequence[bytes]) -> bytes:
    if len(pdfs) == 1:
        return pdfs[0]
    stream = io.BytesIO()
    documents.merge(pdfs, stream)
    return stream.getvalue()
