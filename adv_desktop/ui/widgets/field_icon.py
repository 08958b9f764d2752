"""The icon at the right inside a field: Qt draws those of its own actions at 16 px however large everything is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from adv_desktop.ui.icons import icon
from adv_desktop.ui.theme import theme

SIZE = 16
BESIDE = 8


class FieldIcon(QToolButton):
    """Does what the field's own key does; the field is where the keyboard stays."""

    def __init__(self, name: str, text: str, field: QLineEdit, run: Callable[[], object]) -> None:
        super().__init__(field)
        self._icon_name = name
        self._field = field
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setAutoRaise(True)
        self.setStyleSheet("border: none; background: transparent; padding: 0;")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: run())
        theme().changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        size = theme().px(SIZE)
        self.setIcon(icon(self._icon_name, "muted", SIZE))
        self.setIconSize(QSize(size, size))
        self._field.setTextMargins(0, 0, size + theme().px(BESIDE) // 2, 0)
        self.place()

    def place(self) -> None:
        """Take the right end of the field, whose size has changed."""
        size = theme().px(SIZE)
        self.setGeometry(
            self._field.width() - size - theme().px(BESIDE), (self._field.height() - size) // 2, size, size
        )


class ClearableEdit(QLineEdit):
    """A field whose text is taken away by the cross at its right, shown while there is one."""

    def __init__(self, clearing: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, placeholderText=placeholder)
        self._clear = FieldIcon("close", clearing, self, self._on_clear)
        self._clear.hide()
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._clear.place()

    def _on_clear(self) -> None:
        """Empty the field as if its text had been deleted by hand."""
        self.selectAll()
        self.del_()
