"""Read a count sheet that was filled in: the counts, by product, place and lot."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.headers import words
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.imports.safety import open_file
from adv_desktop.services.imports.titled import rows_below_titles

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
    found = rows_below_titles(file, _VOCABULARY, _REQUIRED)
    if found is None:
        raise DomainError("inventory.no_sheet", file=file.name)
    rows: list[CountedRow] = []
    faults: list[RowFault] = []
    for values in found:
        counted = values.quantity("counted")
        if counted is not None and counted < 0:
            values.fault("counted", "import.negative", written=values.cell("counted").text)
        if values.faults:
            faults.extend(values.faults)
        elif counted is not None:
            place, lot, reference = values.text("place"), values.text("lot"), values.text("reference")
            rows.append(CountedRow(values.row.number, values.text("product") or "", place, lot, counted, reference))
    return CountedSheet(file.name, tuple(rows), tuple(faults))
