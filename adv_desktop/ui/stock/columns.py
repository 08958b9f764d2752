"""The columns of the stock and of what its pane lists."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from adv_desktop.models.enums import Supply
from adv_desktop.services.inventory import Difference
from adv_desktop.services.lots import LotStock
from adv_desktop.services.queries.lot_choice import SentLot
from adv_desktop.services.queries.needs import Waiting
from adv_desktop.services.queries.stock import StockRow
from adv_desktop.services.queries.stock_detail import MoveRow, PlaceStock, ReceiptRow
from adv_desktop.services.reallocation import Hurt
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def day(value: dt.date | None) -> str:
    """Write a date, a dash when there is none."""
    return formats().date(value) if value else "—"


def some(value: Decimal | None) -> str:
    """Write a quantity, a dash for nothing."""
    return formats().quantity(value) if value else "—"


def signed(value: Decimal) -> str:
    """Write a quantity with its sign."""
    return ("+" if value > 0 else "") + formats().quantity(value)


_REASONS = {"opening": N_("Stock at the start"), "import": N_("Imported count")}


def reason(written: str | None) -> str:
    """Write why the stock moved; the program's own reasons are words, others are as they were typed."""
    return _(_REASONS[written]) if written in _REASONS else written or "—"


def _price(value: Decimal | None) -> str:
    return formats().unit_price(value) if value else "—"


def _bad(value: Decimal) -> Tone | None:
    return Tone.BAD if value < 0 else None


COLUMNS: list[Column[StockRow]] = [
    Column(N_("Product code"), lambda row: row.code, sort="code", width=96, key="code"),
    Column(N_("Description"), lambda row: row.label, sort="label", width=150, key="label"),
    Column(
        N_("Physical"),
        lambda row: formats().quantity(row.physical),
        right=True,
        width=66,
        tone=lambda row: _bad(row.physical),
        icon=lambda row: "warning" if row.physical < 0 else None,
        key="physical",
    ),
    Column(N_("Reserved"), lambda row: some(row.reserved), right=True, width=62, soft=2, key="reserved"),
    Column(
        N_("Available"),
        lambda row: formats().quantity(row.available),
        right=True,
        width=74,
        bold=True,
        tone=lambda row: _bad(row.available),
        key="available",
    ),
    Column(
        N_("Expected"),
        lambda row: some(row.expected),
        right=True,
        width=62,
        tip=lambda row: day(row.expected_on) if row.expected else "",
        soft=1,
        key="expected",
    ),
    Column(
        N_("Projected"),
        lambda row: formats().quantity(row.projected),
        right=True,
        width=66,
        tone=lambda row: _bad(row.projected),
        tip=lambda row: _("{quantity} needed by open orders").format(quantity=formats().quantity(row.needed)),
        soft=2,
        key="projected",
    ),
    Column(N_("Minimum"), lambda row: some(row.minimum), right=True, width=70, soft=1, key="minimum"),
    Column(
        N_("To order"),
        lambda row: some(row.to_order),
        right=True,
        width=88,
        bold=True,
        tone=lambda row: Tone.WARN if row.to_order else None,
        key="to_order",
    ),
    Column(N_("Value"), lambda row: formats().money(row.value), right=True, width=96, soft=True, key="value"),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=128,
        key="state",
    ),
    Column(N_("Place"), lambda row: row.place or "—", width=80, soft=True, key="place"),
    Column(N_("Needed by"), lambda row: day(row.needed_by), width=104, hidden=True, key="needed_by"),
    Column(N_("Expected on"), lambda row: day(row.expected_on), width=104, hidden=True, key="expected_on"),
    Column(N_("Average cost"), lambda row: _price(row.average), right=True, width=100, hidden=True, key="average"),
    Column(N_("Family"), lambda row: row.family or "—", sort="family", width=130, hidden=True, key="family"),
    Column(N_("Unit"), lambda row: row.unit_label, width=70, hidden=True, key="unit"),
]


def _supply(row: Waiting) -> str:
    return "" if row.supply is Supply.STOCK else label(row.supply)


WAITING: list[Column[Waiting]] = [
    Column(N_("Order"), lambda row: row.number, cell=Cell.LINK, width=134, tip=_supply, key="number"),
    Column(N_("Customer"), lambda row: row.customer, width=110, key="customer"),
    Column(N_("Priority"), lambda row: row.priority, width=60, key="priority"),
    Column(N_("Confirmed date"), lambda row: day(row.promised), width=104, key="promised"),
    Column(N_("Left to deliver"), lambda row: some(row.left), right=True, width=70, key="left"),
    Column(
        N_("Reserved"),
        lambda row: some(row.reserved),
        right=True,
        width=72,
        tone=lambda row: Tone.BAD if row.missing else Tone.OK,
        icon=lambda row: "warning" if row.missing else None,
        key="reserved",
    ),
]

