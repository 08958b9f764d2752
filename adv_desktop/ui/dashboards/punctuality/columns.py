"""The columns of the service rate and of the lines behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from adv_desktop.models.rules.punctuality import Axis
from adv_desktop.services.punctuality_files import group_name, said
from adv_desktop.services.queries.due_lines import DueLine, Grouping, PunctualityRow
from adv_desktop.services.texts import N_
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tones import Tone


def _rate(value: Decimal | None, counted: tuple[int, int]) -> str:
    if value is None:
        return "—"
    return f"{formats().percent(value)} ({counted[0]}/{counted[1]})"


def _by_axis(axis: Axis) -> Callable[[PunctualityRow], str]:
    return lambda row: _rate(row.rate(axis), row.counts[axis])


def columns(by: Grouping) -> list[Column[PunctualityRow]]:
    """Return the columns of the groups of a choice."""
    return [
        Column(N_("Group"), lambda row: group_name(row, by), width=220, key="name", bold=True),
        Column(N_("Lines due"), lambda row: formats().integer(row.lines), right=True, width=90, key="lines"),
        Column(N_("OTD-1, first promise"), _by_axis(Axis.FIRST), right=True, width=160, key="first"),
        Column(N_("OTD-2, last promise"), _by_axis(Axis.LAST), right=True, width=160, key="last"),
        Column(N_("OTDR, requested date"), _by_axis(Axis.REQUESTED), right=True, width=170, key="requested"),
        Column(N_("OTIF"), lambda row: _rate(row.otif, row.full), right=True, width=120, key="otif"),
        Column(N_("Asked too soon"), lambda row: formats().integer(row.impossible), right=True, width=120,
               key="impossible"),
    ]  # fmt: skip


def _day(value: dt.date | None) -> str:
    return formats().date(value) if value else "—"


def _of(axis: Axis) -> Callable[[DueLine], str]:
    return lambda line: _day(line.days[axis])


LINES: list[Column[DueLine]] = [
    Column(N_("Order line"), lambda line: f"{line.number}/{line.no}", width=150, key="line"),
    Column(N_("Customer"), lambda line: line.customer, width=150, key="customer"),
    Column(N_("Description"), lambda line: line.label, width=150, key="label", tip=lambda line: line.label),
    Column(N_("Ordered"), lambda line: formats().quantity(line.ordered), right=True, width=80, key="ordered"),
    Column(N_("Delivered"), lambda line: formats().quantity(line.delivered), right=True, width=80, key="delivered"),
    Column(N_("Requested date"), _of(Axis.REQUESTED), width=110, soft=True, key="requested"),
    Column(N_("First promise"), _of(Axis.FIRST), width=110, key="first"),
    Column(N_("Confirmed date"), _of(Axis.LAST), width=110, soft=True, key="last"),
    Column(N_("Left on"), lambda line: _day(line.departed), width=100, key="departed"),
    Column("OTD-1", lambda line: said(line.on_time(Axis.FIRST)), width=64, key="otd1",
           tone=lambda line: Tone.BAD if line.on_time(Axis.FIRST) is False else None),
    Column("OTD-2", lambda line: said(line.on_time(Axis.LAST)), width=64, key="otd2"),
    Column("OTDR", lambda line: said(line.on_time(Axis.REQUESTED)), width=64, key="otdr"),
    Column("OTIF", lambda line: said(line.in_full), width=64, key="otif"),
    Column(N_("Reason"), lambda line: label(line.reason) if line.reason else "—", width=140, key="reason"),
]  # fmt: skip
