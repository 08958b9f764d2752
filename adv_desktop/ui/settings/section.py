"""A part of the settings page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class Section(QWidget):
    """A title, then cards; what it shows is read when it is first seen."""

    def __init__(self, desk: Desk, title: str, sub: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.body = QVBoxLayout(self)
        theme().space(self.body, (0, 0, 8, 0), 12)
        self.body.addWidget(text_label(title, "page"))
        if sub:
            self.body.addWidget(text_label(sub, "muted", wrap=True))

    def refresh(self) -> None:
        """Read again what is shown."""

    def save(self) -> None:
        """Write what is typed; nothing where each field is written by itself."""
