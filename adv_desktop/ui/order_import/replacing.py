"""« Annule et remplace »: what a second file for the same number changes in the order, before it is written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from adv_desktop.services.imports.orders_import import PreviewOrder
from adv_desktop.services.imports.replacing import ChangeKind, LineChange
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Card

VISIBLE_ROWS = 4
_KINDS = {
    ChangeKind.ADDED: N_("Added line"),
    ChangeKind.REMOVED: N_("Removed line"),
    ChangeKind.CHANGED: N_("Changed line"),
    ChangeKind.SAME: N_("Unchanged line"),
}
_TONES = {ChangeKind.ADDED: Tone.INFO, ChangeKind.REMOVED: Tone.BAD, ChangeKind.CHANGED: Tone.WARN}


def _quantity(line: NewLine | None) -> str:
    return "—" if line is None else formats().quantity(line.quantity)


def _date(line: NewLine | None) -> str:
    return formats().date(line.requested) if line is not None and line.requested else "—"


def _moved(change: LineChange, text: Callable[[NewLine | None], str]) -> str:
    before, after = text(change.before), text(change.after)
    return before if before == after else f"{before} → {after}"


COLUMNS: list[Column[LineChange]] = [
    Column(N_("Nature"), lambda row: _(_KINDS[row.kind]), width=120, key="kind", tone=lambda row: _TONES.get(row.kind)),
    Column(N_("Product code"), lambda row: row.line.product or "—", width=110, key="code"),
    Column(N_("Description"), lambda row: row.line.label or "—", width=220, key="label"),
    Column(N_("Qty"), lambda row: _moved(row, _quantity), right=True, width=130, key="quantity"),
    Column(N_("Requested date"), lambda row: _moved(row, _date), width=190, key="requested"),
]


class ReplacingCard(Card):
    """A choice that the file proposes and the assistant makes (`decided`), with what it would change."""

    decided = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.choice = QCheckBox()
        self.table = RowsTable(_("Changes of the order"), COLUMNS, stretch=2, max_rows=VISIBLE_ROWS)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.table)
        self.choice.toggled.connect(self.table.setVisible)
        self.choice.toggled.connect(self.decided)
        self.hide()

    @property
    def revises(self) -> bool:
        """Whether the order shown is to be revised rather than written anew."""
        return self.choice.isChecked() and self.choice.text() != ""

    def show_order(self, order: PreviewOrder, *, revises: bool) -> None:
        """Show what an order would change; nothing where it is the first of its number."""
        replaced = order.replaced
        self.setVisible(replaced is not None)
        self.choice.blockSignals(True)
        self.choice.setChecked(replaced is not None and revises)
        self.choice.setText("" if replaced is None else _said(replaced.name, asked=replaced.asked))
        self.choice.setAccessibleName(self.choice.text())
        self.choice.blockSignals(False)
        self.table.setVisible(self.revises)
        if replaced is not None:
            same = [change for change in replaced.changes if change.kind is ChangeKind.SAME]
            self.table.set_rows([*(change for change in replaced.changes if change not in same), *same])


def _said(name: str, *, asked: bool) -> str:
    if asked:
        return _("The file cancels and replaces the order {number}: revise it").format(number=name)
    return _("This number is that of the order {number}: revise it instead of writing another").format(number=name)
