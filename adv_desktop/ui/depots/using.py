"""« Consommation »: what a customer used at a depot, read from its file or typed, looked at before it is sold."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.depot_reports import ReadGoods, ReadReport, Recorded, ReportUse, UsedGoods
from adv_desktop.services.queries.depots import DepotPlace, DepotStock
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.depots.columns import USED, GoodsLine, goods_grid
from adv_desktop.ui.depots.counting import CountForm
from adv_desktop.ui.depots.reads import DepotReads
from adv_desktop.ui.depots.sold import say_sold
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class UseForm(DocumentForm):
    """Nothing is written before its button is pressed; what the file says wrong is named beside its line."""

    guide = "stock"

    def __init__(self, desk: Desk, depot: DepotPlace, path: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._depot = depot
        self._there: dict[int, Decimal] = {}
        self._products: dict[str, int] = {}
        self.on, self.reference = DateEdit(_("Used on"), desk.today()), TextEdit(_("Customer's order"))
        self.on.set_value(desk.today())
        self.fields = Form(
            [
                Field("on", N_("Used on"), self.on, N_("Day of the sale, where the line gives no other."),
                      required=True),
                Field("reference", N_("Customer's order"), self.reference),
            ]
        )  # fmt: skip
        searches = Searches(desk)
        searches.customer_id = depot.customer_id
        self.grid: LineGrid[GoodsLine] = LineGrid(
            _("Goods used"), goods_grid(USED, searches, self._there), desk.today()
        )
        self.grid.keep_lines_in_sight()
        self.skip = QCheckBox(_("Leave the refused rows out"))
        self.skip.setAccessibleName(self.skip.text())
        self.skip.hide()
        self._told, self.problem = text_label("", "muted", wrap=True), text_label("", "bad", wrap=True)
        self._build()
        self.setFocusProxy(self.grid)
        self.grid.selectionModel().currentRowChanged.connect(lambda *_rows: self._say_refusal())
        self.grid.lines_changed.connect(self._say_refusal)
        desk.runner.read(partial(DepotReads(desk, depot.customer_id).at, depot.id), partial(self._on_there, path))

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Goods used at a depot")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("record", N_("Sell what was used"), self.record, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("choose", N_("Choose a file…"), self.choose, "Ctrl+O", "folder", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def take_files(self, paths: list[Path]) -> bool:
        """Read the report that is dropped."""
        self.read_file(paths[0])
        return True

    def choose(self) -> None:
        """Ask for the file of the customer."""
        kinds = _("Spreadsheets (*.xlsx *.xls *.ods *.csv);;All files (*)")
        chosen = file_to_open(self, _("Report of the customer"), kinds)
        if chosen is not None:
            self.read_file(chosen)

    def read_file(self, path: Path) -> None:
        """Show what a file says; nothing is written."""
        service, depot_id = self.desk.services.depots, self._depot.id
        self.problem.setText("")
        self.desk.runner.job(
            lambda _progress: service.preview(depot_id, path), partial(self._on_previewed, path), self._on_refused,
            title=_("Reading the report of the customer"),
        )  # fmt: skip

    def record(self) -> None:
        """Sell what was used."""
        if not self.grid.finish_editing() or self.fields.first_problem() is not None:
            self.problem.setText(_("Correct what is marked."))
            return
        lines = self.grid.lines()
        if any(line.refusal for line in lines) and not self.skip.isChecked():
            self.problem.setText(_("Some rows are refused: leave them out, or mend what is said of each."))
            return
        service, command = self.desk.services.depots, self._command(lines)
        self.desk.runner.write(lambda: service.record(command), self._on_recorded, self._on_refused)

    def _command(self, lines: list[GoodsLine]) -> ReportUse:
        goods = tuple(
            UsedGoods(line.code, line.quantity, line.on, line.written or None)
            for line in lines
            if line.code and line.quantity and not line.refusal
        )
        return ReportUse(self._depot.id, goods, self.on.value(), self.reference.value())

    def _build(self) -> None:
        top, lines = Card(), Card(margins=(1, 1, 1, 8))
        top.body.addWidget(self.fields)
        lines.body.addWidget(self.grid, 1)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(text_label(f"{self._depot.customer} · {self._depot.label}", "muted", wrap=True))
        layout.addWidget(self._told)
        layout.addWidget(scrolled(top, lines), 1)
        buttons = [
            self.skip,
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Choose a file…"), icon="folder", hint="Ctrl+O", on_click=self.choose),
            Button(_("Sell what was used"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.record),
        ]
        layout.addWidget(Foot([self.problem], buttons))
        self._told.setText(_("Type what was used, or take the customer's file: Ctrl+O, or drop it here."))

    def _on_there(self, path: Path | None, rows: tuple[DepotStock, ...]) -> None:
        self._there.update({row.product_id: row.quantity for row in rows})
        self._products.update({row.product: row.product_id for row in rows})
        if path is not None:
            self.read_file(path)
        else:
            self.grid.edit_cell(0, "code")

    def _on_previewed(self, path: Path, read: ReadReport) -> None:
        if read.count is not None:  # the sheet of a count, not a report
            self.closed.emit()
            self.desk.window.open_form(CountForm(self.desk, self._depot, path))
            return
        self.grid.set_lines([self._line(row) for row in read.rows])
        if read.reference and not self.reference.value():
            self.reference.set_value(read.reference)
        count = ngettext("{count} row read", "{count} rows read", len(read.rows)).format(count=len(read.rows))
        bad = ngettext("{count} refused", "{count} refused", len(read.refused)).format(count=len(read.refused))
        told = ", ".join([count, bad] if read.refused else [count])
        self._told.setText(_("{file}: {facts}").format(file=read.file, facts=told))
        self.skip.setVisible(bool(read.refused))
        self.grid.setFocus()

    def _say_refusal(self) -> None:
        """Say in full why the current line is refused: its cell is too narrow."""
        row = self.grid.current_row()
        self.problem.setText(self.grid.line(row).refusal if row >= 0 else "")

    def _line(self, row: ReadGoods) -> GoodsLine:
        refusal = "" if row.error is None else sentence(row.error, texts.current())
        if refusal:
            refusal = _("Row {row}: {message}").format(row=row.row, message=refusal)
        written = "" if row.written == row.product else row.written
        return GoodsLine(
            self._products.get(row.product), row.product, row.label, row.there if row.product else None,
            row.quantity or None, on=row.on, written=written, refusal=refusal,
        )  # fmt: skip

    def _on_recorded(self, made: Recorded) -> None:
        self.closed.emit()
        say_sold(self.desk, made)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self.problem.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)
