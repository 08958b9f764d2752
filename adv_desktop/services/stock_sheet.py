"""The columns of a count sheet: what is written for the counters, what they fill in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.list_fields import Field
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What is to be counted: a product at a place, of a lot."""

    code: str
    label: str
    place: str
    lot: str | None
    use_by: dt.date | None
    unit: str
    quantity: Decimal
    reference: str


SHEET_FIELDS = (
    Field(N_("Product code"), lambda row: row.code),
    Field(N_("Description"), lambda row: row.label, width=40),
    Field(N_("Place"), lambda row: row.place, width=12),
    Field(N_("Lot"), lambda row: row.lot, width=16),
    Field(N_("Use by"), lambda row: row.use_by, Kind.DATE, 12),
    Field(N_("Unit"), lambda row: row.unit, width=10),
    Field(N_("Stock on the sheet"), lambda row: row.quantity, Kind.QUANTITY, 16),
    Field(N_("Counted"), lambda _row: None, Kind.QUANTITY, 16),
    Field(N_("Inventory"), lambda row: row.reference, width=26),
)
