"""Correcting a message before it leaves: its addresses, its subject, its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.outbox import EditMessage
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.outbox.columns import FILES
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from adv_desktop.services.queries.outbox import MessageRow
    from adv_desktop.ui.desk import Desk


class MessageForm(DocumentForm):
    """The message whole; Ctrl+S keeps it, Ctrl+Enter keeps it and sends it."""

    guide = "outbox"

    def __init__(self, desk: Desk, message_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = message_id
        self.to = TextEdit(_("To"))
        self.subject = TextEdit(_("Subject"))
        self.body = QPlainTextEdit()
        self.body.setTabChangesFocus(True)
        self.files = RowsTable(_("Files"), FILES, stretch=0, max_rows=6)
        self.problem = text_label("", "bad", wrap=True)
        self.fields = Form(
            [
                Field("to", N_("To"), self.to, N_("Several addresses are separated by commas.")),
                Field("subject", N_("Subject"), self.subject, required=True),
                Field("body", N_("Text"), self.body),
            ],
            1,
        )
        self._build()
        self.setFocusProxy(self.body)
        desk.runner.read(self._read, self._show)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self.subject.text() or _("Message")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("save", N_("Save"), self.save, "Ctrl+S", "save", Menu.FILE),
            Command("send", N_("Save and send"), self.send, "Ctrl+Return", "send", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def save(self) -> None:
        """Keep the message as it is corrected."""
        self._write(self._on_saved)

    def send(self) -> None:
        """Keep the message and send it."""
        self._write(self._on_saved_to_send)

    def _read(self) -> MessageRow:
        from adv_desktop.services.queries import outbox

        with self.desk.services.store.read() as session:
            return outbox.detail(session, self._id, self.desk.today())

    def _show(self, row: MessageRow) -> None:
        self.to.set_value(", ".join(row.recipients) or None)
        self.subject.set_value(row.subject)
        self.body.setPlainText(row.body)
        self.files.set_rows(row.files)
        self.title_changed.emit(self.title)

    def _write(self, done: Callable[[None], None]) -> None:
        command = EditMessage(self._id, tuple(self.to.text().split(",")), self.subject.text(), self.body.toPlainText())
        outbox = self.desk.services.outbox
        self.desk.runner.write(lambda: outbox.edit(command), done, self._on_refused)

    def _on_saved(self, _done: None) -> None:
        self.desk.notices.say(_("Message kept."))
        self.closed.emit()

    def _on_saved_to_send(self, _done: None) -> None:
        self.closed.emit()
        self.desk.window.ask("outbox", "send", [self._id])

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.problem.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _build(self) -> None:
        card = Card()
        for widget in (self.fields, text_label(_("Files"), "label"), self.files):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Save"), icon="save", on_click=self.save))
        hint = _("Ctrl+Enter")
        buttons.addWidget(Button(_("Save and send"), "primary", icon="send", hint=hint, on_click=self.send))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(_("Message"), "page"))
        layout.addWidget(Scroll(card), 1)
        layout.addLayout(buttons)
