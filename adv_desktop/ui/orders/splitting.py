"""« Éclater la ligne »: one line, several days, each with its quantity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.splitting import Part, parts_of
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, LineGrid, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.typed_lines import TypedLine
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog

MOST_PARTS = 12


def _quantity(part: Part) -> str:
    return formats().quantity(part.quantity) if part.quantity else ""


_COLUMNS: list[GridColumn[Part]] = [
    GridColumn("quantity", N_("Quantity"), _quantity, Edit.QUANTITY, right=True, width=120, short=True),
    GridColumn(
        "promised",
        N_("Promised for"),
        lambda part: formats().date(part.promised) if part.promised else "",
        Edit.DATE,
        width=140,
        short=True,
        stretch=True,
    ),
]


def _apply(part: Part, key: str, value: Value) -> Part:
    if key == "promised":
        return replace(part, promised=value if isinstance(value, dt.date) else None)
    return replace(part, quantity=value if isinstance(value, Decimal) else Decimal(0))


def ask_parts(
    line: TypedLine, today: dt.date, on_split: Callable[[list[TypedLine]], object], parent: QWidget
) -> FormDialog:
    """Ask for the quantities and the days, and hand the lines on."""
    grid: LineGrid[Part] = LineGrid(_("Parts of the line"), fixed_spec(_COLUMNS, _apply), today)
    grid.set_lines([Part(line.quantity, line.promised), *(Part() for _part in range(MOST_PARTS - 1))])
    grid.setMinimumHeight(theme().px(280))
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=8)
    told = _("{quantity} × {label}: share the quantity between the days.")
    layout.addWidget(
        text_label(told.format(quantity=formats().quantity(line.quantity), label=line.label), "body", wrap=True)
    )
    layout.addWidget(grid)

    def on_ok() -> str:
        if not grid.finish_editing():
            return _("Correct the cell that is marked first.")
        try:
            parts = parts_of(line.quantity, grid.lines())
        except DomainError as error:
            return sentence(error, texts.current())
        on_split(split_of(line, parts))
        return ""

    dialog = FormDialog(_("Split the line"), body, _("Split"), on_ok, parent)
    dialog.open()
    grid.setFocus()
    grid.edit_cell(0, "quantity")
    return dialog


def split_of(line: TypedLine, parts: tuple[Part, ...]) -> list[TypedLine]:
    """Return the lines of the parts: same price, whatever a smaller quantity would cost, and same customer's line."""
    shown = line.shown
    price = line.price if line.price is not None or shown is None else shown.unit_price
    discounts = line.discounts if line.discounts is not None or shown is None else shown.discounts
    same = replace(line, price=price, discounts=discounts, counted_in="", pack=None, shown=None)
    first = [replace(same, quantity=parts[0].quantity, promised=parts[0].promised)]
    others = replace(line.kept, id=None, written=None, differences=())
    return first + [replace(same, quantity=part.quantity, promised=part.promised, kept=others) for part in parts[1:]]
