"""« Importer des statuts »: what the platforms say of our invoices, looked at before it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.status_import import StatusPreview, Verdict
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.status_import.columns import COLUMNS
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 14


class StatusImportForm(DocumentForm):
    """Files dropped or chosen; nothing is written before its button is pressed."""

    guide = "invoices"

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._paths = list(paths)
        self.preview: StatusPreview | None = None
        self.table = RowsTable(_("Statuses of the files"), COLUMNS, stretch=4, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.skip = QCheckBox(_("Leave the refused statuses out"))
        self.skip.setAccessibleName(self.skip.text())
        self._told = text_label("", "muted")
        self._warning = text_label("", "bad")
        self._build()
        self.setFocusProxy(self.table)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Import e-invoice statuses")

    def commands(self) -> list[Command]:
        """Return what can be done with the files."""
        return [
            Command("record", N_("Record the statuses"), self.record, "Ctrl+Return", "check", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def record(self) -> None:
        """Write the new statuses."""
        preview = self.preview
        if preview is None:
            return
        if preview.count(Verdict.REFUSED) and not self.skip.isChecked():
            self._warning.setText(_("Some statuses are refused: leave them out, or mend what is said of each."))
            return
        service, skip = self.desk.services.status_imports, self.skip.isChecked()
        self.desk.runner.write(lambda: service.write(preview, skip_bad=skip), self._on_written)

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self._warning)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        hint = _("Ctrl+Enter")
        buttons.addWidget(Button(_("Record the statuses"), "primary", icon="check", hint=hint, on_click=self.record))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(self._told)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)
        self.skip.hide()

    def _read(self) -> None:
        service, paths = self.desk.services.status_imports, self._paths
        title = _("Reading the statuses")
        self.desk.runner.job(lambda _progress: service.preview(paths), self._on_read, self._on_refused, title=title)

    def _on_read(self, preview: StatusPreview) -> None:
        self.preview = preview
        self.table.set_rows(preview.entries)
        said = _("{new} to record, {known} known already, {refused} refused")
        if not preview.entries:
            said = _("No status message in there: choose the XML or ZIP files that your platform gives.")
        self._told.setText(
            said.format(
                new=preview.count(Verdict.NEW),
                known=preview.count(Verdict.KNOWN),
                refused=preview.count(Verdict.REFUSED),
            )
        )
        self.skip.setVisible(bool(preview.count(Verdict.REFUSED)))

    def _on_refused(self, error: Exception) -> None:
        """Say the one reason for which the files are refused; nothing was written."""
        self.closed.emit()
        self.desk.failed(error)

    def _on_written(self, count: int) -> None:
        said = ngettext("{count} status recorded", "{count} statuses recorded", count).format(count=count)
        show = Action(_("Show what is to put right"), partial(self.desk.window.show_list, "invoices", "rejected"))
        self.desk.notices.say(said, show, tone=Tone.OK)
        self.closed.emit()
