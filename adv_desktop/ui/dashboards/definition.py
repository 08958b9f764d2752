"""What a figure means, beside its link: the sentence that the workbook and the PDF print too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, rule, text_label
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel

WIDTH, HEAD = 380, 34


@dataclass(frozen=True, slots=True)
class Meaning:
    """A name, its definition, and figures to set beside each other."""

    title: str
    text: str
    figures: tuple[tuple[str, str], ...] = ()


class DefinitionPopover(QFrame):
    """Opens over a card; Esc, Enter or a click elsewhere closes it."""

    def __init__(self, meanings: Sequence[Meaning], on_rows: Callable[[], object] | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("card", True)
        self.setFixedWidth(theme().px(WIDTH))
        self.setAccessibleName(_("Definition"))
        self.setAccessibleDescription("\n".join(f"{meaning.title}\n{meaning.text}" for meaning in meanings))
        layout = QVBoxLayout(self)
        theme().space(layout, (16, 12, 16, 12), 8)
        for place, meaning in enumerate(meanings):
            if place:
                layout.addWidget(rule())
            layout.addWidget(text_label(meaning.title, "card", wrap=True))
            layout.addWidget(text_label(meaning.text, wrap=True))
            if meaning.figures:
                panel = TotalsPanel()
                panel.set_rows([TotalRow(label, value) for label, value in meaning.figures])
                layout.addWidget(panel)
        if on_rows is not None:
            layout.addWidget(Button(_("Show the rows"), "soft", small=True, on_click=lambda: self._go(on_rows)))

    def open_in(self, card: QWidget) -> None:
        """Open under the head of a card, at its right, inside the screen."""
        layout = self.layout()
        self.resize(self.width(), layout.heightForWidth(self.width()) if layout else self.height())
        corner = card.mapToGlobal(QPoint(card.width() - self.width(), theme().px(HEAD)))
        screen = card.screen().availableGeometry()
        left = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        top = max(screen.top(), min(corner.y(), screen.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.close()
        else:
            super().keyPressEvent(event)

    def _go(self, on_rows: Callable[[], object]) -> None:
        self.close()
        on_rows()
