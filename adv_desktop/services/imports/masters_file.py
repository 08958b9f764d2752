"""Read files of master data and of the take-over: rows in the shape that the services take, with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.headers import match_columns
from adv_desktop.services.imports.master_builders import BUILDERS
from adv_desktop.services.imports.master_rows import ReadRow
from adv_desktop.services.imports.master_values import RowFault, Values
from adv_desktop.services.imports.master_words import COLUMNS, REQUIRED, MasterKind
from adv_desktop.services.imports.numbers import decimal_mark
from adv_desktop.services.imports.safety import OpenedFile, open_file
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import Row, Sheet
from adv_desktop.services.imports.words import normal, one_line

# Titles stand near the top: further down a row that looks like them is data.
_HEADER_WITHIN = 25
_NUMBER = re.compile(r"[\d\s.,/€%+-]+")


@dataclass(frozen=True, slots=True)
class MasterRows:
    """What a file of master data holds: good rows, faults of the others, and which title gave which field.

    `written` is each row of the file by its number, as the texts of the columns in the order of `mapping`.
    """

    kind: MasterKind
    file: str
    rows: tuple[ReadRow, ...]
    faults: tuple[RowFault, ...]
    mapping: dict[str, str]
    titles: tuple[str, ...]
    written: tuple[tuple[int, tuple[str, ...]], ...] = ()


def titles_of(file: OpenedFile) -> tuple[str, ...]:
    """Return the texts of the row that looks most like titles, for somebody to say which column is which."""
    rows = [row for sheet in read_sheets(file) for row in [row for row in sheet.rows if row][:_HEADER_WITHIN]]
    widest = max(rows, key=lambda row: len({text for text in row.texts if not _NUMBER.fullmatch(text)}), default=None)
    return tuple(dict.fromkeys(map(one_line, widest.texts))) if widest else ()


def read_master_file(kind: MasterKind, path: Path, mapping: Mapping[str, str] | None = None) -> MasterRows:
    """Read a file of one kind; `mapping` gives the title of each field where it was settled before."""
    return read_master(kind, open_file(path), mapping)


def read_master(kind: MasterKind, file: OpenedFile, mapping: Mapping[str, str] | None = None) -> MasterRows:
    """Read an opened file of one kind; raise `import.columns_missing` when it has not the columns."""
    sheets = read_sheets(file)
    found = [header for sheet in sheets if (header := _header(kind, sheet, mapping or {})) is not None]
    if not found:
        raise DomainError("import.columns_missing", file=file.name, columns=list(REQUIRED[kind]))
    sheet, titles, columns = max(found, key=_fitness)
    body = [row for row in sheet.rows if row and row.number > titles.number]
    mark = decimal_mark(cell.text for row in body for cell in row.cells if cell.value is None)
    rows: list[ReadRow] = []
    faults: list[RowFault] = []
    for row in body:
        values = Values(row, columns, mark)
        record = BUILDERS[kind](values)
        if values.faults:
            faults.extend(values.faults)
        elif record is not None:
            rows.append(ReadRow(row.number, record))
    named = {field: one_line(titles.cell(column).text) for field, column in columns.items()}
    written = tuple((row.number, tuple(one_line(row.cell(column).text) for column in columns.values())) for row in body)
    titled = tuple(map(one_line, titles.texts))
    return MasterRows(kind, file.name, tuple(rows), tuple(faults), named, titled, written)


def _fitness(header: tuple[Sheet, Row, dict[str, int]]) -> float:
    """Prefer the sheet that has many of the columns and little else."""
    _sheet, titles, columns = header
    return len(columns) ** 2 / len(titles.texts)


def _header(kind: MasterKind, sheet: Sheet, mapping: Mapping[str, str]) -> tuple[Sheet, Row, dict[str, int]] | None:
    """Return the row of titles of a sheet and the column of each field."""
    best: tuple[Sheet, Row, dict[str, int]] | None = None
    for row in [row for row in sheet.rows if row][:_HEADER_WITHIN]:
        columns = _columns(kind, [cell.text for cell in row.cells], mapping)
        complete = all(field in columns for field in REQUIRED[kind])
        if complete and (best is None or len(columns) > len(best[2])):
            best = sheet, row, columns
    return best


def _columns(kind: MasterKind, titles: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the columns by field: those settled before, then those that their titles name."""
    said = {normal(title): column for column, title in reversed(list(enumerate(titles))) if title.strip()}
    settled = {
        field: said[normal(title)]
        for field, title in mapping.items()
        if field in COLUMNS[kind] and normal(title) in said
    }
    taken = set(settled.values())
    free = ["" if column in taken else title for column, title in enumerate(titles)]
    # A field settled on no title at all is left out, whatever the titles say.
    unused = {field for field, title in mapping.items() if not title}
    rest = {field: words for field, words in COLUMNS[kind].items() if field not in settled and field not in unused}
    return {**match_columns(free, rest), **settled}
