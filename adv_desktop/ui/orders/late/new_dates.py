"""« Nouvelles dates »: the file of logistics looked at, line by line, before its days are promised."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.new_dates import DateVerdict, NewDates
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.orders.late.actions import LateActions
from adv_desktop.ui.orders.late.columns import DATES
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 16


class NewDatesForm(DocumentForm):
    """A file; nothing is promised before its button is pressed."""

    guide = "orders"

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._path = path
        self.found: NewDates | None = None
        self.table = RowsTable(_("New dates"), DATES, stretch=8, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.skip = QCheckBox(_("Leave the refused rows out"))
        self.skip.setAccessibleName(self.skip.text())
        self._told, self._warning = text_label("", "muted"), text_label("", "bad")
        self._build()
        self.setFocusProxy(self.table)
        service, path = desk.services.new_dates, self._path
        title = _("Reading the new dates")
        desk.runner.job(lambda _progress: service.preview(path), self._on_read, self._on_refused, title=title)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("New dates")

    def commands(self) -> list[Command]:
        """Return what can be done with the file."""
        return [
            Command("take", N_("Promise these days"), self.take, "Ctrl+Return", "check", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def take(self) -> None:
        """Promise the days of the file."""
        found, skip = self.found, self.skip.isChecked()
        if found is None:
            return
        if found.of(DateVerdict.REFUSED) and not skip:
            self._warning.setText(_("Some rows are refused: leave them out, or mend what is said of each."))
            return
        service, count = self.desk.services.new_dates, len(found.of(DateVerdict.MOVED))
        self.desk.runner.write(lambda: service.take(found, skip_bad=skip), partial(self._on_taken, count))

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
        buttons.addWidget(Button(_("Promise these days"), "primary", icon="check", hint=hint, on_click=self.take))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(f"{self.title} – {self._path.name}", "page"))
        layout.addWidget(self._told)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)
        self.skip.hide()

    def _on_read(self, found: NewDates) -> None:
        self.found = found
        self.table.set_rows(found.rows)
        counts = {verdict.value: len(found.of(verdict)) for verdict in DateVerdict}
        said = _("{moved} to promise, {kept} without change, {refused} refused")
        if not found.rows:
            said = _("No line in there: type the new dates in the file that was exported for logistics.")
        self._told.setText(said.format(**counts))
        self.skip.setVisible(bool(counts["refused"]))

    def _on_refused(self, error: Exception) -> None:
        """Say the one reason for which the file is refused; nothing was written."""
        self.closed.emit()
        self.desk.failed(error)

    def _on_taken(self, count: int, outdated: tuple[int, ...]) -> None:
        window = self.window()
        LateActions(self.desk, window).promised(count, outdated)
        self.closed.emit()
