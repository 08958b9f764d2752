"""Serial numbers scanned one after the other, typed, or pasted as a list or a range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.serial_numbers import read, shortened
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.edits import TextEdit

VISIBLE_ROWS = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# Says which of the numbers are refused, and why.
Refusals = Callable[[Sequence[str]], Sequence[DomainError]]
_COLUMNS: list[Column[tuple[int, str]]] = [
    Column(N_("No."), lambda row: formats().integer(row[0]), right=True, width=60, key="no"),
    Column(N_("Serial number"), lambda row: row[1], width=260, key="number", bold=True),
]


class NumbersEdit(TextEdit):
    """A field of serial numbers: a scanner ends each with Enter, which sets it apart from the next.

    Enter after the last one does what Enter does in the dialog.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = self.text().rstrip()
        if event.key() in _ENTER and not event.modifiers() and typed and not typed.endswith(","):
            self.setText(f"{typed}, ")
            event.accept()
        else:
            super().keyPressEvent(event)

    def numbers(self) -> tuple[str, ...]:
        """Return the numbers; raise for what cannot be read."""
        return read(self.text())

    def set_numbers(self, numbers: Sequence[str]) -> None:
        """Show numbers, those that follow each other as ranges."""
        self.set_value(", ".join(shortened(numbers)) or None)


class _ScanEdit(TextEdit):
    """Hands on what was scanned at Enter; Enter in the empty field is that of the dialog."""

    scanned = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() and self.text().strip():
            self.scanned.emit(self.text())
            event.accept()
        else:
            super().keyPressEvent(event)


class _UnitsTable(RowsTable):
    """The units named so far; Del takes one away."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class SerialChooser(QWidget):
    """The units of a line, one after the other: what cannot be is refused at once, with the reason.

    `wanted` is how many are asked for; `refusals` is asked in the runner's threads.
    """

    def __init__(
        self, runner: Runner, wanted: Decimal, numbers: Sequence[str], refusals: Refusals, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._wanted, self._refusals = runner, wanted, refusals
        self._numbers: list[str] = list(numbers)
        self.scan = _ScanEdit(_("Scan, type or paste serial numbers"))
        self.table = _UnitsTable(_("Serial numbers"), _COLUMNS, stretch=1, max_rows=VISIBLE_ROWS, least_rows=3)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.foot, self.refused = text_label("", "strong"), text_label("", "bad", wrap=True)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        how = _("Enter adds what is scanned or typed: a number, a list, or a range such as SN1001…SN1010. Del removes.")
        for widget in (text_label(how, "muted", wrap=True), self.scan, self.refused, self.table, self.foot):
            layout.addWidget(widget)
        self.scan.scanned.connect(self.add)
        self.table.removed.connect(self.remove)
        self.setFocusProxy(self.scan)
        self._show()

    def numbers(self) -> list[str]:
        """Return the numbers in the order in which they came."""
        return list(self._numbers)

    def add(self, text: str) -> None:
        """Take what was scanned, unless it cannot leave."""
        try:
            numbers = [number for number in read(text) if number not in self._numbers or self._is_here(number)]
        except DomainError as error:
            self._refuse([error])
            return
        self._runner.read(partial(self._refusals, numbers), partial(self._on_looked, numbers))

    def pending(self) -> str:
        """Return what was typed and not added yet."""
        return self.scan.text().strip()

    def remove(self) -> None:
        """Take the number under the cursor away."""
        row = self.table.current()
        if isinstance(row, tuple):
            self._numbers.remove(row[1])
            self._show()

    def _is_here(self, number: str) -> bool:
        """Refuse a number that is in the list already."""
        raise DomainError("serial.twice", number=number)

    def _on_looked(self, numbers: Sequence[str], errors: Sequence[DomainError]) -> None:
        refused = {str(error.facts.get("number")) for error in errors}
        self._numbers += [number for number in numbers if number not in refused and number not in self._numbers]
        self.scan.clear()
        self._show()
        self._refuse(errors)

    def _refuse(self, errors: Sequence[DomainError]) -> None:
        self.refused.setText("\n".join(sentence(error, texts.current()) for error in errors))
        if errors:
            self.scan.selectAll()
        self.scan.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self.table.set_rows(list(enumerate(self._numbers, start=1)))
        if self._numbers:
            self.table.selectRow(len(self._numbers) - 1)
            self.table.scrollToBottom()
        told = _("{count} of {wanted} units named")
        self.foot.setText(
            told.format(count=formats().integer(len(self._numbers)), wanted=formats().quantity(self._wanted))
        )
