"""The readable state of a document, derived from facts; the words belong to the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from adv_desktop.models.enums import OrderState, PaymentState, Progress


class OrderLabel(StrEnum):
    """What an order is called on screen."""

    DRAFT = "draft"
    TO_CONFIRM = "to_confirm"
    CONFIRMED = "confirmed"
    ON_HOLD = "on_hold"
    BLOCKED_CREDIT = "blocked_credit"
    BLOCKED_OVERDUE = "blocked_overdue"
    BLOCKED_PRICE = "blocked_price"
    BLOCKED_MISSING = "blocked_missing"
    PARTLY_DELIVERED = "partly_delivered"
    DELIVERED = "delivered"
    TO_INVOICE = "to_invoice"
    COMPLETED = "completed"
    CLOSED_SHORT = "closed_short"
    CANCELLED = "cancelled"


class HoldCause(StrEnum):
    """Why an order waits, when the program knows."""

    CREDIT = "credit"
    OVERDUE = "overdue"
    PRICE = "price"
    MISSING = "missing"


class InvoiceLabel(StrEnum):
    """What an invoice is called on screen."""

    DRAFT = "draft"
    ISSUED = "issued"
    SENT = "sent"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERDUE = "overdue"
    DISPUTED = "disputed"


class CreditLabel(StrEnum):
    """What a credit note is called on screen."""

    DRAFT = "draft"
    TO_OFFSET = "to_offset"
    OFFSET = "offset"
    REFUNDED = "refunded"


class PaymentLabel(StrEnum):
    """What a payment is called on screen."""

    RECEIVED = "received"
    PARTLY_ALLOCATED = "partly_allocated"
    ALLOCATED = "allocated"
    BOUNCED = "bounced"


_BLOCKED = {
    HoldCause.CREDIT: OrderLabel.BLOCKED_CREDIT,
    HoldCause.OVERDUE: OrderLabel.BLOCKED_OVERDUE,
    HoldCause.PRICE: OrderLabel.BLOCKED_PRICE,
    HoldCause.MISSING: OrderLabel.BLOCKED_MISSING,
}
_PLAIN = {
    OrderState.CANCELLED: OrderLabel.CANCELLED,
    OrderState.CLOSED_SHORT: OrderLabel.CLOSED_SHORT,
}


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the label of an order is made of; `invoiceable` is false where delivery is not yet to invoice."""

    state: OrderState
    delivery: Progress
    invoice: Progress
    to_confirm: bool = False
    hold: HoldCause | None = None
    invoiceable: bool = True


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What the label of an invoice is made of; amounts in minor units, `overdue` the part past its due date."""

    issued: bool
    gross: int = 0
    open: int = 0
    overdue: int = 0
    disputed: int = 0
    sent: bool = False


def progress(lines: Iterable[tuple[Decimal, Decimal]]) -> Progress:
    """Return how far (wanted, done) lines have come; a line of which nothing is wanted does not count."""
    wanted = [(total, done) for total, done in lines if total > 0]
    if not any(done > 0 for _, done in wanted):
        return Progress.NONE
    return Progress.FULL if all(done >= total for total, done in wanted) else Progress.PARTIAL


def order_label(facts: OrderFacts) -> OrderLabel:
    """Return the readable state of an order."""
    if facts.state in _PLAIN:
        return _PLAIN[facts.state]
    if facts.state is OrderState.DRAFT:
        return OrderLabel.TO_CONFIRM if facts.to_confirm else OrderLabel.DRAFT
    if facts.state is OrderState.ON_HOLD:
        return _BLOCKED[facts.hold] if facts.hold else OrderLabel.ON_HOLD
    if facts.delivery is Progress.PARTIAL:
        return OrderLabel.PARTLY_DELIVERED
    if facts.delivery is Progress.NONE:
        return OrderLabel.CONFIRMED
    if facts.invoice is Progress.FULL:
        return OrderLabel.COMPLETED
    return OrderLabel.TO_INVOICE if facts.invoiceable else OrderLabel.DELIVERED


def invoice_label(facts: InvoiceFacts) -> InvoiceLabel:
    """Return the readable state of an invoice; a dispute is told before lateness."""
    if not facts.issued:
        return InvoiceLabel.DRAFT
    if facts.open <= 0:
        return InvoiceLabel.PAID
    if facts.disputed > 0:
        return InvoiceLabel.DISPUTED
    if facts.overdue > 0:
        return InvoiceLabel.OVERDUE
    if facts.open < facts.gross:
        return InvoiceLabel.PARTLY_PAID
    return InvoiceLabel.SENT if facts.sent else InvoiceLabel.ISSUED


def credit_label(*, issued: bool, open_minor: int, refunded_minor: int = 0) -> CreditLabel:
    """Return the readable state of a credit note; `open_minor` is what is left to use (positive)."""
    if not issued:
        return CreditLabel.DRAFT
    if open_minor > 0:
        return CreditLabel.TO_OFFSET
    return CreditLabel.REFUNDED if refunded_minor > 0 else CreditLabel.OFFSET


def payment_label(state: PaymentState, minor: int, unallocated: int) -> PaymentLabel:
    """Return the readable state of a payment."""
    if state is PaymentState.REVERSED:
        return PaymentLabel.BOUNCED
    if unallocated <= 0:
        return PaymentLabel.ALLOCATED
    return PaymentLabel.PARTLY_ALLOCATED if unallocated < minor else PaymentLabel.RECEIVED
