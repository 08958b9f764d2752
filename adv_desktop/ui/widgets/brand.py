"""The product's mark and name above the rail."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label


class Brand(QWidget):
    """As high as the top bar, on the rail's ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel()
        name = text_label("ADV Desktop", "card")
        row = QHBoxLayout(self)
        theme().space(row, (16, 0, 12, 0), 10)
        row.addWidget(self._mark)
        row.addWidget(name)
        row.addStretch(1)
        self._on_theme()
        theme().changed.connect(self._on_theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))

    def _on_theme(self) -> None:
        self.setFixedHeight(theme().px(54))
        self._mark.setPixmap(pixmap("logo", "accent", 24))
        self.update()
