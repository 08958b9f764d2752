"""What happened to a document, the latest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import clear_layout, text_label


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; all texts are already written."""

    when: str
    title: str
    who: str = ""
    sub: str = ""
    icon: str = "note"
    tone: Tone = Tone.INFO


class _Dot(QWidget):
    """The round mark of an event, with the line down to the next one."""

    def __init__(self, event: Event, last: bool) -> None:
        super().__init__()
        self._event, self._last = event, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(28), theme().px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = look.px(26)
        if not self._last:
            painter.fillRect(size // 2, size, look.px(2), self.height() - size, look.color("border"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(self._event.tone.ground))
        painter.drawEllipse(QRect(0, 0, size, size))
        image = pixmap(self._event.icon, self._event.tone.value, 14)
        edge = (size - look.px(14)) // 2
        painter.drawPixmap(edge, edge, image)
        painter.end()


class Timeline(QWidget):
    """A list of events."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Timeline"))
        self._list = QVBoxLayout(self)
        theme().space(self._list)

    def set_events(self, events: Iterable[Event]) -> None:
        """Show other events."""
        clear_layout(self._list)
        shown = list(events)
        for place, event in enumerate(shown):
            self._list.addWidget(_line(event, last=place == len(shown) - 1))
        if not shown:
            self._list.addWidget(text_label(_("Nothing yet"), "muted"))
        self._list.addStretch(1)


def _line(event: Event, *, last: bool) -> QWidget:
    line = QWidget()
    both = QHBoxLayout(line)
    theme().space(both, spacing=12)
    texts = QVBoxLayout()
    theme().space(texts, (0, 0, 0, 12), 1)
    texts.addWidget(text_label(" · ".join(part for part in (event.when, event.who) if part), "small"))
    texts.addWidget(text_label(event.title, "strong", wrap=True))
    if event.sub:
        texts.addWidget(text_label(event.sub, "muted", wrap=True))
    both.addWidget(_Dot(event, last))
    both.addLayout(texts, 1)
    return line
