"""The columns of orders and of their lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from adv_desktop.services.queries.order_detail import OrderedLine
from adv_desktop.services.queries.orders import OrderRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.weights import labelled


def short_day(value: dt.date | None) -> str:
    """Write a day of this year or the next, where there is little room."""
    return formats().short_date(value) if value else "—"


def day(value: dt.date | None) -> str:
    """Write a date, a dash when there is none."""
    return formats().date(value) if value else "—"


def week(value: dt.date | None) -> str:
    """Write the week of a date, a dash when there is none."""
    if value is None:
        return "—"
    return _("W{week} {year}").format(week=f"{value.isocalendar().week:02}", year=value.isocalendar().year)


def _quantity(value: Decimal) -> str:
    return formats().quantity(value) if value else "—"


COLUMNS: list[Column[OrderRow]] = [
    Column(
        N_("No."),
        lambda row: row.number or _("Draft"),
        sort="number",
        width=134,
        icon=lambda row: "bell" if row.urgent else None,
        tone=lambda row: Tone.BAD if row.urgent else None,
    ),
    Column(N_("Date"), lambda row: day(row.date), sort="date", width=106, soft=True),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=180),
    Column(N_("Your ref."), lambda row: row.customer_reference or "—", sort="reference", width=118, soft=True),
    Column(
        N_("Confirmed date"),
        lambda row: day(row.promised) if row.number else "—",
        sort="promised",
        width=126,
        soft=2,
        icon=lambda row: "warning" if row.late else None,
        tone=lambda row: Tone.BAD if row.late else None,
    ),
    Column(
        N_("Net amount"), lambda row: formats().money(row.net, row.currency), sort="net", right=True, width=112, soft=2
    ),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=170,
        key="state",
    ),
    Column(
        N_("Urgency"),
        lambda row: _("Urgent") if row.urgent else "",
        cell=Cell.PILL,
        tone=lambda _row: Tone.BAD,
        width=90,
        hidden=True,
        key="urgent",
    ),
    Column(N_("Week"), lambda row: week(row.promised), sort="promised", width=90, hidden=True, key="week"),
    Column(N_("Requested date"), lambda row: day(row.requested), width=110, hidden=True, key="requested"),
    Column(N_("Received on"), lambda row: formats().moment(row.received_at), width=130, hidden=True, key="received"),
    Column(N_("Salesperson"), lambda row: row.salesperson or "—", width=120, hidden=True, key="salesperson"),
    Column(N_("Carrier"), lambda row: row.carrier or "—", width=120, hidden=True, key="carrier"),
    Column(N_("Channel"), lambda row: label(row.channel), width=110, hidden=True, key="channel"),
]


def label_below_kit(line: OrderedLine) -> str:
    """Return the description of a line, a component set in below its kit."""
    return f"\u2003{line.label}" if line.kit_line_id else line.label


def _net_unless_component(line: OrderedLine) -> str:
    return "" if line.kit_line_id else formats().amount(line.net)


FRAMEWORK_LINES: list[Column[OrderedLine]] = [
    Column(
        N_("Code"),
        lambda line: line.product_code or "—",
        width=84,
        icon=lambda line: "bell" if line.urgent and line.backorder else None,
        tone=lambda line: Tone.BAD if line.urgent and line.backorder else None,
        tip=lambda line: _("Urgent") if line.urgent and line.backorder else "",
        key="code",
    ),
    Column(N_("Description"), label_below_kit, width=150, key="label"),
    Column(N_("Qty agreed"), lambda line: _quantity(line.ordered), right=True, width=70, key="agreed"),
    Column(N_("Called off"), lambda line: _quantity(line.called), right=True, width=76, key="called"),
    Column(N_("Left"), lambda line: _quantity(line.ordered - line.called), right=True, width=70, key="left"),
]
LINES: list[Column[OrderedLine]] = [
    Column(N_("Code"), lambda line: line.product_code or "—", width=84, soft=2, key="code"),
    Column(N_("Description"), labelled, width=150, key="label"),
    Column(N_("Ordered"), lambda line: _quantity(line.ordered - line.cancelled), right=True, width=56, key="ordered"),
    Column(N_("Delivered"), lambda line: _quantity(line.delivered), right=True, width=62, soft=True, key="delivered"),
    Column(
        N_("Backorder"),
        lambda line: _quantity(line.backorder),
        right=True,
        width=68,
        tone=lambda line: Tone.WARN if line.backorder and line.delivered else None,
        key="backorder",
    ),
    Column(
        N_("Promised"),
        lambda line: short_day(line.promised or line.requested) if line.backorder else "—",
        width=62,
        key="promised",
    ),
    Column(N_("Net amount"), _net_unless_component, right=True, width=92, soft=True, key="net"),
    Column(N_("Planned departure"), lambda line: day(line.planned_departure), width=96, soft=True, key="departure"),
]
