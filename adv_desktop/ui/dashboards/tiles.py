"""The tiles: which figures, what each is compared with, and what is worth saying beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.dashboards.definition import Meaning
from adv_desktop.ui.dashboards.reads import OVERDUE, OVERDUE_NAME, Board
from adv_desktop.ui.dashboards.wording import change, tone_of_change, written
from adv_desktop.ui.format import add_months, formats
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from adv_desktop.services.queries.dashboards import Point
    from adv_desktop.services.queries.indicators import Figure

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TileSpec:
    """A figure; `yearly` compares it with last year, else with the month before.

    `title` is shorter than its name where that is long; `beside` adds a remark.
    """

    code: str
    colour: str = "s1"
    yearly: bool = False
    title: str = ""
    beside: Callable[[Board], str] | None = None


def _intake_ratio(board: Board) -> str:
    intake, sales = board.indicator("order_intake").value, board.indicator("sales_net").value
    if not intake or not sales:
        return ""
    ratio = (Decimal(intake) / Decimal(sales)).quantize(_HUNDREDTH)
    return _("ratio to sales {ratio}").format(ratio=formats().price(ratio))


def _late_part(board: Board) -> str:
    late = board.indicator("backlog_late")
    return _("{amount} late").format(amount=written("money", late.value))


def _share_overdue(board: Board) -> str:
    receivable = board.dashboard.receivable
    if receivable <= 0:
        return ""
    share = (Decimal(board.dashboard.overdue) * 100 / receivable).quantize(_TENTH)
    return _("{percent} of what customers owe").format(percent=formats().percent(share))


TILES = {
    spec.code: spec
    for spec in (
        TileSpec("sales_net", "s1", yearly=True),
        TileSpec("order_intake", "s4", yearly=True, beside=_intake_ratio),
        TileSpec("backlog", "s5", beside=_late_part),
        TileSpec("otif", "s1", title=N_("Service rate (OTIF)")),
        TileSpec("credit_rate", "s3"),
        TileSpec("dso", "s1"),
        TileSpec("delivered_not_invoiced", "s3"),
        TileSpec(OVERDUE, "s6", beside=_share_overdue),
        TileSpec("otd", "s4", title=N_("On time, first promise (OTD)")),
        TileSpec("backlog_late", "s6"),
        TileSpec("deliveries_late", "s6"),
        TileSpec("invoices", "s1", yearly=True),
        TileSpec("credit_notes", "s3", yearly=True),
        TileSpec("receipts", "s4", yearly=True),
        TileSpec("claims_open", "s6"),
        TileSpec("claims_rate", "s3"),
    )
}

_POINTS: dict[str, Callable[[Point], Figure]] = {
    "sales_net": lambda point: point.sales,
    "order_intake": lambda point: point.intake,
    "backlog": lambda point: point.backlog,
    "receipts": lambda point: point.receipts,
    "otif": lambda point: point.otif,
    "otd": lambda point: point.otd,
}


def show_figure(tile: Tile, spec: TileSpec, board: Board) -> None:
    """Show a figure of a month in its tile, how it moved, and its trend where the charts have it already."""
    found = board.indicator(spec.code)
    moved, sign = change(found.unit.value, found.value, found.previous if spec.yearly else found.before)
    beside = spec.beside(board) if spec.beside else ""
    parts = [_compared(spec, board) if moved else "", beside]
    tone = tone_of_change(sign, found.better)
    sub = " · ".join(part for part in parts if part)
    tile.set_figure(written(found.unit.value, found.value), sub, delta=moved, delta_tone=tone or Tone.NEUTRAL)
    if spec.code in _POINTS:
        show_trend(tile, spec, [_POINTS[spec.code](point) for point in board.dashboard.points])
    else:
        show_trend(tile, spec, ())


def show_trend(tile: Tile, spec: TileSpec, values: Sequence[Figure]) -> None:
    """Draw the months of which there is a figure."""
    known = [float(value) for value in values if value is not None]
    tile.set_trend(known, spec.colour)


def meaning(spec: TileSpec, board: Board) -> Meaning:
    """Return the definition of a figure, with what it is compared with."""
    found = board.indicator(spec.code)
    unit, month = found.unit.value, board.dashboard.month
    figures = [
        (formats().month(month).capitalize(), found.value),
        (formats().month(add_months(month, -1)).capitalize(), found.before),
        (_("Last year"), found.previous),
        (_("Year to date"), found.year),
    ]
    shown = tuple((label, written(unit, value)) for label, value in figures if value is not None)
    return Meaning(_(found.name), _(found.definition), shown)


def title(spec: TileSpec) -> str:
    """Return what a tile is called, before its month is read."""
    from adv_desktop.services.queries.meanings import MEANINGS

    names = {meaning.code: meaning.name for meaning in MEANINGS}
    name = spec.title or names.get(spec.code, OVERDUE_NAME)
    return _(name)


def _compared(spec: TileSpec, board: Board) -> str:
    if spec.yearly:
        return _("vs last year")
    before = formats().month(add_months(board.dashboard.month, -1)).split(" ", maxsplit=1)[0]
    return _("vs {month}").format(month=before)
