"""The columns of what lies at depots, of their notes, and of the grids in which goods are typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from adv_desktop.models.values import plain
from adv_desktop.services.queries.depots import DepotNoteRow, DepotStock
from adv_desktop.services.texts import N_
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Choice


def _day(on: dt.date | None) -> str:
    return formats().date(on) if on else "—"


def _some(quantity: Decimal | None) -> str:
    return formats().quantity(quantity) if quantity else "—"


STOCK: list[Column[DepotStock]] = [
    Column(N_("Customer"), lambda row: row.depot.customer, width=170, tip=lambda row: row.depot.label, key="customer"),
    Column(N_("Depot"), lambda row: row.depot.code, width=120, key="depot"),
    Column(N_("Product code"), lambda row: row.product, cell=Cell.LINK, width=100, key="product"),
    Column(N_("Description"), lambda row: row.label, width=180, key="label"),
    Column(N_("Quantity"), lambda row: formats().quantity(row.quantity), right=True, width=80, bold=True, key="there"),
    Column(N_("Unit"), lambda row: row.unit, width=70, key="unit", soft=1),
    Column(N_("Value"), lambda row: formats().money(row.value, row.currency), right=True, width=100, key="value"),
    Column(N_("There since"), lambda row: _day(row.since), width=94, key="since"),
    Column(N_("Days"), lambda row: "—" if row.days is None else str(row.days), right=True, width=56, key="days"),
    Column(N_("Last report"), lambda row: _day(row.depot.reported_on), width=104, key="report"),
    Column(N_("Minimum"), lambda row: _some(row.minimum), right=True, width=80, key="minimum"),
    Column(
        N_("To send"), lambda row: _some(row.to_send), right=True, width=80, bold=True, key="to_send",
        tone=lambda row: Tone.WARN if row.to_send else None,
    ),
]  # fmt: skip
NOTES: list[Column[DepotNoteRow]] = [
    Column(N_("Note of a depot"), lambda row: row.number, cell=Cell.LINK, width=130, key="number"),
    Column(N_("Date"), lambda row: formats().date(row.on), width=100, key="on"),
    Column(N_("Move"), lambda row: label(row.kind), width=130, key="kind"),
    Column(N_("Depot"), lambda row: row.depot, width=140, key="depot"),
    Column(N_("Reference"), lambda row: row.reference or "—", width=150, key="reference"),
    Column(N_("Products"), lambda row: row.products, width=200, tip=lambda row: row.products, key="products"),
]


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Goods that are typed for a depot: how much of a product, beside what is there; `refusal` says what is wrong.

    `on` and `written` are of what a customer reports: the day of the use, and what it calls the product.
    """

    product_id: int | None = None
    code: str = ""
    label: str = ""
    there: Decimal | None = None
    quantity: Decimal | None = None
    lot: str = ""
    on: dt.date | None = None
    written: str = ""
    refusal: str = ""


def line_of(row: DepotStock, quantity: Decimal | None = None) -> GoodsLine:
    """Return a line on a product of a depot."""
    return GoodsLine(row.product_id, row.product, row.label, row.quantity, quantity)


_CODE: GridColumn[GoodsLine] = GridColumn(
    "code", N_("Product code"), lambda line: line.code, Edit.PRODUCT, width=120, short=True
)
_LABEL: GridColumn[GoodsLine] = GridColumn("label", N_("Description"), lambda line: line.label, width=180, stretch=True)
_THERE: GridColumn[GoodsLine] = GridColumn(
    "there", N_("At the depot"), lambda line: _some(line.there), right=True, width=100
)
_LOT: GridColumn[GoodsLine] = GridColumn("lot", N_("Lot"), lambda line: line.lot, Edit.TEXT, width=110)
_ON: GridColumn[GoodsLine] = GridColumn(
    "on", N_("Used on"), lambda line: formats().date(line.on) if line.on else "", Edit.DATE, width=110
)
_WRITTEN: GridColumn[GoodsLine] = GridColumn(
    "written", N_("Customer's code"), lambda line: line.written, width=120, optional=True
)
_REFUSAL: GridColumn[GoodsLine] = GridColumn(
    "refusal", N_("Check"), lambda line: line.refusal, width=280, optional=True, tone=lambda _line: Tone.BAD,
    tip=lambda line: line.refusal,
)  # fmt: skip


def _quantity(title: str) -> GridColumn[GoodsLine]:
    return GridColumn(
        "quantity", title, lambda line: _some(line.quantity), Edit.QUANTITY, right=True, width=100, short=True,
        bold=True, typed=lambda line: plain(line.quantity) if line.quantity else "",
    )  # fmt: skip


MOVED = (_CODE, _LABEL, _THERE, _quantity(N_("Quantity")), _LOT)
USED = (_CODE, _LABEL, _THERE, _quantity(N_("Quantity")), _ON, _WRITTEN, _REFUSAL)
LEAST = (_CODE, _LABEL, _THERE, _quantity(N_("Minimum")))


def goods_grid(
    columns: tuple[GridColumn[GoodsLine], ...], searches: Searches, there: Mapping[int, Decimal]
) -> GridSpec[GoodsLine]:
    """Return the spec of a grid of goods; `there` is what lies at the depot by product."""

    def apply(line: GoodsLine, key: str, value: Value) -> GoodsLine:
        line = replace(line, refusal="")
        if key == "code":
            if not isinstance(value, Choice):
                return replace(line, product_id=None, code="", label="", there=None)
            held = there.get(value.id, Decimal(0))
            return replace(line, product_id=value.id, code=value.code, label=value.label, there=held)
        if key == "quantity":
            return replace(line, quantity=value if isinstance(value, Decimal) else None)
        if key == "on":
            return replace(line, on=value if isinstance(value, dt.date) else None)
        return replace(line, lot=str(value or ""))

    return GridSpec(
        columns=columns,
        blank=GoodsLine,
        is_blank=lambda line: not line.code and not line.refusal,
        apply=apply,
        product_of=lambda line: line.product_id,
        add_one=lambda line: replace(line, quantity=(line.quantity or Decimal(0)) + 1),
        search=searches.products,
        resolve=searches.product,
    )
