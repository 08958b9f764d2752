"""What lies at the depots of customers, and the register of call-off stock, as workbooks or CSV files."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.labels import written
from adv_desktop.services.list_fields import Field
from adv_desktop.services.list_files import Written, write_rows
from adv_desktop.services.queries.depots import DepotStock, RegisterRow
from adv_desktop.services.texts import N_

STOCK_TITLE = N_("Stock at customers")
REGISTER_TITLE = N_("Register of call-off stock")


def _word(member: Enum) -> str:
    return written(member, texts.current())


STOCK_FIELDS = (
    Field(N_("Customer"), lambda row: row.depot.customer, width=34),
    Field(N_("Depot"), lambda row: row.depot.code, width=20),
    Field(N_("Product code"), lambda row: row.product),
    Field(N_("Description"), lambda row: row.label, width=40),
    Field(N_("Quantity"), lambda row: row.quantity, Kind.QUANTITY),
    Field(N_("Unit"), lambda row: row.unit, width=10),
    Field(N_("Value"), lambda row: from_minor(row.value), Kind.MONEY),
    Field(N_("There since"), lambda row: row.since, Kind.DATE, 12),
    Field(N_("Days"), lambda row: row.days, Kind.WHOLE, 8),
    Field(N_("Minimum"), lambda row: row.minimum or None, Kind.QUANTITY),
    Field(N_("To send"), lambda row: row.to_send or None, Kind.QUANTITY),
    Field(N_("Last report"), lambda row: row.depot.reported_on, Kind.DATE, 12),
)
REGISTER_FIELDS = (
    Field(N_("Customer"), lambda row: row.depot.customer, width=34),
    Field(N_("VAT number"), lambda row: row.depot.vat_number, width=18),
    Field(N_("Country"), lambda row: row.depot.country, width=8),
    Field(N_("Depot"), lambda row: row.depot.code, width=20),
    Field(N_("Sent on"), lambda row: row.share.arrived, Kind.DATE, 12),
    Field(N_("Sent with"), lambda row: row.share.arrived_by, width=18),
    Field(N_("Product code"), lambda row: row.product),
    Field(N_("Description"), lambda row: row.label, width=40),
    Field(N_("Quantity"), lambda row: row.share.quantity, Kind.QUANTITY),
    Field(N_("Value"), lambda row: from_minor(row.value), Kind.MONEY),
    Field(N_("What became of it"), lambda row: _word(row.share.fate), width=18),
    Field(N_("On"), lambda row: row.share.on, Kind.DATE, 12),
    Field(N_("Document"), lambda row: row.share.document, width=20),
    Field(N_("Twelve months end on"), lambda row: row.last_day, Kind.DATE, 14),
    Field(N_("Twelve months"), lambda row: _word(row.stay), width=18),
)


def write_stock(rows: Sequence[DepotStock], path: Path) -> Written:
    """Write what is at the depots."""
    return write_rows(STOCK_TITLE, STOCK_FIELDS, rows, path)


def write_register(rows: Sequence[RegisterRow], path: Path) -> Written:
    """Write the register (CGI annex 3, art. 54 bis, III)."""
    return write_rows(REGISTER_TITLE, REGISTER_FIELDS, rows, path)
