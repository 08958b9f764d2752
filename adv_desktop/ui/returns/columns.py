"""The columns of returns and of their lines, and the grids in which quantities are typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.serial_numbers import read
from adv_desktop.models.values import plain
from adv_desktop.services.queries.returns import ReturnedLine, ReturnRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, fixed_spec
from adv_desktop.ui.tables.line_grid_model import GridSpec, Value
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.weights import labelled

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineToAllow:
    """A line of a delivery with what may come back of it."""

    delivery_line_id: int
    code: str
    label: str
    delivered: Decimal
    left: Decimal
    unit: str
    quantity: Decimal = ZERO
    needs_serials: bool = False
    serials: str = ""  # as typed

    @property
    def too_much(self) -> bool:
        """Whether more comes back than can."""
        return self.quantity > self.left


@dataclass(frozen=True, slots=True)
class LineToInspect:
    """A line of a return with what is made of the goods."""

    line_id: int
    code: str
    label: str
    allowed: Decimal
    unit: str
    restocked: Decimal
    scrapped: Decimal = ZERO
    to_supplier: Decimal = ZERO
    by_weight: bool = False
    weight: Decimal | None = None  # kilograms typed; None: the share of what was sent
    needs_serials: bool = False
    came: str = ""  # serial numbers as typed
    unfit: str = ""  # those of them that do not go back to stock

    @property
    def missing(self) -> Decimal:
        """What was allowed and did not come, negative when more came."""
        return self.allowed - self.restocked - self.scrapped - self.to_supplier


def day(value: dt.date | None) -> str:
    """Write a day, a dash when there is none."""
    return formats().date(value) if value else "—"


def quantity(value: Decimal) -> str:
    """Write a quantity, a dash for none."""
    return formats().quantity(value) if value else "—"


COLUMNS: list[Column[ReturnRow]] = [
    Column(N_("No."), lambda row: row.number, sort="number", width=134),
    Column(N_("Date"), lambda row: day(row.authorised_on), sort="date", width=100),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=170),
    Column(N_("State"), lambda row: _(row.state.word), cell=Cell.PILL, tone=lambda row: Tone(row.state.tone), width=124,
           key="state"),
    Column(N_("Delivery note"), lambda row: row.delivery_number, width=132, soft=True, key="delivery"),
    Column(N_("Reason"), lambda row: row.reason, width=220, soft=True, key="reason"),
    Column(N_("Arrived on"), lambda row: day(row.received_on), width=108, hidden=True, key="received"),
    Column(N_("Settled on"), lambda row: day(row.inspected_on), width=108, hidden=True, key="settled"),
]  # fmt: skip


def fate(line: ReturnedLine) -> str:
    """Say what was made of the goods of a line."""
    parts = (
        (line.restocked, _("{quantity} back to stock")),
        (line.scrapped, _("{quantity} scrapped")),
        (line.to_supplier, _("{quantity} to the supplier")),
    )
    return ", ".join(text.format(quantity=quantity(part)) for part, text in parts if part) or "—"


LINES: list[Column[ReturnedLine]] = [
    Column(N_("Product code"), lambda line: line.product_code or "—", width=98, key="code"),
    Column(N_("Description"), labelled, width=110, key="label"),
    Column(N_("Authorised"), lambda line: quantity(line.quantity), right=True, width=76, key="allowed"),
    Column(N_("What became of it"), fate, width=150, key="fate"),
]


def allowing_grid() -> GridSpec[LineToAllow]:
    """Return the grid of what may come back."""
    return fixed_spec(_TO_ALLOW, _allowed)


def _allowed(line: LineToAllow, key: str, value: Value) -> LineToAllow:
    if key != "serials":
        return replace(line, quantity=_number(value))
    text = _text(value)
    try:
        count = len(read(text))
    except DomainError:  # it is said when the return is allowed
        count = 0
    return replace(line, serials=text, quantity=Decimal(count) if count else line.quantity)


def inspecting_grid() -> GridSpec[LineToInspect]:
    """Return the grid of what was found."""
    return fixed_spec(_TO_INSPECT, _found)


def _found(line: LineToInspect, key: str, value: Value) -> LineToInspect:
    if key == "came":
        return replace(line, came=_text(value))
    if key == "unfit":
        return replace(line, unfit=_text(value))
    number = _number(value)
    if key == "weight":
        return replace(line, weight=number or None)
    if key == "scrapped":
        return replace(line, scrapped=number)
    if key == "to_supplier":
        return replace(line, to_supplier=number)
    return replace(line, restocked=number)


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _number(value: Value) -> Decimal:
    return max(value, ZERO) if isinstance(value, Decimal) else ZERO


def _allowing_remark(line: LineToAllow) -> str:
    if line.too_much:
        return _("More than can come back")
    return _("Comes back") if line.quantity else "—"


def _allowing_tone(line: LineToAllow) -> Tone | None:
    if line.too_much:
        return Tone.BAD
    return Tone.OK if line.quantity else None


def _found_remark(line: LineToInspect) -> str:
    if line.missing < 0:
        return _("More than was allowed")
    return _("{quantity} missing").format(quantity=quantity(line.missing)) if line.missing else _("Complete")


def _found_tone(line: LineToInspect) -> Tone:
    if line.missing < 0:
        return Tone.BAD
    return Tone.WARN if line.missing else Tone.OK


def _weight(line: LineToInspect) -> str:
    if not line.by_weight:
        return ""
    return formats().price(line.weight, 3) if line.weight else "—"


def _typed(value: Decimal) -> str:
    return plain(value) if value else ""


_TO_ALLOW: tuple[GridColumn[LineToAllow], ...] = (
    GridColumn("code", N_("Product code"), lambda line: line.code, width=104),
    GridColumn("label", N_("Description"), lambda line: line.label, width=200, stretch=True),
    GridColumn("delivered", N_("Delivered"), lambda line: quantity(line.delivered), right=True, width=80),
    GridColumn("left", N_("Can come back"), lambda line: quantity(line.left), right=True, width=110),
    GridColumn(
        "quantity",
        N_("Comes back"),
        lambda line: quantity(line.quantity),
        Edit.QUANTITY,
        right=True,
        width=104,
        short=True,
        bold=True,
        typed=lambda line: _typed(line.quantity),
    ),
    GridColumn("unit", N_("U"), lambda line: line.unit, width=64),
    GridColumn("serials", N_("Serial numbers"), lambda line: line.serials, Edit.TEXT, width=170, optional=True,
               tip=lambda line: _("Those that come back; they may also be named when they are here."),
               typed=lambda line: line.serials, open_to=lambda line: line.needs_serials),
    GridColumn("remark", N_("Check"), _allowing_remark, width=190, tone=_allowing_tone),
)  # fmt: skip
_TO_INSPECT: tuple[GridColumn[LineToInspect], ...] = (
    GridColumn("code", N_("Product code"), lambda line: line.code, width=104),
    GridColumn("label", N_("Description"), lambda line: line.label, width=200, stretch=True),
    GridColumn("allowed", N_("Authorised"), lambda line: quantity(line.allowed), right=True, width=80),
    GridColumn("restocked", N_("Back to stock"), lambda line: quantity(line.restocked), Edit.QUANTITY, right=True,
               width=110, short=True, bold=True, typed=lambda line: _typed(line.restocked)),
    GridColumn("scrapped", N_("Scrapped"), lambda line: quantity(line.scrapped), Edit.QUANTITY, right=True,
               width=96, bold=True, typed=lambda line: _typed(line.scrapped)),
    GridColumn("to_supplier", N_("To supplier"), lambda line: quantity(line.to_supplier), Edit.QUANTITY, right=True,
               width=110, bold=True, typed=lambda line: _typed(line.to_supplier)),
    GridColumn("unit", N_("U"), lambda line: line.unit, width=64),
    GridColumn("weight", N_("Weight, kg"), _weight, Edit.QUANTITY, right=True, width=100, bold=True, optional=True,
               tip=lambda line: _("Empty: the share of what was sent.") if line.by_weight else "",
               typed=lambda line: _typed(line.weight or ZERO), open_to=lambda line: line.by_weight),
    GridColumn("came", N_("Serial numbers"), lambda line: line.came, Edit.TEXT, width=150, optional=True,
               tip=lambda line: _("Those that came back."),
               typed=lambda line: line.came, open_to=lambda line: line.needs_serials),
    GridColumn("unfit", N_("Not back to stock"), lambda line: line.unfit, Edit.TEXT, width=140, optional=True,
               tip=lambda line: _("The scrapped ones first, then those to the supplier. Empty: all share one fate."),
               typed=lambda line: line.unfit, open_to=lambda line: line.needs_serials),
    GridColumn("remark", N_("Check"), _found_remark, width=170, tone=_found_tone),
)  # fmt: skip
