"""The returnable packaging of a delivery: what it leaves, what it takes back, what the customer then holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.packaging import Carried
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, LineGrid, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.whole_numbers import count_of, pieces, typed_pieces
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

Pieces = dict[int, tuple[int, int]]  # (left, taken back) by kind


def _apply(line: Carried, key: str, value: Value) -> Carried:
    count = count_of(value)
    return replace(line, delivered=count) if key == "delivered" else replace(line, returned=count)


_COLUMNS: tuple[GridColumn[Carried], ...] = (
    GridColumn("label", N_("Packaging"), lambda line: line.label, width=220, stretch=True, bold=True),
    GridColumn("held", N_("Held before"), lambda line: formats().integer(line.held), right=True, width=110),
    GridColumn(
        "delivered", N_("Packaging delivered"), lambda line: pieces(line.delivered), Edit.QUANTITY, right=True,
        width=120, short=True, bold=True, typed=lambda line: typed_pieces(line.delivered),
    ),
    GridColumn(
        "returned", N_("Packaging returned"), lambda line: pieces(line.returned), Edit.QUANTITY, right=True,
        width=120, short=True, bold=True, typed=lambda line: typed_pieces(line.returned),
    ),
    GridColumn("balance", N_("Balance held"), lambda line: formats().integer(line.balance), right=True, width=110),
)  # fmt: skip


def ask_packaging(form: DocumentForm, delivery_id: int) -> None:
    """Read what a delivery carries and ask for it over its form."""
    desk = form.desk
    service, said = desk.services.packaging, _("Packaging noted on the delivery.")

    def write(counts: Pieces) -> None:
        desk.runner.write(lambda: service.carry(delivery_id, counts), lambda _done: desk.notices.say(said))

    desk.runner.read(lambda: service.carried(delivery_id), partial(_show, desk, write, form))


class WithPackaging(Protocol):
    """A form of orders that take packaging along."""

    packaging: PackagingOfOrders


def packaging_command(form: WithPackaging) -> Command:
    """Return what asks for the packaging of orders that leave in one go."""

    def ask() -> None:
        form.packaging.ask()

    return Command("packaging", N_("Packaging…"), ask, "Ctrl+G", "box", Menu.DELIVERIES)


class PackagingOfOrders:
    """What orders that leave in one go take along: asked over their form, kept there until they leave."""

    def __init__(self, form: DocumentForm, orders: Sequence[int], quantities: Callable[[], dict[int, Decimal]]) -> None:
        self._form, self._orders, self._quantities = form, tuple(orders), quantities
        self.button = Button(_("Packaging…"), icon="box", small=True, hint="Ctrl+G", on_click=self.ask)
        self.typed: Pieces = {}

    def ask(self) -> None:
        """Ask for it; what the products propose stands there the first time."""
        desk, quantities = self._form.desk, self._quantities()
        service = desk.services.packaging
        desk.runner.read(lambda: service.to_carry(self._orders, quantities), self._show)

    def _show(self, carried: Sequence[Carried]) -> None:
        shown = [self._as_typed(line) for line in carried] if self.typed else carried
        _show(self._form.desk, self._keep, self._form, shown)

    def _as_typed(self, line: Carried) -> Carried:
        delivered, returned = self.typed.get(line.packaging_id, (0, 0))
        return replace(line, delivered=delivered, returned=returned)

    def _keep(self, counts: Pieces) -> None:
        self.typed = counts
        left, taken = (sum(pieces[place] for pieces in counts.values()) for place in (0, 1))
        counted = " ".join(sign + formats().integer(count) for sign, count in (("+", left), ("−", taken)) if count)
        self.button.setText(f"{_('Packaging…')} {counted}   Ctrl+G")


def _show(desk: Desk, keep: Callable[[Pieces], None], parent: QWidget, carried: Sequence[Carried]) -> None:
    if not carried:
        desk.notices.say(_("No packaging yet: add its kinds in the settings, “Returnable packaging”."))
        return
    grid: LineGrid[Carried] = LineGrid(_("Returnable packaging"), fixed_spec(_COLUMNS, _apply), desk.today())
    grid.set_lines(carried)
    grid.setMinimumHeight(theme().px(200))
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=8)
    layout.addWidget(text_label(_("The delivery note prints it; the account moves when the goods leave."), "muted"))
    layout.addWidget(grid)
    body.setFocusProxy(grid)

    def on_ok() -> str:
        if not grid.finish_editing():
            return _("Correct what is marked.")
        keep({line.packaging_id: (line.delivered, line.returned) for line in grid.lines()})
        return ""

    dialog = FormDialog(_("Packaging of the delivery"), body, _("Note it"), on_ok, parent)
    dialog.setMinimumWidth(theme().px(860))
    dialog.open()
    grid.edit_cell(0, "delivered")
