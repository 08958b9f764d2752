"""The view of a list: fixed rows, sort on a header click, columns that the user arranges, copy."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.tables.columns import Cell
from adv_desktop.ui.tables.delegate import PADDING, CellDelegate
from adv_desktop.ui.tables.fitting import Span, fitted, is_flexible, left_out, needed_widths, span_of
from adv_desktop.ui.tables.model import ColumnsModel, LazyTableModel
from adv_desktop.ui.theme import theme

COPIED_ROWS = 50_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class Settings(Protocol):
    """Where the arrangement of the columns is kept (a QSettings in the window)."""

    def value(self, key: str, default: object = None, /) -> object:
        """Return what was kept."""
        ...

    def setValue(self, key: str, value: object, /) -> None:
        """Keep a value."""
        ...


class PlainTable(QTableView):
    """The look that all tables share."""

    link_clicked = Signal(QModelIndex)

    def __init__(self, name: str, model: ColumnsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self.columns_model = model
        # Widths (at 100 %) that the user gave columns: those are left alone.
        self.own_widths: dict[int, int] = {}
        self._needed = [0] * len(model.columns)
        # Columns that the room is too narrow for, and those that the user asked for all the same.
        self._left_out: set[int] = set()
        self._wished: set[int] = set()
        self._fitting = False
        self.setItemDelegate(CellDelegate(model, self))
        self.setProperty("list", True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setAccessibleName(name)
        header.sectionResized.connect(self._on_section_resized)
        self._row_height: int | None = None
        for section, column in enumerate(model.columns):
            self.setColumnHidden(section, column.hidden)
        theme().changed.connect(self.measure)
        self.measure()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Let Home and End reach the first and the last row: a row is one thing here, not its cells."""
        if action in {QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd}:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)

    def set_row_height(self, height: int) -> None:
        """Give the rows a height of their own (at 100 %)."""
        self._row_height = height
        self.measure()

    def measure(self) -> None:
        """Take the sizes of the theme again."""
        height = theme().px(self._row_height or 46) if self._own_height else theme().row_height
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        header = self.horizontalHeader()
        header.setFixedHeight(theme().px(34))
        self._fitting = True  # a larger minimum widens columns by itself: the user did not ask for it
        header.setMinimumSectionSize(theme().px(36))
        self._fitting = False
        self.measure_cells()

    def measure_cells(self) -> None:
        """Look at what the first rows need, and give the columns their widths."""
        self._needed = needed_widths(self, self.columns_model.columns, theme().px(PADDING))
        self.fit_columns()

    def fit_columns(self) -> None:
        """Share the width of the table out among its columns."""
        header = self.horizontalHeader()
        wanted = (section for section in range(header.count()) if not self.is_unwanted(section))
        sections = sorted(wanted, key=header.visualIndex)
        spans, room = [self._span(section) for section in sections], self.viewport().width()
        out = left_out(spans, room)
        kept = [place for place in range(len(sections)) if place not in out]
        widths = fitted([spans[place] for place in kept], room)
        self._fitting = True
        self._left_out = {sections[place] for place in out}
        for section in sections:
            self.setColumnHidden(section, section in self._left_out)
        for place, width in zip(kept, widths, strict=True):
            self.setColumnWidth(sections[place], width)
        self._fitting = False
        # A scroll bar that is no longer needed would take room, and call for another one, until later.
        policy, fits = Qt.ScrollBarPolicy, sum(widths) <= room
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)

    def is_unwanted(self, section: int) -> bool:
        """Return whether a column is hidden, other than for want of room."""
        return self.isColumnHidden(section) and section not in self._left_out

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def takes_room(self, section: int) -> bool:
        """Return whether a column gets the room that is left, and is cut first."""
        return is_flexible(self.columns_model.columns[section])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_link(index):
            self.link_clicked.emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        link = self._is_link(self.indexAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _is_link(self, index: QModelIndex) -> bool:
        return index.isValid() and self.columns_model.columns[index.column()].cell is Cell.LINK

    @property
    def _own_height(self) -> bool:
        return self._row_height is not None or self.columns_model.has_two_lines

    def _span(self, section: int) -> Span:
        own = self.own_widths.get(section)
        if own is not None:
            return Span(theme().px(own), theme().px(own), fixed=True)
        column = self.columns_model.columns[section]
        span = span_of(column, self._needed[section], flexible=self.takes_room(section))
        return replace(span, soft=False) if section in self._wished else span

    def _on_section_resized(self, section: int, before: int, width: int) -> None:
        """Remember a width that the user gives; from or to 0, a column is shown or hidden."""
        if before and width and not self._fitting:
            self.own_widths[section] = width * 100 // theme().zoom


class TableView(PlainTable):
    """A list over a `LazyTableModel`."""

    opened = Signal(int)
    current_changed = Signal(int)
    selection_changed = Signal()
    sort_changed = Signal(str, bool)
    menu_requested = Signal(int, QPoint)

    def __init__(
        self, name: str, model: LazyTableModel, settings: Settings | None = None, settings_key: str = ""
    ) -> None:
        super().__init__(name, model)
        self.rows = model
        self._settings = settings
        self._settings_key = f"lists/{settings_key}"
        self._sort: tuple[str, bool] = ("", False)
        self._actions: list[QAction] = []
        self._told = 0
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self.show_column_chooser(header.mapToGlobal(at)))
        header.sectionClicked.connect(self._on_header_clicked)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.id_at(index.row())))
        self.selectionModel().currentRowChanged.connect(lambda *_: self._tell_current())
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self._restore()
        header.sectionMoved.connect(lambda *_: self._keep())
        header.sectionResized.connect(lambda *_: None if self._fitting else self._keep())

    def show_ids(self, ids: array[int], first: Mapping[int, Any] | None = None) -> None:
        """Show other ids and stay on the current one when it is still there, else go to the first.

        `first` is the first block of rows, when it was read already.
        """
        kept = self.current_id()
        self.rows.set_ids(ids, first)
        self.measure_cells()
        row = self.rows.row_of(kept) if kept else -1
        if row < 0 and ids:
            row = 0
        if row >= 0:
            self._go(row)
        self._tell_current()
        self.selection_changed.emit()

    def current_id(self) -> int:
        """Return the id under the cursor, 0 when there is none."""
        row = self.currentIndex().row()
        return self.rows.id_at(row) if 0 <= row < len(self.rows.ids) else 0

    def set_current_id(self, identity: int) -> bool:
        """Go to an id; tell whether it is in the list."""
        row = self.rows.row_of(identity)
        if row >= 0:
            self._go(row)
        return row >= 0

    def selected_ids(self) -> array[int]:
        """Return the ids of the selected rows, in the order of the list (ranges, never row by row)."""
        spans = sorted({(part.top(), part.bottom()) for part in self.selectionModel().selection().toList()})
        chosen = array("q")
        following = 0
        for top, bottom in spans:
            chosen.extend(self.rows.ids[max(top, following) : bottom + 1])
            following = max(following, bottom + 1)
        return chosen

    def set_sort(self, key: str, descending: bool) -> None:
        """Show what the list is sorted by."""
        self._sort = (key, descending)
        self.rows.show_sort(key, descending)

    @property
    def sort(self) -> tuple[str, bool]:
        """What the list is sorted by, and whether backwards."""
        return self._sort

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """Offer these actions on a right click."""
        self._actions = list(actions)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, with their header, ready for a sheet."""
        shown = self._shown_columns()
        lines = ["\t".join(_(self.rows.columns[section].title) for section in shown)]
        for span in self.selectionModel().selection().toList():
            for row in range(span.top(), min(span.bottom() + 1, span.top() + COPIED_ROWS)):
                looks = self.rows.looks(row)
                lines.append("\t".join(_one_line(looks[section].text) for section in shown))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def show_column_chooser(self, at: QPoint) -> None:
        """Let the user choose the columns."""
        self.column_menu().popup(at)

    def column_menu(self) -> QMenu:
        """Return the menu of all columns; the last one left cannot be hidden."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for section, column in enumerate(self.rows.columns):
            action = menu.addAction(_(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(section))
            action.toggled.connect(lambda on, section=section: self._show_column(section, on))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _ENTER and self.current_id():
            self.opened.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(self.current_id(), event.globalPos())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        menu.addSeparator()
        menu.addAction(_("Copy")).triggered.connect(self.copy)
        menu.popup(event.globalPos())

    def _go(self, row: int) -> None:
        index = self.rows.index(row, max(0, self.columnAt(0)))
        self.selectionModel().setCurrentIndex(index, _ROWS)
        self.scrollTo(index)

    def _tell_current(self) -> None:
        current = self.current_id()
        if current != self._told:
            self._told = current
            self.current_changed.emit(current)

    def _on_header_clicked(self, section: int) -> None:
        key = self.rows.columns[section].sort
        if key is None:
            return
        descending = not self._sort[1] if key == self._sort[0] else False
        self.set_sort(key, descending)
        self._keep()
        self.sort_changed.emit(key, descending)

    def _shown_columns(self) -> list[int]:
        header = self.horizontalHeader()
        sections = range(len(self.rows.columns))
        return sorted((one for one in sections if not self.isColumnHidden(one)), key=header.visualIndex)

    def _show_column(self, section: int, shown: bool) -> None:
        if not shown and self._shown_columns() == [section]:
            return
        self._left_out.discard(section)
        self._wished.add(section)
        self.setColumnHidden(section, not shown)
        self.measure_cells()
        self._keep()

    def arrangement(self) -> dict[str, Any]:
        """Return the columns in their order, with their widths, and what the list is sorted by."""
        header = self.horizontalHeader()
        arranged = [
            {
                "name": self.rows.columns[section].name,
                "width": self.own_widths.get(section),
                "hidden": self.is_unwanted(section),
            }
            for section in (header.logicalIndex(place) for place in range(header.count()))
        ]
        return {"columns": arranged, "sort": self._sort[0], "descending": self._sort[1]}

    def arrange(self, kept: Mapping[str, Any]) -> None:
        """Arrange the columns as they were kept; those that no longer exist are passed over."""
        sections = {column.name: section for section, column in enumerate(self.rows.columns)}
        header = self.horizontalHeader()
        known = [one for one in kept["columns"] if one["name"] in sections]
        self._left_out.clear()
        for place, one in enumerate(known):
            section = sections[one["name"]]
            header.moveSection(header.visualIndex(section), place)
            self.setColumnHidden(section, one["hidden"])
            if one["width"]:
                self.own_widths[section] = one["width"]
            else:
                self.own_widths.pop(section, None)
        self.fit_columns()
        if kept["sort"]:
            self.set_sort(kept["sort"], kept["descending"])

    def _keep(self) -> None:
        if self._settings is not None:
            self._settings.setValue(self._settings_key, json.dumps(self.arrangement()))

    def _restore(self) -> None:
        written = self._settings.value(self._settings_key) if self._settings else None
        if isinstance(written, str):
            self.arrange(json.loads(written))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")).replace("\t", " ")
