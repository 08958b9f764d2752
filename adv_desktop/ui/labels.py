"""The word on screen for each member of each list of the trade, and its tone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from adv_desktop.models import enums as e
from adv_desktop.services.labels import LABELS
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.tones import Tone

_TONES: Mapping[Tone, frozenset[str]] = {
    Tone.OK: frozenset({
        "accepted", "allocated", "closed", "completed", "delivered", "full", "offset", "paid", "refunded", "shipped",
    }),
    Tone.WARN: frozenset({
        "high", "partial", "partly", "partly_allocated", "partly_delivered", "partly_paid", "to_confirm", "to_offset",
        "to_prepare", "waiting_customer", "waiting_internal", "on_hold", "warning",
    }),
    Tone.BAD: frozenset({
        "blocked_credit", "blocked_missing", "blocked_overdue", "blocked_price", "blocking", "bounced", "critical",
        "disputed", "failed", "overdue", "refused", "reversed",
    }),
    Tone.INFO: frozenset({
        "confirmed", "decided", "in_progress", "info", "issued", "new", "prepared", "received", "sent", "to_invoice",
    }),
}  # fmt: skip
_TONE_OF = {value: tone for tone, values in _TONES.items() for value in values}


_PLURALS: Mapping[e.DocumentKind, str] = {
    e.DocumentKind.ORDER: N_("Orders"),
    e.DocumentKind.DELIVERY: N_("Deliveries"),
    e.DocumentKind.INVOICE: N_("Invoices"),
    e.DocumentKind.PAYMENT: N_("Payments"),
    e.DocumentKind.CLAIM: N_("Claims"),
    e.DocumentKind.CUSTOMER: N_("Customers"),
    e.DocumentKind.PRODUCT: N_("Products"),
    e.DocumentKind.RETURN: N_("Returns"),
    e.DocumentKind.MESSAGE: N_("Messages"),
    e.DocumentKind.QUOTATION: N_("Quotations"),
}


def kind_title(kind: e.DocumentKind) -> str:
    """Return what several documents of a kind are called ("Orders")."""
    return _(_PLURALS[kind])


def label(member: Enum) -> str:
    """Return the word for a member, in the language of the window."""
    return _(LABELS[type(member)][member.value])


def options(kind: type[Enum]) -> list[tuple[str, str]]:
    """Return the (value, word) pairs of a list, for a combo box."""
    return [(str(value), _(text)) for value, text in LABELS[kind].items()]


def tone_of(member: Enum) -> Tone:
    """Return the tone that a state is shown in; neutral where it says nothing good or bad."""
    return _TONE_OF.get(str(member.value), Tone.NEUTRAL)
