"""The notice bar: what was just done, and how to take it back. Never a window in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, IconLabel, clear_layout, text_label

SIDE, TOP = 20, 12
_ICONS = {Tone.OK: "check", Tone.WARN: "warning", Tone.BAD: "blocked"}


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the notice bar."""

    text: str
    callback: Callable[[], object]


class NoticeBar(QWidget):
    """One sentence with its actions; it goes away by itself unless it tells of a failure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.OK
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        # As far from the edges as the cards of the page below, which has its own room above it.
        theme().space(self._row, (SIDE + 14, TOP + 6, SIDE + 8, 6), 10)
        self.text = ""
        self.hide()

    def say(self, text: str, *actions: Action, tone: Tone = Tone.OK, seconds: int = 12) -> None:
        """Show a sentence; `seconds` 0 keeps it until the next one or a click."""
        clear_layout(self._row)
        self.text, self._tone = text, tone
        self.setAccessibleName(text)
        label = text_label(text, "strong", wrap=True)
        label.setProperty("tone", tone.value)
        self._row.addWidget(IconLabel(_ICONS.get(tone, "info"), tone.value))
        self._row.addWidget(label, 1)
        for action in actions:
            self._row.addWidget(Button(action.text, small=True, on_click=partial(self._do, action)))
        self._row.addWidget(Button("", "flat", icon="close", name=_("Close this notice"), on_click=self.dismiss))
        self.show()
        self.update()
        self._timer.stop()
        if seconds:
            self._timer.start(seconds * 1000)

    def dismiss(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        self.text = ""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().color(self._tone.value))
        painter.setBrush(theme().color(self._tone.ground))
        radius = theme().px(8)
        painter.drawRoundedRect(self._box(), radius, radius)
        painter.end()

    def _box(self) -> QRect:
        side = theme().px(SIDE)
        return self.rect().adjusted(side, theme().px(TOP), -side - 1, -1)

    def _do(self, action: Action) -> None:
        self.dismiss()
        action.callback()
