"""What can be done with messages: send, correct, send again, discard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import MessageState
from adv_desktop.services import texts
from adv_desktop.services.outbox import Sending
from adv_desktop.services.queries.outbox import FileRow, MessageRow
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.written_files import open_path


class OutboxActions(QObject):
    """The verbs on messages."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def send(self, ids: Sequence[int] | None) -> None:
        """Send messages (None: all that wait); the work may be cancelled between two and the rest goes on waiting."""
        outbox = self._desk.services.outbox
        # Not in the lane of the writes: a slow mail server must not keep an order from being saved.
        self._desk.runner.job(
            lambda progress: outbox.send(ids, progress), self._on_sent, title=_("Sending the messages")
        )

    def preview(self, file: FileRow) -> None:
        """Look at an enclosed file, as it will leave."""
        store = self._desk.services.store

        def load() -> bytes:
            from adv_desktop.services.queries import outbox

            with store.read() as session:
                return outbox.content(session, file.file_id)

        self._desk.window.open_form(PreviewForm(self._desk, file.name, load, file.name))

    def copy(self, row: MessageRow) -> None:
        """Copy the text, for a mail program of another kind."""
        QGuiApplication.clipboard().setText(row.body)
        self._desk.notices.say(_("The text of the message is copied."))

    def send_again(self, ids: Sequence[int]) -> None:
        """Make messages wait again."""
        self._write(self._desk.services.outbox.send_again, ids, _("The message waits again."))

    def mark_sent(self, ids: Sequence[int]) -> None:
        """Record that the mail program sent them."""
        self._write(self._desk.services.outbox.mark_sent, ids, _("The message is recorded as sent."))

    def discard(self, ids: Sequence[int]) -> None:
        """Take messages out of the outbox."""
        self._write(self._desk.services.outbox.discard, ids, _("The message is discarded, its documents stay."))

    def open_folder(self) -> None:
        """Show the folder of message files in the system's own window."""
        folder = self._desk.services.outbox.folder()
        if not open_path(folder):
            self._desk.notices.say(_("The messages are in {folder}.").format(folder=folder), tone=Tone.WARN)

    def _write(self, verb: Callable[[Sequence[int]], None], ids: Sequence[int], said: str) -> None:
        self._desk.runner.write(lambda: verb(ids), lambda _done: self._desk.notices.say(said))

    def _on_sent(self, sending: Sending) -> None:
        if sending.failed:
            self._say_failures(sending)
        elif sending.drafted:
            self._say_drafted(sending.drafted)
        else:
            count = len(sending.sent)
            self._desk.notices.say(
                ngettext("{count} message sent.", "{count} messages sent.", count).format(count=count)
            )

    def _say_failures(self, sending: Sending) -> None:
        count = len(sending.failed)
        said = ngettext(
            "{count} message did not leave: {reason}", "{count} messages did not leave; the first: {reason}", count
        ).format(count=count, reason=sentence(sending.failed[0].error, texts.current()))
        show = Action(_("Show them"), partial(self._desk.window.show_list, "outbox", "failed"))
        self._desk.notices.say(said, show, tone=Tone.BAD, seconds=0)

    def _say_drafted(self, paths: Sequence[Path]) -> None:
        count = len(paths)
        said = ngettext(
            "{count} message is written in {folder}: open it to send it.",
            "{count} messages are written in {folder}: open them to send them.",
            count,
        ).format(count=count, folder=paths[0].parent)
        self._desk.notices.say(said, Action(_("Open the folder"), self.open_folder), seconds=0)


def verbs_of(row: MessageRow) -> list[tuple[str, str]]:
    """Return what the state of a message allows as (key, text), the next step first."""
    match row.message_state:
        case MessageState.TO_SEND:
            return [("send", _("Send")), ("edit", _("Correct…")), ("discard", _("Discard"))]
        case MessageState.FAILED:
            return [("edit", _("Correct…")), ("send", _("Send again")), ("discard", _("Discard"))]
        case MessageState.DRAFTED:
            return [("mark_sent", _("It was sent")), ("folder", _("Open the folder")), ("send_again", _("Write again"))]
        case MessageState.SENDING:
            return [("send_again", _("Make it wait again"))]
        case MessageState.SENT:
            return []
