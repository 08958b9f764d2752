"""Goods that the supplier sent to the customer: what its notice says, counted as delivered without our stock (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.direct_deliveries import DirectDelivery
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.lines import LineToDeliver, direct_grid
from adv_desktop.ui.deliveries.papers import preview_notes
from adv_desktop.ui.deliveries.reads import DeliveryReads, ToDeliver
from adv_desktop.ui.deliveries.shipping import Shipping
from adv_desktop.ui.labels import options
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class DirectForm(DocumentForm):
    """The notice of a supplier that sent goods of one order."""

    guide = "deliveries"

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._order_id = order_id
        self._version: int | None = None
        self.reads = DeliveryReads(desk)
        self.shipping = Shipping(desk, self, say_sent)
        self.grid: LineGrid[LineToDeliver] = LineGrid(_("Sent by the supplier"), direct_grid(), desk.today())
        self.notice, self.on = TextEdit(_("Supplier's notice")), DateEdit(_("Sent on"), desk.today())
        self.carrier, self.tracking = TextEdit(_("Carrier")), TextEdit(_("Tracking number"))
        styles = [("", _("As the customer wants it")), *options(NoteStyle)]
        self.style_choice = ChoiceCombo(_("Style of the delivery note"), styles)
        self.form = Form(
            [
                Field("notice", N_("Supplier's notice"), self.notice, required=True),
                Field("on", N_("Sent on"), self.on, required=True),
                Field("carrier", N_("Carrier"), self.carrier),
                Field("tracking", N_("Tracking number"), self.tracking),
                Field("style", N_("Style of the delivery note"), self.style_choice, span=2),
            ],
            columns=4,
        )
        self._title, self._sub = text_label(_("Sent by the supplier"), "page"), text_label("", "muted", wrap=True)
        self.warning = text_label("", "bad")
        self._build()
        self.on.set_value(desk.today())
        self.shipping.shipped.connect(self.closed)
        self.setFocusProxy(self.grid)
        desk.runner.read(lambda: self.reads.to_deliver([order_id]), self._on_loaded, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("record", N_("Record the notice"), self.record, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def record(self) -> None:
        """Record what is typed, in one go."""
        sent = self.typed()
        if sent is not None:
            service = self.desk.services.direct_deliveries
            self.shipping.run(lambda override: [service.record(replace(sent, override=override))])

    def typed(self) -> DirectDelivery | None:
        """Return what is typed; None, said beside the buttons, while something is missing."""
        day = self.on.value()
        if not self.grid.finish_editing() or self.form.first_problem() is not None or day is None:
            self.warning.setText(_("Correct what is marked."))
            return None
        quantities = {line.order_line_id: line.quantity for line in self.grid.lines() if line.quantity}
        self.warning.setText("" if quantities else _("Type the quantity of one line at least."))
        if not quantities:
            return None
        style = NoteStyle(self.style_choice.key()) if self.style_choice.key() else None
        return DirectDelivery(
            self._order_id, quantities, day, self.notice.value() or "", self._version, self.carrier.value(),
            self.tracking.value(), style,
        )  # fmt: skip

    def _build(self) -> None:
        head = QVBoxLayout()
        theme().space(head, spacing=2)
        head.addWidget(self._title)
        head.addWidget(self._sub)
        lines, fields = Card(margins=(1, 1, 1, 8)), Card()
        lines.body.addWidget(self.grid, 1)
        fields.body.addWidget(self.form)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(
            text_label(_("Nothing leaves our stock; the proof is chased as for any delivery."), "muted", wrap=True), 1
        )
        buttons.addWidget(self.warning)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(
            Button(_("Record the notice"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.record)
        )
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(fields)
        layout.addWidget(lines, 1)
        layout.addLayout(buttons)

    def _on_loaded(self, loaded: ToDeliver) -> None:
        order = loaded.orders[0]
        self._version = order.row.version
        number = order.row.number or str(order.row.id)
        self._title.setText(_("Sent by the supplier for {number}").format(number=number))
        self._sub.setText("  ·  ".join(part for part in (order.row.customer_name, order.customer_town or "") if part))
        self.grid.set_lines([replace(line, quantity=line.due) for line in loaded.direct])
        self.title_changed.emit(self.title)
        if loaded.direct:
            self.grid.edit_cell(0, "quantity")
        else:
            self.warning.setText(_("No line of this order is left for the supplier to send."))

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)


def say_sent(desk: Desk, refs: Sequence[DeliveryRef]) -> None:
    """Tell what was recorded, and offer its paper and its invoice."""
    ids, names = [ref.id for ref in refs], [ref.number or str(ref.id) for ref in refs]
    desk.notices.say(
        _("Sent by the supplier: {number} recorded.").format(number=", ".join(names)),
        Action(_("Print the delivery note"), lambda: preview_notes(desk, ids, names)),
        Action(_("Invoice now"), lambda: desk.window.ask("invoices", "invoice_deliveries", ids)),
    )
