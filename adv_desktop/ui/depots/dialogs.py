"""What is asked of a depot in a dialog: the address that becomes one, and how much is to be there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.queries.depots import DepotPlace, DepotStock
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.depots.columns import LEAST, GoodsLine, goods_grid, line_of
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.services.customers import Address
    from adv_desktop.ui.desk import Desk


class OpeningPanel(QWidget):
    """A customer and one of its delivery addresses."""

    def __init__(self, desk: Desk, customer_id: int | None) -> None:
        super().__init__()
        self._desk = desk
        self.customer = Picker(_("Customer"), Searches(desk).customers, _("Code, name or town"))
        self.address = ChoiceCombo(_("Delivery address"))
        self.said = text_label(_("Goods sent there stay ours until the customer reports that they are used."), "muted",
                               wrap=True)  # fmt: skip
        self.form = Form(
            [
                Field("customer", N_("Customer"), self.customer, required=True),
                Field("address", N_("Delivery address"), self.address),
            ]
        )
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=10)
        layout.addWidget(self.form)
        layout.addWidget(self.said)
        self.setFocusProxy(self.customer)
        self.customer.chosen.connect(self._on_customer)
        if customer_id is not None:
            desk.runner.read(partial(_choice, desk, customer_id), self._on_given)

    def _on_given(self, choice: Choice) -> None:
        self.customer.set_choice(choice)
        self.address.setFocus()
        self._on_customer(choice)

    def _on_customer(self, choice: object) -> None:
        if isinstance(choice, Choice):
            self._desk.runner.read(partial(self._desk.services.customers.addresses, choice.id), self._on_addresses)

    def _on_addresses(self, found: Sequence[tuple[int, Address]]) -> None:
        self.address.set_options([(str(row_id), f"{one.label} · {one.town or one.name}") for row_id, one in found])
        if not found:
            self.said.setText(_("This customer has no delivery address: add one in its form first (Customers, F3)."))


def ask_opening(desk: Desk, customer_id: int | None, done: Callable[[int], None], parent: QWidget) -> FormDialog:
    """Ask which delivery address of which customer becomes a depot, and open it."""
    panel = OpeningPanel(desk, customer_id)

    def on_ok() -> str:
        panel.form.clear_messages()
        if panel.customer.choice() is None:
            return _("Choose the customer first.")
        if not panel.address.key():
            return panel.said.text()
        address_id, service = int(panel.address.key()), desk.services.depots
        desk.runner.write(lambda: service.open(address_id), done, desk.failed)
        return ""

    dialog = FormDialog(_("Open a depot"), panel, _("Open the depot"), on_ok, parent)
    dialog.open()
    (panel.address if panel.customer.choice() else panel.customer).setFocus()
    return dialog


def ask_minimums(
    desk: Desk, depot: DepotPlace, rows: Sequence[DepotStock], done: Callable[[], object], parent: QWidget
) -> FormDialog:
    """Ask how much of each product is to be at a depot; a product that is taken away has no minimum any more."""
    there = {row.product_id: row.quantity for row in rows}
    searches = Searches(desk)
    searches.customer_id = depot.customer_id
    grid: LineGrid[GoodsLine] = LineGrid(_("Minimums"), goods_grid(LEAST, searches, there), desk.today())
    grid.set_lines([line_of(row, row.minimum or None) for row in rows])
    grid.setMinimumHeight(theme().px(240))
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=10)
    layout.addWidget(text_label(_("What is below its minimum is proposed to be sent."), "muted", wrap=True))
    layout.addWidget(grid, 1)
    body.setFocusProxy(grid)

    def on_ok() -> str:
        if not grid.finish_editing():
            return _("Correct what is marked.")
        kept = {row.product: Decimal(0) for row in rows if row.minimum}
        wanted = kept | {line.code: line.quantity or Decimal(0) for line in grid.lines() if line.code}
        service = desk.services.depots
        desk.runner.write(lambda: service.set_minimums(depot.id, wanted), told, desk.failed)
        return ""

    def told(_done: None) -> None:
        done()
        desk.notices.say(_("The minimums of the depot are kept."), tone=Tone.OK)

    dialog = FormDialog(_("Minimums of {name}").format(name=depot.customer), body, _("Save"), on_ok, parent)
    dialog.setMinimumWidth(theme().px(620))
    dialog.open()
    grid.edit_cell(0, "quantity" if grid.lines() else "code")
    return dialog


def _choice(desk: Desk, customer_id: int) -> Choice:
    data = desk.services.customers.record(customer_id).data
    return Choice(customer_id, data.code, data.name)
