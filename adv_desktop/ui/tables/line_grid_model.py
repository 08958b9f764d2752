"""The lines of a document as rows, the columns given as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, NoReturn, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import read_date, read_number
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Choice, Search

LineT = TypeVar("LineT")


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity typed with the unit that it is counted in: « 3 ct »."""

    number: Decimal
    unit: str


Value = Choice | Counted | Decimal | date | str | None
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
REMEMBERED = 100
_COUNTED = re.compile(r"([\d\s.,]+?)\s*([^\W\d_].*)")

_DISPLAY, _EDIT, _ALIGN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.TextAlignmentRole
_TIP, _SPOKEN = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole


class Edit(StrEnum):
    """What may be typed in a column."""

    NONE = "none"
    PRODUCT = "product"
    QUANTITY = "quantity"
    COUNTED = "counted"  # a quantity that may be followed by a unit
    PRICE = "price"
    PERCENT = "percent"
    DATE = "date"
    TEXT = "text"


class LineStyle(StrEnum):
    """How a whole line is drawn: most are plain; words without amounts spread over the columns at their right."""

    PLAIN = "plain"
    HEADING = "heading"
    REMARK = "remark"
    SUM = "sum"

    @property
    def spreads(self) -> bool:
        """Whether the text of the wide column takes those at its right as well."""
        return self in {LineStyle.HEADING, LineStyle.REMARK}


@dataclass(frozen=True, slots=True)
class GridColumn(Generic[LineT]):
    """A column: what it shows, what may be typed in it, how it looks.

    `short` puts it on the path of the Enter key. `typed` is the text that the editor starts with, where it
    differs from the shown one. `tone` colours the text, `ground` the cell; `open_to` closes a cell to typing.
    An `optional` column is hidden while no line has a text in it.
    """

    key: str
    title: str
    text: Callable[[LineT], str]
    edit: Edit = Edit.NONE
    right: bool = False
    width: int = 90
    short: bool = False
    stretch: bool = False
    bold: bool = False
    tone: Callable[[LineT], Tone | None] | None = None
    ground: Callable[[LineT], Tone | None] | None = None
    icon: Callable[[LineT], str | None] | None = None
    tip: Callable[[LineT], str] | None = None
    typed: Callable[[LineT], str] | None = None
    open_to: Callable[[LineT], bool] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GridSpec(Generic[LineT]):
    """What a grid needs to know of its lines, which are frozen: `apply` returns another line.

    `fixed` lines are given by a document: cells are filled in, no line comes or goes.
    Lines that are `is_below` the one above them come with it and have no number.
    """

    columns: Sequence[GridColumn[LineT]]
    blank: Callable[[], LineT]
    is_blank: Callable[[LineT], bool]
    apply: Callable[[LineT, str, Value], LineT]
    product_of: Callable[[LineT], int | None]
    add_one: Callable[[LineT], LineT]
    search: Search
    resolve: Callable[[str], Choice | None]
    extras: tuple[str, ...] = (N_("Unit price"), N_("Avail."))
    fixed: bool = False
    style: Callable[[LineT], LineStyle] = lambda _line: LineStyle.PLAIN
    is_below: Callable[[LineT], bool] = lambda _line: False

    @property
    def product_key(self) -> str:
        """The key of the column in which products are chosen."""
        return next(column.key for column in self.columns if column.edit is Edit.PRODUCT)


def fixed_spec(columns: Sequence[GridColumn[LineT]], apply: Callable[[LineT, str, Value], LineT]) -> GridSpec[LineT]:
    """Return the spec of a grid over the given lines of a document, without any product to choose."""
    return GridSpec(
        columns=columns,
        blank=_no_line,
        is_blank=lambda _line: False,
        apply=apply,
        product_of=lambda _line: None,
        add_one=lambda line: line,
        search=lambda _text, show: show(()),
        resolve=lambda _text: None,
        fixed=True,
    )


