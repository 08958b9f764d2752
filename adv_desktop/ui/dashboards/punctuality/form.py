"""« Ponctualité »: OTD-1, OTD-2, OTDR and OTIF of a month by customer, family, carrier, and the reasons of lateness."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import due_lines
from adv_desktop.services.queries.due_lines import DueLine, Grouping, PunctualityRow
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.dashboards.month import MonthChooser
from adv_desktop.ui.dashboards.punctuality.columns import LINES, columns
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, text_label

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk

VISIBLE_GROUPS, VISIBLE_LINES = 7, 10
DEFINITION = N_(
    "A line is on time when everything to deliver left by the day: the first promise (OTD-1), the last one (OTD-2), "
    "the day asked for (OTDR). OTIF: the whole quantity by the first promise, of all lines due. Enter on a group shows "
    "its lines, on a line its order."
)


class PunctualityForm(DocumentForm):
    """The groups of a month above, the lines of the chosen one below."""

    guide = "dashboards"

    def __init__(self, desk: Desk, month: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.lines: tuple[DueLine, ...] = ()
        self.by = Grouping.CUSTOMER
        self.month = MonthChooser(desk.today())
        self.month.choose(month)
        names = {
            Grouping.CUSTOMER: _("Customers"), Grouping.FAMILY: _("Families"), Grouping.CARRIER: _("Carriers"),
            Grouping.REASON: _("Reasons of lateness"),
        }  # fmt: skip
        self.groupings = ChipRow(_("Add up by"), [(by.value, names[by], None) for by in Grouping])
        self.groups = {
            by: RowsTable(names[by], columns(by), stretch=0, max_rows=VISIBLE_GROUPS) for by in Grouping
        }  # fmt: skip
        self.table = RowsTable(_("Lines due"), LINES, stretch=0, max_rows=VISIBLE_LINES)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._told, self._behind = text_label("", "strong", wrap=True), text_label("", "label")
        self._build()
        self.setFocusProxy(self.groups[self.by])
        self.groupings.picked.connect(self.show_grouping)
        self.month.picked.connect(lambda _month: self._read())
        self.table.opened.connect(self._on_line)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Punctuality")

    def commands(self) -> list[Command]:
        """Return what can be done with the month."""
        return [
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.FILE),
            Command("before", N_("Month before"), partial(self._on_step, -1), "Alt+Left", "arrow-left", Menu.WINDOW),
            Command("after", N_("Month after"), partial(self._on_step, 1), "Alt+Right", "arrow-right", Menu.WINDOW),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.FILE),
        ]

    def show_grouping(self, key: str) -> None:
        """Add the lines up by something else."""
        self.by = Grouping(key)
        self.groupings.select(key)
        for by, table in self.groups.items():
            table.setVisible(by is self.by)
        self.groups[self.by].set_rows(due_lines.rows(self.lines, self.by))
        self._show_lines(None)

    def export(self) -> None:
        """Write the groups and the lines to a workbook."""
        name = f"{self.title} {self.month.month:%Y-%m}.xlsx"
        kinds = _("Excel workbook (*.xlsx)")
        chosen = file_to_write(self, _("Export to Excel"), name, kinds)
        if chosen:
            self.desk.runner.read(partial(_write, self.lines, chosen), self._on_written)

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addWidget(self.groupings, 1)
        head.addWidget(self.month)
        groups, lines = Card(margins=(1, 1, 1, 8)), Card(margins=(1, 1, 1, 8))
        for table in self.groups.values():
            groups.body.addWidget(table)
            table.opened.connect(self._show_lines)
        lines.body.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Export to Excel"), "primary", icon="table", hint="Ctrl+E", on_click=self.export))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        layout.addLayout(head)
        layout.addWidget(text_label(_(DEFINITION), "muted", wrap=True))
        layout.addWidget(self._told)
        layout.addWidget(groups)
        layout.addWidget(self._behind)
        layout.addWidget(lines, 1)
        layout.addLayout(buttons)

    def _read(self) -> None:
        store, month, today = self.desk.services.store, self.month.month, self.desk.today()

        def work() -> tuple[DueLine, ...]:
            from adv_desktop.services.queries.periods import of_month

            with store.read() as session:
                return due_lines.lines(session, of_month(month, today), today)

        self.desk.runner.job(lambda _progress: work(), self._on_lines, title=_("Reading the lines of the month"))

    def _on_lines(self, lines: tuple[DueLine, ...]) -> None:
        self.lines = lines
        whole = due_lines.total(lines)
        said = ngettext("{count} line due in {month}", "{count} lines due in {month}", len(lines))
        if not lines:
            said = _("No line was due in {month}: choose another month.")
        parts = [said.format(count=formats().integer(len(lines)), month=formats().month(self.month.month))]
        if lines:
            shown = columns(self.by)[2:6]
            parts += [f"{_(column.title)} {column.text(whole)}" for column in shown]
        self._told.setText(" · ".join(parts))
        self.show_grouping(self.by.value)

    def _show_lines(self, group: PunctualityRow | None) -> None:
        """Show the lines of a group, all of them for none."""
        own = self.lines if group is None else due_lines.of_group(self.lines, self.by, group)
        self.table.set_rows(own)
        self._behind.setText(ngettext("{count} line", "{count} lines", len(own)).format(count=len(own)))

    def _on_line(self, line: DueLine) -> None:
        self.desk.window.open_document(DocumentKind.ORDER, line.order_id)

    def _on_step(self, months: int) -> None:
        self.month.step(months)

    def _on_written(self, written: Written) -> None:
        said = ngettext("{count} row written to {path}", "{count} rows written to {path}", written.rows)
        self.desk.notices.say(said.format(count=written.rows, path=written.path), tone=Tone.OK)


def _write(lines: tuple[DueLine, ...], path: Path) -> Written:
    from adv_desktop.services import punctuality_files

    return punctuality_files.write(lines, path)
