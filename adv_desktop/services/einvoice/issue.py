"""The XML of an invoice that is about to be issued: made, then checked, before its number is spent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree
from sqlalchemy.orm import Session

from adv_desktop.models.enums import Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.services import settings, texts
from adv_desktop.services.einvoice.arithmetic import arithmetic_faults
from adv_desktop.services.einvoice.cii import to_cii
from adv_desktop.services.einvoice.content import EInvoice
from adv_desktop.services.einvoice.engine import engine
from adv_desktop.services.einvoice.explained import explain
from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.einvoice.frozen import can_be_written, content_of
from adv_desktop.services.einvoice.own import french_faults
from adv_desktop.services.einvoice.profiles import CORE
from adv_desktop.services.einvoice.read_cii import read_cii
from adv_desktop.services.einvoice.schemas import xsd_faults

XmlChecks = Callable[[bytes], list[Fault]]

# What the electronic address of a buyer is missing for: judged as the missing SIREN that it is made of.
_ADDRESS_MISSING = "BR-FR-12"
_MISSING_SIREN = "missing_siren"
_OWN_AMOUNT = "ADV-BT"


def own_checks(xml: bytes) -> list[Fault]:
    """Return what an XML breaks of its schema, of the arithmetic and of the French rules that need no engine."""
    root = etree.fromstring(xml)
    written = read_cii(root)
    return [*xsd_faults(root, CORE.schema), *arithmetic_faults(written), *french_faults(written)]


def every_check(xml: bytes) -> list[Fault]:
    """Return what an XML breaks of the schema, the arithmetic and the official rules (ours, without their engine)."""
    root = etree.fromstring(xml)
    rules = [name for name in (CORE.rules, CORE.french_rules) if name]
    official = engine().run(etree.tostring(root, encoding="unicode"), rules)
    if official is None:
        return own_checks(xml)
    arithmetic = arithmetic_faults(read_cii(root))
    return [*xsd_faults(root, CORE.schema), *arithmetic, *(fault for found in official for fault in found)]


def einvoice_of(session: Session, invoice: Invoice) -> EInvoice | None:
    """Return what the XML of a numbered invoice says; none in a currency that the standard has no room for."""
    return content_of(session, invoice) if can_be_written(invoice) else None


def draft_faults(session: Session, invoice: Invoice, checks: XmlChecks) -> list[Fault]:
    """Return what would prevent the issue of a draft that is filled as its issue would fill it."""
    content = einvoice_of(session, invoice)
    return [] if content is None else blocking(session, checks(to_cii(content)))


def blocking(session: Session, faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults that prevent an issue: fatal ones, and any cent that is wrong in what we computed.

    A buyer whom no platform can reach may still be sent the paper: the company's setting decides.
    """
    if not faults:
        return []
    lenient = settings.read(session).severity(_MISSING_SIREN) is not Severity.BLOCKING
    return [
        fault
        for fault in faults
        if (fault.is_fatal or fault.id.startswith(_OWN_AMOUNT)) and not (lenient and fault.id == _ADDRESS_MISSING)
    ]


def refusal(invoice: Invoice, faults: Sequence[Fault]) -> DomainError:
    """Return the error that says everything that is wrong."""
    reader = texts.current()
    said = dict.fromkeys(explain(fault, reader) for fault in faults)
    rules = tuple(dict.fromkeys(fault.id for fault in faults))
    return DomainError("einvoice.invalid", invoice=invoice.id, rules=rules, message=" ".join(said))
