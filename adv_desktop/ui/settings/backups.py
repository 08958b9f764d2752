"""« Sauvegardes »: where, how many, which, and back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.setting_list import Group
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.format import formats
from adv_desktop.ui.settings.generated import GeneratedSection
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.basics import Button, Card, row, text_label
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.services.backup import BackupFile
    from adv_desktop.ui.desk import Desk

MEGABYTE = 1_000_000
_OCCASIONS = {
    "manual": N_("Asked for"),
    "close": N_("On closing"),
    "daily": N_("Once a day"),
    "migration": N_("Before an update"),
    "import": N_("Before an import"),
}


def _size(backup: BackupFile) -> str:
    return _("{size} MB").format(size=formats().integer(max(1, round(backup.size / MEGABYTE))))


COLUMNS: list[Column[BackupFile]] = [
    Column(N_("Made on"), lambda one: formats().moment(one.moment), width=150, key="moment"),
    Column(N_("Occasion"), lambda one: _(_OCCASIONS[one.occasion.value]), width=150, key="occasion"),
    Column(N_("Size"), _size, right=True, width=80, key="size"),
    Column(N_("File"), lambda one: one.path.name, width=320, tip=lambda one: str(one.path), key="file"),
]


class BackupsSection(GeneratedSection):
    """The settings of backups, then those that are there; each was verified when it was made."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("A backup is made on closing and once a day, read back and verified.")
        super().__init__(desk, _("Backups"), sub, (Group.BACKUP,), 2, parent)
        self.table = RowsTable(_("Backups"), COLUMNS, stretch=3, max_rows=10)
        self.table.opened.connect(self._ask)
        self._nothing = text_label(_("No backup yet."), "muted")
        self.make_button = Button(_("Back up now"), icon="save", on_click=self.make)
        self.restore_button = Button(_("Restore…"), icon="undo", on_click=self.restore)
        other = Button(_("Restore another file…"), on_click=self._on_other)
        card = Card(_("Verified backups"), _("Enter restores the chosen one; the present file is kept beside."))
        for widget in (self.table, self._nothing, row(self.make_button, self.restore_button, other)):
            card.body.addWidget(widget)
        self.body.insertWidget(self.body.count() - 1, card)

    def refresh(self) -> None:
        """Read the settings and the folder."""
        super().refresh()
        store, clock = self.desk.services.store, self.desk.services.clock

        def read() -> list[BackupFile]:
            from adv_desktop.services.backup import Backups

            return Backups(store.path, clock).all()

        self.desk.runner.read(read, self._on_read)

    def make(self) -> None:
        """Back up now."""
        store, clock = self.desk.services.store, self.desk.services.clock

        def work() -> BackupFile:
            from adv_desktop.services.backup import Backups, Occasion

            return Backups(store.path, clock).make(Occasion.MANUAL)

        self.desk.runner.read(work, self._on_made)

    def restore(self) -> None:
        """Restore the chosen backup."""
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.table.rows()):
            self._ask(self.table.rows()[place])

    def _ask(self, backup: BackupFile) -> None:
        said = _(
            "The data come back as they were on {moment}. What was done since stays in the present file, "
            "which is kept beside under another name."
        )
        self._confirm(backup.path, said.format(moment=formats().moment(backup.moment)))

    def _on_other(self) -> None:
        name = file_to_open(self, _("Restore"), _("Databases (*.db)"))
        if name:
            said = _(
                "The data come back as they are in {file}. What was done since stays in the present file, "
                "which is kept beside under another name."
            )
            self._confirm(name, said.format(file=name.name))

    def _confirm(self, path: Path, said: str) -> None:
        body = text_label(said, wrap=True)
        restore = partial(self._restore, path)
        FormDialog(_("Restore a backup"), body, _("Restore"), restore, self).open()

    def _restore(self, path: Path) -> str:
        self.desk.window.restore(path)
        return ""

    def _on_read(self, found: list[BackupFile]) -> None:
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self.restore_button.setEnabled(bool(found))
        if found:
            self.table.selectRow(0)

    def _on_made(self, backup: BackupFile) -> None:
        self.desk.notices.say(_("Backup made: {path}").format(path=backup.path))
        self.refresh()
