"""Fields above lines, remarks at their right: how a document that is checked while it is typed is laid out."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.scroll import Scroll

PANEL = 280
WIDE = 1240  # from this width on, the lines have room beside the remarks


class FieldsLinesRemarks(QWidget):
    """Fields above lines, remarks at their right; in a narrow window the lines take the whole width."""

    def __init__(self, fields: QWidget, lines: QWidget, remarks: QWidget) -> None:
        super().__init__()
        self._fields, self._lines, self._panel = fields, lines, Scroll(remarks)
        self._wide: bool | None = None
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(1, 1)
        self._place(wide=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._panel.setFixedWidth(max(theme().px(PANEL), self._panel.minimumSizeHint().width()))
        self._place(wide=self.width() >= theme().px(WIDE))

    def _place(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        self._grid.addWidget(self._fields, 0, 0)
        self._grid.addWidget(self._lines, 1, 0, 1, 1 if wide else 2)
        self._grid.addWidget(self._panel, 0, 1, 2 if wide else 1, 1)
