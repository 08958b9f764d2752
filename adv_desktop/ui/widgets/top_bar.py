"""The bar over the pages: search everything at the left, the main actions at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.icons import icon
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button

HEIGHT = 54


class SearchField(QPushButton):
    """Looks like a field and opens the search of everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Search everything"))
        self.setAccessibleDescription("Ctrl+K")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("kind", "search")
        self.setText("  " + _("Search everything: order, customer, product, reference, amount…"))
        self._show_icon()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(560), theme().px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(34))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._show_icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        badge = self.rect().adjusted(self.width() - look.px(62), look.px(8), -look.px(8), -look.px(8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface2"))
        painter.drawRoundedRect(badge, look.px(4), look.px(4))
        painter.setPen(look.color("muted"))
        painter.setFont(look.font("badge"))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), "Ctrl+K")
        painter.end()

    def _show_icon(self) -> None:
        self.setIcon(icon("search", "muted"))
        self.setIconSize(QSize(theme().px(16), theme().px(16)))


class TopBar(QWidget):
    """Search field and actions."""

    search_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = SearchField(self)
        self.field.clicked.connect(self.search_asked)
        self._actions = QHBoxLayout()
        theme().space(self._actions, spacing=8)
        row = QHBoxLayout(self)
        theme().space(row, (20, 0, 20, 0), 16)
        row.addWidget(self.field)
        row.addStretch(1)
        row.addLayout(self._actions)
        theme().changed.connect(self._measure)
        self._measure()

    def set_actions(self, buttons: Sequence[Button]) -> None:
        """Show the actions of the page in front; the buttons stay owned by their page when it keeps them."""
        while (item := self._actions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
        for button in buttons:
            self._actions.addWidget(button)
            button.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("border"))
        painter.end()

    def _measure(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))
