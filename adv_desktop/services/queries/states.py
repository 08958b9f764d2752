"""The readable state of each document: a code, the word that everyone reads, and its tone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from adv_desktop.models.enums import (
    ClaimState,
    DeliveryState,
    MessageState,
    OrderState,
    PaymentState,
    QuotationState,
    ReturnState,
)
from adv_desktop.models.rules import status
from adv_desktop.models.rules.status import CreditLabel, HoldCause, InvoiceFacts, InvoiceLabel, OrderFacts, OrderLabel
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class State:
    """What a document is called: `word` is an English message, `tone` one of ok warn bad info neutral."""

    code: str
    word: str
    tone: str


def _table(*rows: tuple[str, str, str]) -> dict[str, State]:
    return {str(code): State(str(code), word, tone) for code, word, tone in rows}


ORDER = _table(
    (OrderLabel.DRAFT, N_("Draft"), "neutral"),
    (OrderLabel.TO_CONFIRM, N_("To confirm"), "warn"),
    (OrderLabel.CONFIRMED, N_("Confirmed"), "info"),
    (OrderLabel.ON_HOLD, N_("On hold"), "warn"),
    (OrderLabel.BLOCKED_CREDIT, N_("Blocked – credit"), "bad"),
    (OrderLabel.BLOCKED_OVERDUE, N_("Blocked – unpaid"), "bad"),
    (OrderLabel.BLOCKED_PRICE, N_("Blocked – price"), "bad"),
    (OrderLabel.BLOCKED_MISSING, N_("Blocked – data missing"), "bad"),
    (OrderLabel.PARTLY_DELIVERED, N_("Partly delivered"), "warn"),
    (OrderLabel.DELIVERED, N_("Delivered"), "ok"),
    (OrderLabel.TO_INVOICE, N_("To invoice"), "info"),
    (OrderLabel.COMPLETED, N_("Completed"), "ok"),
    (OrderLabel.CLOSED_SHORT, N_("Closed short"), "neutral"),
    (OrderLabel.CANCELLED, N_("Cancelled"), "neutral"),
)
TEMPLATE = State("template", N_("Comes back regularly"), "info")
FRAMEWORK = _table(
    ("open", N_("Open for call-offs"), "info"),
    ("to_come", N_("Valid later"), "neutral"),
    ("over", N_("Validity over"), "warn"),
)
BACKLOG_LINE = _table(
    ("held", N_("On hold"), "warn"),
    ("reserved", N_("Reserved"), "ok"),
    ("in_stock", N_("In stock"), "info"),
    ("partly_reserved", N_("Partly reserved"), "warn"),
    ("short", N_("Short"), "bad"),
    ("not_stocked", N_("Not stocked"), "neutral"),
)
DELIVERY = _table(
    (DeliveryState.TO_PREPARE, N_("To prepare"), "warn"),
    (DeliveryState.PREPARED, N_("Prepared"), "info"),
    (DeliveryState.SHIPPED, N_("Shipped"), "info"),
    (DeliveryState.CANCELLED, N_("Cancelled"), "neutral"),
    ("delivered", N_("Delivered"), "ok"),
    ("delivered_with_reserves", N_("Delivered with reserves"), "warn"),
    ("refused", N_("Refused"), "bad"),
    ("mistake", N_("Shipment cancelled"), "neutral"),
    ("lost", N_("Lost"), "bad"),
    ("returned", N_("Returned"), "bad"),
    ("corrected", N_("Replaced"), "neutral"),
)
RETURN = _table(
    (ReturnState.AUTHORISED, N_("Awaited"), "warn"),
    (ReturnState.RECEIVED, N_("To inspect"), "warn"),
    (ReturnState.INSPECTED, N_("Settled"), "ok"),
    (ReturnState.CANCELLED, N_("Cancelled"), "neutral"),
)
INVOICE = _table(
    (InvoiceLabel.DRAFT, N_("Draft"), "neutral"),
    (InvoiceLabel.ISSUED, N_("Validated"), "info"),
    (InvoiceLabel.SENT, N_("Sent"), "info"),
    (InvoiceLabel.PARTLY_PAID, N_("Partly paid"), "warn"),
    (InvoiceLabel.PAID, N_("Paid"), "ok"),
    (InvoiceLabel.OVERDUE, N_("Overdue"), "bad"),
    (InvoiceLabel.DISPUTED, N_("Disputed"), "warn"),
)
CREDIT = _table(
    (CreditLabel.DRAFT, N_("Draft"), "neutral"),
    (CreditLabel.TO_OFFSET, N_("To offset"), "info"),
    (CreditLabel.OFFSET, N_("Offset"), "ok"),
    (CreditLabel.REFUNDED, N_("Refunded"), "ok"),
)
PAYMENT = _table(
    (status.PaymentLabel.RECEIVED, N_("Received"), "info"),
    (status.PaymentLabel.PARTLY_ALLOCATED, N_("Partly allocated"), "warn"),
    (status.PaymentLabel.ALLOCATED, N_("Allocated"), "ok"),
    (status.PaymentLabel.BOUNCED, N_("Bounced"), "bad"),
    ("refund", N_("Refund"), "neutral"),
    ("reversal", N_("Reversal"), "neutral"),
)
CLAIM = _table(
    (ClaimState.NEW, N_("New"), "warn"),
    (ClaimState.IN_PROGRESS, N_("In progress"), "info"),
    (ClaimState.WAITING_CUSTOMER, N_("Waiting for the customer"), "neutral"),
    (ClaimState.WAITING_INTERNAL, N_("Waiting inside"), "neutral"),
    (ClaimState.DECIDED, N_("Decided"), "info"),
    (ClaimState.CLOSED, N_("Closed"), "ok"),
)
QUOTATION = _table(
    (QuotationState.DRAFT, N_("Draft"), "neutral"),
    (QuotationState.SENT, N_("Waiting for an answer"), "info"),
    ("expired", N_("Expired"), "warn"),
    (QuotationState.ACCEPTED, N_("Agreed"), "ok"),
    (QuotationState.REFUSED, N_("Turned down"), "bad"),
    (QuotationState.SUPERSEDED, N_("Replaced"), "neutral"),
)
MESSAGE = _table(
    (MessageState.TO_SEND, N_("To send"), "warn"),
    (MessageState.SENDING, N_("Being sent"), "info"),
    (MessageState.SENT, N_("Sent out"), "ok"),
    (MessageState.FAILED, N_("Failed"), "bad"),
    (MessageState.DRAFTED, N_("Draft written"), "info"),
)
CUSTOMER = _table(
    ("active", N_("Active"), "ok"),
    ("blocked", N_("Blocked"), "bad"),
    ("over_limit", N_("Over the limit"), "warn"),
)
PRODUCT = _table(
    ("available", N_("Available"), "ok"),
    ("short", N_("Short"), "warn"),
    ("stock_out", N_("Stock-out"), "bad"),
    ("not_stocked", N_("Not stocked"), "neutral"),
    ("end_of_life", N_("End of life"), "neutral"),
)
STOCK = _table(
    ("negative", N_("Negative"), "bad"),
    ("stock_out", N_("Stock-out"), "bad"),
    ("to_order", N_("To replenish"), "warn"),
    ("enough", N_("Enough"), "ok"),
)
CAUSES = frozenset(cause.value for cause in HoldCause)


def order_state(facts: OrderFacts) -> State:
    """Return the state of an order; a draft that would be refused shows what blocks it."""
    if facts.state is OrderState.DRAFT and facts.hold is not None:
        facts = OrderFacts(OrderState.ON_HOLD, facts.delivery, facts.invoice, hold=facts.hold)
    return ORDER[status.order_label(facts)]


def framework_state(start: dt.date | None, end: dt.date | None, today: dt.date) -> State:
    """Return the state of a framework order: its validity is to come, runs, or is over."""
    if start is not None and today < start:
        return FRAMEWORK["to_come"]
    return FRAMEWORK["over" if end is not None and end < today else "open"]


def quotation_state(state: QuotationState, valid_until: dt.date, today: dt.date) -> State:
    """Return the state of a quotation; one that waits for an answer expires with its validity."""
    return QUOTATION["expired" if state is QuotationState.SENT and valid_until < today else state]


def hold_cause(reason: str | None) -> HoldCause | None:
    """Return the cause that a reason of waiting stands for, when it is one that the program knows."""
    return HoldCause(reason) if reason in CAUSES else None


def delivery_state(state: DeliveryState, outcome: str | None) -> State:
    """Return the state of a delivery; once shipped, what came of it."""
    if state is DeliveryState.SHIPPED and outcome in DELIVERY:
        return DELIVERY[str(outcome)]
    return DELIVERY[state]


def invoice_state(facts: InvoiceFacts) -> State:
    """Return the state of an invoice."""
    return INVOICE[status.invoice_label(facts)]


def credit_state(*, issued: bool, open_minor: int, refunded_minor: int) -> State:
    """Return the state of a credit note; `open_minor` is what is left to use, positive."""
    return CREDIT[status.credit_label(issued=issued, open_minor=open_minor, refunded_minor=refunded_minor)]


def payment_state(*, minor: int, unallocated: int, bounced: bool, reversal: bool) -> State:
    """Return the state of a payment; money given back and counter-entries are no receipts."""
    if reversal:
        return PAYMENT["reversal"]
    if minor < 0:
        return PAYMENT["refund"]
    state = PaymentState.REVERSED if bounced else PaymentState.RECEIVED
    return PAYMENT[status.payment_label(state, minor, unallocated)]
