"""Long lists to Excel or CSV, row by row: memory stays flat, a cancel leaves no file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from adv_desktop.models.values import plain
from adv_desktop.services.exports.cells import CellValue, clean, guarded, looks_like_formula
from adv_desktop.services.exports.sheets import FORMATS, Kind
from adv_desktop.services.jobs import Progress
from adv_desktop.services.whole_files import whole

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS_A_STEP = 200
MAX_ROWS = 1_048_575
LINE = 15.0  # points
# Numbers and days keep clear of the text that begins in the next column.
_AT_RIGHT = {"align": "right", "indent": 1}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its title, how its values are written, its width in characters."""

    title: str
    kind: Kind = Kind.TEXT
    width: float = 14


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list as a sheet of a workbook."""

    title: str
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[CellValue]]


def write_xlsx(
    path: Path,
    title: str,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[CellValue]],
    total: int = 0,
    progress: Progress | None = None,
) -> int:
    """Stream rows to a workbook with one filtered sheet; return their number.

    Values are as their column's kind wants: `Decimal` for amounts and numbers, fractions for percents
    (0.2 is 20 %), `date` or `datetime` for dates, `str` for texts; None leaves the cell empty.
    """
    return write_sheets(path, [ListSheet(title, columns, rows)], total, progress)


def write_sheets(path: Path, sheets: Sequence[ListSheet], total: int = 0, progress: Progress | None = None) -> int:
    """Stream several lists to the sheets of one workbook; return the number of rows of all."""
    from xlsxwriter import Workbook

    count = 0
    with whole(path) as part:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(str(part), options) as book:
            for one in sheets:
                sheet = book.add_worksheet(_sheet_name(one.title))
                _write_head(book, sheet, one.title, one.columns)
                rows = _write_rows(book, sheet, one.columns, one.rows, _stepper(progress, total))
                sheet.autofilter(0, 0, max(rows, 1), len(one.columns) - 1)
                count += rows
    return count


def write_csv(
    path: Path,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[CellValue]],
    language: str = "fr",
    total: int = 0,
    progress: Progress | None = None,
) -> int:
    """Stream rows to a UTF-8 CSV that Excel opens in its language ; return their number.

    French: `;` and a decimal comma; English: `,` and a point.
    """
    french = language == "fr"
    step = _stepper(progress, total)
    count = 0
    with whole(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";" if french else ",")
        writer.writerow([guarded(column.title) for column in columns])
        for count, row in enumerate(rows, 1):
            writer.writerow([_csv_text(value, french=french) for value in row])
            step(count)
    return count


def _stepper(progress: Progress | None, total: int) -> Callable[[int], None]:
    watched = progress or Progress()

    def step(done: int) -> None:
        if done % ROWS_A_STEP == 0:
            watched.step(done, total)

    return step


def _sheet_name(title: str) -> str:
    kept = "".join(letter for letter in clean(title) if letter not in "[]:*?/\\").strip("' ")
    return kept[:31] or "Sheet"


def _write_head(book: Workbook, sheet: Worksheet, title: str, columns: Sequence[ListColumn]) -> None:
    look = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F5FBF", "valign": "vcenter", "text_wrap": True}
    styles = {beside: book.add_format({**look, **(_AT_RIGHT if beside else {})}) for beside in (False, True)}
    sheet.set_row(0, LINE * max((_lines(column) for column in columns), default=1) + LINE / 2)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, clean(column.title), styles[column.kind is not Kind.TEXT])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.set_header("&L" + clean(title).replace("&", "&&"))
    sheet.set_footer("&C&P/&N")


def _lines(column: ListColumn) -> int:
    """Return how many lines the title of a column takes: bold, with the button of the filter beside it."""
    room = max(int(column.width) - 3, 1)
    lines, left = 1, room
    for word in column.title.split():
        if len(word) > left and left < room:
            lines, left = lines + 1, room
        left -= len(word) + 1
    return lines


def _write_rows(
    book: Workbook,
    sheet: Worksheet,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[CellValue]],
    step: Callable[[int], None],
) -> int:
    formats = [
        book.add_format({"num_format": FORMATS[column.kind], **(_AT_RIGHT if column.kind is not Kind.TEXT else {})})
        for column in columns
    ]
    quoted = book.add_format({"num_format": "@", "quote_prefix": True})
    count = 0
    for count, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            if value is not None:
                _write(sheet, (count, index), value, formats[index], quoted)
        step(count)
    return count


def _write(sheet: Worksheet, place: tuple[int, int], value: CellValue, style: Format, quoted: Format) -> None:
    if isinstance(value, str):
        sheet.write_string(*place, clean(value), quoted if looks_like_formula(value) else style)
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, style)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, value.replace(tzinfo=None), style)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, style)
    elif value is not None:
        # A Decimal would be written with all its digits: Excel counts in double precision and keeps fifteen.
        sheet.write_number(*place, float(value) if isinstance(value, Decimal) else value, style)


def _csv_text(value: CellValue, *, french: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y") if french else value.isoformat()[:10]
    if isinstance(value, Decimal):
        return plain(value).replace(".", ",") if french else plain(value)
    return str(value)
