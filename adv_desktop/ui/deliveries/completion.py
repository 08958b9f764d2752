"""« Prestations réalisées »: what was carried out of an order, on which day, who confirms it, with his report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import Nature
from adv_desktop.services.completions import Completion
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.lines import LineToDeliver, service_grid
from adv_desktop.ui.deliveries.papers import preview_notes
from adv_desktop.ui.deliveries.proof import PaperDrop
from adv_desktop.ui.deliveries.reads import DeliveryReads, ToDeliver
from adv_desktop.ui.deliveries.shipping import Shipping
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class CompletionForm(DocumentForm):
    """The services of an order that were carried out."""

    guide = "deliveries"

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._order_id = order_id
        self._version: int | None = None
        self.reads = DeliveryReads(desk)
        self.shipping = Shipping(desk, self, say_carried_out)
        self.grid: LineGrid[LineToDeliver] = LineGrid(_("Services carried out"), service_grid(), desk.today())
        self.on = DateEdit(_("Carried out on"), desk.today())
        self.confirmed_by, self.remarks = TextEdit(_("Confirmed by")), TextEdit(_("Reserves"))
        self.form = Form(
            [
                Field("on", N_("Carried out on"), self.on, required=True),
                Field("confirmed_by", N_("Confirmed by"), self.confirmed_by),
                Field("remarks", N_("Reserves"), self.remarks, span=2),
            ],
            columns=4,
        )
        self.report = PaperDrop(_("Service report"), _("Drop the signed report here, or choose its scan."))
        self._title, self._sub = text_label(_("Services carried out"), "page"), text_label("", "muted", wrap=True)
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
            Command("complete", N_("Record as carried out"), self.complete, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def complete(self) -> None:
        """Record what is typed, in one go."""
        done = self.typed()
        if done is not None:
            service = self.desk.services.completions
            self.shipping.run(lambda override: [service.complete(replace(done, override=override))])

    def typed(self) -> Completion | None:
        """Return what is typed; None, said beside the buttons, while something is missing."""
        day = self.on.value()
        if not self.grid.finish_editing() or self.form.first_problem() is not None or day is None:
            return None
        quantities = {line.order_line_id: line.quantity for line in self.grid.lines() if line.quantity}
        self.warning.setText("" if quantities else _("Type the quantity of one line at least."))
        if not quantities:
            return None
        return Completion(
            self._order_id, quantities, day, self._version, self.confirmed_by.value(), self.remarks.value(),
            self.report.path,
        )  # fmt: skip

    def _build(self) -> None:
        head = QVBoxLayout()
        theme().space(head, spacing=2)
        head.addWidget(self._title)
        head.addWidget(self._sub)
        lines, fields = Card(margins=(1, 1, 1, 8)), Card()
        lines.body.addWidget(self.grid, 1)
        fields.body.addWidget(self.form)
        fields.body.addWidget(self.report)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(
            text_label(_("Services are invoiced once they are recorded as carried out."), "muted", wrap=True), 1
        )
        buttons.addWidget(self.warning)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(
            Button(_("Record as carried out"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.complete)
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
        self._title.setText(_("Services carried out for {number}").format(number=number))
        self._sub.setText("  ·  ".join(part for part in (order.row.customer_name, order.customer_town or "") if part))
        services = {line.id for line in order.lines if line.nature is Nature.SERVICE}
        due = [line for line in (*loaded.lines, *loaded.services) if line.order_line_id in services]
        self.grid.set_lines([replace(line, quantity=line.due) for line in due])
        self.title_changed.emit(self.title)
        if due:
            self.grid.edit_cell(0, "quantity")
        else:
            self.warning.setText(_("No service of this order is left to carry out."))

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)


def say_carried_out(desk: Desk, refs: Sequence[DeliveryRef]) -> None:
    """Tell what was recorded, and offer its paper and its invoice."""
    ids, names = [ref.id for ref in refs], [ref.number or str(ref.id) for ref in refs]
    desk.notices.say(
        _("Services carried out: {number} recorded.").format(number=", ".join(names)),
        Action(_("Print the service report"), lambda: preview_notes(desk, ids, names)),
        Action(_("Invoice now"), lambda: desk.window.ask("invoices", "invoice_deliveries", ids)),
    )
