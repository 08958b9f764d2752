"""The charts: what each draws of a month, what it means, and the rows behind each of its points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.services.formats import NO_BREAK_SPACE
from adv_desktop.services.texts import N_, _, current
from adv_desktop.ui.dashboards.reads import Board
from adv_desktop.ui.dashboards.wording import query_text, without_signs
from adv_desktop.ui.format import add_months, formats
from adv_desktop.ui.widgets.chart_data import (
    BarLineData,
    Bars,
    ChartData,
    Line,
    LinesData,
    ParetoData,
    RankData,
    RankRow,
)

if TYPE_CHECKING:
    from adv_desktop.services.queries.dashboards import Bar, Point

CUSTOMERS_SHOWN = 8
EUROS_IN_THOUSANDS_FROM = 10_000
_AGE_COLOURS = {"current": "s1", "30": "s7", "60": "s3", "90": "s6", "over": "s6", "disputed": "s5"}
_AGE_CODES = {
    "current": "ageing_current",
    "30": "ageing_30",
    "60": "ageing_60",
    "90": "ageing_90",
    "over": "ageing_over",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A list and what filters it."""

    page: str
    query: str


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart: `codes` are the figures whose definitions it shares, `told` its own where it has none.

    `unit` is what its values are in a workbook: money, percent, or whole numbers.
    """

    key: str
    title: str
    sub: Callable[[Board], str]
    data: Callable[[Board], ChartData]
    rows: Callable[[Board], Target]
    point: Callable[[Board, object], Target]
    codes: tuple[str, ...] = ()
    told: str = ""
    unit: str = "money"


def euros(values: Sequence[float | None]) -> Callable[[float], str]:
    """Return how an axis writes amounts: in thousands once they are large."""
    top = max((abs(value) for value in values if value is not None), default=0.0)
    if top < EUROS_IN_THOUSANDS_FROM:
        return lambda value: formats().rounded(round(value * 100))
    french = current().language == "fr"
    return lambda value: _thousands(value, french=french)


def _thousands(value: float, *, french: bool) -> str:
    number = formats().quantity(Decimal(str(round(value / 1000, 1))))
    return f"{number}{NO_BREAK_SPACE}k€" if french else f"€{number}k"


def _percent(value: float) -> str:
    return formats().percent(Decimal(str(round(value, 1))))


def _labels(points: Sequence[Point]) -> list[str]:
    return [formats().short_month(point.month).rsplit(" ", 1)[0] for point in points]


def _months(points: Sequence[Point]) -> list[dt.date]:
    return [point.month for point in points]


def _amounts(values: Sequence[int]) -> list[float | None]:
    return [value / 100 for value in values]


def _sales(board: Board) -> ChartData:
    points = board.dashboard.points
    now = _amounts([point.sales for point in points])
    before = _amounts([point.last_year for point in points])
    years = [add_months(point.month, -12) for point in points]
    bars = [Bars(_("Last year"), before, "s2", years), Bars(_("This year"), now, "s1")]
    return BarLineData(_labels(points), _months(points), bars, (), euros([*now, *before]))


def _intake(board: Board) -> ChartData:
    points = board.dashboard.points
    intake = _amounts([point.intake for point in points])
    sales = _amounts([point.sales for point in points])
    backlog = _amounts([point.backlog for point in points])
    bars = [Bars(_("Order intake"), intake, "s4"), Bars(_("Net sales"), sales, "s1")]
    lines = [Line(_("Backlog"), backlog, "s5")]
    return BarLineData(_labels(points), _months(points), bars, lines, euros([*intake, *sales, *backlog]))


def _service(board: Board) -> ChartData:
    points = board.dashboard.points
    otif = [None if point.otif is None else float(point.otif) for point in points]
    otd = [None if point.otd is None else float(point.otd) for point in points]
    lines = [Line("OTIF", otif, "s1"), Line("OTD", otd, "s4")]
    return LinesData(_labels(points), _months(points), lines, _percent)


def _receipts(board: Board) -> ChartData:
    points = board.dashboard.points
    values = _amounts([point.receipts for point in points])
    return BarLineData(_labels(points), _months(points), [Bars(_("Receipts"), values, "s4")], (), euros(values))


def _ageing(board: Board) -> ChartData:
    rows = [
        RankRow(
            bar.key, _(bar.label), abs(bar.value) / 100, formats().money(bar.value), _AGE_COLOURS.get(bar.key, "s2")
        )
        for bar in board.dashboard.ageing
    ]
    return RankData(rows if any(row.value for row in rows) else [])


def _causes(board: Board) -> ChartData:
    return ParetoData([(bar.key, _cause(bar), bar.value) for bar in board.dashboard.causes])


def _cause(bar: Bar) -> str:
    """Return what a person wrote as it is, and a type of claim in the language of the window."""
    return bar.label if bar.label == bar.key else _(bar.label)


def _customers(board: Board) -> ChartData:
    shown = board.dashboard.customers[:CUSTOMERS_SHOWN]
    return RankData([RankRow(bar.label, bar.label, bar.value / 100, formats().money(bar.value)) for bar in shown])


def _late(board: Board) -> ChartData:
    return RankData(
        [
            RankRow(
                order.number,
                f"{order.number} {order.customer}",
                float(order.days),
                f"{order.days}{NO_BREAK_SPACE}{_('d')} · {formats().rounded(order.net)}",
                "s6",
            )
            for order in board.late
        ]
    )


def _closing(board: Board) -> str:
    return formats().date(board.dashboard.closing)


def _list(page: str, chip: str = "all", **terms: str) -> Target:
    from adv_desktop.services.queries.filters import ListFilter, Term

    wanted = ListFilter(chip, tuple(Term(code, text) for code, text in terms.items()))
    return Target(page, query_text(page, wanted))


def _figure(code: str) -> Callable[[Board], Target]:
    """Show the rows of a figure of the month."""
    return lambda board: figure_target(board, code)


def figure_target(board: Board, code: str) -> Target:
    """Return the list behind a figure."""
    rows = board.indicator(code).rows
    return Target(rows.page, query_text(rows.page, rows.filter))


def _by_month(page: str, key: str) -> Callable[[Board, object], Target]:
    """Show the documents of the month that was clicked."""

    def target(_board: Board, month: object) -> Target:
        text = f"{month:%m/%Y}" if isinstance(month, dt.date) else str(month)
        return _list(page, **{key: text})

    return target


def _of_age(board: Board, key: object) -> Target:
    if key == "disputed":
        return _list("invoices", "disputed")
    if key == "unallocated":
        return _list("payments", "unallocated")
    return figure_target(board, _AGE_CODES[str(key)])


def _year(board: Board) -> str:
    return f"{board.dashboard.points[0].month}..{board.dashboard.closing}"


def _of_cause(board: Board, key: object) -> Target:
    bar = next(bar for bar in board.dashboard.causes if bar.key == key)
    code = "cause" if bar.label == bar.key else "type"
    return _list("claims", date=_year(board), **{code: without_signs(bar.key)})


def _of_customer(board: Board, name: object) -> Target:
    return _list("invoices", customer=without_signs(str(name)), date=f"{board.dashboard.month:%m/%Y}")


def _of_order(_board: Board, number: object) -> Target:
    return _list("orders", number=str(number))


def _claims_count(board: Board) -> str:
    count = sum(bar.value for bar in board.dashboard.causes)
    return _("12 months, {count} claims opened · running total in %").format(count=count)


def _ageing_sub(board: Board) -> str:
    total = formats().money(board.dashboard.receivable)
    return _("by due date, on {date} · total {amount} VAT included").format(date=_closing(board), amount=total)


CHARTS = {
    spec.key: spec
    for spec in (
        ChartSpec(
            "sales", N_("Net sales invoiced"), lambda _board: _("12 months, credit notes deducted, deposits left out"),
            _sales, _figure("sales_net"), _by_month("invoices", "date"), ("sales_net",),
        ),
        ChartSpec(
            "intake", N_("Order intake and backlog"), lambda _board: _("by month of the event, backlog at month end"),
            _intake, _figure("order_intake"), _by_month("orders", "confirmed_on"), ("order_intake", "backlog"),
        ),
        ChartSpec(
            "service", N_("Service rate"), lambda _board: _("lines due, first promised date"),
            _service, _figure("otif"), _by_month("orders", "promised"), ("otif", "otd"), unit="percent",
        ),
        ChartSpec(
            "ageing", N_("Aged balance"), _ageing_sub, _ageing, lambda _board: _list("invoices", "unpaid"), _of_age,
            ("ageing_current", "overdue"),
        ),
        ChartSpec(
            "causes", N_("Causes of claims"), _claims_count, _causes,
            lambda board: _list("claims", date=_year(board)), _of_cause,
            told=N_("Claims opened in the twelve months, by cause; the type stands for a cause not written yet."),
            unit="whole",
        ),
        ChartSpec(
            "customers", N_("Main customers"),
            lambda board: _("{month} up to {date}, net sales invoiced").format(
                month=formats().month(board.dashboard.month).capitalize(), date=_closing(board)
            ),
            _customers, _figure("sales_net"), _of_customer, ("sales_net",),
        ),
        ChartSpec(
            "receipts", N_("Receipts"), lambda _board: _("12 months, bounced and refunded payments deducted"),
            _receipts, _figure("receipts"), _by_month("payments", "date"), ("receipts",),
        ),
        ChartSpec(
            "late", N_("Late orders"), lambda _board: _("days after the promised date, net still to deliver"),
            _late, lambda _board: _list("orders", "late"), _of_order, ("backlog_late",), unit="whole",
        ),
    )
}  # fmt: skip
