"""« Disposition reconnue »: how the columns of the file were read, to correct once or to forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from adv_desktop.services.imports.orders_import import OrderImportService, PreviewOrder
from adv_desktop.services.texts import _
from adv_desktop.ui.order_import.layout_dialog import ask_layout, columns_text
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.elided import ElidedLabel

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class LayoutLine(QWidget):
    """One line above the comparison; `corrected` carries the corrections, None when they were forgotten."""

    corrected = Signal(object)

    def __init__(self, desk: Desk, service: OrderImportService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._service = service
        self._order: PreviewOrder | None = None
        self.said = ElidedLabel("", "muted")
        self.forget = Button(_("Forget"), small=True, on_click=self._on_forget)
        row = QHBoxLayout(self)
        theme().space(row, (0, 0, 0, 0), 8)
        row.addWidget(self.said)
        row.addStretch(1)
        row.addWidget(Button(_("Columns of the file…"), small=True, on_click=self.ask))
        row.addWidget(self.forget)
        self.hide()

    def show_order(self, order: PreviewOrder, *, corrected: bool) -> None:
        """Show how an order was read; sentences and structured orders have no columns."""
        self._order = order
        layout = order.written.layout
        self.setVisible(layout is not None)
        self.forget.setVisible(order.remembered)
        if layout is None:
            return
        said = _("Layout recognised: {columns}") if order.remembered else _("Columns read: {columns}")
        if corrected:
            said = _("Corrected, remembered when the order is written: {columns}")
        self.said.setText(said.format(columns=columns_text(layout)))

    def ask(self) -> None:
        """Ask which column is which."""
        order = self._order
        if order is None or order.written.layout is None:
            self._desk.notices.say(_("The lines of this file have no titles to choose from."), tone=Tone.WARN)
            return
        ask_layout(order, order.written.layout, self.corrected.emit, self)

    def _on_forget(self) -> None:
        order, service = self._order, self._service
        customer = order.customer if order else None
        if order is not None and customer is not None:
            layout = order.written.layout
            self._desk.runner.write(lambda: service.forget_layout(customer, layout), self._on_forgotten)

    def _on_forgotten(self, _done: None) -> None:
        self._desk.notices.say(_("What was remembered of this layout is forgotten."))
        self.corrected.emit(None)
