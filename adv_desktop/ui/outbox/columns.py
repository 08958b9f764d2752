"""The columns of messages, and of the documents that they enclose."""

from __future__ import annotations

from adv_desktop.services import texts
from adv_desktop.services.queries.outbox import FileRow, MessageRow
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tones import Tone


def addresses(row: MessageRow) -> str:
    """Write who a message goes to, a dash when nobody."""
    return ", ".join(row.recipients) or "—"


def reason(row: MessageRow) -> str:
    """Write why a message did not leave, "" when nothing is known against it."""
    return "" if row.failure is None else sentence(row.failure, texts.current())


COLUMNS: list[Column[MessageRow]] = [
    Column(
        N_("State"),
        lambda row: _(row.state.word),
        cell=Cell.PILL,
        tone=lambda row: Tone(row.state.tone),
        tip=reason,
        width=120,
        key="state",
    ),
    Column(N_("Customer"), lambda row: row.customer_name, width=180, key="customer"),
    Column(N_("Subject"), lambda row: row.subject, sort="subject", width=300),
    Column(
        N_("To"),
        addresses,
        width=200,
        soft=True,
        tone=lambda row: None if row.recipients else Tone.BAD,
        tip=lambda row: "" if row.recipients else _("No address: type one before sending."),
        key="to",
    ),
    Column(N_("Files"), lambda row: str(len(row.files)), right=True, width=70, key="files"),
    Column(N_("Put in on"), lambda row: formats().moment(row.created_at), sort="created", width=140, soft=True),
    Column(
        N_("Sent on"),
        lambda row: formats().moment(row.sent_at) if row.sent_at else "—",
        sort="sent",
        width=140,
        soft=True,
    ),
    Column(N_("Reason"), lambda row: reason(row) or "—", width=240, hidden=True, key="reason"),
]

FILES: list[Column[FileRow]] = [
    Column(N_("File"), lambda file: file.name, width=200, key="name"),
    Column(N_("What it is"), lambda file: label(file.letter), width=170, key="letter"),
]
