"""A table in which no order lines were found: its titles and first rows, for somebody to name its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from adv_desktop.models.errors import AdvError
from adv_desktop.services.imports.layout import column_letters, is_number, may_be_titles, width_of
from adv_desktop.services.imports.order_mail import read_mail
from adv_desktop.services.imports.safety import FileKind, OpenedFile, decode, recognise
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.imports.tables import Row, Sheet, delimited_sheet, likely_delimiters
from adv_desktop.services.imports.words import one_line
from adv_desktop.services.imports.written import WrittenLayout

_SHOWN = 12
_LEAST_ROWS = 2
_LEAST_COLUMNS = 2
_MOST_CELLS = 0.75


def unread_layout(file: OpenedFile) -> WrittenLayout | None:
    """Return the longest table of a file, none of its columns named; None when it has nothing like a table."""
    found = [(rows, sheet) for sheet in _sheets(file) if (rows := _alike(sheet))]
    if not found:
        return None
    rows, sheet = max(found, key=lambda item: len(item[0]))
    filled = [row for row in sheet.rows if row]
    above = filled[: filled.index(rows[0])]
    titles = next((row for row in reversed(above) if may_be_titles(row) and len(row.texts) >= _usual(rows)), None)
    width = len(titles.cells) if titles else width_of(filled)
    names = tuple(one_line(cell.text) for cell in titles.cells) if titles else column_letters(width)
    sample = tuple(tuple(one_line(row.cell(column).text) for column in range(width)) for row in rows[:_SHOWN])
    return WrittenLayout(names, {}, sample, titled=titles is not None)


def _alike(sheet: Sheet) -> list[Row]:
    """Return the rows of a sheet from the first to the last that has a table's cells and a number; few are none."""
    filled = [row for row in sheet.rows if len(row.texts) >= _LEAST_COLUMNS]
    least = _MOST_CELLS * _usual(filled)
    numbered = [index for index, row in enumerate(filled) if len(row.texts) >= least and any(map(is_number, row.texts))]
    rows = filled[numbered[0] : numbered[-1] + 1] if numbered else []
    return rows if len(numbered) >= max(_LEAST_ROWS, len(rows) / 2) else []


def _usual(rows: Sequence[Row]) -> int:
    """Return how many cells most rows have."""
    return max(Counter(len(row.texts) for row in rows).items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]


def _sheets(file: OpenedFile) -> Iterator[Sheet]:
    try:
        if file.kind is FileKind.PDF:
            from adv_desktop.services.imports.pdf import read_pdf
            from adv_desktop.services.imports.pdf_tables import pdf_sheet

            yield pdf_sheet(file.name, read_pdf(file).lines)
        elif file.kind is FileKind.MAIL:
            for name, content in read_mail(file).attachments:
                yield from _sheets(recognise(name, content))
        elif file.kind is FileKind.TEXT:
            text = decode(file.name, file.content)
            yield delimited_sheet(file.name, text, likely_delimiters(text)[0])
        else:
            yield from read_sheets(file)
    except AdvError:
        return  # why a file or an attachment is refused was said when it was read
