"""The columns of the statuses of files."""

from __future__ import annotations

from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.status_import import StatusEntry, Verdict
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone

_WORDS = {
    Verdict.NEW: N_("To record"),
    Verdict.KNOWN: N_("Known already"),
    Verdict.REFUSED: N_("Not taken"),
}
_TONES = {Verdict.NEW: Tone.INFO, Verdict.KNOWN: Tone.NEUTRAL, Verdict.REFUSED: Tone.BAD}


def _status(entry: StatusEntry) -> str:
    message = entry.message
    if message is None:
        return "—"
    known = message.status in set(EInvoiceStatus)
    return f"{message.status} {label(EInvoiceStatus(message.status))}" if known else message.status


def _why(entry: StatusEntry) -> str:
    """Write why an entry is refused, else the reason of the status."""
    if entry.error is not None:
        return sentence(entry.error, texts.current())
    message = entry.message
    if message is None:
        return "—"
    reason = label(StatusReason(message.reason)) if message.reason in set(StatusReason) else message.reason
    return " – ".join(part for part in (reason, message.comment) if part) or "—"


COLUMNS: list[Column[StatusEntry]] = [
    Column(
        N_("Verdict"),
        lambda entry: _(_WORDS[entry.verdict]),
        cell=Cell.PILL,
        tone=lambda entry: _TONES[entry.verdict],
        width=130,
        key="verdict",
    ),
    Column(N_("Invoice"), lambda entry: entry.message.invoice if entry.message else "—", width=130, key="invoice"),
    Column(N_("Date"), lambda entry: formats().date(entry.message.on) if entry.message else "—", width=100, key="date"),
    Column(N_("Status"), _status, width=210, key="status"),
    Column(N_("Reason"), _why, width=320, key="reason", tip=_why),
    Column(N_("File"), lambda entry: entry.file, width=220, soft=True, key="file", tip=lambda entry: entry.file),
]
