"""What an empty list shows: what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, IconLabel, text_label


class EmptyState(QWidget):
    """An icon, a title, one sentence and the button of the next step."""

    asked = Signal()

    def __init__(self, title: str, text: str, button: str = "", icon: str = "document") -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        theme().space(layout, (24, 24, 24, 24), 10)
        self._title = text_label(title, "card")
        self._text = text_label(text, "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        layout.addWidget(IconLabel(icon, "muted", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._text)
        if button:
            layout.addWidget(Button(button, "primary", on_click=self.asked.emit), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
