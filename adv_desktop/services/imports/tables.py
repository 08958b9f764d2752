"""One shape for every table that comes in: sheets of rows of cells, each with its value and its text as written."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.safety import check_row_count

MAX_COLUMNS = 256
_DELIMITERS = ";\t,|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SNIFFED_ROWS = 200
# An unclosed quotation mark swallows lines without end: no cell that people type has that many.
_MAX_LINES_IN_CELL = 40


class CellNote(StrEnum):
    """What the reader of a cell should know."""

    PLAIN = "plain"
    FORMULA = "formula"
    FORMULA_WITHOUT_RESULT = "formula_without_result"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as written, and its value where the file knows a number or a date."""

    text: str = ""
    value: Decimal | date | None = None
    note: CellNote = CellNote.PLAIN

    def __bool__(self) -> bool:
        return bool(self.text.strip()) or self.note is not CellNote.PLAIN

    @property
    def number(self) -> Decimal | None:
        """The number that the file knows, with the decimals that it shows; None for a text."""
        if not isinstance(self.value, Decimal):
            return None
        return self.value if self.text.endswith("%") else Decimal(self.text)


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet by its number as the spreadsheet or editor counts it."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False  # by hand or by a filter: who sent the sheet did not see it

    def cell(self, column: int | None) -> Cell:
        """Return the cell of a column; an empty one outside the row."""
        return self.cells[column] if column is not None and 0 <= column < len(self.cells) else EMPTY

    def __bool__(self) -> bool:
        return any(self.cells)

    @property
    def texts(self) -> list[str]:
        """The texts of the filled cells."""
        return [cell.text for cell in self.cells if cell.text.strip()]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a worksheet, a text file, or the pages of a PDF one after the other."""

    name: str
    rows: tuple[Row, ...]


def text_rows(rows: Iterable[Sequence[str]], first: int = 1) -> tuple[Row, ...]:
    """Return rows of plain text cells, numbered from `first`."""
    known = {"": EMPTY}  # the same texts stand in many rows

    def cell(text: str) -> Cell:
        return known.get(text) or known.setdefault(text, Cell(text))

    return tuple(Row(number, tuple(map(cell, cells))) for number, cells in enumerate(rows, first))


def delimited_sheet(name: str, text: str, delimiter: str = "") -> Sheet:
    """Read a text whose cells are parted by `;`, tab, `,` or `|`: the one given, announced, or most regular."""
    first = 1
    if announced := _SEPARATOR_LINE.match(text):
        delimiter, text, first = announced.group(1), text[announced.end() :], 2
    check_row_count(name, text.count("\n"))
    rows = _delimited(name, text, delimiter or likely_delimiters(text)[0])
    return Sheet(name, text_rows((row[:MAX_COLUMNS] for row in rows), first))


def _delimited(name: str, text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        if not any(cell.count("\n") > _MAX_LINES_IN_CELL for row in rows for cell in row):
            return rows
    except csv.Error:
        pass  # a cell without end: perhaps a quotation mark alone, which is then a sign like any other
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error:
        raise DomainError("cell_too_large", file=name, limit=csv.field_size_limit()) from None


def likely_delimiters(text: str) -> list[str]:
    """Return the delimiters, the one that cuts the most rows into the same number of cells first."""
    sample = text[: 64 * 1024]
    return sorted(_DELIMITERS, key=lambda delimiter: -_regularity(sample, delimiter))


def _regularity(sample: str, delimiter: str) -> int:
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = Counter(len(row) for row, _ in zip(reader, range(_SNIFFED_ROWS), strict=False) if len(row) > 1)
    except csv.Error:
        return 0
    # Many rows alike say more than one long row: an address with its commas is no table.
    return max((count * count * (width - 1) for width, count in widths.items()), default=0)
