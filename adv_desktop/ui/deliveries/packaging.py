"""The returnable packaging of a delivery: what it leaves, what it takes back, what the customer then holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.packaging import Carried
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, LineGrid, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.whole_numbers import count_of, pieces, typed_pieces
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


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
    service = form.desk.services.packaging
    form.desk.runner.read(lambda: service.carried(delivery_id), partial(_show, form.desk, delivery_id, form))


def _show(desk: Desk, delivery_id: int, parent: QWidget, carried: Sequence[Carried]) -> None:
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
        counts = {line.packaging_id: (line.delivered, line.returned) for line in grid.lines()}
        said = _("Packaging noted on the delivery.")
        desk.runner.write(
            lambda: desk.services.packaging.carry(delivery_id, counts), lambda _done: desk.notices.say(said)
        )
        return ""

    dialog = FormDialog(_("Packaging of the delivery"), body, _("Note it"), on_ok, parent)
    dialog.setMinimumWidth(theme().px(720))
    dialog.open()
    grid.edit_cell(0, "delivered")
