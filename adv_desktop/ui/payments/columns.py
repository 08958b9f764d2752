"""The columns of payments and of what they were set against."""

from __future__ import annotations

from adv_desktop.services.queries.payments import AllocationRow, PaymentRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def left(row: PaymentRow) -> str:
    """Write what of a payment is still in credit."""
    return formats().money(row.unallocated, row.currency) if row.unallocated else "—"


COLUMNS: list[Column[PaymentRow]] = [
    Column(N_("No."), lambda row: row.number, sort="number", width=134),
    Column(N_("Date"), lambda row: formats().date(row.date), sort="date", width=106),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=168),
    Column(N_("Amount"), lambda row: formats().money(row.amount, row.currency), sort="amount", right=True, width=112),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=150,
        key="state",
    ),
    Column(
        N_("Left to allocate"),
        left,
        right=True,
        width=112,
        tone=lambda row: Tone.WARN if row.unallocated else None,
        key="unallocated",
    ),
    Column(N_("Method"), lambda row: label(row.method), width=120, soft=True, key="method"),
    Column(N_("Reference"), lambda row: row.reference or "—", width=110, soft=True, key="reference"),
    Column(N_("Bank"), lambda row: row.bank or "—", width=120, hidden=True, key="bank"),
    Column(N_("Reason"), lambda row: row.reason or "—", width=160, hidden=True, key="reason"),
]

ALLOCATIONS: list[Column[AllocationRow]] = [
    Column(N_("Allocated to"), lambda row: row.number, cell=Cell.LINK, width=120, key="number"),
    Column(N_("On"), lambda row: formats().date(row.date), width=100, key="date"),
    Column(N_("Amount"), lambda row: formats().amount(row.amount), right=True, width=100, key="amount"),
]
