"""The files of an invoice that is about to be issued: made from facts alone, so in any process."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.invoice import Invoice
from adv_desktop.services.einvoice.cii import to_cii
from adv_desktop.services.einvoice.content import EInvoice
from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.einvoice.issue import XmlChecks, einvoice_of
from adv_desktop.services.papers import Drawing, Papers


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the files of an invoice say; `draw` and `checks` can be sent to another process."""

    draw: Drawing
    einvoice: EInvoice | None
    checks: XmlChecks


@dataclass(frozen=True, slots=True)
class IssueFiles:
    """The bytes to keep and what is wrong with them; no XML in a currency that the standard has no room for."""

    pdf: bytes
    xml: bytes | None
    faults: tuple[Fault, ...] = ()


def facts_of(session: Session, invoice: Invoice, papers: Papers, checks: XmlChecks) -> IssueFacts:
    """Read everything that the files of a numbered invoice say."""
    return IssueFacts(papers.invoice_drawing(session, invoice), einvoice_of(session, invoice), checks)


def make(facts: IssueFacts) -> IssueFiles:
    """Write and check the files."""
    if facts.einvoice is None:
        return IssueFiles(facts.draw(None), None)
    xml = to_cii(facts.einvoice)
    return IssueFiles(facts.draw(xml), xml, tuple(facts.checks(xml)))
