"""The columns of deliveries and of their lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from adv_desktop.models.enums import DeliveryState, Progress
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.delivery_detail import DeliveredLine
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.weights import labelled

_INVOICING = {
    Progress.NONE: (N_("To invoice"), Tone.WARN),
    Progress.PARTIAL: (N_("Invoiced in part"), Tone.WARN),
    Progress.FULL: (N_("Invoiced"), Tone.OK),
}


def day(value: dt.date | None) -> str:
    """Write a date, a dash when there is none."""
    return formats().date(value) if value else "—"


def quantity(value: Decimal | None) -> str:
    """Write a quantity, a dash when there is none of it."""
    return formats().quantity(value) if value else "—"


def name_of(row: DeliveryRow) -> str:
    """Return the number of the delivery note, of the picking list before it left."""
    return row.number or row.picking_number or str(row.id)


def invoicing(row: DeliveryRow) -> tuple[str, Tone | None]:
    """Return how far a delivery is invoiced; nothing before it left."""
    if row.delivery_state is not DeliveryState.SHIPPED:
        return "—", None
    word, tone = _INVOICING[row.invoice_state]
    return _(word), tone


def _weight(row: DeliveryRow) -> str:
    return formats().quantity(row.weight_kg) if row.weight_kg else "—"


def presses(row: DeliveryRow) -> bool:
    """Whether a delivery is urgent and has still to leave."""
    return row.urgent and row.delivery_state in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}


COLUMNS: list[Column[DeliveryRow]] = [
    Column(
        N_("No."), name_of, sort="number", width=122,
        icon=lambda row: "bell" if presses(row) else None,
        tone=lambda row: Tone.BAD if presses(row) else None,
    ),
    Column(N_("Date"), lambda row: day(row.date), sort="date", width=100),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=150),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=164,
        key="state",
    ),
    Column(
        N_("Urgency"),
        lambda row: _("Urgent") if presses(row) else "",
        cell=Cell.PILL,
        tone=lambda _row: Tone.BAD,
        width=90,
        hidden=True,
        key="urgent",
    ),
    Column(N_("Orders"), lambda row: ", ".join(row.orders) or "—", width=130, soft=True, key="orders"),
    Column(
        N_("Invoicing"),
        lambda row: invoicing(row)[0],
        tone=lambda row: invoicing(row)[1],
        width=120,
        soft=2,
        key="invoicing",
    ),
    Column(N_("Carrier"), lambda row: row.carrier or "—", width=110, soft=True, key="carrier"),
    Column(N_("Tracking number"), lambda row: row.tracking or "—", width=120, hidden=True, key="tracking"),
    Column(N_("Town"), lambda row: row.town or "—", width=120, hidden=True, key="town"),
    Column(N_("Parcels"), lambda row: str(row.parcels or "—"), right=True, width=70, hidden=True, key="parcels"),
    Column(N_("Weight, kg"), _weight, right=True, width=86, hidden=True, key="weight"),
    Column(N_("Net amount"), lambda row: formats().money(row.net, row.currency), right=True, width=112, hidden=True,
           key="net"),
    Column(N_("Delivered on"), lambda row: day(row.delivered_on), width=110, hidden=True, key="delivered_on"),
]  # fmt: skip

LINES: list[Column[DeliveredLine]] = [
    Column(N_("Product code"), lambda line: line.product_code or "—", width=98, soft=2, key="code"),
    Column(N_("Description"), labelled, width=150, key="label"),
    Column(N_("Ordered"), lambda line: quantity(line.ordered), right=True, width=64, key="ordered"),
    Column(N_("Delivered"), lambda line: quantity(line.quantity), right=True, width=64, key="delivered"),
    Column(
        N_("Still due"),
        lambda line: quantity(line.still_due),
        right=True,
        width=70,
        tone=lambda line: Tone.WARN if line.still_due else None,
        key="due",
    ),
]
