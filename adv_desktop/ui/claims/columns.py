"""The columns of claims, and of the lines of the document that they are about."""

from __future__ import annotations

from adv_desktop.models.enums import ClaimSeverity
from adv_desktop.services.queries.claims import ClaimRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.claims.reads import OriginLine
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone

_SEVERE = {ClaimSeverity.HIGH: Tone.WARN, ClaimSeverity.CRITICAL: Tone.BAD}


def disputed(row: ClaimRow) -> str:
    """Write the disputed amount, a dash when there is none."""
    return formats().money(row.disputed, row.currency) if row.disputed else "—"


def severity_tone(row: ClaimRow) -> Tone:
    """Return the tone of a claim's severity."""
    return _SEVERE.get(row.severity, Tone.NEUTRAL)


COLUMNS: list[Column[ClaimRow]] = [
    Column(N_("No."), lambda row: row.number, sort="number", width=134),
    Column(N_("Customer"), lambda row: row.customer_name, sort="customer", width=150),
    Column(N_("Type"), lambda row: label(row.type), width=104, soft=True, key="type"),
    Column(
        N_("Due"),
        lambda row: formats().date(row.due),
        sort="due",
        width=118,
        icon=lambda row: "warning" if row.late else None,
        tone=lambda row: Tone.BAD if row.late else None,
        tip=lambda row: _("The deadline has passed.") if row.late else "",
    ),
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        width=140,
        key="state",
    ),
    Column(N_("Disputed"), disputed, right=True, width=104, key="disputed"),
    Column(
        N_("Severity"),
        lambda row: label(row.severity),
        width=96,
        tone=lambda row: _SEVERE.get(row.severity),
        key="severity",
    ),
    Column(N_("Opened on"), lambda row: formats().date(row.opened_on), sort="opened", width=112, soft=True),
    Column(N_("About"), lambda row: row.origin_number or "—", width=120, soft=True, key="about"),
    Column(N_("Department"), lambda row: row.service or "—", width=120, hidden=True, key="service"),
    Column(N_("In charge"), lambda row: row.person or "—", width=120, hidden=True, key="person"),
    Column(N_("Cause"), lambda row: row.cause or "—", width=140, hidden=True, key="cause"),
]

LINES: list[Column[OriginLine]] = [
    Column(
        N_("Line"),
        lambda line: str(line.no),
        width=64,
        icon=lambda line: "warning" if line.claimed else None,
        tone=lambda line: Tone.BAD if line.claimed else None,
        key="no",
    ),
    Column(N_("Code"), lambda line: line.code or "—", width=96, key="code"),
    Column(
        N_("Description"),
        lambda line: line.label,
        width=200,
        tone=lambda line: Tone.BAD if line.claimed else None,
        key="label",
    ),
    Column(N_("Qty"), lambda line: formats().quantity(line.quantity), right=True, width=80, key="quantity"),
    Column(N_("Net price"), lambda line: formats().price(line.net_price), right=True, width=92, key="price"),
    Column(N_("Net amount"), lambda line: formats().amount(line.net), right=True, width=104, key="net"),
    Column(N_("VAT"), lambda line: formats().percent(line.vat_rate), right=True, width=70, key="vat"),
]