def _no_line() -> NoReturn:
    raise RuntimeError("the lines of this grid are given by a document")


class UnreadableError(Exception):
    """What was typed has no meaning in its column; the message tells what is expected."""


def read_value(edit: Edit, text: str, today: date, resolve: Callable[[str], Choice | None]) -> Value:
    """Turn what was typed into a value; None for an emptied cell; raise UnreadableError for nonsense."""
    text = text.strip()
    if edit is Edit.TEXT:
        return text
    if not text:
        return None
    if edit is Edit.PRODUCT:
        return _found(resolve(text), _("No product has the code or barcode “{text}”."), text)
    if edit is Edit.DATE:
        return _found(read_date(text, today), _("“{text}” is not a date. Type 24/11, 241126, +15 or =."), text)
    if (
        edit is Edit.COUNTED
        and (counted := _COUNTED.fullmatch(text))
        and (number := read_number(counted[1])) is not None
    ):
        return Counted(number, counted[2])
    bare = text.replace("%", "").replace("€", "")
    return _found(read_number(bare), _("“{text}” is not a number."), text)


FoundT = TypeVar("FoundT")


def _found(value: FoundT | None, sentence: str, text: str) -> FoundT:
    if value is None:
        raise UnreadableError(sentence.format(text=text))
    return value


def _number(lines: Sequence[LineT], row: int, is_below: Callable[[LineT], bool]) -> str:
    """Return the number of a row among the lines that have one."""
    return "" if is_below(lines[row]) else str(sum(not is_below(line) for line in lines[: row + 1]))


