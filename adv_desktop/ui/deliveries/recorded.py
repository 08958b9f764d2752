"""What was done apart from picking and shipping: lines, fields that say when, by whom and why, written in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Generic

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.deliveries.lines import L, LineToDeliver
from adv_desktop.ui.deliveries.papers import preview_notes
from adv_desktop.ui.deliveries.reads import DeliveryReads, ToDeliver
from adv_desktop.ui.deliveries.shipping import Shipping
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import GridSpec, LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class RecordedForm(DocumentForm, Generic[L]):
    """Fields above lines, and a button that writes both; a subclass has the fields, reads the lines and writes."""

    guide = "deliveries"
    # English sources: the title until it is known what the form is about, the button, what stands beside it.
    heading: ClassVar[str]
    button: ClassVar[str]
    hint: ClassVar[str]
    form: Form

    def __init__(self, desk: Desk, spec: GridSpec[L], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.reads = DeliveryReads(desk)
        self.grid: LineGrid[L] = LineGrid(_(self.heading), spec, desk.today())
        self._title, self._sub = text_label(_(self.heading), "page"), text_label("", "muted", wrap=True)
        self.warning = text_label("", "bad")
        self.setFocusProxy(self.grid)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("record", self.button, self.record, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def record(self) -> None:
        """Write what is typed, in one go."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Return whether all that is typed can be read; what cannot is said beside the buttons."""
        if self.grid.finish_editing() and self.form.first_problem() is None:
            return True
        self.warning.setText(_("Correct what is marked."))
        return False

    def lay_out(self, form: Form, *more: QWidget) -> None:
        """Lay the form out with its fields."""
        self.form = form
        head = QVBoxLayout()
        theme().space(head, spacing=2)
        head.addWidget(self._title)
        head.addWidget(self._sub)
        lines, fields = Card(margins=(1, 1, 1, 8)), Card()
        lines.body.addWidget(self.grid, 1)
        for widget in (form, *more):
            fields.body.addWidget(widget)
        button = Button(_(self.button), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.record)
        said = [text_label(_(self.hint), "muted"), self.warning]
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(fields)
        layout.addWidget(lines, 1)
        layout.addWidget(Foot(said, [Button(_("Close"), on_click=self.closed.emit), button]))

    def show_lines(self, title: str, sub: str, lines: Sequence[L], column: str) -> None:
        """Show what was read, the cursor in a column of the first line."""
        self._title.setText(title)
        self._sub.setText(sub)
        self.grid.set_lines(list(lines))
        self.title_changed.emit(self.title)
        if lines:
            self.grid.edit_cell(0, column)

    def gone(self, error: Exception) -> None:
        """Leave when what the form is about cannot be read."""
        self.closed.emit()
        self.desk.failed(error)


class OrderRecordedForm(RecordedForm[LineToDeliver]):
    """What was done of an order without leaving our warehouse: a subclass says of which lines, and what is written."""

    # English sources: the title with the order's number, what is said without lines, what is told once written.
    heading_of: ClassVar[str]
    nothing: ClassVar[str]
    told: ClassVar[str]
    paper: ClassVar[str]

    def __init__(self, desk: Desk, order_id: int, spec: GridSpec[LineToDeliver], parent: QWidget | None = None) -> None:
        super().__init__(desk, spec, parent)
        self.order_id = order_id
        self.version: int | None = None
        self.shipping = Shipping(desk, self, self._say)
        self.shipping.shipped.connect(self.closed)

    def record(self) -> None:
        """Record what is typed, in one go."""
        quantities = self.quantities()
        if quantities:
            self.shipping.run(self.written(quantities))

    def written(self, quantities: dict[int, Decimal]) -> Callable[[str | None], Sequence[DeliveryRef]]:
        """Return what records quantities by order line id, given the reason for which a hindrance is passed over."""
        raise NotImplementedError

    def due(self, loaded: ToDeliver) -> list[LineToDeliver]:
        """Return the lines that the form is about."""
        raise NotImplementedError

    def quantities(self) -> dict[int, Decimal]:
        """Return what is typed; nothing, said beside the buttons, while something is missing."""
        if not self.is_ready():
            return {}
        typed = {line.order_line_id: line.quantity for line in self.grid.lines() if line.quantity}
        self.warning.setText("" if typed else _("Type the quantity of one line at least."))
        return typed

    def open_with(self, form: Form, *more: QWidget) -> None:
        """Lay the form out with its fields, and read the order."""
        self.lay_out(form, *more)
        self.desk.runner.read(lambda: self.reads.to_deliver([self.order_id]), self._on_loaded, self.gone)

    def _on_loaded(self, loaded: ToDeliver) -> None:
        order = loaded.orders[0]
        self.version = order.row.version
        due = [replace(line, quantity=line.due) for line in self.due(loaded)]
        title = _(self.heading_of).format(number=order.row.number or order.row.id)
        sub = "  ·  ".join(part for part in (order.row.customer_name, order.customer_town or "") if part)
        self.show_lines(title, sub, due, "quantity")
        if not due:
            self.warning.setText(_(self.nothing))

    def _say(self, desk: Desk, refs: Sequence[DeliveryRef]) -> None:
        """Tell what was recorded, and offer its paper and its invoice."""
        ids, names = [ref.id for ref in refs], [ref.number or str(ref.id) for ref in refs]
        desk.notices.say(
            _(self.told).format(number=", ".join(names)),
            Action(_(self.paper), lambda: preview_notes(desk, ids, names)),
            Action(_("Invoice now"), lambda: desk.window.ask("invoices", "invoice_deliveries", ids)),
        )
