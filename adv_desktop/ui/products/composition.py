"""What a kit is made of, in the form of a product: components and how much of each one kit holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.values import plain
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import options
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec, LineGrid
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.form import Field, Form

_ROWS = 5


@dataclass(frozen=True, slots=True)
class TypedComponent:
    """A line of the grid."""

    product_id: int | None = None
    code: str = ""
    label: str = ""
    quantity: Decimal = Decimal(1)


class Composition(QWidget):
    """The grid of components, and when the price of the kit is invoiced; empty for what is no kit."""

    def __init__(self, searches: Searches, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = LineGrid(_("Composition"), _spec(searches), today)
        self.billing = ChoiceCombo(_("Price of a kit invoiced"), [("", _("As the company does")), *options(KitBilling)])
        column = QVBoxLayout(self)
        theme().space(column, spacing=8)
        self.grid.setFixedHeight(theme().row_height * (_ROWS + 1))
        column.addWidget(text_label(_("Of a kit: its components leave, and have the stock. Empty: no kit."), "sub"))
        column.addWidget(self.grid)
        column.addWidget(Form([Field("kit_billing", N_("Price of a kit invoiced"), self.billing, span=2)], columns=4))

    def show_kit(
        self, components: Sequence[NewComponent], labels: Sequence[Choice | None], billing: KitBilling | None
    ) -> None:
        """Show what a kit is made of, with the descriptions of its components."""
        self.grid.set_lines(
            TypedComponent(choice.id if choice else None, one.product, choice.label if choice else "", one.quantity)
            for one, choice in zip(components, labels, strict=True)
        )
        self.billing.set_key(billing.value if billing else "")

    def components(self) -> tuple[NewComponent, ...]:
        """Return the components as typed."""
        self.grid.finish_editing()
        return tuple(NewComponent(line.code, line.quantity) for line in self.grid.lines())

    def kit_billing(self) -> KitBilling | None:
        """Return when the kit is invoiced, None as the company does."""
        return KitBilling(self.billing.key()) if self.billing.key() else None


def _apply(line: TypedComponent, key: str, value: Value) -> TypedComponent:
    if key == "code":
        chosen = value if isinstance(value, Choice) else None
        if chosen is None:
            return replace(line, product_id=None, code="", label="")
        return replace(line, product_id=chosen.id, code=chosen.code, label=chosen.label)
    return replace(line, quantity=value if isinstance(value, Decimal) else Decimal(0))


def _spec(searches: Searches) -> GridSpec[TypedComponent]:
    return GridSpec(
        columns=_COLUMNS,
        blank=TypedComponent,
        is_blank=lambda line: not line.code,
        apply=_apply,
        product_of=lambda line: line.product_id,
        add_one=lambda line: replace(line, quantity=line.quantity + 1),
        search=searches.products,
        resolve=searches.product,
    )


_COLUMNS: tuple[GridColumn[TypedComponent], ...] = (
    GridColumn("code", N_("Product code"), lambda line: line.code, Edit.PRODUCT, width=120, short=True),
    GridColumn("label", N_("Description"), lambda line: line.label, width=220, stretch=True),
    GridColumn(
        "quantity",
        N_("Qty in a kit"),
        lambda line: formats().quantity(line.quantity),
        Edit.QUANTITY,
        right=True,
        width=110,
        short=True,
        typed=lambda line: plain(line.quantity),
    ),
)
