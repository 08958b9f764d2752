"""The outbox: list and pane, and the way to the message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import ClassVar

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from adv_desktop.models.enums import DocumentKind, MessageState
from adv_desktop.services.queries import outbox
from adv_desktop.services.queries.outbox import MessageRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.outbox.actions import OutboxActions, verbs_of
from adv_desktop.ui.outbox.columns import COLUMNS, FILES, addresses, reason
from adv_desktop.ui.outbox.form import MessageForm
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.detail import DetailPane

TEXT_HEIGHT = 220


class OutboxPage(ListedPage[MessageRow]):
    """« Boîte d'envoi »."""

    reads: ClassVar[ModuleType] = outbox
    kind = DocumentKind.MESSAGE
    kinds = frozenset({DocumentKind.MESSAGE})
    name = "outbox"
    title = N_("Outbox")
    everything = N_("All messages")
    columns = COLUMNS
    sort = "created"
    empty = Empty(
        N_("No message"),
        N_("Send an acknowledgement from an order (Ctrl+Shift+M): it waits here until you send it."),
        "",
        "mail",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.verbs = OutboxActions(desk, self)
        self.pane.link_clicked.connect(self._on_customer)

    def commands(self) -> list[Command]:
        """Return what can be done with messages."""
        return [
            Command("send_all", N_("Send all"), self._on_send_all, "Ctrl+Return", "send", Menu.SALES, primary=True),
            Command("send", N_("Send the selection"), self._on_send, "F8", "mail", Menu.SALES),
            Command("open", N_("Correct the message"), self._on_open, "F3", "edit", Menu.SALES),
            Command("preview", N_("Preview the file"), self._on_preview, "Ctrl+P", "printer", Menu.SALES),
            Command("copy", N_("Copy the text"), self._on_copy, "Ctrl+Shift+C", "copy", Menu.SALES),
            Command("mark_sent", N_("Record as sent"), self._on_selection("mark_sent"), "", "check", Menu.SALES),
            Command("send_again", N_("Make it wait again"), self._on_selection("send_again"), "", "undo", Menu.SALES),
            Command(
                "discard", N_("Discard the message"), self._on_selection("discard"), "Ctrl+Del", "trash", Menu.SALES
            ),
            Command("folder", N_("Open the folder of messages"), self._on_folder, "", "folder", Menu.SALES),
            *list_commands(self),
        ]

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Send messages that another page put in the outbox."""
        if verb == "send" and ids:
            self.verbs.send(list(ids))

    def read_detail(self, document_id: int) -> MessageRow:
        """Read a message."""
        with self.desk.services.store.read() as session:
            return outbox.detail(session, document_id, self.desk.today())

    def fill(self, pane: DetailPane, detail: MessageRow) -> None:
        """Show a message: its state, why it failed, its files and its text."""
        tone = Tone(detail.state.tone)
        pane.set_header(detail.subject, _(detail.state.word), tone, detail.customer_code, link=detail.customer_name)
        pane.set_actions(self._buttons(detail))
        sent = formats().moment(detail.sent_at) if detail.sent_at else "—"
        pane.set_facts([(_("To"), addresses(detail)), (_("Sent on"), sent)])
        if detail.failure is not None:
            pane.add(text_label(reason(detail), "bad", wrap=True))
        if detail.message_state is MessageState.SENDING:
            said = _(
                "If the message stays so, the program stopped while it was leaving: see in your mail program whether "
                "it left before you send it again."
            )
            pane.add(text_label(said, "warn", wrap=True))
        pane.section(_("Files"))
        files = RowsTable(_("Files"), FILES, stretch=0, max_rows=6)
        files.set_rows(detail.files)
        files.opened.connect(self.verbs.preview)
        pane.add(files)
        pane.section(_("Text"))
        pane.add(_written(detail.body))

    def open_document(self, document_id: int) -> None:
        """Open a message that has not left, to correct it."""
        if self.detail is not None and self.detail.message_state in {MessageState.SENT, MessageState.SENDING}:
            self.desk.notices.say(_("The message has left: it can be read, not corrected."), tone=Tone.WARN)
            return
        self.desk.window.open_form(MessageForm(self.desk, document_id))

    def _buttons(self, detail: MessageRow) -> list[Button]:
        return [
            Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._run(verb))
            for place, (verb, text) in enumerate(verbs_of(detail))
        ]

    def _run(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the message of the pane."""

        def run() -> None:
            if verb == "edit":
                self.open_document(self.current_id)
            elif verb == "folder":
                self._on_folder()
            else:
                getattr(self.verbs, verb)([self.current_id])

        return run

    def _on_selection(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the selected messages."""

        def run() -> None:
            if self.selected():
                getattr(self.verbs, verb)(self.selected())

        return run

    def _on_send_all(self) -> None:
        self.verbs.send(None)

    def _on_send(self) -> None:
        if self.selected():
            self.verbs.send(self.selected())

    def _on_open(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_preview(self) -> None:
        if self.detail is not None and self.detail.files:
            self.verbs.preview(self.detail.files[0])

    def _on_copy(self) -> None:
        if self.detail is not None:
            self.verbs.copy(self.detail)

    def _on_folder(self) -> None:
        self.verbs.open_folder()

    def _on_customer(self) -> None:
        if self.detail is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, self.detail.customer_id)


def _written(body: str) -> QPlainTextEdit:
    """Show the text as it will leave, in the customer's language."""
    shown = QPlainTextEdit(body, readOnly=True)
    shown.setAccessibleName(_("Text"))
    shown.setTabChangesFocus(True)
    shown.setMinimumHeight(theme().px(TEXT_HEIGHT))
    return shown
