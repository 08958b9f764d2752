"""Read the other spreadsheet files that customers send: .xls, .xlsb and .ods."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.safety import OpenedFile, check_row_count
from adv_desktop.services.imports.tables import EMPTY, MAX_COLUMNS, Cell, Row, Sheet
from adv_desktop.services.imports.workbook import significant


def read_other_workbook(file: OpenedFile) -> tuple[Sheet, ...]:
    """Return the visible sheets of an .xls, .xlsb or .ods file."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        tables = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in visible}
    except (CalamineError, OSError, ValueError):
        raise DomainError("corrupt_file", file=file.name) from None
    for rows in tables.values():
        check_row_count(file.name, len(rows))
    return tuple(
        Sheet(name, tuple(Row(number, tuple(map(_cell, cells[:MAX_COLUMNS]))) for number, cells in enumerate(rows, 1)))
        for name, rows in tables.items()
    )


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return Cell("oui" if value else "non")
    if isinstance(value, int | float):
        number = significant(Decimal(str(value)))
        return Cell(format(number, "f"), number)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Cell(value.strftime("%d/%m/%Y"), value)
    return Cell(str(value)) if value else EMPTY
