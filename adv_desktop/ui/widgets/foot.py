"""What stands at the foot of a form: what is said beside the buttons, above them where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.flow import Flow

_WAYS = QBoxLayout.Direction
_ANY = 16_777_215  # QWIDGETSIZE_MAX


class Foot(QWidget):
    """Texts that may be long beside buttons; where it is narrow they stand above, and the buttons take two lines."""

    def __init__(self, said: Sequence[QLabel], buttons: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = tuple(said)
        texts, self._buttons = QVBoxLayout(), Flow(to_the_right=True)
        theme().space(texts, spacing=2)
        theme().space(self._buttons, spacing=8)
        texts.addStretch(1)
        for label in said:
            label.setWordWrap(True)
            texts.addWidget(label)
        texts.addStretch(1)
        for button in buttons:
            self._buttons.addWidget(button)
        self._both = QBoxLayout(_WAYS.LeftToRight, self)
        theme().space(self._both, spacing=12)
        self._both.addLayout(texts, 1)
        self._both.addLayout(self._buttons)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._buttons.minimumSize().width(), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """Put what is said above the buttons where both do not fit side by side."""
        metrics = [(QFontMetrics(label.font()), label.text()) for label in self._said]
        widest = max((font.horizontalAdvance(text) for font, text in metrics), default=0)
        for label in self._said:
            label.setMaximumHeight(_ANY if label.text() else 0)  # a hidden one would not tell of its next text
        fits = widest + theme().px(12) + self._buttons.sizeHint().width() <= self.width()
        way = _WAYS.LeftToRight if fits else _WAYS.TopToBottom
        if way != self._both.direction():
            self._both.setDirection(way)
            self.updateGeometry()
