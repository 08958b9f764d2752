"""The columns that a free invoice adds to the grid of orders: the VAT of a line and its eco-contribution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from adv_desktop.models.rules.totals import Charge
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.typed_lines import TypedLine, grid_spec, is_item
from adv_desktop.ui.widgets.choices import Choice, Search

NOT_OF_INVOICES = frozenset({"available", "promised", "vat", "weight"})


def invoice_grid(search: Search, resolve: Callable[[str], Choice | None]) -> GridSpec[TypedLine]:
    """Return the grid of a free invoice."""
    spec = grid_spec(search, resolve, NOT_OF_INVOICES)

    def apply(line: TypedLine, key: str, value: Value) -> TypedLine:
        number = value if isinstance(value, Decimal) else None
        if key == "eco":
            charges = (Charge(_("Eco-contribution"), number, per_unit=True, eco=True),) if number else ()
            return replace(line, kept=replace(line.kept, charges=charges))
        if key == "weight":
            return replace(line, kept=replace(line.kept, weight=number))
        if key == "vat":
            return replace(line, kept=replace(line.kept, vat_rate=number))
        return spec.apply(line, key, value)

    return replace(spec, columns=[*spec.columns, *_COLUMNS], apply=apply)


def _eco(line: TypedLine) -> str:
    charges = line.kept.charges if line.kept.charges is not None else line.shown.charges if line.shown else ()
    return formats().price(charges[0].amount) if charges else ""


def _weight(line: TypedLine) -> str:
    """Write what is invoiced of a product sold by weight: typed, else by its average."""
    if line.shown is None or line.shown.weight is None:
        return ""
    return formats().price(line.shown.weight, 3)


def _vat(line: TypedLine) -> str:
    rate = line.kept.vat_rate if line.shown is None else line.shown.vat_rate
    return "" if rate is None or not line.is_item else formats().percent(rate)


_COLUMNS: tuple[GridColumn[TypedLine], ...] = (
    GridColumn(
        "weight",
        N_("Weight, kg"),
        _weight,
        Edit.QUANTITY,
        right=True,
        width=92,
        open_to=lambda line: line.shown is not None and line.shown.weight is not None,
        optional=True,
    ),
    GridColumn("eco", N_("Eco-contribution"), _eco, Edit.PRICE, right=True, width=80, open_to=is_item),
    GridColumn("vat", N_("VAT"), _vat, Edit.PERCENT, right=True, width=62, open_to=is_item),
)
