"""The table under the line grid: its columns, and the way from cell to cell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Generic

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemDelegate,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QWidget,
)

from adv_desktop.services.texts import _
from adv_desktop.ui.tables import line_grid_moves as moves
from adv_desktop.ui.tables.line_grid_editor import CellDelegate, CellEditor
from adv_desktop.ui.tables.line_grid_model import Edit, GridSpec, LineModel, LineT
from adv_desktop.ui.tables.line_grid_paint import PADDING
from adv_desktop.ui.tables.line_grid_search import TypeAhead
from adv_desktop.ui.theme import theme

_HINT = QAbstractItemDelegate.EndEditHint
_BY_HAND = QHeaderView.ResizeMode.Interactive
_WAYS = {_HINT.EditNextItem: "after", _HINT.EditPreviousItem: "before", _HINT.SubmitModelCache: "enter"}


class LineView(QTableView, Generic[LineT]):
    """Shows lines and moves the editor over them."""

    edited = Signal(int, str)
    lines_changed = Signal()

    def __init__(self, name: str, spec: GridSpec[LineT], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        keys = _("Enter: next field. Tab: every cell. F4: search a product. F6: line detail.")
        self.setAccessibleDescription(_("Enter: next line.") if spec.fixed else keys)
        self.spec = spec
        self.lines_model = LineModel(spec, today, self)
        self.lines_model.edited.connect(self.edited)
        self.lines_model.lines_changed.connect(self.lines_changed)
        self.setModel(self.lines_model)
        self.ahead = TypeAhead(spec.search, spec.extras, self)
        self.cells = CellDelegate(self.lines_model, self.ahead, self)
        self.setItemDelegate(self.cells)
        self._short = [place for place, column in enumerate(spec.columns) if column.short]
        products = (place for place, column in enumerate(spec.columns) if column.edit is Edit.PRODUCT)
        self.product_column = next(products, -1)
        self.setEditTriggers(self.EditTrigger.DoubleClicked | self.EditTrigger.AnyKeyPressed)
        self.setSelectionMode(self.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        for changed in (self.lines_model.modelReset, self.lines_model.rowsInserted, self.lines_model.rowsRemoved,
                        self.lines_model.rowsMoved):  # fmt: skip
            changed.connect(self._spread_words)
        self._optional = [place for place, column in enumerate(spec.columns) if column.optional]
        self.lines_model.modelReset.connect(self._hide_empty)
        self.lines_model.dataChanged.connect(self._show_filled)
        self._hide_empty()
        self._dress_headers()
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def lines(self) -> list[LineT]:
        """Return the lines that say something."""
        return self.lines_model.lines()

    def line(self, row: int) -> LineT:
        """Return the line of a row (blank ones have rows too)."""
        return self.lines_model.line(row)

    def set_lines(self, lines: Iterable[LineT]) -> None:
        """Show the lines of a document."""
        self.lines_model.set_lines(lines)

    def replace(self, row: int, line: LineT) -> None:
        """Show a line as it was computed; an editor that is open keeps its text and the focus."""
        self.lines_model.replace(row, line)

    def refresh(self, old: LineT, new: LineT) -> bool:
        """Replace exactly this line; False when the user has changed or removed it meanwhile."""
        return self.lines_model.refresh(old, new)

    def set_read_only(self, read_only: bool) -> None:
        """Close every cell to typing, for documents that are issued."""
        self.lines_model.read_only = read_only

    def current_row(self) -> int:
        """Return the row that the user is in, -1 for none."""
        return self.currentIndex().row()

    def current_cell(self) -> moves.Cell:
        """Return the row and the column that the user is in."""
        return self.currentIndex().row(), self.currentIndex().column()

    def edit_cell(self, row: int, key: str) -> None:
        """Open the editor of a cell."""
        self.edit_at((row, [column.key for column in self.spec.columns].index(key)))

    def edit_at(self, cell: moves.Cell) -> None:
        """Go to a cell and open its editor where something may be typed."""
        index: QModelIndex = self.lines_model.index(*cell)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)
        if self.lines_model.can_edit(*cell):
            self.edit(index)

    def finish_editing(self) -> bool:
        """Take what is being typed before the document is saved; False when it has no meaning."""
        return self.cells.finish()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        cell = self.current_cell()
        super().closeEditor(editor, _HINT.NoHint)
        if hint in _WAYS and isinstance(editor, CellEditor) and editor.leaving:
            if editor.scanned:
                self.edit_at((self.lines_model.rowCount() - 1, self.product_column))
            elif not self.step(_WAYS[hint], cell) and hint != _HINT.SubmitModelCache:
                self.focusNextPrevChild(hint == _HINT.EditNextItem)

    def step(self, way: str, cell: moves.Cell) -> bool:
        """Type in the next cell of a way (after, before, enter); False where the way ends."""
        if way == "enter":
            following = moves.after_enter(self.lines_model, cell, self._short)
        else:
            following = (moves.before if way == "before" else moves.after)(self.lines_model, cell)
        if following is None:
            return False
        self.edit_at(following)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.cells.resume()
        if not self.currentIndex().isValid() and (first := moves.first_from(self.lines_model, 0)):
            self.setCurrentIndex(self.lines_model.index(*first))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.ahead.popup.hide()
        self._give_room()

    def _give_room(self) -> None:
        """Give the wide columns the room that is left, never less than they need: the lines scroll sideways then."""
        shown = [place for place in range(len(self.spec.columns)) if not self.isColumnHidden(place)]
        wide = [place for place in shown if self.spec.columns[place].stretch]
        room = self.viewport().width() - sum(self.columnWidth(place) for place in shown if place not in wide)
        for place in wide:
            self.setColumnWidth(place, max(theme().px(self.spec.columns[place].width), room // len(wide)))

    def _spread_words(self) -> None:
        """Let headings and remarks take the columns at the right of the wide one."""
        self.clearSpans()
        wide = next((place for place, column in enumerate(self.spec.columns) if column.stretch), -1)
        across = len(self.spec.columns) - wide
        for row in range(self.lines_model.rowCount()):
            if wide >= 0 and across > 1 and self.spec.style(self.line(row)).spreads:
                self.setSpan(row, wide, 1, across)

    def _hide_empty(self) -> None:
        """Hide the optional columns in which no line has a text."""
        for place in self._optional:
            texts = (self._text(row, place) for row in range(self.lines_model.rowCount()))
            self.setColumnHidden(place, not any(texts))
        self._give_room()

    def _show_filled(self, first: QModelIndex, last: QModelIndex) -> None:
        """Show the optional columns in which changed lines have a text."""
        for place in self._optional:
            if any(self._text(row, place) for row in range(first.row(), last.row() + 1)):
                self.setColumnHidden(place, False)
                self._give_room()

    def _text(self, row: int, place: int) -> str:
        line = self.line(row)
        return "" if self.spec.is_blank(line) else self.spec.columns[place].text(line)

    def _dress_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setHighlightSections(False)
        down.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        for place, column in enumerate(self.spec.columns):
            across.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed if column.stretch else _BY_HAND)
        across.sectionResized.connect(self._on_resized)
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            box = QHBoxLayout(corner)
            box.setContentsMargins(0, 0, 0, 0)
            number = QLabel("#", corner)
            number.setProperty("role", "label")
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(number)

    def _on_theme_changed(self) -> None:
        look = theme()
        self.verticalHeader().setDefaultSectionSize(look.row_height)
        self.verticalHeader().setFixedWidth(look.px(36))
        self.horizontalHeader().setFixedHeight(look.px(34))
        self.horizontalHeader().setStyleSheet(f"QHeaderView::section {{ padding: 0 {look.px(PADDING)}px; }}")
        metrics = QFontMetrics(look.font("header"))
        for place, column in enumerate(self.spec.columns):
            if not column.stretch:
                title = metrics.horizontalAdvance(_(column.title)) + look.px(2 * PADDING + 4)
                self.setColumnWidth(place, max(look.px(column.width), title))
        self._give_room()

    def _on_resized(self, place: int, _before: int, _now: int) -> None:
        if not self.spec.columns[place].stretch:
            self._give_room()
