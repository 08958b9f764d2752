"""Below the lines: what can be done with the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adv_desktop.services.imports.order_preview import PreviewLine
from adv_desktop.services.texts import _
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.choices import Choice, Search
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class LineTools(QWidget):
    """Another product, or the alternative that is proposed (`chosen`, with either); no line (`refused`)."""

    chosen = Signal(object, object)
    refused = Signal(object)

    def __init__(self, desk: Desk, table: RowsTable, products: Search) -> None:
        super().__init__()
        self._desk = desk
        self._table = table
        self.product = Picker(_("Product for the line"), products, _("Another product for this line"))
        self.alternative = Button("", small=True, on_click=self.take_alternative)
        self.alternative.hide()
        row = QHBoxLayout(self)
        theme().space(row, (14, 4, 14, 4), 8)
        row.addWidget(self.product, 1)
        row.addWidget(self.alternative)
        row.addWidget(Button(_("Leave the line out"), small=True, on_click=self.leave_out))
        self.product.chosen.connect(self._on_product)
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self.show_line())
        table.opened.connect(lambda _line: self.ask_product())

    def show_line(self) -> None:
        """Offer what the line under the cursor has an alternative for."""
        line = self._line()
        proposed = line.alternative if line else None
        self.alternative.setVisible(proposed is not None)
        if proposed is not None:
            text, key = _("Replace by {code}").format(code=proposed.code), _("Ctrl+R")
            self.alternative.setText(f"{text}   {key}")
            self.alternative.setToolTip(proposed.label)

    def ask_product(self) -> None:
        """Put the cursor on the choice of a product."""
        self.product.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.product.open()

    def take_alternative(self) -> None:
        """Take the product that is proposed in place of the one under the cursor."""
        line = self._line()
        if line is None or line.alternative is None:
            self._desk.notices.say(_("No other product is proposed for this line."), tone=Tone.WARN)
        else:
            self.chosen.emit(line, line.alternative)

    def leave_out(self) -> None:
        """Leave the line under the cursor out of the order."""
        line = self._line()
        if line is not None:
            self.refused.emit(line)

    def _line(self) -> PreviewLine | None:
        current = self._table.current()
        return current if isinstance(current, PreviewLine) else None

    def _on_product(self, choice: Choice) -> None:
        line = self._line()
        self.product.set_choice(None)
        if line is None:
            self._desk.notices.say(_("Choose a line first, then its product."), tone=Tone.WARN)
        else:
            self.chosen.emit(line, choice)
