"""What stands between a draft and its number: looked at before it is asked for."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Company
from adv_desktop.services import invoice_checks
from adv_desktop.services.clock import Clock
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.issuing import rehearse
from adv_desktop.services.order_commands import OrderCheck
from adv_desktop.services.store import Store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from adv_desktop.models.invoice import Invoice
    from adv_desktop.services.einvoice.faults import Fault
    from adv_desktop.services.einvoice.issue import XmlChecks


def run_date(session: Session, invoice_ids: Sequence[int], today: dt.date) -> dt.date:
    """Return the date of a mass run: the end of the month of what left, today in the running one (R14)."""
    delivered = session.scalar(sa.select(sa.func.max(Invoice.delivery_date)).where(Invoice.id.in_(invoice_ids)))
    if delivered is None:
        return today
    return min(delivered.replace(day=monthrange(delivered.year, delivered.month)[1]), today)


@dataclass(frozen=True, slots=True)
class IssuePreview:
    """What prevents the issue, if anything: the error, each fault of the electronic invoice; the mere remarks.

    `official` tells whether the engine of the official rules is there: without it our own checks stand alone.
    """

    prevented: DomainError | None
    remarks: tuple[OrderCheck, ...]
    faults: tuple[Fault, ...] = ()
    official: bool = True


def preview(store: Store, clock: Clock, invoice_id: int) -> IssuePreview:
    """Judge a draft as its issue would today; nothing is written."""
    from adv_desktop.services.einvoice.issue import every_check

    return _judge(store, clock, invoice_id, every_check)


def glance(store: Store, clock: Clock, invoice_id: int) -> IssuePreview:
    """Judge one draft of many by our own checks alone: the official rules take their time at the issue."""
    from adv_desktop.services.einvoice.issue import own_checks

    return _judge(store, clock, invoice_id, own_checks)


def _judge(store: Store, clock: Clock, invoice_id: int, checks: XmlChecks) -> IssuePreview:
    from adv_desktop.services.einvoice.engine import is_available
    from adv_desktop.services.einvoice.issue import refusal

    with store.read() as session, session.no_autoflush:
        invoice = invoice_by_id(session, invoice_id)
        remarks = tuple(invoice_checks.of_invoice(session, invoice, clock.today()))
        try:
            faults = _faults(session, invoice, clock, checks)
        except DomainError as error:
            return IssuePreview(error, remarks)
        prevented = refusal(invoice, faults) if faults else None
        return IssuePreview(prevented, remarks, tuple(faults), is_available())


def _faults(session: Session, invoice: Invoice, clock: Clock, checks: XmlChecks) -> list[Fault]:
    """Rehearse the issue in a session that is thrown away; raise what prevents it before any XML."""
    from adv_desktop.services.einvoice.issue import draft_faults

    company = session.get_one(Company, 1)
    invoice_checks.refuse_incomplete(session, invoice, company)
    rehearse(session, invoice, company, invoice.wished_date or clock.today())
    return draft_faults(session, invoice, checks)
