"""Cards side by side: as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from adv_desktop.ui.theme import theme

GAP = 12


class CardGrid(QWidget):
    """Lays cards out in up to `most` columns of at least `least` pixels; other cards are kept, hidden."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._shown: tuple[QWidget, ...] = ()
        self._columns = 0
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=GAP)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show these cards, in this order."""
        for card in self._shown:
            self._grid.removeWidget(card)
            card.setVisible(card in cards)
        self._shown = tuple(cards)
        self._place()
        for card in cards:
            card.show()

    def minimumSizeHint(self) -> QSize:
        """Ask for the room of one column: what is beside it can go under it."""
        widest = max((card.minimumSizeHint().width() for card in self._shown), default=0)
        return QSize(widest, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._room() != self._columns:
            self._place()

    def _room(self) -> int:
        wide = theme().px(self._least + GAP)
        columns = max(1, min(self._most, (self.width() + theme().px(GAP)) // wide))
        # Four cards in three columns leave a hole of two: two rows of two do not.
        count = len(self._shown)
        return min(columns, -(-count // -(-count // columns))) if count else columns

    def _place(self) -> None:
        before, self._columns = self._columns, self._room()
        for column in range(max(before, self._columns)):
            self._grid.setColumnStretch(column, int(column < self._columns))
        for place, card in enumerate(self._shown):
            self._grid.addWidget(card, place // self._columns, place % self._columns)
        for line in range(self._grid.rowCount()):
            self._grid.setRowStretch(line, int(line * self._columns < len(self._shown)))
