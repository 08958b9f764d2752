"""Read what a customer says it used at a depot: a sheet of codes, quantities, days, its order number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.headers import match_columns, words
from adv_desktop.services.imports.master_values import RowFault, Values
from adv_desktop.services.imports.numbers import decimal_mark
from adv_desktop.services.imports.safety import open_file
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import Row, Sheet

_HEADER_WITHIN = 25
_VOCABULARY = {
    "code": words(
        "code article|code produit|référence|référence article|réf|article|code|product code|item code|product|sku|ean",
        "votre code|votre référence|notre code|notre référence|your code|our code",
    ),
    "quantity": words(
        "quantité|quantité consommée|qté|qté consommée|consommé|consommation|utilisé|prélevé|quantity|used|consumed|qty"
    ),
    "on": words("date|date de consommation|date de prélèvement|consommé le|jour|used on|consumption date|day"),
    "reference": words(
        "commande|n° de commande|numéro de commande|n° commande|bon de commande|order|order number|po|purchase order"
    ),
}
_REQUIRED = ("code", "quantity")


@dataclass(frozen=True, slots=True)
class UsedRow:
    """What is said to have been used of a product, named by our code or the customer's."""

    row: int
    code: str
    quantity: Decimal
    on: dt.date | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class UsedSheet:
    """The rows of a report, and what is wrong with the others; rows without a quantity say nothing."""

    file: str
    rows: tuple[UsedRow, ...]
    faults: tuple[RowFault, ...]


def read_report(path: Path) -> UsedSheet:
    """Read a report; raise `depot.no_report` when the file is none."""
    file = open_file(path)
    for sheet in read_sheets(file):
        header = _header(sheet)
        if header is not None:
            return _read(file.name, sheet, *header)
    raise DomainError("depot.no_report", file=file.name)


def _header(sheet: Sheet) -> tuple[Row, dict[str, int]] | None:
    for row in [row for row in sheet.rows if row][:_HEADER_WITHIN]:
        columns = match_columns([cell.text for cell in row.cells], _VOCABULARY)
        if all(field in columns for field in _REQUIRED):
            return row, columns
    return None


def _read(name: str, sheet: Sheet, titles: Row, columns: dict[str, int]) -> UsedSheet:
    body = [row for row in sheet.rows if row and row.number > titles.number]
    mark = decimal_mark(cell.text for row in body for cell in row.cells if cell.value is None)
    rows: list[UsedRow] = []
    faults: list[RowFault] = []
    for row in body:
        values = Values(row, columns, mark)
        quantity, on = values.quantity("quantity"), values.day("on")
        code = values.text("code") or ""
        if quantity is not None and quantity < 0:
            values.fault("quantity", "import.negative", written=values.cell("quantity").text)
        if values.faults:
            faults.extend(values.faults)
        elif quantity and code:
            rows.append(UsedRow(row.number, code, quantity, on, values.text("reference")))
    return UsedSheet(name, tuple(rows), tuple(faults))
