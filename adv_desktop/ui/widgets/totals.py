"""The foot of a document: labels and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from adv_desktop.ui.format import pair
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import clear_layout, text_label


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A label and its amount, already written."""

    label: str
    value: str
    strong: bool = False
    big: bool = False


class TotalsPanel(QWidget):
    """Rows of totals in one or more columns, filled from top to bottom."""

    def __init__(self, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=4)
        self._shown: tuple[TotalRow, ...] = ()

    def set_rows(self, rows: Sequence[TotalRow]) -> None:
        """Show other totals."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        clear_layout(self._grid)
        high = -(-len(rows) // self._columns)
        for place, total in enumerate(rows):
            column, line = divmod(place, high)
            label = text_label(total.label, "strong" if total.strong or total.big else "muted")
            label.setContentsMargins(theme().px(20) if column else 0, 0, theme().px(12), 0)
            value = text_label(total.value, "page" if total.big else "strong" if total.strong else "body")
            value.setAccessibleName(pair(total.label, total.value))
            self._grid.addWidget(label, line, 2 * column, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(
                value, line, 2 * column + 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
