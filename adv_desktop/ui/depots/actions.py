"""What is done with a depot outside its own forms: its notes on screen, its sheets and lists in files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from adv_desktop.models.rules.depots import DepotMoveKind
from adv_desktop.services.texts import _
from adv_desktop.ui.depots.counting import CountForm
from adv_desktop.ui.depots.dialogs import ask_minimums
from adv_desktop.ui.depots.moving import MoveForm
from adv_desktop.ui.depots.notes import show_note
from adv_desktop.ui.depots.reads import DepotReads
from adv_desktop.ui.depots.using import UseForm
from adv_desktop.ui.file_dialogs import file_to_open, file_to_write
from adv_desktop.ui.written_files import say_written

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.services.queries.depots import DepotPlace, DepotStock, RegisterRow
    from adv_desktop.ui.desk import Desk


class DepotActions(QObject):
    """The verbs on depots, of one customer or of all; `changed` where what is shown is to be read again."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget, customer_id: int | None = None) -> None:
        super().__init__(parent)
        self._desk, self._parent, self._customer_id = desk, parent, customer_id

    def send(self, depot: DepotPlace) -> None:
        """Put goods in a depot: what is below its minimum is proposed."""
        self._desk.window.open_form(MoveForm(self._desk, depot, DepotMoveKind.SENT))

    def bring_back(self, depot: DepotPlace) -> None:
        """Take goods back from a depot."""
        self._desk.window.open_form(MoveForm(self._desk, depot, DepotMoveKind.BACK))

    def minimums(self, depot: DepotPlace) -> None:
        """Ask how much is to be at a depot."""

        def ask(rows: Sequence[DepotStock]) -> None:
            ask_minimums(self._desk, depot, rows, self.changed.emit, self._parent)

        self._desk.runner.read(partial(DepotReads(self._desk, depot.customer_id).at, depot.id), ask)

    def use(self, depot: DepotPlace, path: Path | None = None) -> None:
        """Open what was used at a depot, read from a file where there is one."""
        self._desk.window.open_form(UseForm(self._desk, depot, path))

    def preview(self, note_id: int, number: str) -> None:
        """Show a note as it was written."""
        show_note(self._desk, note_id, number)

    def write_sheet(self, depot: DepotPlace) -> None:
        """Write the sheet to count a depot with."""
        name = f"{_('Count sheet')} {depot.code} {self._desk.today().isoformat()}.xlsx"
        path = self._file(_("Write the count sheet"), name)
        if path is not None:
            inventory = self._desk.services.inventory
            self._desk.runner.read(lambda: inventory.write_depot_sheet(depot.id, path), self._say)

    def read_sheet(self, depot: DepotPlace) -> None:
        """Open the sheet of a depot that came back."""
        kinds = _("Spreadsheets (*.xlsx *.xls *.ods *.csv);;All files (*)")
        path = file_to_open(self._parent, _("Read the count sheet"), kinds)
        if path is not None:
            self._desk.window.open_form(CountForm(self._desk, depot, path))

    def export(self, rows: Sequence[DepotStock]) -> None:
        """Write what lies at depots."""
        path = self._file(_("Export to Excel"), f"{_('Stock at customers')} {self._desk.today().isoformat()}.xlsx")
        if path is not None:
            self._desk.runner.read(partial(_write_stock, rows, path), self._say)

    def export_register(self) -> None:
        """Write the register of call-off stock."""
        self._desk.runner.read(DepotReads(self._desk, self._customer_id).register, self._on_register)

    def _on_register(self, rows: list[RegisterRow]) -> None:
        title = _("Register of call-off stock")
        if not rows:
            self._desk.notices.say(_("No depot is in another state of the Union."))
        elif path := self._file(title, f"{title} {self._desk.today().isoformat()}.xlsx"):
            self._desk.runner.read(partial(_write_register, rows, path), self._say)

    def _file(self, title: str, name: str) -> Path | None:
        return file_to_write(self._parent, title, name, _("Excel workbook (*.xlsx);;CSV file (*.csv)"))

    def _say(self, written: Written) -> None:
        say_written(self._desk, written)


def _write_stock(rows: Sequence[DepotStock], path: Path) -> Written:
    from adv_desktop.services import depot_files

    return depot_files.write_stock(rows, path)


def _write_register(rows: Sequence[RegisterRow], path: Path) -> Written:
    from adv_desktop.services import depot_files

    return depot_files.write_register(rows, path)
