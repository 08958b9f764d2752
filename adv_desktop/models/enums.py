"""States of the documents, their transitions, and the closed lists of the trade."""

from __future__ import annotations

from enum import StrEnum


class OrderState(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    ON_HOLD = "on_hold"
    CLOSED_SHORT = "closed_short"
    CANCELLED = "cancelled"


class OrderKind(StrEnum):
    STANDARD = "standard"
    FRAMEWORK = "framework"
    CALL_OFF = "call_off"
    TEMPLATE = "template"


class Progress(StrEnum):
    """How far the lines of an order have been delivered or invoiced."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class DeliveryState(StrEnum):
    TO_PREPARE = "to_prepare"
    PREPARED = "prepared"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class Undelivered(StrEnum):
    """How a shipment ended that its customer did not get (R8)."""

    REFUSED = "refused"
    LOST = "lost"
    RETURNED = "returned"
    MISTAKE = "mistake"  # it was shipped on paper only: nothing left, or nothing should have
    CORRECTED = "corrected"  # its note was wrong: another delivery stands for what really left


class ReturnState(StrEnum):
    AUTHORISED = "authorised"
    RECEIVED = "received"
    INSPECTED = "inspected"
    CANCELLED = "cancelled"


class ReturnSettlement(StrEnum):
    """What the customer gets for goods that came back."""

    CREDIT = "credit"
    REPLACEMENT = "replacement"
    NONE = "none"


class InvoiceState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"


class InvoiceType(StrEnum):
    """UNTDID 1001 codes (BT-3)."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTED = "384"
    DEPOSIT = "386"
    DEPOSIT_CREDIT = "503"
    REBATE_CREDIT = "262"

    @property
    def is_credit(self) -> bool:
        """Whether the document lowers what the customer owes."""
        return self in {InvoiceType.CREDIT_NOTE, InvoiceType.DEPOSIT_CREDIT, InvoiceType.REBATE_CREDIT}


class PaymentState(StrEnum):
    RECEIVED = "received"
    REVERSED = "reversed"


class PaymentMethod(StrEnum):
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CARD = "card"
    CASH = "cash"
    DIRECT_DEBIT = "direct_debit"
    BILL_OF_EXCHANGE = "bill_of_exchange"


class ClaimState(StrEnum):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_INTERNAL = "waiting_internal"
    DECIDED = "decided"
    CLOSED = "closed"


class ClaimType(StrEnum):
    DELAY = "delay"
    SHORTAGE = "shortage"
    EXCESS = "excess"
    DAMAGED = "damaged"
    WRONG_PRODUCT = "wrong_product"
    QUALITY = "quality"
    PRICE = "price"
    QUANTITY_INVOICED = "quantity_invoiced"
    DOCUMENT = "document"
    TRANSPORT = "transport"
    PENALTY = "penalty"
    DEDUCTION = "deduction"
    ADMINISTRATIVE = "administrative"
    OTHER = "other"


class ClaimSeverity(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class ClaimOutcome(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"


class ClaimActionKind(StrEnum):
    RETURN = "return"
    REPLACEMENT = "replacement"
    CREDIT = "credit"
    PRICE = "price"
    GOODWILL = "goodwill"
    NONE = "none"


class ClosurePeriod(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class DocumentKind(StrEnum):
    """What a number, a link, a timeline or a stored file belongs to."""

    ORDER = "sales_order"
    DELIVERY = "delivery"
    INVOICE = "invoice"
    PAYMENT = "payment"
    CLAIM = "claim"
    CUSTOMER = "customer"
    PRODUCT = "product"
    RETURN = "goods_return"  # each at the end as it came: the search index keeps the place of each kind
    MESSAGE = "outbox"
    QUOTATION = "quotation"


class Series(StrEnum):
    """The number series, one each per establishment and year."""

    QUOTATION = "quotation"
    ORDER = "order"
    PICKING = "picking"
    DELIVERY = "delivery"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PROFORMA = "proforma"
    RETURN = "return"
    REVERSAL = "reversal"
    CLAIM = "claim"
    PAYMENT = "payment"
    REMINDER = "reminder"
    DEPOT = "depot"


class PriceSource(StrEnum):
    CONTRACT = "contract"
    CUSTOMER_LIST = "customer_list"
    CATEGORY = "category"
    BASE = "base"
    PROMOTION = "promotion"  # a promotional price, where it is lower
    MANUAL = "manual"


class VatCategory(StrEnum):
    """EN 16931 VAT categories (BT-151) that a French seller uses."""

    STANDARD = "S"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_EU = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


class VatRegime(StrEnum):
    """What a customer's place and status make of the VAT of a line."""

    NATIONAL = "national"
    INTRA_EU = "intra_eu"
    EXPORT = "export"
    DOM = "dom"
    REVERSE_CHARGE = "reverse_charge"
    FRANCHISE = "franchise"
    EXEMPT = "exempt"


class Nature(StrEnum):
    GOODS = "goods"
    SERVICE = "service"


class BlockScope(StrEnum):
    ORDERS = "orders"
    DELIVERIES = "deliveries"
    BOTH = "both"


class ContactPurpose(StrEnum):
    ORDERS = "orders"
    INVOICES = "invoices"
    REMINDERS = "reminders"
    LOGISTICS = "logistics"


class ActivityKind(StrEnum):
    CALL = "call"
    NOTE = "note"
    REQUEST = "request"


class Supply(StrEnum):
    STOCK = "stock"
    PURCHASE = "purchase"
    DIRECT = "direct"
    DEPOT = "depot"  # from our stock that lies at the customer's


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    BLOCKING = "blocking"
    OFF = "off"


class BackorderPolicy(StrEnum):
    KEEP = "keep"
    CANCEL = "cancel"
    ASK = "ask"


class PartialPolicy(StrEnum):
    COMPLETE = "complete"
    COMPLETE_LINES = "complete_lines"
    FREE = "free"


class InvoiceGrouping(StrEnum):
    DELIVERY = "delivery"
    ORDER = "order"
    CUSTOMER_REFERENCE = "customer_reference"
    SHIP_TO = "ship_to"
    WEEK = "week"
    MONTH = "month"


class Requirement(StrEnum):
    """What a customer wants to read on its invoices (R2); others are named in its own words."""

    CUSTOMER_REFERENCE = "customer_reference"
    ENGAGEMENT = "engagement"
    SERVICE_CODE = "service_code"
    CONTRACT = "contract"
    SITE_CODE = "site_code"


class OpenItemKind(StrEnum):
    INSTALMENT = "instalment"
    CREDIT = "credit"
    OPENING = "opening"
    PAYMENT = "payment"
    SETTLEMENT = "settlement"


class StockMoveKind(StrEnum):
    RECEIPT = "receipt"
    DELIVERY = "delivery"
    RETURN = "return"
    ADJUSTMENT = "adjustment"
    SCRAP = "scrap"
    TRANSFER = "transfer"  # from one place to another: two moves that leave the stock as it is


class Channel(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    PORTAL = "portal"
    EDI = "edi"
    SALESPERSON = "salesperson"
    COUNTER = "counter"
    OTHER = "other"


class QuotationState(StrEnum):
    """`superseded`: a later version took its place. That the validity is over is derived, never stored."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


class MessageState(StrEnum):
    """`drafted`: written to a file that the user's mail program sends."""

    TO_SEND = "to_send"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DRAFTED = "drafted"


class Letter(StrEnum):  # what a message is about: its text follows
    ACKNOWLEDGEMENT = "acknowledgement"
    AMENDED = "amended"
    DELAY = "delay"
    DELIVERY_NOTE = "delivery_note"
    INVOICE = "invoice"
    QUOTATION = "quotation"
    URGENT = "urgent"  # to our own logistics
    ACCOUNT = "account"  # the statement of a customer's account


class LineKind(StrEnum):
    ITEM = "item"
    TITLE = "title"
    COMMENT = "comment"
    SUBTOTAL = "subtotal"
    KIT = "kit"  # its price stands on its components
    COMPONENT = "component"  # of a kit that is invoiced whole


class ProofType(StrEnum):
    """What a paper kept with an invoice is: the codes of BT-123 (BR-FR-17)."""

    BANK_DETAILS = "RIB"
    READABLE = "LISIBLE"
    PROOF = "PJA"
    TRACKING = "BORDEREAU_SUIVI"
    VALIDATED_TRACKING = "BORDEREAU_SUIVI_VALIDATION"
    ANNEX = "DOCUMENT_ANNEXE"
    DELIVERY_NOTE = "BON_LIVRAISON"
    PURCHASE_ORDER = "BON_COMMANDE"
    DEPOSIT_STATEMENT = "ETAT_ACOMPTE"
    DIRECT_PAYMENT = "FACTURE_PAIEMENT_DIRECT"
    CO_CONTRACTORS = "RECAPITULATIF_COTRAITANCE"


ORDER_TRANSITIONS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.DRAFT: frozenset({OrderState.CONFIRMED, OrderState.CANCELLED}),
    OrderState.CONFIRMED: frozenset({OrderState.ON_HOLD, OrderState.CLOSED_SHORT, OrderState.CANCELLED}),
    OrderState.ON_HOLD: frozenset({OrderState.CONFIRMED, OrderState.CLOSED_SHORT, OrderState.CANCELLED}),
    OrderState.CLOSED_SHORT: frozenset(),
    OrderState.CANCELLED: frozenset(),
}

DELIVERY_TRANSITIONS: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.TO_PREPARE: frozenset({DeliveryState.PREPARED, DeliveryState.SHIPPED, DeliveryState.CANCELLED}),
    DeliveryState.PREPARED: frozenset({DeliveryState.SHIPPED, DeliveryState.CANCELLED}),
    DeliveryState.SHIPPED: frozenset(),
    DeliveryState.CANCELLED: frozenset(),
}

RETURN_TRANSITIONS: dict[ReturnState, frozenset[ReturnState]] = {
    ReturnState.AUTHORISED: frozenset({ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.CANCELLED}),
    ReturnState.RECEIVED: frozenset({ReturnState.INSPECTED}),
    ReturnState.INSPECTED: frozenset(),
    ReturnState.CANCELLED: frozenset(),
}

_OPEN_CLAIM = frozenset(ClaimState) - {ClaimState.NEW, ClaimState.CLOSED}

CLAIM_TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.NEW: _OPEN_CLAIM,
    ClaimState.IN_PROGRESS: _OPEN_CLAIM - {ClaimState.IN_PROGRESS},
    ClaimState.WAITING_CUSTOMER: _OPEN_CLAIM - {ClaimState.WAITING_CUSTOMER},
    ClaimState.WAITING_INTERNAL: _OPEN_CLAIM - {ClaimState.WAITING_INTERNAL},
    ClaimState.DECIDED: frozenset({ClaimState.CLOSED, ClaimState.IN_PROGRESS}),
    ClaimState.CLOSED: frozenset({ClaimState.IN_PROGRESS}),
}
