"""The first sheet of a file that has the titles asked for, and its rows below them."""

from __future__ import annotations

from collections.abc import Collection

from adv_desktop.services.imports.headers import Vocabulary, match_columns
from adv_desktop.services.imports.master_values import Values
from adv_desktop.services.imports.numbers import decimal_mark
from adv_desktop.services.imports.safety import OpenedFile
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import Row, Sheet

_TITLES_WITHIN = 25  # rows


def rows_below_titles(file: OpenedFile, vocabulary: Vocabulary, required: Collection[str]) -> list[Values] | None:
    """Return the cells by field of each row below the titles; None when no sheet has the required ones."""
    for sheet in read_sheets(file):
        for titles in [row for row in sheet.rows if row][:_TITLES_WITHIN]:
            columns = match_columns([cell.text for cell in titles.cells], vocabulary)
            if all(field in columns for field in required):
                return _below(sheet, titles, columns)
    return None


def _below(sheet: Sheet, titles: Row, columns: dict[str, int]) -> list[Values]:
    body = [row for row in sheet.rows if row and row.number > titles.number]
    mark = decimal_mark(cell.text for row in body for cell in row.cells if cell.value is None)
    return [Values(row, columns, mark) for row in body]