SHORT: list[Column[Waiting]] = [
    Column(N_("Product code"), lambda row: row.product, width=106, key="product"),
    Column(N_("Description"), lambda row: row.label, width=200, key="label"),
    *WAITING,
    Column(N_("Missing"), lambda row: some(row.missing), right=True, width=78, bold=True, key="missing"),
    Column(N_("Expected on"), lambda row: day(row.expected_on), width=104, key="expected_on"),
]

RECEIPTS: list[Column[ReceiptRow]] = [
    Column(N_("Expected on"), lambda row: day(row.due), width=104, key="due"),
    Column(N_("Quantity"), lambda row: some(row.left), right=True, width=76, key="left"),
    Column(N_("Supplier reference"), lambda row: row.supplier_reference or "—", width=120, key="reference"),
    Column(N_("For"), lambda row: row.order or _("Everybody"), width=134, key="order"),
]

LOTS: list[Column[LotStock]] = [
    Column(N_("Lot"), lambda row: row.code or _("Without a lot"), width=120, key="lot"),
    Column(N_("Use by"), lambda row: day(row.use_by), width=104, key="use_by"),
    Column(N_("Quantity"), lambda row: some(row.quantity), right=True, width=84, key="quantity"),
    Column(N_("Free"), lambda row: some(row.free), right=True, width=84, key="free"),
]

PLACES: list[Column[PlaceStock]] = [
    Column(N_("Place"), lambda row: row.place, width=120, key="place"),
    Column(N_("Quantity"), lambda row: some(row.quantity), right=True, width=84, key="quantity"),
]

MOVES: list[Column[MoveRow]] = [
    Column(N_("Date"), lambda row: day(row.date), width=104, key="date"),
    Column(N_("Move"), lambda row: label(row.kind), width=104, key="kind"),
    Column(
        N_("Quantity"),
        lambda row: signed(row.quantity),
        right=True,
        width=80,
        tone=lambda row: Tone.OK if row.quantity > 0 else None,
        key="quantity",
    ),
    Column(N_("Balance"), lambda row: formats().quantity(row.balance), right=True, width=80, key="balance"),
    Column(
        N_("Document or reason"), lambda row: row.document or reason(row.reason), width=150, tip=lambda row: row.place,
        key="reason",
    ),
    Column(N_("Lot"), lambda row: row.lot or "—", width=90, key="lot"),
]  # fmt: skip

SENT: list[Column[SentLot]] = [
    Column(N_("Lot"), lambda row: row.lot, width=120, bold=True, key="lot"),
    Column(N_("Use by"), lambda row: day(row.use_by), width=104, key="use_by"),
    Column(N_("Product code"), lambda row: row.product, width=106, tip=lambda row: row.label, key="product"),
    Column(N_("Quantity"), lambda row: some(row.quantity), right=True, width=80, key="quantity"),
    Column(N_("Delivery note"), lambda row: row.delivery, cell=Cell.LINK, width=130, key="delivery"),
    Column(N_("Date"), lambda row: day(row.date), width=104, key="date"),
    Column(N_("Customer"), lambda row: row.customer, width=170, key="customer"),
    Column(N_("Order"), lambda row: row.order or "—", width=134, key="order"),
    Column(N_("Phone"), lambda row: row.phone or "—", width=120, key="phone"),
]

DIFFERENCES: list[Column[Difference]] = [
    Column(N_("Product code"), lambda row: row.code, width=106, key="code"),
    Column(N_("Description"), lambda row: row.label, width=180, key="label"),
    Column(N_("Place"), lambda row: row.place, width=80, key="place"),
    Column(N_("Lot"), lambda row: row.lot or "—", width=90, key="lot"),
    Column(N_("Stock on the sheet"), lambda row: formats().quantity(row.on_sheet), right=True, width=110, key="then"),
    Column(N_("Counted"), lambda row: formats().quantity(row.counted), right=True, width=80, bold=True, key="counted"),
    Column(
        N_("Difference"), lambda row: signed(row.difference), right=True, width=84,
        tone=lambda row: Tone.BAD if row.difference < 0 else Tone.OK, key="difference",
    ),
    Column(
        N_("Moved since"), lambda row: signed(row.moved) if row.moved else "—", right=True, width=92,
        tone=lambda row: Tone.WARN if row.moved else None, icon=lambda row: "warning" if row.moved else None,
        key="moved",
    ),
    Column(N_("Stock after"), lambda row: formats().quantity(row.after), right=True, width=92, key="after"),
    Column(N_("Value"), lambda row: formats().money(row.value), right=True, width=96, key="value"),
]  # fmt: skip

HURT: list[Column[Hurt]] = [
    Column(N_("Order"), lambda row: row.number, width=134, key="number"),
    Column(N_("Customer"), lambda row: row.customer, width=170, key="customer"),
    Column(N_("Confirmed date"), lambda row: day(row.promised), width=104, key="promised"),
    Column(N_("Reserved"), lambda row: some(row.kept), right=True, width=76, key="kept"),
    Column(
        N_("Loses"), lambda row: some(row.loses), right=True, width=76, bold=True, tone=lambda _row: Tone.BAD,
        key="loses",
    ),
]  # fmt: skip
