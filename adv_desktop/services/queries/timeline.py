"""What happened to a document or a customer, and who did it: trail, events after issue, notes and calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.accepted_check import AcceptedCheck
from adv_desktop.models.activity import Activity
from adv_desktop.models.audit import AuditEntry
from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import STATUS_EVENT, Delivery, DocumentEvent
from adv_desktop.models.enums import DocumentKind, Undelivered
from adv_desktop.models.goods_return import GoodsReturn
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import Money
from adv_desktop.services.labels import LABELS
from adv_desktop.services.queries import numbers, statuses
from adv_desktop.services.queries.numbers import Named
from adv_desktop.services.queries.phrases import Fact, Phrase
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.setting_list import CHECK_TITLES
from adv_desktop.services.texts import N_

RECENT = 12


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `document` names what it happened to where a timeline mixes several."""

    at: dt.datetime
    actor: str
    what: Phrase
    detail: Phrase | None
    icon: str
    tone: str
    document: Named | None = None
    number: str | None = None


# The commands of the services, as the trail names them: sentence, icon, tone.
ACTIONS: dict[str, tuple[str, str, str]] = {
    "order.create": (N_("Order entered"), "document", "info"),
    "import.order": (N_("Order imported from a file"), "document", "info"),
    "order.update": (N_("Order changed"), "edit", "warn"),
    "order.promise": (N_("Date promised anew"), "calendar", "warn"),
    "order.confirm": (N_("Order confirmed"), "check", "ok"),
    "order.acknowledge": (N_("Acknowledgement made"), "mail", "info"),
    "order.on_hold": (N_("Order put on hold"), "warning", "warn"),
    "order.resume": (N_("Order taken off hold"), "check", "ok"),
    "order.urgent": (N_("Made urgent"), "bell", "bad"),
    "order.not_urgent": (N_("Urgent no longer"), "bell", "neutral"),
    "order.close_short": (N_("Backorder closed short"), "close", "neutral"),
    "order.cancel": (N_("Order cancelled"), "close", "bad"),
    "order.duplicate": (N_("Order copied from another"), "copy", "info"),
    "delivery.prepare": (N_("Goods to prepare"), "box", "info"),
    "delivery.prepared": (N_("Goods prepared"), "box", "ok"),
    "delivery.ship": (N_("Goods shipped"), "truck", "ok"),
    "delivery.cancel": (N_("Delivery cancelled"), "close", "bad"),
    "delivery.track": (N_("Tracking number recorded"), "truck", "info"),
    "delivery.prove": (N_("Delivery proved"), "check", "ok"),
    "invoice.draft": (N_("Draft invoice made"), "receipt", "info"),
    "invoice.delete": (N_("Draft invoice deleted"), "close", "neutral"),
    "invoice.issue": (N_("Invoice issued"), "receipt", "ok"),
    "deposit.draft": (N_("Draft deposit invoice made"), "receipt", "info"),
    "credit.rebate": (N_("Draft rebate credit note made"), "receipt", "warn"),
    "credit.draft": (N_("Draft credit note made"), "receipt", "warn"),
    "payment.receive": (N_("Payment received"), "euro", "ok"),
    "payment.reverse": (N_("Payment bounced"), "euro", "bad"),
    "payment.allocate": (N_("Credit set against invoices"), "link", "info"),
    "payment.unallocate": (N_("Allocation taken back"), "undo", "warn"),
    "payment.early_discount": (N_("Early-payment discount granted"), "euro", "info"),
    "payment.refund": (N_("Money given back"), "euro", "warn"),
    "delivery.bring_back": (N_("Shipment refused, lost or sent back"), "truck", "bad"),
    "return.authorise": (N_("Return of goods allowed"), "undo", "info"),
    "return.receive": (N_("Returned goods received"), "box", "info"),
    "return.inspect": (N_("Returned goods inspected"), "check", "ok"),
    "return.cancel": (N_("Return of goods given up"), "close", "neutral"),
    "claim.open": (N_("Claim opened"), "warning", "bad"),
    "claim.move": (N_("Claim moved on"), "warning", "info"),
    "claim.decide": (N_("Claim decided"), "check", "info"),
    "claim.action": (N_("Action of the claim carried out"), "check", "ok"),
    "claim.close": (N_("Claim closed"), "check", "ok"),
    "claim.reopen": (N_("Claim taken up again"), "warning", "warn"),
    "customer.create": (N_("Customer created"), "users", "info"),
    "customer.update": (N_("Customer changed"), "edit", "info"),
    "customer.address": (N_("Delivery address changed"), "edit", "info"),
    "insurance.add": (N_("Amount insured"), "euro", "info"),
    "insurance.end": (N_("Last insured day changed"), "calendar", "warn"),
    "insurance.remove": (N_("Insured amount removed"), "close", "warn"),
    "product.create": (N_("Product created"), "box", "info"),
    "product.update": (N_("Product changed"), "edit", "info"),
    "stock.receive": (N_("Goods received"), "box", "ok"),
    "stock.announce": (N_("Receipt announced"), "calendar", "info"),
    "quotation.create": (N_("Quotation made"), "quote", "info"),
    "quotation.update": (N_("Quotation changed"), "edit", "warn"),
    "quotation.send": (N_("Quotation sent"), "mail", "info"),
    "quotation.revise": (N_("New version of the quotation"), "copy", "info"),
    "quotation.extend": (N_("Validity prolonged"), "calendar", "info"),
    "quotation.accept": (N_("Quotation turned into an order"), "check", "ok"),
    "quotation.refuse": (N_("Quotation refused"), "close", "bad"),
    "outbox.queue": (N_("Put in the outbox"), "mail", "info"),
    "stock.count": (N_("Stock counted"), "box", "warn"),
    "stock.scrap": (N_("Goods thrown away"), "trash", "bad"),
    "stock.amend_receipt": (N_("Expected receipt changed"), "calendar", "warn"),
    "stock.cancel_receipt": (N_("Expected receipt cancelled"), "calendar", "bad"),
    "stock.reallocate": (N_("Goods given to another order"), "split", "warn"),
    "stock.put_elsewhere": (N_("Goods put elsewhere"), "box", "info"),
    "stock.inventory": (N_("Inventory posted"), "box", "warn"),
}
EVENTS: dict[str, tuple[str, str, str]] = {
    "printed": (N_("Printed"), "printer", "neutral"),
    "sent": (N_("Sent to the customer"), "mail", "info"),
    "corrected": (N_("Delivery note corrected"), "edit", "warn"),
    "reversed": (N_("Shipment cancelled"), "undo", "bad"),
    "french_vat": (N_("Sold with French VAT: VAT number not checked"), "euro", "warn"),
}
ACTIVITIES: dict[str, tuple[str, str, str]] = {
    "note": (N_("Note"), "note", "info"),
    "call": (N_("Call"), "phone", "info"),
    "email": (N_("E-mail"), "mail", "info"),
    "request": (N_("Request to a colleague"), "users", "warn"),
}
CHANGED = (N_("Changed"), "edit", "neutral")
AS_WRITTEN = N_("{text}")
E_STATUS = N_("Electronic status: {status}")
BECAUSE = N_("{reason} – {text}")
ALLOCATED = N_("{amount} settled by {number}")
ACCEPTED, RESTORED = N_("Remark accepted"), N_("Accepted remark taken back")
TAKEN_BACK = N_("{amount} taken back from {number}")
_REASONS = ("state_reason", "decision_reason", "block_reason", "override_reason", "reason", "received_by", "tracking")
# What the rows of the document tell themselves, with more words.
_TOLD_APART = ("order.accept_check", "order.restore_check", "delivery.charge_vat", "delivery.reverse")
_OF_CUSTOMER = {
    DocumentKind.ORDER: (SalesOrder.id, SalesOrder.customer_id),
    DocumentKind.DELIVERY: (Delivery.id, Delivery.customer_id),
    DocumentKind.INVOICE: (Invoice.id, Invoice.customer_id),
    DocumentKind.PAYMENT: (Payment.id, Payment.customer_id),
    DocumentKind.CLAIM: (Claim.id, Claim.customer_id),
    DocumentKind.RETURN: (GoodsReturn.id, GoodsReturn.customer_id),
}


