"""« Clôture du mois »: what the month leaves behind, counted, each list one key away, or normal for a reason."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.folding import fold
from adv_desktop.services.month_end import JudgeNormal
from adv_desktop.services.queries.month_end import LISTINGS, Accrual, ControlRow, MonthEnd
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.dashboards.month import MonthChooser
from adv_desktop.ui.dashboards.month_end.columns import ACCRUALS, CONTROLS
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.dialog import ask_reason
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk

VISIBLE_CONTROLS, VISIBLE_LINES = 15, 8


class MonthEndForm(DocumentForm):
    """The controls of a month above, its invoices to be established below."""

    guide = "dashboards"

    def __init__(self, desk: Desk, month: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.month = MonthChooser(desk.today())
        self.month.choose(month)
        self.table = RowsTable(_("Controls of the month end"), CONTROLS, stretch=1, max_rows=VISIBLE_CONTROLS)
        self.lines = RowsTable(_("Invoices to be established"), ACCRUALS, stretch=3, max_rows=VISIBLE_LINES)
        self.lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._told, self._accrued = text_label("", "strong", wrap=True), text_label("", "label", wrap=True)
        self._build()
        self.setFocusProxy(self.table)
        self.month.picked.connect(lambda _month: self._read())
        self.table.opened.connect(self._on_opened)
        self.lines.opened.connect(self._on_line)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Month end")

    def commands(self) -> list[Command]:
        """Return what can be done with the month."""
        return [
            Command("open", N_("Open the list"), self._on_open, "F3", "edit", Menu.FILE),
            Command("normal", N_("It is normal…"), self.judge, "Ctrl+Shift+K", "check", Menu.FILE),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.FILE),
            Command("before", N_("Month before"), partial(self._on_step, -1), "Alt+Left", "arrow-left", Menu.WINDOW),
            Command("after", N_("Month after"), partial(self._on_step, 1), "Alt+Right", "arrow-right", Menu.WINDOW),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.FILE),
        ]

    def on_changed(self, changed: Changed) -> None:
        """Read again when a document changed."""
        if any(changed.of(kind) for kind in DocumentKind):
            self._read()

    def judge(self) -> None:
        """Ask why what the current control holds may stay."""
        row = self.table.current()
        if isinstance(row, ControlRow) and row.found.count:
            title = _("{control}: why is it normal?").format(control=_(row.control.title))
            ask_reason(title, _("Reason"), _("It is normal"), partial(self._judge, row.control.key), self)
        else:
            self.desk.notices.say(_("Nothing is left there: choose a control that holds something."), tone=Tone.WARN)

    def export(self) -> None:
        """Write the controls, the invoices to be established and their entry to a workbook."""
        name = f"{self.title} {self.month.month:%Y-%m}.xlsx"
        chosen = file_to_write(self, _("Export to Excel"), name, _("Excel workbook (*.xlsx)"))
        if chosen:
            service, month = self.desk.services.month_end, self.month.month
            self.desk.runner.read(lambda: service.write(month, chosen), self._on_written)

    def _judge(self, control: str, reason: str) -> None:
        command = JudgeNormal(self.month.month, control, reason)
        self.desk.runner.write(lambda: self.desk.services.month_end.judge_normal(command), self._on_judged)

    def _on_judged(self, _done: None) -> None:
        self._read()

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addStretch(1)
        head.addWidget(self.month)
        controls, accruals = Card(margins=(1, 1, 1, 8)), Card(margins=(1, 1, 1, 8))
        controls.body.addWidget(self.table)
        accruals.body.addWidget(self.lines, 1)
        buttons = [
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Export to Excel"), icon="table", hint="Ctrl+E", on_click=self.export),
            Button(_("It is normal…"), icon="check", on_click=self.judge),
            Button(_("Open the list"), "primary", icon="edit", hint="F3", on_click=self._on_open),
        ]
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        layout.addLayout(head)
        layout.addWidget(self._told)
        layout.addWidget(scrolled(controls, self._accrued, accruals, parent=self), 1)
        layout.addWidget(Foot([], buttons))

    def _read(self) -> None:
        service, month = self.desk.services.month_end, self.month.month
        self.desk.runner.read(lambda: service.show(month), self._show)

    def _show(self, found: MonthEnd) -> None:
        place = max(self.table.currentIndex().row(), 0)
        self.table.set_rows(found.rows)
        self.table.selectRow(place)
        self.lines.set_rows(found.accruals)
        self._told.setText(_told(found))
        count = len(found.accruals)
        said = ngettext("{count} line delivered and not invoiced on {day}", "{count} lines delivered and not invoiced "
                        "on {day}", count)  # fmt: skip
        self._accrued.setText(said.format(count=formats().integer(count), day=formats().date(found.last)))

    def _on_open(self) -> None:
        row = self.table.current()
        if isinstance(row, ControlRow):
            self._on_opened(row)

    def _on_opened(self, row: ControlRow) -> None:
        """Show the list of a control; the invoices to be established stand below."""
        if row.control.noun in LISTINGS:
            self.desk.window.show_list(row.control.noun, query_of(row, self.month.month))
        else:
            self.lines.setFocus()

    def _on_line(self, one: Accrual) -> None:
        self.desk.window.open_document(DocumentKind.ORDER, one.line.order_id)

    def _on_step(self, months: int) -> None:
        self.month.step(months)

    def _on_written(self, written: Written) -> None:
        said = ngettext("{count} row written to {path}", "{count} rows written to {path}", written.rows)
        self.desk.notices.say(said.format(count=written.rows, path=written.path), tone=Tone.OK)


def query_of(row: ControlRow, month: dt.date) -> str:
    """Return the query that the list of a control is filtered by: its chip alone, or up to the end of a month."""
    control = row.control
    if not control.dated:
        return control.flag
    flag = next(flag for flag in LISTINGS[control.noun].flags if flag.key == control.flag)
    word = _(flag.word)
    state = word if fold(word) in flag.names else flag.key
    return _("state: {state}; date: ..{day}").format(state=state, day=formats().date(_last_day(month)))


def _last_day(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _told(found: MonthEnd) -> str:
    month = formats().month(found.month)
    if found.is_closed:
        return _("{month} is closed.").format(month=month.capitalize())
    if not found.left:
        return _("{month}: every control is settled, the month can be closed (Settings, Seals and closures).").format(
            month=month.capitalize()
        )
    said = ngettext("{month}: {count} control to look at.", "{month}: {count} controls to look at.", found.left)
    return said.format(month=month.capitalize(), count=found.left)
