"""The count sheet that came back: what differs is looked at before it is posted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.stock.columns import DIFFERENCES
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.services.inventory import Inventory
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 14

_UNCOUNTED = N_("Write what was counted in the sheet, save it and open it again.")


class InventoryForm(DocumentForm):
    """Nothing is written before its button is pressed."""

    guide = "stock"

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._path = path
        self.found: Inventory | None = None
        self.reason = TextEdit(_("Reason"))
        self.form = Form(
            [Field("reason", N_("Reason"), self.reason, N_("Annual inventory, cycle count…"), required=True)], columns=1
        )
        self.table = RowsTable(_("Differences of the count"), DIFFERENCES, stretch=1, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.skip = QCheckBox(_("Leave the refused rows out"))
        self.skip.setAccessibleName(self.skip.text())
        self.skip.hide()
        self._told = text_label("", "muted", wrap=True)
        self._warning = text_label("", "bad", wrap=True)
        self._build()
        self.setFocusProxy(self.reason)
        inventory = desk.services.inventory
        desk.runner.job(
            lambda _progress: inventory.preview(path), self._show, self._on_gone, title=_("Reading the count sheet")
        )

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Inventory")

    def commands(self) -> list[Command]:
        """Return what can be done with the sheet."""
        return [
            Command("post", N_("Post the differences"), self.post, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def post(self) -> None:
        """Post the differences with their reason."""
        self.form.clear_messages()
        if self.found is None or self.form.first_problem():
            return
        inventory, path, skip = self.desk.services.inventory, self._path, self.skip.isChecked()
        reason = self.reason.value() or ""
        self.desk.runner.write(lambda: inventory.post(path, reason, skip_bad=skip), self._on_posted, self._on_refused)

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(self.skip)
        buttons.addWidget(self._warning, 1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        hint = _("Ctrl+Enter")
        buttons.addWidget(Button(_("Post the differences"), "primary", icon="check", hint=hint, on_click=self.post))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        for widget in (self._told, self.form):
            layout.addWidget(widget)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)

    def _show(self, found: Inventory) -> None:
        self.found = found
        self.table.set_rows(found.differences)
        count = len(found.differences)
        counted = ngettext("{count} row counted", "{count} rows counted", found.counted).format(count=found.counted)
        differ = ngettext("{count} differs", "{count} differ", count).format(count=count)
        value = formats().money(sum(one.value for one in found.differences))
        parts = [counted, differ, _("for {value}").format(value=value)]
        if found.posted:
            parts.append(_("{count} posted before").format(count=found.posted))
        told = _("{file}: {facts}").format(file=found.file, facts=", ".join(parts))
        self._told.setText(told if found.counted else f"{told}. {_(_UNCOUNTED)}")
        self.skip.setVisible(bool(found.faults))
        if found.faults:
            first = found.faults[0]
            said = sentence(DomainError(first.code, **first.facts), texts.current())
            self._warning.setText(_("Row {row}: {message}").format(row=first.row, message=said))

    def _on_posted(self, found: Inventory) -> None:
        count = len(found.differences)
        said = ngettext("{count} difference posted.", "{count} differences posted.", count).format(count=count)
        self.desk.notices.say(said, tone=Tone.OK)
        self.closed.emit()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self._warning.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)
