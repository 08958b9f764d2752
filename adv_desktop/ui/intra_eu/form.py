"""« Déclarations intra-UE »: the VAT recapitulative statement, services and EMEBI of a month."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.intra_eu import ROAD, Declarations, Filing, Point
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.intra_eu.columns import EMEBI, POINTS, RECAP
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.foot import Foot

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS, VISIBLE_POINTS = 12, 4
RECAP_KEY, DES_KEY, EMEBI_KEY = "recap", "des", "emebi"


class IntraEuForm(DocumentForm):
    """The month before is shown first; a day of another one is typed."""

    guide = "invoices"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.found: Declarations | None = None
        self.key = RECAP_KEY
        self.day = DateEdit(_("A day of the month"), desk.today())
        self.day.set_value(desk.today().replace(day=1) - dt.timedelta(days=1))
        self.choices = ChipRow(
            _("Declarations"),
            [
                (RECAP_KEY, _("VAT recapitulative statement"), None),
                (DES_KEY, _("Services in the Union (DES)"), None),
                (EMEBI_KEY, _("EMEBI"), None),
            ],
        )
        modes = (
            ("1", _("1 sea")), ("2", _("2 rail")), (ROAD, _("3 road")), ("4", _("4 air")), ("5", _("5 post")),
        )  # fmt: skip
        self.transport = ChoiceCombo(_("Mode of transport"), modes)
        self.transport.set_key(ROAD)
        self.tables = {
            RECAP_KEY: RowsTable(_("VAT recapitulative statement"), RECAP, stretch=6, max_rows=VISIBLE_ROWS),
            DES_KEY: RowsTable(_("Services in the Union (DES)"), RECAP, stretch=6, max_rows=VISIBLE_ROWS),
            EMEBI_KEY: RowsTable(_("EMEBI"), EMEBI, stretch=10, max_rows=VISIBLE_ROWS),
        }
        self.points = RowsTable(_("To complete"), POINTS, stretch=1, max_rows=VISIBLE_POINTS)
        self.incomplete = QCheckBox(_("Write it in spite of what is missing"))
        self.incomplete.setAccessibleName(self.incomplete.text())
        self._sums, self._told = text_label("", "strong", wrap=True), text_label("", "muted", wrap=True)
        self._build()
        self.setFocusProxy(self.day)
        self.day.committed.connect(lambda _day: self._read())
        self.transport.picked.connect(lambda _key: self._read())
        self.choices.picked.connect(self.show_declaration)
        self.points.opened.connect(self._on_point)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Declarations in the Union")

    def commands(self) -> list[Command]:
        """Return what can be done with the month."""
        return [
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.INVOICING),
            Command(
                "xml", N_("File for the customs (XML)…"), self.export_xml, "Ctrl+Shift+E", "download", Menu.INVOICING
            ),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def show_declaration(self, key: str) -> None:
        """Show one of the declarations."""
        self.key = key
        self.choices.select(key)
        for other, table in self.tables.items():
            table.setVisible(other == key)

    def export(self) -> None:
        """Write the declaration that is shown."""
        found = self.found
        if found is None:
            return
        name = f"{self.tables[self.key].accessibleName()} {found.month:%Y-%m}.xlsx"
        self._ask_file(found, _("Export to Excel"), name, _("Excel workbook (*.xlsx);;CSV file (*.csv)"))

    def export_xml(self) -> None:
        """Write the declaration that is shown as the customs' portal takes it."""
        found = self.found
        if found is not None:
            name = f"{self.key}_{found.month:%Y-%m}.xml"
            self._ask_file(found, _("File for the customs (XML)…"), name, _("XML file (*.xml)"))

    def _ask_file(self, found: Declarations, title: str, name: str, kinds: str) -> None:
        chosen = file_to_write(self, title, name, kinds)
        if chosen:
            made_at = self.desk.services.clock.now()
            work = partial(_write, found, self.key, chosen, made_at, incomplete=self.incomplete.isChecked())
            self.desk.runner.read(work, self._on_written)

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addWidget(self.choices, 1)
        choices = QHBoxLayout()
        theme().space(choices, spacing=10)
        for label, widget in ((_("A day of the month"), self.day), (_("Transport"), self.transport)):
            choices.addWidget(text_label(label, "label"))
            choices.addWidget(widget)
            widget.setMaximumWidth(theme().px(130))
        choices.addStretch(1)
        card, points = Card(margins=(1, 1, 1, 8)), Card(margins=(1, 1, 1, 8))
        for table in self.tables.values():
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            card.body.addWidget(table, 1)
        points.body.addWidget(self.points)
        self._points_card = points
        buttons = [
            self.incomplete,
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("File for the customs (XML)…"), on_click=self.export_xml),
            Button(_("Export to Excel"), "primary", icon="table", hint="Ctrl+E", on_click=self.export),
        ]
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        layout.addLayout(head)
        layout.addLayout(choices)
        layout.addWidget(self._told)
        layout.addWidget(self._sums)
        layout.addWidget(card, 1)
        layout.addWidget(points)
        layout.addWidget(Foot([], buttons))
        self.show_declaration(self.key)

    def _read(self) -> None:
        day, transport, store = self.day.value(), self.transport.key(), self.desk.services.store
        if day is None:
            self._told.setText(_("Type a day of the month to declare."))
            return

        def work() -> Declarations:
            from adv_desktop.services import intra_eu

            with store.read() as session:
                return intra_eu.declarations(session, day, transport)

        title = _("Reading the sales of the month")
        self.desk.runner.job(lambda _progress: work(), self._on_found, title=title)

    def _on_found(self, found: Declarations) -> None:
        self.found = found
        self.tables[RECAP_KEY].set_rows(found.recap)
        self.tables[DES_KEY].set_rows(found.of(Filing.SERVICES))
        self.tables[EMEBI_KEY].set_rows(found.emebi)
        self.points.set_rows(found.points)
        self._points_card.setVisible(bool(found.points))
        self.incomplete.setVisible(bool(found.prevents()))
        month = formats().month(found.month).capitalize()
        said = _(
            "{month}: exempt sales in the Union by the month of their invoice. Régime 25 lowers what was declared."
        )
        if not found.recap:
            said = _(
                "{month}: nothing was sold in the Union; a statement is not due, EMEBI is, as “nil”, if asked for."
            )
        self._told.setText(said.format(month=month))
        goods, money = found.goods, formats().money
        sums = _("Goods invoiced {issued} − deposits {deposits} + deposits deducted {deducted} = declared {declared}")
        self._sums.setText(
            sums.format(
                issued=money(goods.issued, "EUR"),
                deposits=money(goods.deposits, "EUR"),
                deducted=money(goods.deducted, "EUR"),
                declared=money(goods.declared, "EUR"),
            )
        )

    def _on_point(self, point: Point) -> None:
        if point.id:
            self.desk.window.open_document(point.kind, point.id)

    def _on_written(self, written: Written) -> None:
        said = ngettext("{count} row written to {path}", "{count} rows written to {path}", written.rows)
        self.desk.notices.say(said.format(count=written.rows, path=written.path), tone=Tone.OK)


def _write(found: Declarations, key: str, path: Path, made_at: dt.datetime, *, incomplete: bool) -> Written:
    from adv_desktop.services import intra_eu_files

    if key == DES_KEY:
        return intra_eu_files.write_des(found, path, incomplete=incomplete)
    write = intra_eu_files.write_recap if key == RECAP_KEY else intra_eu_files.write_emebi
    return write(found, path, incomplete=incomplete, made_at=made_at)
