"""Read a count sheet that was filled in: the counts, by product, place and lot."""

from __future__ import annotations

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
    "product": words("code article|product code|article|code produit|référence"),
    "place": words("emplacement|place|location"),
    "lot": words("lot|batch"),
    "counted": words("compté|quantité comptée|counted"),
    "reference": words("inventaire|inventory|référence inventaire"),
}
_REQUIRED = ("product", "place", "counted", "reference")


@dataclass(frozen=True, slots=True)
class CountedRow:
    """What was counted of a product at a place, of a lot, on which sheet."""

    row: int
    product: str
    place: str | None
    lot: str | None
    counted: Decimal
    reference: str | None


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """The counts of a file, and what is wrong with the others; rows left blank were not counted."""

    file: str
    rows: tuple[CountedRow, ...]
    faults: tuple[RowFault, ...]


def read_counts(path: Path) -> CountedSheet:
    """Read a filled-in sheet; raise `inventory.no_sheet` when it is none."""
    file = open_file(path)
    for sheet in read_sheets(file):
        header = _header(sheet)
        if header is not None:
            return _read(file.name, sheet, *header)
    raise DomainError("inventory.no_sheet", file=file.name)


def _header(sheet: Sheet) -> tuple[Row, dict[str, int]] | None:
    for row in [row for row in sheet.rows if row][:_HEADER_WITHIN]:
        columns = match_columns([cell.text for cell in row.cells], _VOCABULARY)
        if all(field in columns for field in _REQUIRED):
            return row, columns
    return None


def _read(name: str, sheet: Sheet, titles: Row, columns: dict[str, int]) -> CountedSheet:
    body = [row for row in sheet.rows if row and row.number > titles.number]
    mark = decimal_mark(cell.text for row in body for cell in row.cells if cell.value is None)
    rows: list[CountedRow] = []
    faults: list[RowFault] = []
    for row in body:
        values = Values(row, columns, mark)
        counted = values.quantity("counted")
        if counted is not None and counted < 0:
            values.fault("counted", "import.negative", written=values.cell("counted").text)
        if values.faults:
            faults.extend(values.faults)
        elif counted is not None:
            place, lot, reference = values.text("place"), values.text("lot"), values.text("reference")
            rows.append(CountedRow(row.number, values.text("product") or "", place, lot, counted, reference))
    return CountedSheet(name, tuple(rows), tuple(faults))
