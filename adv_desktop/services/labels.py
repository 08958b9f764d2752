"""The word for each member of each list of the trade: the window, the console and the workbook all say it so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from adv_desktop.models import enums as e
from adv_desktop.models.rules.status import CreditLabel, HoldCause, InvoiceLabel, OrderLabel, PaymentLabel
from adv_desktop.services.texts import N_, Texts

# One table a class: members of two StrEnums with the same value are equal and would take each other's place.
LABELS: Mapping[type[Enum], Mapping[str, str]] = {
    e.OrderState: {
        e.OrderState.DRAFT: N_("Draft"),
        e.OrderState.CONFIRMED: N_("Confirmed"),
        e.OrderState.ON_HOLD: N_("On hold"),
        e.OrderState.CLOSED_SHORT: N_("Closed short"),
        e.OrderState.CANCELLED: N_("Cancelled"),
    },
    OrderLabel: {
        OrderLabel.DRAFT: N_("Draft"),
        OrderLabel.TO_CONFIRM: N_("To confirm"),
        OrderLabel.CONFIRMED: N_("Confirmed"),
        OrderLabel.ON_HOLD: N_("On hold"),
        OrderLabel.BLOCKED_CREDIT: N_("Blocked – credit"),
        OrderLabel.BLOCKED_OVERDUE: N_("Blocked – unpaid"),
        OrderLabel.BLOCKED_PRICE: N_("Blocked – price"),
        OrderLabel.BLOCKED_MISSING: N_("Blocked – data missing"),
        OrderLabel.PARTLY_DELIVERED: N_("Partly delivered"),
        OrderLabel.DELIVERED: N_("Delivered"),
        OrderLabel.TO_INVOICE: N_("To invoice"),
        OrderLabel.COMPLETED: N_("Completed"),
        OrderLabel.CLOSED_SHORT: N_("Closed short"),
        OrderLabel.CANCELLED: N_("Cancelled"),
    },
    HoldCause: {
        HoldCause.CREDIT: N_("Credit limit"),
        HoldCause.OVERDUE: N_("Unpaid invoices"),
        HoldCause.PRICE: N_("Price"),
        HoldCause.MISSING: N_("Data missing"),
    },
    e.OrderKind: {
        e.OrderKind.STANDARD: N_("Order"),
        e.OrderKind.FRAMEWORK: N_("Framework order"),
        e.OrderKind.CALL_OFF: N_("Call-off"),
        e.OrderKind.TEMPLATE: N_("Template"),
    },
    e.Progress: {
        e.Progress.NONE: N_("None of it"),
        e.Progress.PARTIAL: N_("A part"),
        e.Progress.FULL: N_("All of it"),
    },
    e.BackorderPolicy: {
        e.BackorderPolicy.KEEP: N_("Keep"),
        e.BackorderPolicy.CANCEL: N_("Cancel the rest"),
        e.BackorderPolicy.ASK: N_("Ask"),
    },
    e.PartialPolicy: {
        e.PartialPolicy.COMPLETE: N_("Only complete"),
        e.PartialPolicy.COMPLETE_LINES: N_("Complete lines"),
        e.PartialPolicy.FREE: N_("Partial allowed"),
    },
    e.LineKind: {
        e.LineKind.ITEM: N_("Product"),
        e.LineKind.TITLE: N_("Title"),
        e.LineKind.COMMENT: N_("Comment"),
        e.LineKind.SUBTOTAL: N_("Subtotal"),
    },
    e.Channel: {
        e.Channel.EMAIL: N_("E-mail"),
        e.Channel.PHONE: N_("Phone"),
        e.Channel.PORTAL: N_("Portal"),
        e.Channel.EDI: N_("EDI"),
        e.Channel.SALESPERSON: N_("Salesperson"),
        e.Channel.COUNTER: N_("Counter"),
        e.Channel.OTHER: N_("Other"),
    },
    e.InvoiceState: {
        e.InvoiceState.DRAFT: N_("Draft"),
        e.InvoiceState.ISSUED: N_("Validated"),
    },
    InvoiceLabel: {
        InvoiceLabel.DRAFT: N_("Draft"),
        InvoiceLabel.ISSUED: N_("Validated"),
        InvoiceLabel.SENT: N_("Sent"),
        InvoiceLabel.PARTLY_PAID: N_("Partly paid"),
        InvoiceLabel.PAID: N_("Paid"),
        InvoiceLabel.OVERDUE: N_("Overdue"),
        InvoiceLabel.DISPUTED: N_("Disputed"),
    },
    CreditLabel: {
        CreditLabel.DRAFT: N_("Draft"),
        CreditLabel.TO_OFFSET: N_("To offset"),
        CreditLabel.OFFSET: N_("Offset"),
        CreditLabel.REFUNDED: N_("Refunded"),
    },
    e.InvoiceType: {
        e.InvoiceType.INVOICE: N_("Invoice"),
        e.InvoiceType.CREDIT_NOTE: N_("Credit note"),
        e.InvoiceType.CORRECTED: N_("Corrected invoice"),
        e.InvoiceType.DEPOSIT: N_("Deposit invoice"),
        e.InvoiceType.DEPOSIT_CREDIT: N_("Deposit credit note"),
        e.InvoiceType.REBATE_CREDIT: N_("Rebate credit note"),
    },
    e.InvoiceGrouping: {
        e.InvoiceGrouping.DELIVERY: N_("One per delivery"),
        e.InvoiceGrouping.ORDER: N_("One per order"),
        e.InvoiceGrouping.CUSTOMER_REFERENCE: N_("One per customer's reference"),
        e.InvoiceGrouping.SHIP_TO: N_("One per delivery address"),
        e.InvoiceGrouping.WEEK: N_("One a week"),
        e.InvoiceGrouping.MONTH: N_("One a month"),
    },
    e.PaymentState: {
        e.PaymentState.RECEIVED: N_("Received"),
        e.PaymentState.REVERSED: N_("Bounced"),
    },
    PaymentLabel: {
        PaymentLabel.RECEIVED: N_("Received"),
        PaymentLabel.PARTLY_ALLOCATED: N_("Partly allocated"),
        PaymentLabel.ALLOCATED: N_("Allocated"),
        PaymentLabel.BOUNCED: N_("Bounced"),
    },
    e.PaymentMethod: {
        e.PaymentMethod.TRANSFER: N_("Bank transfer"),
        e.PaymentMethod.CHEQUE: N_("Cheque"),
        e.PaymentMethod.CARD: N_("Card"),
        e.PaymentMethod.CASH: N_("Cash"),
        e.PaymentMethod.DIRECT_DEBIT: N_("Direct debit"),
        e.PaymentMethod.BILL_OF_EXCHANGE: N_("Bill of exchange"),
    },
    e.OpenItemKind: {
        e.OpenItemKind.INSTALMENT: N_("Instalment"),
        e.OpenItemKind.CREDIT: N_("Credit note"),
        e.OpenItemKind.OPENING: N_("Taken over"),
        e.OpenItemKind.PAYMENT: N_("Payment"),
        e.OpenItemKind.SETTLEMENT: N_("Settlement difference"),
    },
    e.DeliveryState: {
        e.DeliveryState.TO_PREPARE: N_("To prepare"),
        e.DeliveryState.PREPARED: N_("Prepared"),
        e.DeliveryState.SHIPPED: N_("Shipped"),
        e.DeliveryState.CANCELLED: N_("Cancelled"),
    },
    e.StockMoveKind: {
        e.StockMoveKind.RECEIPT: N_("Receipt"),
        e.StockMoveKind.DELIVERY: N_("Delivery"),
        e.StockMoveKind.RETURN: N_("Return"),
        e.StockMoveKind.ADJUSTMENT: N_("Adjustment"),
        e.StockMoveKind.SCRAP: N_("Scrap"),
    },
    e.ClaimState: {
        e.ClaimState.NEW: N_("New"),
        e.ClaimState.IN_PROGRESS: N_("In progress"),
        e.ClaimState.WAITING_CUSTOMER: N_("Waiting for the customer"),
        e.ClaimState.WAITING_INTERNAL: N_("Waiting inside"),
        e.ClaimState.DECIDED: N_("Decided"),
        e.ClaimState.CLOSED: N_("Closed"),
    },
    e.ClaimType: {
        e.ClaimType.DELAY: N_("Delay"),
        e.ClaimType.SHORTAGE: N_("Shortage"),
        e.ClaimType.EXCESS: N_("Excess"),
        e.ClaimType.DAMAGED: N_("Damaged"),
        e.ClaimType.WRONG_PRODUCT: N_("Wrong product"),
        e.ClaimType.QUALITY: N_("Quality"),
        e.ClaimType.PRICE: N_("Price"),
        e.ClaimType.QUANTITY_INVOICED: N_("Quantity invoiced"),
        e.ClaimType.DOCUMENT: N_("Document"),
        e.ClaimType.TRANSPORT: N_("Transport"),
        e.ClaimType.PENALTY: N_("Penalty"),
        e.ClaimType.DEDUCTION: N_("Deduction"),
        e.ClaimType.ADMINISTRATIVE: N_("Administrative"),
        e.ClaimType.OTHER: N_("Other"),
    },
    e.ClaimSeverity: {
        e.ClaimSeverity.LOW: N_("Low"),
        e.ClaimSeverity.NORMAL: N_("Normal"),
        e.ClaimSeverity.HIGH: N_("High"),
        e.ClaimSeverity.CRITICAL: N_("Critical"),
    },
    e.ClaimOutcome: {
        e.ClaimOutcome.ACCEPTED: N_("Accepted"),
        e.ClaimOutcome.PARTLY: N_("Accepted in part"),
        e.ClaimOutcome.REFUSED: N_("Refused"),
    },
    e.Undelivered: {
        e.Undelivered.REFUSED: N_("Refused by the customer"),
        e.Undelivered.LOST: N_("Lost by the carrier"),
        e.Undelivered.RETURNED: N_("Sent back by the carrier"),
    },
    e.ReturnState: {
        e.ReturnState.AUTHORISED: N_("Awaited"),
        e.ReturnState.RECEIVED: N_("To inspect"),
        e.ReturnState.INSPECTED: N_("Settled"),
        e.ReturnState.CANCELLED: N_("Cancelled"),
    },
    e.ReturnSettlement: {
        e.ReturnSettlement.CREDIT: N_("Credit note of what was invoiced"),
        e.ReturnSettlement.REPLACEMENT: N_("Replacement delivery"),
        e.ReturnSettlement.NONE: N_("Nothing"),
    },
    e.ClaimActionKind: {
        e.ClaimActionKind.RETURN: N_("Return of goods"),
        e.ClaimActionKind.REPLACEMENT: N_("Replacement delivery"),
        e.ClaimActionKind.CREDIT: N_("Credit note"),
        e.ClaimActionKind.PRICE: N_("Price correction"),
        e.ClaimActionKind.GOODWILL: N_("Goodwill gesture"),
        e.ClaimActionKind.NONE: N_("No action"),
    },
    e.DocumentKind: {
        e.DocumentKind.ORDER: N_("Order"),
        e.DocumentKind.DELIVERY: N_("Delivery"),
        e.DocumentKind.INVOICE: N_("Invoice"),
        e.DocumentKind.PAYMENT: N_("Payment"),
        e.DocumentKind.CLAIM: N_("Claim"),
        e.DocumentKind.CUSTOMER: N_("Customer"),
        e.DocumentKind.PRODUCT: N_("Product"),
        e.DocumentKind.RETURN: N_("Goods return"),
    },
    e.Series: {
        e.Series.QUOTATION: N_("Quotation"),
        e.Series.ORDER: N_("Order"),
        e.Series.PICKING: N_("Picking list"),
        e.Series.DELIVERY: N_("Delivery note"),
        e.Series.INVOICE: N_("Invoice"),
        e.Series.CREDIT_NOTE: N_("Credit note"),
        e.Series.PROFORMA: N_("Pro forma"),
        e.Series.RETURN: N_("Goods return"),
        e.Series.CLAIM: N_("Claim"),
        e.Series.PAYMENT: N_("Payment"),
        e.Series.REMINDER: N_("Reminder"),
    },
    e.PriceSource: {
        e.PriceSource.CONTRACT: N_("Negotiated price"),
        e.PriceSource.CUSTOMER_LIST: N_("Customer's price list"),
        e.PriceSource.CATEGORY: N_("Category price list"),
        e.PriceSource.BASE: N_("Base price"),
        e.PriceSource.MANUAL: N_("Typed by hand"),
    },
    e.VatCategory: {
        e.VatCategory.STANDARD: N_("Taxed"),
        e.VatCategory.EXEMPT: N_("Exempt"),
        e.VatCategory.REVERSE_CHARGE: N_("Reverse charge"),
        e.VatCategory.INTRA_EU: N_("Intra-EU delivery"),
        e.VatCategory.EXPORT: N_("Export"),
        e.VatCategory.OUT_OF_SCOPE: N_("Out of scope of VAT"),
    },
    e.VatRegime: {
        e.VatRegime.NATIONAL: N_("France"),
        e.VatRegime.INTRA_EU: N_("Intra-EU"),
        e.VatRegime.EXPORT: N_("Export"),
        e.VatRegime.DOM: N_("Overseas departments"),
        e.VatRegime.REVERSE_CHARGE: N_("Reverse charge"),
        e.VatRegime.FRANCHISE: N_("VAT exemption of small companies"),
        e.VatRegime.EXEMPT: N_("Exempt"),
    },
    e.Nature: {
        e.Nature.GOODS: N_("Goods"),
        e.Nature.SERVICE: N_("Service"),
    },
    e.Supply: {
        e.Supply.STOCK: N_("From stock"),
        e.Supply.PURCHASE: N_("Bought for the order"),
        e.Supply.DIRECT: N_("Delivered by the supplier"),
    },
    e.Requirement: {
        e.Requirement.CUSTOMER_REFERENCE: N_("its order number"),
        e.Requirement.ENGAGEMENT: N_("its commitment number"),
        e.Requirement.SERVICE_CODE: N_("its service code"),
        e.Requirement.CONTRACT: N_("the contract number"),
    },
    e.Severity: {
        e.Severity.INFO: N_("Information"),
        e.Severity.WARNING: N_("Warning"),
        e.Severity.BLOCKING: N_("Blocking"),
        e.Severity.OFF: N_("Switched off"),
    },
}


def requirement(name: str, texts: Texts) -> str:
    """Return what a customer requires in words; a requirement of its own is named as it is written."""
    known = [member for member in e.Requirement if member == name]
    return written(known[0], texts) if known else name


def written(member: Enum, texts: Texts) -> str:
    """Return the word for a member, in a language."""
    return texts.gettext(LABELS[type(member)][member.value])
