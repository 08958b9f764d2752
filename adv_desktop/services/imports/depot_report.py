"""Read what a customer says it used at a depot: a sheet of codes, quantities, days, its order number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.headers import words
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.imports.safety import open_file
from adv_desktop.services.imports.titled import rows_below_titles

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
    found = rows_below_titles(file, _VOCABULARY, _REQUIRED)
    if found is None:
        raise DomainError("depot.no_report", file=file.name)
    rows: list[UsedRow] = []
    faults: list[RowFault] = []
    for values in found:
        quantity, on = values.quantity("quantity"), values.day("on")
        code = values.text("code") or ""
        if quantity is not None and quantity < 0:
            values.fault("quantity", "import.negative", written=values.cell("quantity").text)
        if values.faults:
            faults.extend(values.faults)
        elif quantity and code:
            rows.append(UsedRow(values.row.number, code, quantity, on, values.text("reference")))
    return UsedSheet(file.name, tuple(rows), tuple(faults))
