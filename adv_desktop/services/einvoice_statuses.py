"""The statuses that an issued electronic invoice goes through: each is added, none is ever changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import STATUS_EVENT, DocumentEvent
from adv_desktop.models.enums import DocumentKind, InvoiceState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules import lifecycle
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.models.values import plain
from adv_desktop.services.clock import Clock
from adv_desktop.services.numbering import refuse_future
from adv_desktop.services.store import actor_name, touch

COLLECTED, APPROVED_GROSS, SENT = "MEN", "MAPTTC", "MPA"  # MDT-207
AMOUNT_KINDS = {EInvoiceStatus.PARTLY_APPROVED: APPROVED_GROSS, EInvoiceStatus.PAYMENT_SENT: SENT}


class Source(StrEnum):
    """Where a status comes from: typed, read in a platform's file, or said by us in one."""

    HAND = "hand"
    FILE = "file"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class StatusAmount:
    """An amount that comes with a status (MDT-207, 215, 224): VAT included, in minor units."""

    kind: str
    minor: int
    currency: str
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewStatus:
    """A status to add; `message` identifies the file that it was read in, so that it is added once."""

    status: EInvoiceStatus
    on: dt.date
    reason: StatusReason | None = None
    comment: str = ""
    amounts: tuple[StatusAmount, ...] = ()
    message: str = ""
    source: Source = Source.HAND
    paid: int = 0  # what payments had brought in when « Encaissée » was said, in minor units


@dataclass(frozen=True, slots=True)
class GivenStatus:
    """A status as it was added."""

    id: int
    invoice_id: int
    at: dt.datetime
    actor: str
    said: NewStatus


def add_within(session: Session, clock: Clock, invoice_id: int, new: NewStatus) -> GivenStatus:
    """Add a status inside a transaction that does more than that."""
    invoice = session.get_one(Invoice, invoice_id)
    refuse(invoice, [given.said for given in of_invoice(session, invoice_id)], new, clock.today())
    event = DocumentEvent(
        document_kind=DocumentKind.INVOICE,
        document_id=invoice_id,
        at=clock.now(),
        actor=actor_name(),
        kind=STATUS_EVENT,
        detail=_detail(new),
    )
    session.add(event)
    session.flush()
    touch(session, DocumentKind.INVOICE, invoice_id)
    return _given(event)


def refuse(invoice: Invoice, given: list[NewStatus], new: NewStatus, today: dt.date) -> None:
    """Raise what forbids a status on an invoice that has some already."""
    if invoice.state is not InvoiceState.ISSUED:
        raise DomainError("invoice.not_issued", invoice=invoice.name)
    lifecycle.refuse_out_of_order([one.status for one in given], new.status)
    lifecycle.refuse_without_reason(new.status, new.reason)
    refuse_future(new.on, today)
    if new.on < invoice.issued_on:
        raise DomainError("einvoice_status.before_issue", date=new.on, issued=invoice.issued_on)
    if any(not amount.minor for amount in new.amounts):
        raise DomainError("einvoice_status.no_amount", status=new.status)


def of_invoice(session: Session, invoice_id: int) -> list[GivenStatus]:
    """Return the statuses of an invoice, the oldest first."""
    return of_invoices(session, [invoice_id]).get(invoice_id, [])


def of_invoices(session: Session, invoice_ids: list[int]) -> dict[int, list[GivenStatus]]:
    """Return the statuses of invoices, the oldest first; an invoice without any is left out."""
    statement = (
        sa.select(DocumentEvent)
        .where(
            DocumentEvent.kind == sa.literal_column(f"'{STATUS_EVENT}'"),
            DocumentEvent.document_id.in_(invoice_ids),
            DocumentEvent.document_kind == DocumentKind.INVOICE,
        )
        .order_by(DocumentEvent.id)
    )
    found: dict[int, list[GivenStatus]] = {}
    for event in session.scalars(statement):
        found.setdefault(event.document_id, []).append(_given(event))
    return found


def _detail(new: NewStatus) -> dict[str, Any]:
    return {
        "code": new.status.value,
        "on": new.on.isoformat(),
        "reason": new.reason.value if new.reason else None,
        "comment": new.comment.strip(),
        "amounts": [
            [amount.kind, amount.minor, amount.currency, None if amount.rate is None else plain(amount.rate)]
            for amount in new.amounts
        ],
        "message": new.message,
        "source": new.source.value,
        "paid": new.paid,
    }


def _given(event: DocumentEvent) -> GivenStatus:
    kept = event.detail or {}
    said = NewStatus(
        EInvoiceStatus(kept["code"]),
        dt.date.fromisoformat(kept["on"]),
        StatusReason(kept["reason"]) if kept["reason"] else None,
        kept["comment"],
        tuple(
            StatusAmount(kind, minor, currency, None if rate is None else Decimal(rate))
            for kind, minor, currency, rate in kept["amounts"]
        ),
        kept["message"],
        Source(kept["source"]),
        kept["paid"],
    )
    return GivenStatus(event.id, event.document_id, event.at, event.actor, said)