def of(session: Session, kind: DocumentKind, document_id: int, limit: int = 100) -> tuple[Event, ...]:
    """Return what happened, the latest first."""
    own = (kind, document_id)
    events = [*_trail(session, [own], limit), *_after_issue(session, own), *_activities(session, own)]
    if kind is DocumentKind.ORDER:
        events += _accepted(session, document_id)
    if kind is DocumentKind.INVOICE:
        events += _settlements(session, document_id)
    if kind is DocumentKind.CUSTOMER:
        events += _trail(session, _recent(session, document_id), limit)
    return tuple(sorted(events, key=lambda event: event.at, reverse=True)[:limit])


def _trail(session: Session, documents: Iterable[Named], limit: int) -> list[Event]:
    """Return the commands that changed documents."""
    documents = list(documents)
    names = numbers.of(session, documents)
    events = []
    for kind in dict.fromkeys(kind for kind, _id in documents):
        ids = [row_id for other, row_id in documents if other is kind]
        statement = (
            sa.select(AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.row_id, AuditEntry.after)
            .where(
                AuditEntry.table_name == kind.value, AuditEntry.row_id.in_(ids), AuditEntry.action.not_in(_TOLD_APART)
            )
            .order_by(AuditEntry.id.desc())
            .limit(limit)
        )
        for row in session.execute(statement):
            text, icon, tone = ACTIONS.get(row.action, CHANGED)
            named = (kind, row.row_id)
            detail = _detail(row.after or {})
            events.append(Event(row.at, row.actor, Phrase(text), detail, icon, tone, named, names.get(named)))
    return events


