"""The e-reporting of a period as a workbook or a CSV file, one line a row, the flow first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import from_minor
from adv_desktop.services import texts
from adv_desktop.services.ereporting import Report
from adv_desktop.services.exports import lists
from adv_desktop.services.exports.cells import CellValue
from adv_desktop.services.exports.lists import ListColumn
from adv_desktop.services.exports.sheets import Kind
from adv_desktop.services.texts import N_, _
from adv_desktop.services.whole_files import told

ENDINGS = (".xlsx", ".csv")
_COLUMNS = (
    (N_("Flow"), Kind.TEXT, 8.0),
    (N_("Date"), Kind.DATE, 12.0),
    (N_("Category"), Kind.TEXT, 10.0),
    (N_("VAT rate"), Kind.PERCENT, 10.0),
    (N_("Base"), Kind.MONEY, 14.0),
    (N_("Amount of VAT"), Kind.MONEY, 14.0),
    (N_("Amount, VAT included"), Kind.MONEY, 16.0),
    (N_("Documents"), Kind.WHOLE, 12.0),
    (N_("Number"), Kind.TEXT, 16.0),
    (N_("Type"), Kind.TEXT, 8.0),
    (N_("Buyer"), Kind.TEXT, 30.0),
    (N_("Country"), Kind.TEXT, 10.0),
    (N_("VAT number"), Kind.TEXT, 18.0),
)


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """The file that was written."""

    path: Path
    rows: int
    sha256: str


def write(report: Report, path: Path) -> WrittenReport:
    """Write a report in the language of the interface; the ending of the file chooses Excel or CSV."""
    if path.suffix.lower() not in ENDINGS:
        raise DomainError("file.wrong_ending", path=str(path), known=ENDINGS)
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    columns = [ListColumn(_(title), kind, width) for title, kind, width in _COLUMNS]
    if path.suffix.lower() == ".csv":
        count = lists.write_csv(path, columns, _cells(report), texts.current().language)
    else:
        count = lists.write_xlsx(path, _("E-reporting"), columns, _cells(report))
    return WrittenReport(path, count, hashlib.sha256(path.read_bytes()).hexdigest())


def _cells(report: Report) -> Iterator[list[CellValue]]:
    for row in report.rows:
        yield [
            row.flow.value,
            row.day,
            row.category or None,
            row.rate / 100,
            None if row.base is None else from_minor(row.base),
            None if row.vat is None else from_minor(row.vat),
            from_minor(row.amount),
            row.invoices,
            row.number or None,
            row.type or None,
            row.buyer or None,
            row.country or None,
            row.vat_number or None,
        ]
