"""The grid in which the lines of a document are typed, with the keyboard alone.

Enter goes the short way (code, quantity, next line), Tab and Shift+Tab through every cell that may be typed in,
F4 searches a product, F6 asks for the line's detail, Ctrl+Down takes the value above, Ins opens a line,
Ctrl+Del takes one away, Ctrl+C and Ctrl+V speak with Excel, Ctrl+Z and Ctrl+Y undo and redo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Generic

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import N_
from adv_desktop.ui.tables.line_grid_model import (
    Edit,
    GridColumn,
    GridSpec,
    LineT,
    UnreadableError,
    fixed_spec,
    read_value,
)
from adv_desktop.ui.tables.line_grid_tsv import SkippedRow, paste, paste_sentence, write_rows
from adv_desktop.ui.tables.line_grid_view import LineView
from adv_desktop.ui.theme import theme

__all__ = ["KEYS", "Edit", "GridColumn", "GridSpec", "LineGrid", "SkippedRow", "fixed_spec", "paste_sentence"]

KEYS = (
    ("Return", N_("Next field: code, quantity, next line")),
    ("Tab", N_("Next cell to type in")),
    ("F4", N_("Search a product")),
    ("F6", N_("Detail of the line")),
    ("Ctrl+Down", N_("Same value as above")),
    ("Ins", N_("Insert a line")),
    ("Ctrl+Del", N_("Remove the line")),
    ("Ctrl+V", N_("Paste from Excel")),
)

_KEY, _CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
_QT_CTRL_KEYS = {_KEY.Key_Home, _KEY.Key_End, _KEY.Key_A, _KEY.Key_Space}
_THREE_LINES = 150  # high


class LineGrid(LineView[LineT], Generic[LineT]):
    """Lines of a document. `lines_changed` follows every change by the user, `edited` the change of one cell."""

    detail_requested = Signal(int)
    pasted = Signal(int, object)

    def __init__(self, name: str, spec: GridSpec[LineT], today: date, parent: QWidget | None = None) -> None:
        super().__init__(name, spec, today, parent)
        self._keys = self._key_map()
        self.cells.asked.connect(self._on_grid_key)

    def keep_lines_in_sight(self) -> None:
        """Stay high enough for three lines, however large everything is."""
        self.setMinimumHeight(theme().px(_THREE_LINES))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._action(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {_KEY.Key_Tab, _KEY.Key_Backtab}:
            way = "before" if event.key() == _KEY.Key_Backtab else "after"
            event.setAccepted(self.step(way, self.current_cell()))
        elif action := self._action(event):
            action()
        elif event.text().isdigit() and not self._is_open(self.current_cell()):
            self._on_stray_digit(event)
        elif not event.modifiers() & _CTRL or event.key() in _QT_CTRL_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def copy(self) -> None:
        """Put the chosen cells on the clipboard."""
        chosen = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        cells: dict[int, list[tuple[int, int]]] = {}
        for row, column in sorted((index.row(), index.column()) for index in chosen):
            cells.setdefault(row, []).append((row, column))
        QGuiApplication.clipboard().setText(write_rows(self.lines_model, list(cells.values())))

    def paste(self) -> None:
        """Take the clipboard's rows from the current cell on and tell what was skipped."""
        text = QGuiApplication.clipboard().text()
        if self.lines_model.read_only or not text.strip():
            return
        row, column = self.current_cell()
        result = paste(self.lines_model, text, row, column)
        self._select(row + result.done, column)
        self.pasted.emit(result.done, list(result.skipped))

    def insert_line(self, line: LineT, key: str) -> None:
        """Put a line above the current one and type in a cell of it, or in the next line where it is closed."""
        if self.lines_model.read_only or not self.finish_editing():
            return
        row = max(self.current_row(), 0)
        self.lines_model.insert(row, line)
        place = [column.key for column in self.spec.columns].index(key)
        self.edit_at((row, place) if self.lines_model.can_edit(row, place) else (row + 1, self.product_column))

    def change(self, row: int, lines: Sequence[LineT]) -> None:
        """Put one or several lines in the place of a row, as one step to undo."""
        column = self.currentIndex().column()
        kept = [self.lines_model.line(place) for place in range(self.lines_model.rowCount())]
        kept[row : row + 1] = lines
        self.lines_model.put_all(kept)
        self._select(row, max(column, 0))

    def move_line(self, by: int) -> None:
        """Move the current line up (-1) or down (1)."""
        if not self.lines_model.read_only and self.finish_editing() and self.lines_model.move(self.current_row(), by):
            self.scrollTo(self.currentIndex())

    def _key_map(self) -> dict[int, Callable[[], object]]:
        ctrl = _CTRL.value
        growing = {
            _KEY.Key_F4.value: self._on_search,
            _KEY.Key_F6.value: lambda: self.detail_requested.emit(self.current_row()),
            _KEY.Key_Insert.value: self._on_insert,
            ctrl | _KEY.Key_Delete.value: self._on_remove,
        }
        return ({} if self.spec.fixed else growing) | self._filling_keys()

    def _filling_keys(self) -> dict[int, Callable[[], object]]:
        ctrl = _CTRL.value
        return {
            _KEY.Key_Return.value: self._on_enter,
            _KEY.Key_Enter.value: self._on_enter,
            _KEY.Key_Delete.value: self._on_clear,
            ctrl | _KEY.Key_Down.value: self._on_same_as_above,
            ctrl | _KEY.Key_Z.value: lambda: self._travel(self.lines_model.undo),
            ctrl | _KEY.Key_Y.value: lambda: self._travel(self.lines_model.redo),
            ctrl | _KEY.Key_C.value: self.copy,
            ctrl | _KEY.Key_V.value: self.paste,
        }

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does in the grid; a key of the keypad is like any other."""
        pressed = event.keyCombination().toCombined() & ~Qt.KeyboardModifier.KeypadModifier.value
        return self._keys.get(pressed) if self.currentIndex().isValid() else None

    def _on_grid_key(self, event: QKeyEvent) -> None:
        if action := self._action(event):
            action()

    def _on_enter(self) -> None:
        if self.lines_model.can_edit(*self.current_cell()):
            self.edit_at(self.current_cell())
        else:
            self.step("enter", self.current_cell())

    def _is_open(self, cell: tuple[int, int]) -> bool:
        """Whether digits typed in a cell stay there: a scanner's go to a new line from any other."""
        return self.spec.fixed or self.lines_model.read_only or self.lines_model.can_edit(*cell)

    def _on_stray_digit(self, event: QKeyEvent) -> None:
        self.edit_at((self.lines_model.rowCount() - 1, self.product_column))
        self.cells.forward(event)

    def _on_search(self) -> None:
        self.edit_at((self.current_row(), self.product_column))
        self.ahead.ask()

    def _on_insert(self) -> None:
        if not self.lines_model.read_only:
            row = self.current_row()
            self.lines_model.insert(row)
            self.edit_at((row, self.product_column))

    def _on_remove(self) -> None:
        if not self.lines_model.read_only:
            row, column = self.current_cell()
            chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
            self.lines_model.remove(chosen or {row})
            self._select(row, column)

    def _on_clear(self) -> None:
        row, place = self.current_cell()
        column = self.spec.columns[place]
        if self.lines_model.can_edit(row, place) and column.edit is not Edit.PRODUCT:
            self.lines_model.apply(row, column.key, "" if column.edit is Edit.TEXT else None)

    def _on_same_as_above(self) -> None:
        row, place = self.current_cell()
        if row < 1 or not self.lines_model.can_edit(row, place):
            return
        column = self.spec.columns[place]
        above = str(self.lines_model.index(row - 1, place).data(Qt.ItemDataRole.EditRole))
        try:
            value = read_value(column.edit, above, self.lines_model.today, self.spec.resolve)
        except UnreadableError:
            return  # a dash or a word in the cell above is no value
        self.lines_model.apply(row, column.key, value)

    def _travel(self, change: Callable[[], bool]) -> None:
        row, column = self.current_cell()
        if change():
            self._select(row, column)

    def _select(self, row: int, column: int) -> None:
        self.setCurrentIndex(self.lines_model.index(min(row, self.lines_model.rowCount() - 1), column))