def _detail(after: Mapping[str, Any]) -> Phrase | None:
    """Return the reason or the fact that a command recorded, as it was written."""
    for name in _REASONS:
        if isinstance(after.get(name), str):
            return Phrase(AS_WRITTEN, {"text": after[name]})
    return None


def _after_issue(session: Session, document: Named) -> list[Event]:
    statement = sa.select(DocumentEvent.at, DocumentEvent.actor, DocumentEvent.kind, DocumentEvent.detail).where(
        DocumentEvent.document_kind == document[0], DocumentEvent.document_id == document[1]
    )
    events = []
    for row in session.execute(statement):
        if row.kind == STATUS_EVENT:
            events.append(_status(row))
            continue
        text, icon, tone = EVENTS.get(row.kind, CHANGED)
        events.append(Event(row.at, row.actor, Phrase(text), _told(row.detail or {}), icon, tone))
    return events


def _told(detail: Mapping[str, Any]) -> Phrase | None:
    """Return to whom a document was sent, or which document stands for it and why."""
    if "to" in detail:
        return Phrase(AS_WRITTEN, {"text": detail["to"]})
    if "vat_number" in detail:
        return Phrase(BECAUSE, {"reason": detail["customer"], "text": detail["vat_number"] or "—"})
    if "number" in detail:
        text = detail["reason"] or Undelivered(detail["outcome"])
        return Phrase(BECAUSE, {"reason": detail["number"], "text": text})
    return None


def _status(row: Row) -> Event:
    """Return an electronic status as what happened: its word, then the reason and the comment."""
    shown = statuses.state(EInvoiceStatus(row.detail["code"]))
    reason, comment = row.detail["reason"], row.detail["comment"]
    detail = Phrase(AS_WRITTEN, {"text": comment}) if comment else None
    if reason:
        detail = (
            Phrase(LABELS[StatusReason][reason])
            if not comment
            else Phrase(BECAUSE, {"reason": StatusReason(reason), "text": comment})
        )
    return Event(
        row.at, row.actor, Phrase(E_STATUS, {"status": EInvoiceStatus(shown.code)}), detail, "mail", shown.tone
    )


def _activities(session: Session, document: Named) -> list[Event]:
    kind, document_id = document
    own = sa.and_(Activity.document_kind == kind, Activity.document_id == document_id)
    if kind is DocumentKind.CUSTOMER:
        own = sa.or_(own, Activity.customer_id == document_id)
    statement = sa.select(Activity.at, Activity.actor, Activity.kind, Activity.text).where(own)
    events = []
    for row in session.execute(statement):
        text, icon, tone = ACTIVITIES.get(row.kind, ACTIVITIES["note"])
        events.append(Event(row.at, row.actor, Phrase(text), Phrase(AS_WRITTEN, {"text": row.text}), icon, tone))
    return events


def _accepted(session: Session, order_id: int) -> list[Event]:
    """Return the remarks that somebody accepted on an order, and those that were taken back."""
    events = []
    for row in session.scalars(sa.select(AcceptedCheck).where(AcceptedCheck.order_id == order_id)):
        what = Phrase(CHECK_TITLES.get(row.kind, row.kind))
        events.append(Event(row.accepted_at, row.accepted_by, Phrase(ACCEPTED), what, "check", "info"))
        if row.withdrawn_at is not None:
            events.append(Event(row.withdrawn_at, row.withdrawn_by or "", Phrase(RESTORED), what, "undo", "warn"))
    return events


def _settlements(session: Session, invoice_id: int) -> list[Event]:
    """Return what was set against an invoice: the trail of payments does not name it."""
    own, other = sa.orm.aliased(OpenItem), sa.orm.aliased(OpenItem)
    statement = (
        sa.select(
            Allocation.amount,
            other.document_number,
            other.currency,
            Allocation.allocated_on,
            Payment.entered_at,
        )
        .join(own, own.id == Allocation.debit_item_id)
        .join(other, other.id == Allocation.credit_item_id)
        .outerjoin(Payment, Payment.id == other.payment_id)
        .where(own.invoice_id == invoice_id)
    )
    return [_settlement(row) for row in session.execute(statement)]


def _settlement(row: Row) -> Event:
    at = row.entered_at or dt.datetime.combine(row.allocated_on, dt.time(), dt.UTC)
    text, tone = (ALLOCATED, "ok") if row.amount > 0 else (TAKEN_BACK, "bad")
    facts: dict[str, Fact] = {"amount": Money(abs(row.amount), row.currency), "number": row.document_number}
    return Event(at, "", Phrase(text, facts), None, "euro", tone)


def _recent(session: Session, customer_id: int) -> list[Named]:
    """Return the latest documents of a customer."""
    return [
        (kind, row_id)
        for kind, (key, customer) in _OF_CUSTOMER.items()
        for row_id in session.scalars(sa.select(key).where(customer == customer_id).order_by(key.desc()).limit(RECENT))
    ]
