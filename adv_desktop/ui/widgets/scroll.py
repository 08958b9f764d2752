"""A page that scrolls up and down on the ground of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from adv_desktop.ui.theme import theme

WIDEST_MINIMUM = 445


class Scroll(QScrollArea):
    """A vertical scroll area without a frame."""

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(widget)
        widget.setAutoFillBackground(False)  # setWidget turns it on

    def minimumSizeHint(self) -> QSize:
        inner = self.widget()
        needed = inner.minimumSizeHint().width() if inner else 0
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(min(needed, theme().px(WIDEST_MINIMUM)) + bar, theme().px(80))
