"""The words for what is agreed with customers and said with them: a part of `labels.LABELS`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from adv_desktop.models import enums as e
from adv_desktop.models.rules.free_lines import FreeReason
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.rules.serial_numbers import SerialKeeping, SerialState
from adv_desktop.services.texts import N_

LABELS: Mapping[type[Enum], Mapping[str, str]] = {
    e.BlockScope: {
        e.BlockScope.ORDERS: N_("Orders"),
        e.BlockScope.DELIVERIES: N_("Deliveries"),
        e.BlockScope.BOTH: N_("Orders and deliveries"),
    },
    e.LineKind: {
        e.LineKind.ITEM: N_("Product"),
        e.LineKind.TITLE: N_("Title"),
        e.LineKind.COMMENT: N_("Comment"),
        e.LineKind.SUBTOTAL: N_("Subtotal"),
        e.LineKind.KIT: N_("Kit"),
        e.LineKind.COMPONENT: N_("Component"),
    },
    SerialKeeping: {
        SerialKeeping.DEPARTURE: N_("Noted when it leaves"),
        SerialKeeping.RECEIPT: N_("Known from the receipt"),
    },
    SerialState: {
        SerialState.IN_STOCK: N_("In stock"),
        SerialState.DELIVERED: N_("At the customer's"),
        SerialState.GONE: N_("No longer there"),
    },
    KitBilling: {
        KitBilling.COMPLETE: N_("When the kit is complete"),
        KitBilling.PRO_RATA: N_("With each component, pro rata"),
    },
    FreeReason: {
        FreeReason.SAMPLE: N_("Sample"),
        FreeReason.PROMOTION: N_("Free goods of a promotion"),
        FreeReason.AFTER_SALES: N_("After-sales replacement"),
        FreeReason.GOODWILL: N_("Goodwill"),
        FreeReason.SURPLUS: N_("Delivered beyond the order"),
    },
    e.ContactPurpose: {
        e.ContactPurpose.ORDERS: N_("Orders"),
        e.ContactPurpose.INVOICES: N_("Invoices"),
        e.ContactPurpose.REMINDERS: N_("Reminders"),
        e.ContactPurpose.LOGISTICS: N_("Logistics"),
    },
    e.ActivityKind: {
        e.ActivityKind.CALL: N_("Call"),
        e.ActivityKind.NOTE: N_("Note"),
        e.ActivityKind.REQUEST: N_("Request to a colleague"),
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
}
