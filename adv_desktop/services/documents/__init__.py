"""Printed documents: `render` turns a `DocumentData` into a PDF whose bytes depend on nothing else.

Importing this package costs nothing; the PDF libraries are loaded by the first call.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.services.documents.content import (
    AcknowledgementData,
    DeliveryNoteData,
    DocumentData,
    InvoiceData,
)
from adv_desktop.services.documents.export_content import CustomsInvoiceData, ExportPaperData, PackingListData
from adv_desktop.services.documents.picking_content import PickingListData
from adv_desktop.services.documents.quotation_content import QuotationData

if TYPE_CHECKING:
    from collections.abc import Iterable


def render(data: DocumentData | PickingListData | QuotationData, stream: BinaryIO) -> None:
    """Write the PDF of a document to a stream, in the language of the document."""
    if isinstance(data, InvoiceData):
        _render_invoice(data, stream)
    elif isinstance(data, AcknowledgementData):
        from adv_desktop.services.documents import order_acknowledgement

        order_acknowledgement.render(data, stream)
    elif isinstance(data, QuotationData):
        from adv_desktop.services.documents import quotation

        quotation.render(data, stream)
    elif isinstance(data, DeliveryNoteData):
        from adv_desktop.services.documents import delivery_note

        delivery_note.render(data, stream)
    else:
        from adv_desktop.services.documents import picking_list

        picking_list.render(data, stream)


def _render_invoice(data: InvoiceData, stream: BinaryIO) -> None:
    from adv_desktop.services.documents import credit_note, invoice

    if data.type.is_credit:
        credit_note.render(data, stream)
    else:
        invoice.render(data, stream)


def render_export(data: ExportPaperData, stream: BinaryIO) -> None:
    """Write the PDF of a paper of an export to a stream, in the language of the customer."""
    if isinstance(data, CustomsInvoiceData):
        from adv_desktop.services.documents import customs_invoice

        customs_invoice.render(data, stream)
    elif isinstance(data, PackingListData):
        from adv_desktop.services.documents import packing_list

        packing_list.render(data, stream)
    else:
        from adv_desktop.services.documents import cmr

        cmr.render(data, stream)


def pdf_bytes(data: DocumentData | PickingListData | QuotationData) -> bytes:
    """Return the PDF of a document."""
    stream = io.BytesIO()
    render(data, stream)
    return stream.getvalue()


def merge(pdfs: Iterable[bytes], stream: BinaryIO) -> int:
    """Write the pages of many PDFs to one, in order; return their number."""
    from adv_desktop.services.documents import pdf_files

    return pdf_files.merge(pdfs, stream)


def stamp_void(content: bytes, language: str, note: str) -> bytes:
    """Return a copy of a PDF that another one replaced, stamped ANNULÉ with a sentence at the foot."""
    from adv_desktop.services.documents import pdf_files

    return pdf_files.stamp_void(content, language, note)


def stamp_duplicate(content: bytes, language: str = "fr", note: str = "") -> bytes:
    """Return a copy of an issued PDF stamped DUPLICATA; the issued bytes stay as they are."""
    from adv_desktop.services.documents import pdf_files

    return pdf_files.stamp_duplicate(content, language, note)
