"""Where a document comes from and where it goes: cards that open their document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import IconLabel, Pill, clear_layout, set_role, text_label
from adv_desktop.ui.widgets.flow import Flow

_BESIDE = 440  # narrower, what comes after stands below what comes before
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Link:
    """A neighbour of a document."""

    kind: DocumentKind
    id: int
    number: str
    state: str = ""
    tone: Tone = Tone.NEUTRAL
    sub: str = ""


class LinkCard(QFrame):
    """One neighbour: number, state, and a line about it."""

    opened = Signal(object, int)

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.setProperty("soft", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{link.number}, {link.state}" if link.state else link.number)
        self.setAccessibleDescription(link.sub)
        number = text_label(link.number, "strong")
        set_role(number, "role", "link")
        layout = QVBoxLayout(self)
        theme().space(layout, (8, 6, 8, 6), 2)
        head = Flow()
        theme().space(head, spacing=6)
        head.addWidget(number)
        head.addWidget(Pill(link.state, link.tone))
        layout.addLayout(head)
        layout.addWidget(text_label(link.sub, "muted", wrap=True))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._link.kind, self._link.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESS:
            self.opened.emit(self._link.kind, self._link.id)
        else:
            super().keyPressEvent(event)


class ChainPanel(QWidget):
    """« D'où il vient » beside « Où il va »."""

    open_document = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._after = QVBoxLayout(), QVBoxLayout()
        self._row = QHBoxLayout(self)
        self._arrow = IconLabel("arrow-right")
        theme().space(self._row, spacing=8)
        self._row.addWidget(self._side(_("Where it comes from"), self._before), 1)
        self._row.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._side(_("Where it goes"), self._after), 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme().px(_BESIDE)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._arrow.setVisible(beside)

    def set_links(self, before: Sequence[Link], after: Sequence[Link]) -> None:
        """Show other neighbours."""
        for layout, links in ((self._before, before), (self._after, after)):
            clear_layout(layout)
            for link in links:
                card = LinkCard(link)
                card.opened.connect(self.open_document)
                layout.addWidget(card)
            if not links:
                layout.addWidget(text_label(_("Nothing yet"), "muted"))
            layout.addStretch(1)

    def _side(self, title: str, cards: QVBoxLayout) -> QWidget:
        side = QWidget(self)
        layout = QVBoxLayout(side)
        theme().space(layout, spacing=6)
        theme().space(cards, spacing=6)
        layout.addWidget(text_label(title, "label"))
        layout.addLayout(cards)
        return side


class ChainStrip(QWidget):
    """A chain of documents in one row, with arrows between."""

    open_document = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        theme().space(self._row, spacing=8)

    def set_links(self, links: Sequence[Link]) -> None:
        """Show another chain."""
        clear_layout(self._row)
        for place, link in enumerate(links):
            if place:
                self._row.addWidget(IconLabel("arrow-right"))
            card = LinkCard(link)
            card.opened.connect(self.open_document)
            self._row.addWidget(card, 1)
