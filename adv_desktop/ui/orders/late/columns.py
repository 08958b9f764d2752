"""The columns of late lines, and of the dates that logistics gives back."""

from __future__ import annotations

from adv_desktop.services import texts
from adv_desktop.services.new_dates import DateRow, DateVerdict
from adv_desktop.services.queries.late_lines import LateLine
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.orders.columns import day
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone

_WORDS = {
    DateVerdict.MOVED: N_("To promise"),
    DateVerdict.KEPT: N_("No change"),
    DateVerdict.REFUSED: N_("Not taken"),
}
_TONES = {DateVerdict.MOVED: Tone.INFO, DateVerdict.KEPT: Tone.NEUTRAL, DateVerdict.REFUSED: Tone.BAD}


def _state(line: LateLine) -> str:
    if not line.late:
        return _("At risk") if line.reserved < line.left else _("To tell")
    return ngettext("{count} day late", "{count} days late", line.days_late).format(count=line.days_late)


def _why(line: LateLine) -> str:
    """Write the reason of the last change of date, and who asked for it."""
    asked = label(line.asked_by) if line.asked_by and not line.reason else ""
    parts = [label(line.reason) if line.reason else asked, line.comment or ""]
    return " – ".join(part for part in parts if part) or "—"


COLUMNS: list[Column[LateLine]] = [
    Column(
        N_("State"), _state, cell=Cell.PILL, tone=lambda line: Tone.BAD if line.late else Tone.WARN, width=136,
        key="state",
    ),
    Column(N_("Order line"), lambda line: line.name, width=140, key="line"),
    Column(N_("Customer"), lambda line: line.customer_name, width=160, key="customer"),
    Column(N_("Your ref."), lambda line: line.customer_reference or "—", width=100, soft=True, key="reference"),
    Column(N_("Description"), lambda line: line.label, width=170, key="label", tip=lambda line: line.label),
    Column(N_("Left"), lambda line: formats().quantity(line.left), right=True, width=66, key="left"),
    Column(
        N_("Reserved"), lambda line: formats().quantity(line.reserved), right=True, width=80, key="reserved",
        tone=lambda line: Tone.BAD if line.reserved < line.left else None,
        icon=lambda line: "warning" if line.reserved < line.left else None,
    ),
    Column(N_("First promise"), lambda line: day(line.first_promised), width=108, soft=True, key="first"),
    Column(N_("Confirmed date"), lambda line: day(line.promised), width=118, key="promised"),
    Column(N_("Reason"), _why, width=170, soft=2, key="reason", tip=_why),
    Column(
        N_("Told on"), lambda line: day(line.told_on) if line.told_on else _("Not told"), width=100, key="told",
        tone=lambda line: None if line.told_on else Tone.WARN,
    ),
]  # fmt: skip


def _verdict(row: DateRow) -> str:
    return sentence(row.error, texts.current()) if row.error else row.comment or "—"


DATES: list[Column[DateRow]] = [
    Column(
        N_("Verdict"), lambda row: _(_WORDS[row.verdict]), cell=Cell.PILL, tone=lambda row: _TONES[row.verdict],
        width=120, key="verdict",
    ),
    Column(N_("Row"), lambda row: formats().integer(row.row), right=True, width=60, key="row"),
    Column(N_("Order line"), lambda row: row.name, width=140, key="line"),
    Column(N_("Customer"), lambda row: row.line.customer_name if row.line else "—", width=160, key="customer"),
    Column(N_("Description"), lambda row: row.line.label if row.line else "—", width=170, soft=True, key="label"),
    Column(N_("Confirmed date"), lambda row: day(row.line.promised if row.line else None), width=118, key="before"),
    Column(N_("New date"), lambda row: day(row.on), width=110, key="after", bold=True),
    Column(N_("Reason"), lambda row: label(row.reason) if row.reason else "—", width=150, key="reason"),
    Column(N_("Comment"), _verdict, width=300, key="comment", tip=_verdict),
]  # fmt: skip
