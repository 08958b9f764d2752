"""« E-reporting »: what a period has to tell the tax office that no e-invoice tells."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.rules.reporting import last_complete, send_before
from adv_desktop.services.ereporting import Report
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.ereporting.columns import COLUMNS
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import DateEdit

if TYPE_CHECKING:
    from adv_desktop.services.ereporting_files import WrittenReport
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 14


class EReportingForm(DocumentForm):
    """The last complete period is shown first; another one is typed."""

    guide = "invoices"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.report: Report | None = None
        self.first, self.last = DateEdit(_("First day"), desk.today()), DateEdit(_("Last day"), desk.today())
        self.table = RowsTable(_("E-reporting"), COLUMNS, stretch=9, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._told, self._sums = text_label("", "muted", wrap=True), text_label("", "strong", wrap=True)
        self._build()
        self.setFocusProxy(self.first)
        for edit in (self.first, self.last):
            edit.committed.connect(lambda _day: self._read())
        desk.runner.read(self._usual_period, self._on_period)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("E-reporting")

    def commands(self) -> list[Command]:
        """Return what can be done with the report."""
        return [
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def export(self) -> None:
        """Write the report that is shown to a file."""
        report = self.report
        if report is None:
            return
        name = f"{self.title} {report.first.isoformat()} {report.last.isoformat()}.xlsx"
        kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
        chosen = file_to_write(self, _("Export to Excel"), name, kinds)
        if chosen:
            self.desk.runner.read(partial(_write, report, chosen), self._on_written)

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addStretch(1)
        for label, edit in ((_("From"), self.first), (_("Until"), self.last)):
            head.addWidget(text_label(label, "label"))
            head.addWidget(edit)
            edit.setMaximumWidth(theme().px(130))
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(self._sums, 1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Export to Excel"), "primary", icon="table", hint="Ctrl+E", on_click=self.export))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(self._told)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)

    def _usual_period(self) -> tuple[dt.date, dt.date]:
        from adv_desktop.services import settings

        with self.desk.services.store.read() as session:
            return last_complete(self.desk.today(), settings.read(session).reporting)

    def _on_period(self, period: tuple[dt.date, dt.date]) -> None:
        self.first.set_value(period[0])
        self.last.set_value(period[1])
        self._read()

    def _read(self) -> None:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None or last < first:
            self._told.setText(_("Type two days, the first one before the last."))
            return
        store = self.desk.services.store

        def work() -> Report:
            from adv_desktop.services import ereporting

            with store.read() as session:
                return ereporting.report(session, first, last)

        title = _("Reading the sales of the period")
        self.desk.runner.job(lambda _progress: work(), self._on_report, title=title)

    def _on_report(self, report: Report) -> None:
        self.report = report
        self.table.set_rows(report.rows)
        said = _("To send by {day}. 10.3: sales to individuals by day; 10.1: sales abroad; 10.2, 10.4: payments.")
        if not report.rows:
            said = _("Nothing to report: every sale of the period goes by e-invoice.")
        self._told.setText(said.format(day=formats().date(send_before(report.last))))
        sums = _("Reported {reported}, VAT {reported_vat} + e-invoices {others}, {others_vat} = invoiced {all}, {vat}")
        money = formats().money
        self._sums.setText(
            sums.format(
                reported=money(report.reported.net, "EUR"),
                reported_vat=money(report.reported.vat, "EUR"),
                others=money(report.einvoiced.net, "EUR"),
                others_vat=money(report.einvoiced.vat, "EUR"),
                all=money(report.issued.net, "EUR"),
                vat=money(report.issued.vat, "EUR"),
            )
        )

    def _on_written(self, written: WrittenReport) -> None:
        said = ngettext("{count} row written to {path}", "{count} rows written to {path}", written.rows)
        self.desk.notices.say(said.format(count=written.rows, path=written.path), tone=Tone.OK)


def _write(report: Report, path: Path) -> WrittenReport:
    from adv_desktop.services import ereporting_files

    return ereporting_files.write(report, path)
