"""Table models: a million ids with rows loaded in blocks, and a short list of records.

`data()` runs some 1 500 times a frame: roles are module-level integers (an enum look-up costs 3.9 µs),
brushes and fonts are made once a theme, the texts of a row once a block.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QFont

from adv_desktop.services.texts import _
from adv_desktop.ui.tables.columns import EMPTY_LOOK, Cell, CellLook, Column, looks_of
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone

BLOCK = 128
KEPT_BLOCKS = 48

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HORIZONTAL = Qt.Orientation.Horizontal

_Index = QModelIndex | QPersistentModelIndex
RowsLoader = Callable[[Sequence[int]], Mapping[int, Any]]


class ColumnsModel(QAbstractTableModel):
    """A table whose columns are data; `looks` tells what a row shows."""

    def __init__(self, columns: Sequence[Column[Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._aligns = [_RIGHT if column.right else _LEFT for column in columns]
        self._sorted: tuple[str, bool] = ("", False)
        self._row = -1
        self._looks: tuple[CellLook, ...] = ()
        self._brushes: dict[Tone, QBrush] = {}
        self._fonts: list[QFont | None] = []
        theme().changed.connect(self._on_theme)
        self._on_theme()

    def looks(self, row: int) -> tuple[CellLook, ...]:
        """Return what a row shows, column by column."""
        raise NotImplementedError

    def look(self, row: int, column: int) -> CellLook:
        """Return what a cell shows."""
        if row != self._row:
            self._looks = self.looks(row)
            self._row = row
        return self._looks[column]

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        row = index.row()
        if row != self._row:
            self._looks = self.looks(row)
            self._row = row
        if role == _DISPLAY:
            return self._looks[index.column()].text
        if role == _ALIGN:
            return self._aligns[index.column()]
        if role == _FOREGROUND:
            tone = self._looks[index.column()].tone
            return None if tone is None else self._brushes[tone]
        if role == _FONT:
            return self._fonts[index.column()]
        if role == _TIP:
            return self._looks[index.column()].tip or None
        if role == _ACCESSIBLE:
            look = self._looks[index.column()]
            return f"{look.text}, {look.second}" if look.second else look.text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation != _HORIZONTAL:
            return None
        if role == _DISPLAY:
            column = self.columns[section]
            key, descending = self._sorted
            arrow = (" ↓" if descending else " ↑") if key and column.sort == key else ""
            return _(column.title) + arrow
        return self._aligns[section] if role == _ALIGN else None

    def show_sort(self, key: str, descending: bool) -> None:
        """Mark the header of the column that the list is sorted by."""
        self._sorted = (key, descending)
        self.headerDataChanged.emit(_HORIZONTAL, 0, len(self.columns) - 1)

    def forget_row(self) -> None:
        """Ask `looks` again for the row that was asked for last."""
        self._row = -1

    def _on_theme(self) -> None:
        self._brushes = {tone: QBrush(theme().color(tone.value)) for tone in Tone}
        strong = theme().font("strong")
        self._fonts = [strong if column.bold else None for column in self.columns]

    @property
    def has_two_lines(self) -> bool:
        """Whether rows need the height of two lines."""
        return any(column.cell is Cell.TWO_LINES for column in self.columns)


class LazyTableModel(ColumnsModel):
    """Any number of rows: all ids in an array, the rows themselves in blocks that are loaded when shown.

    Rows are asked for while the view is being painted: a failure there stays out of the painting, its rows stay
    empty, and `failed` tells of it afterwards.
    """

    failed = Signal(object)

    def __init__(self, columns: Sequence[Column[Any]], rows: RowsLoader, parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._load = rows
        self.ids = array("q")
        self._blocks: OrderedDict[int, Mapping[int, Any]] = OrderedDict()
        self._drawn: OrderedDict[int, tuple[CellLook, ...]] = OrderedDict()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.ids)

    def set_ids(self, ids: array[int], first: Mapping[int, Any] | None = None) -> None:
        """Show other rows, or the same in another order; `first` is the first block, when it was read already."""
        self.beginResetModel()
        self.ids = ids
        self._forget()
        if first is not None:
            self._blocks[0] = first
        self.endResetModel()

    def looks(self, row: int) -> tuple[CellLook, ...]:
        identity = self.ids[row]
        drawn = self._drawn.get(identity)
        if drawn is not None:
            return drawn
        record = self._block(row // BLOCK).get(identity)
        drawn = (EMPTY_LOOK,) * len(self.columns) if record is None else looks_of(self.columns, record)
        self._drawn[identity] = drawn
        if len(self._drawn) > BLOCK * KEPT_BLOCKS:
            self._drawn.popitem(last=False)
        return drawn

    def id_at(self, row: int) -> int:
        """Return the id of a row."""
        return self.ids[row]

    def row_of(self, identity: int) -> int:
        """Return the row of an id, -1 when it is not in the list."""
        try:
            return self.ids.index(identity)
        except ValueError:
            return -1

    def record(self, identity: int) -> object | None:
        """Return the row dataclass of an id of the list."""
        row = self.row_of(identity)
        return None if row < 0 else self._block(row // BLOCK).get(identity)

    def invalidate(self, changed: Iterable[int]) -> None:
        """Load the blocks that hold these ids again."""
        wanted = set(changed)
        held = [number for number, block in self._blocks.items() if not wanted.isdisjoint(block)]
        for number in held:
            del self._blocks[number]
            first = number * BLOCK
            last = min(first + BLOCK, len(self.ids)) - 1
            for identity in self.ids[first : last + 1]:
                self._drawn.pop(identity, None)
            self.forget_row()
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def refresh_texts(self) -> None:
        """Write every text again (another language, another day)."""
        self.beginResetModel()
        self._forget()
        self.endResetModel()

    def _forget(self) -> None:
        self._blocks.clear()
        self._drawn.clear()
        self.forget_row()

    def _block(self, number: int) -> Mapping[int, Any]:
        block = self._blocks.get(number)
        if block is None:
            block = self._loaded(number)
            self._blocks[number] = block
            if len(self._blocks) > KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block

    def _loaded(self, number: int) -> Mapping[int, Any]:
        try:
            return self._load(self.ids[number * BLOCK : (number + 1) * BLOCK])
        except Exception as error:
            QTimer.singleShot(0, self, partial(self.failed.emit, error))
            return {}


class RowsModel(ColumnsModel):
    """A short list of records."""

    def __init__(self, columns: Sequence[Column[Any]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self.records: list[Any] = []
        self._drawn: dict[int, tuple[CellLook, ...]] = {}

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.records)

    def set_records(self, records: Iterable[object]) -> None:
        """Show other records."""
        self.beginResetModel()
        self.records = list(records)
        self._drawn.clear()
        self.forget_row()
        self.endResetModel()

    def looks(self, row: int) -> tuple[CellLook, ...]:
        drawn = self._drawn.get(row)
        if drawn is None:
            drawn = self._drawn[row] = looks_of(self.columns, self.records[row])
        return drawn
