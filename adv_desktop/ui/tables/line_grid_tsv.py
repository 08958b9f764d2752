"""Lines to and from Excel, as the tab-separated text of the clipboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from adv_desktop.services.formats import MINUS, NARROW_SPACE, NO_BREAK_SPACE
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.tables.line_grid_model import Edit, GridColumn, LineModel, LineT, UnreadableError, read_value

_UNGROUPED = str.maketrans({NARROW_SPACE: None, NO_BREAK_SPACE: None, MINUS: "-"})
SHOWN_ROWS = 3


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A pasted row that was not taken: its place in what was pasted (from 1), its text and the reason."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What became of a paste: how many rows were taken, which ones were not."""

    done: int
    skipped: tuple[SkippedRow, ...]


def read_rows(text: str) -> list[list[str]]:
    """Split what Excel copies: quotes around cells that hold tabs or line ends."""
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), dialect="excel-tab")]


def write_rows(model: LineModel[LineT], cells: Sequence[Sequence[tuple[int, int]]]) -> str:
    """Write cells, given row by row, so that Excel reads the numbers as numbers."""
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    for row in cells:
        writer.writerow([_written(model, *cell) for cell in row])
    return out.getvalue()


def paste(model: LineModel[LineT], text: str, row: int, column: int) -> Pasted:
    """Type rows over the lines from a cell on, then as new lines; a row with a fault is skipped whole."""
    rows = read_rows(text)
    columns = _named_columns(model, rows[0]) if rows else []
    first = 1 if columns else 0
    width = max((len(cells) for cells in rows), default=0)
    columns = columns or _columns_from(model, column, width)
    lines = [model.line(place) for place in range(model.rowCount())]
    done, skipped = 0, []
    for number, cells in enumerate(rows[first:], first + 1):
        if not any(cells):
            continue
        place = row + done
        if model.spec.fixed and place >= len(lines):
            skipped.append(SkippedRow(number, " ".join(cells), _("There is no line left to fill in.")))
            continue
        old = lines[place] if place < len(lines) else model.spec.blank()
        try:
            line = _typed(model, old, columns, cells)
        except UnreadableError as error:
            skipped.append(SkippedRow(number, " ".join(cells), str(error)))
            continue
        lines[place : place + 1] = [line]
        done += 1
    if done:
        model.put_all(lines)
    return Pasted(done, tuple(skipped))


def paste_sentence(done: int, skipped: Sequence[SkippedRow]) -> str:
    """Tell what became of a paste, naming the first rows that were skipped."""
    told = ngettext("{count} line pasted.", "{count} lines pasted.", done).format(count=done)
    if not skipped:
        return told
    left = ngettext("{count} row skipped:", "{count} rows skipped:", len(skipped)).format(count=len(skipped))
    reasons = [_("row {number}: {reason}").format(number=one.number, reason=one.reason) for one in skipped[:SHOWN_ROWS]]
    return " ".join([told, left, *reasons, *(["…"] if len(skipped) > SHOWN_ROWS else [])])


def _written(model: LineModel[LineT], row: int, column: int) -> str:
    text = str(model.data(model.index(row, column)))
    return text.translate(_UNGROUPED) if model.spec.columns[column].right else text


def _named_columns(model: LineModel[LineT], cells: Sequence[str]) -> list[GridColumn[LineT] | None]:
    """Return the columns that a row of titles names; none when it is no such row."""
    known = {_(column.title).casefold(): column for column in model.spec.columns}
    named = [known.get(cell.casefold()) for cell in cells]
    return named if any(column and column.edit is Edit.PRODUCT for column in named) else []


def _columns_from(model: LineModel[LineT], column: int, width: int) -> list[GridColumn[LineT] | None]:
    """Return the columns to fill: code and quantity where two are pasted on a code, else those on screen."""
    columns = model.spec.columns
    short = [one for one in columns if one.short]
    if columns[column].edit is Edit.PRODUCT and width == len(short):
        return list(short)
    return list(columns[column : column + width])


def _typed(
    model: LineModel[LineT], line: LineT, columns: Sequence[GridColumn[LineT] | None], cells: Sequence[str]
) -> LineT:
    taken = [
        (column, cell)
        for column, cell in zip(columns, cells, strict=False)
        if column is not None and column.edit is not Edit.NONE and cell
        if column.open_to is None or column.open_to(line)
    ]
    # The product first: it sets what the other cells then change.
    for column, cell in sorted(taken, key=lambda pair: pair[0].edit is not Edit.PRODUCT):
        line = model.spec.apply(line, column.key, read_value(column.edit, cell, model.today, model.spec.resolve))
    if model.spec.is_blank(line):
        raise UnreadableError(_("Nothing in it can be typed in this grid."))
    return line
