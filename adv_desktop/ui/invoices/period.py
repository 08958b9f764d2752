"""The invoices of a period as one ZIP file: which period, then where."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.rules.dates import month_before
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.services.period_files import PeriodExport
    from adv_desktop.ui.desk import Desk


class PeriodDialog(FormDialog):
    """Ask for the first and the last day; the month before is proposed."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk, self._parent = desk, parent
        self.first, self.last = DateEdit(_("First day"), desk.today()), DateEdit(_("Last day"), desk.today())
        first, last = month_before(desk.today())
        self.first.set_value(first)
        self.last.set_value(last)
        self.form = Form(
            [
                Field("first", N_("First day"), self.first, required=True),
                Field("last", N_("Last day"), self.last, required=True),
            ]
        )
        title = _("PDF and XML files of the invoices of a period")
        super().__init__(title, self.form, _("Export…"), self._on_ok_asked, parent)
        self.first.setFocus()
        self.first.selectAll()

    def _on_ok_asked(self) -> str:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None or last < first:
            return _("Type two days, the first one before the last.")
        name = f"{_('Invoices')} {first.isoformat()} {last.isoformat()}.zip"
        chosen = file_to_write(self._parent, self.windowTitle(), name, _("ZIP files (*.zip)"))
        if chosen:
            export(self._desk, first, last, chosen.with_suffix(".zip"))
        return ""


def export(desk: Desk, first: dt.date, last: dt.date, path: Path) -> None:
    """Write the files of a period, with progress and cancel."""
    from adv_desktop.services import period_files

    store = desk.services.store
    desk.runner.job(
        lambda progress: period_files.write(store, first, last, path, progress),
        partial(_done, desk),
        title=_("Exporting the invoices"),
    )


def _done(desk: Desk, done: PeriodExport) -> None:
    said = ngettext("{count} invoice written to {path}", "{count} invoices written to {path}", done.invoices)
    desk.notices.say(said.format(count=done.invoices, path=done.path))
