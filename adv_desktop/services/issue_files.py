"""The files of an invoice that is about to be issued: made from facts alone, so in any process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.invoice import Invoice
from adv_desktop.services.einvoice.content import EInvoice
from adv_desktop.services.einvoice.issue import checked_xml, einvoice_of
from adv_desktop.services.papers import Papers


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the files of an invoice say; `draw` makes the PDF and can be sent to another process."""

    invoice: str | int
    draw: Callable[[], bytes]
    einvoice: EInvoice | None


@dataclass(frozen=True, slots=True)
class IssueFiles:
    """The bytes to keep; no XML in a currency that the standard has no room for."""

    pdf: bytes
    xml: bytes | None


def facts_of(session: Session, invoice: Invoice, papers: Papers) -> IssueFacts:
    """Read everything that the files of a numbered invoice say."""
    return IssueFacts(invoice.name, papers.invoice_drawing(session, invoice), einvoice_of(session, invoice))


def make(facts: IssueFacts) -> IssueFiles:
    """Write and check the files; raise `einvoice.invalid` with the first rule that is broken."""
    xml = None if facts.einvoice is None else checked_xml(facts.einvoice, facts.invoice)
    return IssueFiles(facts.draw(), xml)
