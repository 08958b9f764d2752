"""A short table of records, as high as its rows: for detail panes and cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QWidget

from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.model import RowsModel
from adv_desktop.ui.tables.view import PlainTable
from adv_desktop.ui.theme import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowsTable(PlainTable):
    """A table over a list of records; `opened` and `link_opened` carry the record.

    `least_rows` are in sight where the window is low; without it, all of them up to `max_rows` are.
    """

    opened = Signal(object)
    link_opened = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        *,
        stretch: int = -1,
        max_rows: int = 12,
        least_rows: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._records = RowsModel(columns)
        self._stretch = stretch
        super().__init__(name, self._records, parent)
        self._records.setParent(self)
        self._max_rows, self._least_rows = max_rows, least_rows
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        down = QSizePolicy.Policy.Fixed if least_rows is None else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Expanding, down)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._records.records[index.row()]))
        self.link_clicked.connect(lambda index: self.link_opened.emit(self._records.records[index.row()]))

    def set_rows(self, records: Iterable[object]) -> None:
        """Show other records."""
        self._records.set_records(records)
        self.measure_cells()
        self.updateGeometry()

    def rows(self) -> list[Any]:
        """Return the records shown."""
        return self._records.records

    def current(self) -> object | None:
        """Return the record under the cursor."""
        row = self.currentIndex().row()
        return self._records.records[row] if 0 <= row < len(self._records.records) else None

    def takes_room(self, section: int) -> bool:
        return section == self._stretch if self._stretch >= 0 else super().takes_room(section)

    def measure(self) -> None:
        super().measure()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(300), self._height(self._max_rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self._height(self._least_rows or self._max_rows))

    def _height(self, rows: int) -> int:
        shown = min(rows, self._records.rowCount())
        row = self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + shown * row + theme().px(2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        record = self.current()
        if event.key() in _ENTER and record is not None:
            self.opened.emit(record)
        else:
            super().keyPressEvent(event)
