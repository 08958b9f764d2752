"""A pro forma of an order: all of it, or the quantities that are typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.proformas import Proforma
from adv_desktop.services.queries.order_detail import OrderDetail
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.invoices.reads import InvoiceReads
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, LineGrid, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ProformaLine:
    """A line of the order with the quantity that the pro forma shows of it."""

    no: int
    code: str
    label: str
    ordered: Decimal
    quantity: Decimal


def show_proforma(desk: Desk, made: Proforma) -> None:
    """Show a pro forma that was made."""
    title = _("Pro forma {number}").format(number=made.number)
    desk.window.open_form(PreviewForm(desk, title, lambda: made.pdf, f"{made.number}.pdf"))


class ProformaForm(DocumentForm):
    """The lines of one order; Ctrl+Enter makes the paper."""

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = order_id
        spec = fixed_spec(_COLUMNS, _apply)
        self.grid: LineGrid[ProformaLine] = LineGrid(_("Lines of the pro forma"), spec, desk.today())
        self._title, self.warning = text_label(_("Pro forma"), "page"), text_label("", "bad")
        self._build()
        self.setFocusProxy(self.grid)
        reads = InvoiceReads(desk)
        desk.runner.read(lambda: reads.order(order_id), self._on_order, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("make", N_("Make the pro forma"), self.make, "Ctrl+Return", "check", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def make(self) -> None:
        """Give the pro forma its number and show it."""
        if not self.grid.finish_editing():
            return
        quantities = {line.no: line.quantity for line in self.grid.lines()}
        if not any(quantities.values()):
            self.warning.setText(_("Type the quantity of one line at least."))
            return
        proformas = self.desk.services.proformas
        self.desk.runner.write(lambda: proformas.of_order(self._id, quantities), self._on_made)

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.grid, 1)
        card.body.addWidget(
            text_label(_("A pro forma is no invoice: it is not counted and its number is apart."), "muted")
        )
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(self.warning)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        hint = _("Ctrl+Enter")
        buttons.addWidget(Button(_("Make the pro forma"), "primary", icon="check", hint=hint, on_click=self.make))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(self._title)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)

    def _on_order(self, order: OrderDetail) -> None:
        self._title.setText(_("Pro forma of order {number}").format(number=order.row.number or order.row.id))
        self.title_changed.emit(self.title)
        left = [(line, line.ordered - line.cancelled) for line in order.lines if line.ordered]
        self.grid.set_lines(
            [
                ProformaLine(line.no, line.product_code or "", line.label, quantity, quantity)
                for line, quantity in left
                if quantity
            ]
        )

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_made(self, made: Proforma) -> None:
        self.closed.emit()
        show_proforma(self.desk, made)


def _apply(line: ProformaLine, _key: str, value: Value) -> ProformaLine:
    return replace(line, quantity=value if isinstance(value, Decimal) else ZERO)


_COLUMNS: tuple[GridColumn[ProformaLine], ...] = (
    GridColumn("code", N_("Product code"), lambda line: line.code, width=110),
    GridColumn("label", N_("Description"), lambda line: line.label, width=220, stretch=True),
    GridColumn("ordered", N_("Ordered"), lambda line: formats().quantity(line.ordered), right=True, width=90),
    GridColumn(
        "quantity",
        N_("On the pro forma"),
        lambda line: formats().quantity(line.quantity),
        Edit.QUANTITY,
        right=True,
        width=130,
        short=True,
    ),
)
