"""A page that scrolls up and down on the ground of the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from adv_desktop.ui.theme import theme

WIDEST_MINIMUM = 445
AROUND = 24  # what is seen above and below what takes the keyboard


class Scroll(QScrollArea):
    """A vertical scroll area without a frame; what takes the keyboard inside comes into view."""

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(widget)
        widget.setAutoFillBackground(False)  # setWidget turns it on
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        inner = self.widget()
        if now is not None and inner is not None and inner.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, theme().px(AROUND))

    def minimumSizeHint(self) -> QSize:
        inner = self.widget()
        needed = inner.minimumSizeHint().width() if inner else 0
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(min(needed, theme().px(WIDEST_MINIMUM)) + bar, theme().px(80))


def scrolled(*parts: QWidget, parent: QWidget | None = None) -> Scroll:
    """Put parts one under the other on a page that scrolls where they do not fit; the last takes what room is left."""
    inner = QWidget()
    layout = QVBoxLayout(inner)
    theme().space(layout, spacing=12)
    for part in parts:
        layout.addWidget(part, 1 if part is parts[-1] else 0)
    return Scroll(inner, parent)
