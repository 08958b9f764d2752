"""The columns of the backlog, line by line."""

from __future__ import annotations

from adv_desktop.services.queries.backlog_lines import BacklogRow
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.columns import day
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def _late(row: BacklogRow) -> Tone | None:
    return Tone.BAD if row.days_late else None


def _days(row: BacklogRow) -> str:
    if not row.days_late:
        return day(row.promised)
    late = ngettext("{count} day late", "{count} days late", row.days_late)
    return f"{day(row.promised)} – {late.format(count=formats().integer(row.days_late))}"


COLUMNS: list[Column[BacklogRow]] = [
    Column(
        N_("State"), lambda row: _(row.state.word), cell=Cell.PILL, tone=lambda row: Tone(row.state.tone), width=136,
        key="state",
    ),
    Column(
        N_("Order line"), lambda row: row.name, sort="number", width=156, key="line",
        icon=lambda row: "bell" if row.urgent else None, tone=lambda row: Tone.BAD if row.urgent else None,
        tip=lambda row: _("Urgent") if row.urgent else "",
    ),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=170, key="customer"),
    Column(N_("Your ref."), lambda row: row.customer_reference or "—", width=110, soft=True, key="reference"),
    Column(N_("Product"), lambda row: row.product_code or "—", sort="product", width=110, key="product"),
    Column(
        N_("Description"), lambda row: row.label, width=190, key="label", soft=True, tip=lambda row: row.label
    ),
    Column(N_("Left"), lambda row: formats().quantity(row.left), right=True, width=70, key="left"),
    Column(
        N_("Reserved"), lambda row: formats().quantity(row.reserved), right=True, width=80, key="reserved", soft=True
    ),
    Column(
        N_("Requested date"), lambda row: day(row.requested), sort="requested", width=118, key="requested", soft=True
    ),
    Column(
        N_("Confirmed date"), lambda row: day(row.promised), sort="promised", width=126, key="promised", tone=_late,
        icon=lambda row: "warning" if row.days_late else None, tip=_days,
    ),
    Column(
        N_("Days late"), lambda row: formats().integer(row.days_late) if row.days_late else "—", right=True, width=90,
        key="days_late", tone=_late, soft=True,
    ),
    Column(N_("Departure"), lambda row: day(row.leaves_on), sort="leaves_on", width=110, key="leaves_on"),
    Column(
        N_("Urgency"), lambda row: _("Urgent") if row.urgent else "", cell=Cell.PILL, tone=lambda _row: Tone.BAD,
        width=90, hidden=True, key="urgent",
    ),
    Column(N_("Left, net"), lambda row: formats().money(row.net), right=True, bold=True, width=120, key="net"),
]  # fmt: skip
