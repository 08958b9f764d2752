"""A short list laid over a form under the cell that it is about: no dialog, gone as soon as one looks elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.line_grid_popup import paint_frame
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label

WIDTH = 560


class LightList(QFrame):
    """Enter or a double click takes a row and closes the list; Esc, or the focus elsewhere, closes it alone."""

    taken = Signal(object)

    def __init__(self, title: str, columns: Sequence[Column[Any]], owner: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner, self._over = owner, parent
        self.table = RowsTable(title, columns, stretch=min(1, len(columns) - 1), max_rows=8)
        self.table.opened.connect(self._on_opened)
        self.table.installEventFilter(self)
        box = QVBoxLayout(self)
        theme().space(box, (8, 8, 8, 8), 6)
        box.addWidget(text_label(title, "label"))
        box.addWidget(self.table)

    def show_under(self, rows: Sequence[object], place: QPoint) -> None:
        """Show rows under a place of the parent, the first one ready for Enter."""
        self.table.set_rows(rows)
        self.table.selectRow(0)
        parent = self._over
        width = min(theme().px(WIDTH), parent.width())
        height = self.sizeHint().height()
        left = max(0, min(place.x(), parent.width() - width))
        self.setGeometry(left, max(0, min(place.y(), parent.height() - height)), width, height)
        self.show()
        self.raise_()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close the list and give the keyboard back."""
        if self.isVisible():
            self.hide()
            self._owner.setFocus(Qt.FocusReason.OtherFocusReason)
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # the form's own Esc would close the form
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
                return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and _went_elsewhere(event):
            self.hide()
            self.deleteLater()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_frame(self)

    def _on_opened(self, row: object) -> None:
        self.leave()
        self.taken.emit(row)


def _went_elsewhere(event: QFocusEvent) -> bool:
    """Whether the user left the list: another window in front of ours leaves it open."""
    return event.reason() != Qt.FocusReason.ActiveWindowFocusReason
