"""The foot of the window: what the page says at the left; progress, last backup, company and day at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from adv_desktop.ui.progress import ProgressStrip
from adv_desktop.ui.theme import theme


class StatusLine(QStatusBar):
    """A status bar whose texts are plain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = _CutLabel(textFormat=Qt.TextFormat.PlainText)
        self._facts = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.progress = ProgressStrip()
        self.setContentsMargins(theme().px(16), 0, theme().px(16), 0)
        self.setSizeGripEnabled(False)
        self.addWidget(self._said, 1)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self._facts)

    def say(self, text: str) -> None:
        """Show the page's line."""
        self._said.setText(text)

    def set_facts(self, facts: str) -> None:
        """Show the right part."""
        self._facts.setText(facts)


class _CutLabel(QLabel):
    """A line that ends with « … » where it has no room: enlarged, it must not push the window off the screen."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.rect(), Qt.AlignmentFlag.AlignVCenter, self.palette(), True, cut, self.foregroundRole()
        )
        painter.end()
