"""The lines of the two forms: what leaves of an order line, what was picked of a delivery line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from adv_desktop.models.rules.serial_numbers import shortened
from adv_desktop.models.values import plain
from adv_desktop.services.lots import LotPick
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.deliveries.weights import Weighing, weighed
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, GridSpec, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.tones import Tone

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineToDeliver:
    """An order line with what is due of it; `stock` None for what is not kept in stock."""

    order_line_id: int
    order: str
    code: str
    label: str
    unit: str
    ordered: Decimal
    delivered: Decimal
    due: Decimal
    stock: Decimal | None
    quantity: Decimal
    weighing: Weighing | None = None

    @property
    def awaits_weight(self) -> bool:
        """Whether pieces are left to scan."""
        return self.weighing is not None and self.weighing.awaits_more(self.quantity)

    @property
    def is_unreadable(self) -> bool:
        """Whether a weight was typed that is none."""
        return self.weighing is not None and bool(self.weighing.fault)

    @property
    def is_short(self) -> bool:
        """Whether more is to leave than is there."""
        return self.stock is not None and self.quantity > self.stock

    @property
    def left(self) -> Decimal:
        """What stays due."""
        return max(self.due - self.quantity, ZERO)

    @property
    def within_reach(self) -> LineToDeliver:
        """The line with no more than is due and in stock."""
        reach = self.due if self.stock is None else max(min(self.due, self.stock), ZERO)
        return replace(self, quantity=min(self.quantity, reach))


@dataclass(frozen=True, slots=True)
class PickedLine:
    """A delivery line with what was picked of it."""

    line_id: int
    order_line_id: int | None
    location: str
    code: str
    label: str
    quantity: Decimal
    unit: str
    lot: str
    picked: Decimal
    stock: Decimal | None = None  # what is physically there; None for what is not kept in stock
    weighing: Weighing | None = None
    closed: bool = False  # picked already: only weights and serial numbers are still typed
    serials: tuple[str, ...] = ()
    needs_serials: bool = False  # one for each unit

    @property
    def awaits_weight(self) -> bool:
        """Whether pieces are left to scan."""
        return self.weighing is not None and self.weighing.awaits_more(self.picked)

    @property
    def is_unreadable(self) -> bool:
        """Whether a weight was typed that is none."""
        return self.weighing is not None and bool(self.weighing.fault)

    @property
    def unnamed(self) -> Decimal:
        """How many units have no serial number yet, negative where there are too many numbers."""
        return self.picked - len(self.serials) if self.needs_serials else ZERO

    @property
    def batch(self) -> str:
        """The lots that it comes from, or how many of its units are named."""
        if not self.needs_serials:
            return self.lot
        return f"{formats().integer(len(self.serials))} / {formats().quantity(self.picked)}"

    @property
    def gap(self) -> Decimal:
        """What was picked beyond what was asked, negative when short."""
        return self.picked - self.quantity

    @property
    def within_reach(self) -> PickedLine:
        """The line with no more than was asked and is there."""
        reach = self.quantity if self.stock is None else max(min(self.quantity, self.stock), ZERO)
        return replace(self, picked=min(self.picked, reach))


def picked_from(line: PickedLine, picks: Sequence[LotPick]) -> PickedLine:
    """Return a line with the lots that it was picked from, and what they make."""
    lots = ", ".join(pick.lot for pick in picks)
    return replace(line, lot=lots, picked=sum((pick.quantity for pick in picks), ZERO))


def picked_units(line: PickedLine, numbers: Sequence[str]) -> PickedLine:
    """Return a line with the units that were picked of it; one that is picked already keeps its quantity."""
    picked = line.picked if line.closed or not numbers else Decimal(len(numbers))
    return replace(line, serials=tuple(numbers), picked=picked)


L = TypeVar("L", LineToDeliver, PickedLine)


def brought_down(lines: Sequence[L], order_line_id: int | None) -> list[L]:
    """Return lines of which one has no more than is due and in reach."""
    return [line.within_reach if line.order_line_id == order_line_id else line for line in lines]


def _number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _shown(value: Decimal) -> str:
    return formats().quantity(value) if value else "—"


def _remark(line: LineToDeliver) -> str:
    if line.weighing is not None and (said := line.weighing.remark(line.quantity)):
        return said
    if line.is_short:
        return _("More than the stock")
    if line.quantity > line.due:
        return _("More than is due")
    if line.left:
        return _("Backorder {quantity}").format(quantity=formats().quantity(line.left))
    return _("Complete")


def _remark_tone(line: LineToDeliver) -> Tone | None:
    if line.weighing is not None and (tone := line.weighing.tone(line.quantity)):
        return tone
    if line.is_short or line.quantity > line.due:
        return Tone.BAD
    return Tone.WARN if line.left else Tone.OK


def _remark_icon(line: LineToDeliver) -> str:
    return "check" if _remark_tone(line) is Tone.OK else "warning"


def _gap_text(line: PickedLine) -> str:
    if line.weighing is not None and (said := line.weighing.remark(line.picked)):
        return said
    if line.unnamed:
        return _("Units to name")
    if not line.gap:
        return _("Ready")
    gap = formats().quantity(line.gap)
    text = _("Gap {gap}: backorder") if line.gap < 0 else _("Gap +{gap}")
    return text.format(gap=gap)


def delivery_grid(*, orders: int) -> GridSpec[LineToDeliver]:
    """Return the grid of what is to leave; one order alone is named in the title."""
    columns = [column for column in _TO_DELIVER if orders > 1 or column.key != "order"]
    return fixed_spec(columns, _to_deliver)


def recorded_grid(quantity: str) -> GridSpec[LineToDeliver]:
    """Return the grid of what was done of one order: no stock, no weight, no order beside the one in the title.

    `quantity` is the English title of what is typed.
    """
    shown = [column for column in _TO_DELIVER if column.key not in {"order", "stock", "weight"}]
    columns = [replace(column, title=quantity) if column.key == "quantity" else column for column in shown]
    return fixed_spec(columns, _to_deliver)


def picking_grid() -> GridSpec[PickedLine]:
    """Return the grid of what was picked."""
    return fixed_spec(_PICKED, _picked)


def _to_deliver(line: LineToDeliver, key: str, value: Value) -> LineToDeliver:
    if key == "weight":
        return replace(line, weighing=weighed(value, line.weighing))
    return replace(line, quantity=max(_number(value), ZERO))


def _picked(line: PickedLine, key: str, value: Value) -> PickedLine:
    if key == "weight":
        return replace(line, weighing=weighed(value, line.weighing))
    return replace(line, picked=max(_number(value), ZERO))


def _gap_tone(line: PickedLine) -> Tone:
    weight = line.weighing.tone(line.picked) if line.weighing is not None else None
    return weight or (Tone.WARN if line.gap or line.unnamed else Tone.OK)


def correction_grid() -> GridSpec[PickedLine]:
    """Return the grid of what a note says and what really left."""
    titles = {"quantity": N_("On the note"), "picked": N_("Really left")}
    shown = [column for column in _PICKED if column.key not in {"location", "weight", "check"}]
    columns = [replace(column, title=titles.get(column.key, column.title)) for column in shown]
    return fixed_spec(columns, _picked)


def _weight_column(quantity: Callable[[L], Decimal]) -> GridColumn[L]:
    """Return the column of kilograms as weighed, of the quantity that leaves or was picked."""

    def shown(line: L) -> str:
        return line.weighing.shown(quantity(line)) if line.weighing is not None else ""

    def tone(line: L) -> Tone | None:
        return line.weighing.tone(quantity(line)) if line.weighing is not None else None

    def typed(line: L) -> str:
        return line.weighing.text if line.weighing is not None else ""

    return GridColumn(
        "weight",
        N_("Weight, kg"),
        shown,
        Edit.TEXT,
        right=True,
        width=110,
        short=True,
        bold=True,
        tone=tone,
        tip=typed,
        typed=typed,
        open_to=lambda line: line.weighing is not None,
        optional=True,
    )


_TO_DELIVER: tuple[GridColumn[LineToDeliver], ...] = (
    GridColumn("order", N_("Order"), lambda line: line.order, width=142),
    GridColumn("code", N_("Product code"), lambda line: line.code, width=104),
    GridColumn("label", N_("Description"), lambda line: line.label, width=200, stretch=True),
    GridColumn("ordered", N_("Ordered"), lambda line: _shown(line.ordered), right=True, width=76),
    GridColumn("delivered", N_("Delivered"), lambda line: _shown(line.delivered), right=True, width=76),
    GridColumn("due", N_("Still due"), lambda line: _shown(line.due), right=True, width=72, bold=True),
    GridColumn(
        "stock",
        N_("Avail."),
        lambda line: "—" if line.stock is None else formats().quantity(line.stock),
        right=True,
        width=76,
        tone=lambda line: Tone.BAD if line.is_short else None,
        icon=lambda line: "warning" if line.is_short else None,
    ),
    GridColumn(
        "quantity",
        N_("To deliver"),
        lambda line: _shown(line.quantity),
        Edit.QUANTITY,
        right=True,
        width=96,
        short=True,
        bold=True,
        ground=lambda line: Tone.WARN if line.left else None,
        typed=lambda line: plain(line.quantity) if line.quantity else "",
    ),
    GridColumn("unit", N_("U"), lambda line: line.unit, width=64),
    _weight_column(lambda line: line.quantity),
    GridColumn("remark", N_("Check"), _remark, width=170, tone=_remark_tone, icon=_remark_icon),
)
_PICKED: tuple[GridColumn[PickedLine], ...] = (
    GridColumn("location", N_("Location"), lambda line: line.location, width=112, bold=True),
    GridColumn("code", N_("Product code"), lambda line: line.code, width=104),
    GridColumn("label", N_("Description"), lambda line: line.label, width=200, stretch=True),
    GridColumn("quantity", N_("Qty"), lambda line: _shown(line.quantity), right=True, width=80),
    GridColumn(
        "picked",
        N_("Picked"),
        lambda line: _shown(line.picked),
        Edit.QUANTITY,
        right=True,
        width=90,
        short=True,
        bold=True,
        ground=lambda line: Tone.WARN if line.gap else None,
        typed=lambda line: plain(line.picked) if line.picked else "",
        open_to=lambda line: not line.closed,
    ),
    GridColumn("unit", N_("U"), lambda line: line.unit, width=64),
    _weight_column(lambda line: line.picked),
    GridColumn(
        "lot",
        N_("Batch, units"),
        lambda line: line.batch,
        width=90,
        tone=lambda line: Tone.BAD if line.unnamed else None,
        tip=lambda line: ", ".join(shortened(line.serials)),
    ),
    GridColumn(
        "check",
        N_("Check"),
        _gap_text,
        width=180,
        tone=_gap_tone,
        icon=lambda line: "check" if _gap_tone(line) is Tone.OK else "warning",
    ),
)
