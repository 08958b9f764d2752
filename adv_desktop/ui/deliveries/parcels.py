"""The parcels of a delivery in a small grid: their number, weights, dimensions and tracking numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules import packing
from adv_desktop.models.rules.packing import PackedGoods
from adv_desktop.models.values import plain
from adv_desktop.services.parcels import Parcel, even
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec, LineGrid, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import row, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import QuantityEdit

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_SIZES = ("length_cm", "width_cm", "height_cm")
MOST = 999


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A parcel with its rank among those of the delivery."""

    no: int
    parcel: Parcel


@dataclass(frozen=True, slots=True)
class Packed:
    """The parcels of a delivery and what its goods weigh by their products."""

    parcels: tuple[Parcel, ...]
    weight_kg: Decimal | None


def _number(value: Decimal | int | None) -> str:
    return formats().quantity(Decimal(value)) if value else "—"


def _typed(value: Decimal | int | None) -> str:
    return plain(Decimal(value)) if value else ""


def _apply(line: ParcelLine, key: str, value: Value) -> ParcelLine:
    text = str(value or "").strip() or None
    if key == "tracking":
        return replace(line, parcel=replace(line.parcel, tracking=text))
    if key == "packing":
        return replace(line, parcel=replace(line.parcel, packing=text))
    if key == "contents":
        return replace(line, parcel=replace(line.parcel, contents=_held(text or "")))
    number = value if isinstance(value, Decimal) and value > 0 else None
    if key == "weight_kg":
        return replace(line, parcel=replace(line.parcel, weight_kg=number))
    sizes = {name: getattr(line.parcel, name) for name in _SIZES}
    sizes[key] = int(number) if number else None
    return replace(line, parcel=replace(line.parcel, **sizes))


def _held(text: str) -> tuple[PackedGoods, ...]:
    """Read what a parcel holds; what cannot be read is kept as a code, and refused with the parcels."""
    try:
        return packing.parse(text)
    except DomainError:
        return (PackedGoods(text.strip(), Decimal(0)),)


def _grid(*, left: bool) -> GridSpec[ParcelLine]:
    """Return the grid; of what has left only the tracking numbers are typed."""
    measured = Edit.NONE if left else Edit.QUANTITY
    typed_in = Edit.NONE if left else Edit.TEXT
    columns: list[GridColumn[ParcelLine]] = [
        GridColumn("no", N_("Parcel"), lambda line: str(line.no), width=64, bold=True),
        GridColumn(
            "weight_kg", N_("Weight, kg"), lambda line: _number(line.parcel.weight_kg), measured, right=True,
            width=96, short=not left, typed=lambda line: _typed(line.parcel.weight_kg),
        ),
        GridColumn(
            "length_cm", N_("Length, cm"), lambda line: _number(line.parcel.length_cm), measured, right=True,
            width=104, typed=lambda line: _typed(line.parcel.length_cm),
        ),
        GridColumn(
            "width_cm", N_("Width, cm"), lambda line: _number(line.parcel.width_cm), measured, right=True, width=104,
            typed=lambda line: _typed(line.parcel.width_cm),
        ),
        GridColumn(
            "height_cm", N_("Height, cm"), lambda line: _number(line.parcel.height_cm), measured, right=True,
            width=104, typed=lambda line: _typed(line.parcel.height_cm),
        ),
        GridColumn(
            "packing", N_("Packing"), lambda line: line.parcel.packing or "—", typed_in, width=96,
            typed=lambda line: line.parcel.packing or "",
        ),
        GridColumn(
            "contents", N_("Contents"), lambda line: packing.written(line.parcel.contents) or "—", typed_in, width=200,
            typed=lambda line: packing.written(line.parcel.contents),
        ),
        GridColumn(
            "tracking", N_("Tracking number"), lambda line: line.parcel.tracking or "—", Edit.TEXT, width=180,
            short=left, stretch=True, typed=lambda line: line.parcel.tracking or "",
        ),
    ]  # fmt: skip
    return fixed_spec(columns, _apply)


class ParcelsBody(QWidget):
    """How many parcels, then a row for each; a total weight is shared among them."""

    def __init__(self, delivery: DeliveryRow, packed: Packed, desk: Desk) -> None:
        super().__init__()
        left = delivery.delivery_state is DeliveryState.SHIPPED
        self._weight = delivery.weight_kg or packed.weight_kg
        self.grid: LineGrid[ParcelLine] = LineGrid(_("Parcels"), _grid(left=left), desk.today())
        self.count = QuantityEdit(_("Number of parcels"))
        self.count.setFixedWidth(theme().px(80))
        self.count.setEnabled(not left or not packed.parcels)
        self.grid.setMinimumSize(theme().px(900), theme().px(260))
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        layout.addWidget(row(text_label(_("Number of parcels"), "label"), self.count))
        layout.addWidget(self.grid, 1)
        told = _("Contents by product code: P-100 × 24, P-200 × 12. They make the packing list.")
        layout.addWidget(text_label(told, "muted"))
        if packed.weight_kg is not None:
            said = _("By the weights of the products: {weight} kg").format(weight=formats().quantity(packed.weight_kg))
            layout.addWidget(text_label(said, "muted"))
        self._show(packed.parcels or even(delivery.parcels or 1, self._weight))
        self.count.committed.connect(self._on_count)

    def parcels(self) -> list[Parcel] | None:
        """Return what is typed, None while a cell cannot be read."""
        if not self.grid.finish_editing():
            return None
        return [line.parcel for line in self.grid.lines()]

    def _show(self, parcels: Sequence[Parcel]) -> None:
        self.count.set_value(Decimal(len(parcels)))
        self.grid.set_lines([ParcelLine(no, parcel) for no, parcel in enumerate(parcels, start=1)])

    def _on_count(self, _value: Decimal | None) -> None:
        known = self.parcels()
        count = int(self.count.value() or 1)
        if known is None or not 0 < count <= MOST or count == len(known):
            return
        shared = [replace(parcel, weight_kg=None) for parcel in known]
        whole = sum((parcel.weight_kg or Decimal(0) for parcel in known), Decimal(0))
        self._show(even(count, whole or self._weight, shared))


def ask_parcels(desk: Desk, delivery: DeliveryRow, packed: Packed, parent: QWidget) -> FormDialog:
    """Ask for the parcels of a delivery."""
    body = ParcelsBody(delivery, packed, desk)
    said = _("Parcels of {number} recorded.").format(number=name_of(delivery))

    def on_ok() -> str:
        parcels = body.parcels()
        if parcels is None:
            return _("Correct what is marked.")
        record = partial(desk.services.parcels.record, delivery.id, delivery.version, parcels)
        desk.runner.write(record, lambda _done: desk.notices.say(said))
        return ""

    title = _("Parcels of {number}").format(number=name_of(delivery))
    dialog = FormDialog(title, body, _("Record"), on_ok, parent)
    dialog.open()
    body.count.setFocus()
    return dialog