class LineModel(QAbstractTableModel, Generic[LineT]):
    """The lines and, last, a blank one to type in. A change made here by the user can be undone."""

    edited = Signal(int, str)
    lines_changed = Signal()

    def __init__(self, spec: GridSpec[LineT], today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.today = today
        self.read_only = False
        self._lines: list[LineT] = [] if spec.fixed else [spec.blank()]
        self._past: list[list[LineT]] = []
        self._future: list[list[LineT]] = []

    def lines(self) -> list[LineT]:
        """Return the lines that say something."""
        return [line for line in self._lines if not self.spec.is_blank(line)]

    def line(self, row: int) -> LineT:
        """Return the line of a row, blank or not."""
        return self._lines[row]

    def set_lines(self, lines: Iterable[LineT]) -> None:
        """Show the lines of a document; nothing is left to undo."""
        self._past.clear()
        self._future.clear()
        self._show(list(lines))

    def replace(self, row: int, line: LineT) -> None:
        """Show a line as the program computed it; an editor that is open keeps its text."""
        self._lines[row] = line
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def refresh(self, old: LineT, new: LineT) -> bool:
        """Replace exactly this line, unless the user has changed or removed it meanwhile."""
        for row, line in enumerate(self._lines):
            if line is old:
                self.replace(row, new)
                return True
        return False

    def put_below(self, row: int, count: int, lines: Sequence[LineT]) -> None:
        """Replace the lines below a row that the program added itself; nothing of it is undone by itself."""
        if self._lines[row + 1 : row + 1 + count] == list(lines):
            return
        if count:
            self.beginRemoveRows(NO_PARENT, row + 1, row + count)
            del self._lines[row + 1 : row + 1 + count]
            self.endRemoveRows()
        if lines:
            self.beginInsertRows(NO_PARENT, row + 1, row + len(lines))
            self._lines[row + 1 : row + 1] = lines
            self.endInsertRows()

    def apply(self, row: int, key: str, value: Value) -> None:
        """Take a value that the user typed."""
        line = self.spec.apply(self._lines[row], key, value)
        if line != self._lines[row]:
            self._remember()
            self._put(row, line)
            self.edited.emit(row, key)
            self.lines_changed.emit()

    def scan(self, choice: Choice) -> int:
        """Add a scanned product, or one more of it; return the row."""
        self._remember()
        known = (row for row, line in enumerate(self._lines) if self.spec.product_of(line) == choice.id)
        row = next(known, None)
        if row is None:
            row = len(self._lines) - 1
            self._put(row, self.spec.apply(self._lines[row], self.spec.product_key, choice))
        else:
            self._put(row, self.spec.add_one(self._lines[row]))
        self.edited.emit(row, self.spec.product_key)
        self.lines_changed.emit()
        return row

    def insert(self, row: int, line: LineT | None = None) -> None:
        """Put a line before a row, a blank one to type in when none is given."""
        self._remember()
        self.beginInsertRows(NO_PARENT, row, row)
        self._lines.insert(row, self.spec.blank() if line is None else line)
        self.endInsertRows()
        if line is not None:
            self.lines_changed.emit()

    def move(self, row: int, by: int) -> bool:
        """Let a line change places with the one above (-1) or below (1); False at the ends."""
        there, last = row + by, len(self._lines) - 1
        if not (0 <= row < last and 0 <= there < last):
            return False
        self._remember()
        self.beginMoveRows(NO_PARENT, row, row, NO_PARENT, there if by < 0 else there + 1)
        self._lines.insert(there, self._lines.pop(row))
        self.endMoveRows()
        self.lines_changed.emit()
        return True

    def remove(self, rows: Iterable[int]) -> None:
        """Take lines away; the blank one at the end stays."""
        going = sorted({row for row in rows if row < len(self._lines) - 1}, reverse=True)
        if not going:
            return
        self._remember()
        for row in going:
            self.beginRemoveRows(NO_PARENT, row, row)
            del self._lines[row]
            self.endRemoveRows()
        self.lines_changed.emit()

    def put_all(self, lines: Sequence[LineT]) -> None:
        """Take many changes of the user at once, as one step to undo."""
        self._remember()
        self._show(list(lines))
        self.lines_changed.emit()

    def undo(self) -> bool:
        """Go back before the user's last change."""
        return self._travel(self._past, self._future)

    def redo(self) -> bool:
        """Do again what was undone."""
        return self._travel(self._future, self._past)

    def can_edit(self, row: int, column: int) -> bool:
        """Whether something may be typed in a cell."""
        shown = self.spec.columns[column]
        if self.read_only or shown.edit is Edit.NONE:
            return False
        return shown.open_to is None or shown.open_to(self._lines[row])

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.spec.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_edit(index.row(), index.column()) else flags

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        column, line = self.spec.columns[index.column()], self._lines[index.row()]
        if role in {_DISPLAY, _SPOKEN, _EDIT} and self.spec.is_blank(line):
            return ""
        if role in {_DISPLAY, _SPOKEN}:
            return column.text(line)
        if role == _EDIT:
            return (column.typed or column.text)(line)
        if role == _TIP and column.tip is not None:
            return column.tip(line)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation == Qt.Orientation.Vertical:
            return _number(self._lines, section, self.spec.is_below) if role == _DISPLAY else None
        column = self.spec.columns[section]
        if role == _DISPLAY:
            return _(column.title)
        if role == _ALIGN:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _put(self, row: int, line: LineT) -> None:
        self.replace(row, line)
        if row == len(self._lines) - 1 and not self.spec.fixed and not self.spec.is_blank(line):
            self.beginInsertRows(NO_PARENT, row + 1, row + 1)
            self._lines.append(self.spec.blank())
            self.endInsertRows()

    def _show(self, lines: list[LineT]) -> None:
        self.beginResetModel()
        self._lines = lines
        if not self.spec.fixed and (not lines or not self.spec.is_blank(lines[-1])):
            lines.append(self.spec.blank())
        self.endResetModel()

    def _remember(self) -> None:
        self._past.append(list(self._lines))
        del self._past[:-REMEMBERED]
        self._future.clear()

    def _travel(self, source: list[list[LineT]], target: list[list[LineT]]) -> bool:
        if not source:
            return False
        target.append(list(self._lines))
        self._show(source.pop())
        self.lines_changed.emit()
        return True
