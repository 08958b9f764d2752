"""P6: paint one screen of a list, against the same cells in a QStandardItemModel under Qt's own delegate."""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.model import LazyTableModel
from adv_desktop.ui.tables.view import TableView
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from tests.perf.measure import Result, against

TARGET = 1.6
ROWS, COLUMNS = 27, 8
WIDTH, HEIGHT = 1000, 27 * 36 + 40


@dataclass(frozen=True, slots=True)
class _Row:
    number: str
    customer: str
    amount: str
    late: bool


def _rows(ids: Sequence[int]) -> dict[int, _Row]:
    return {
        one: _Row(f"CDE{2026000000 + one}", f"Restaurant n° {one % 40}", f"{one * 37 % 9000},50 €", not one % 7)
        for one in ids
    }


def _columns() -> list[Column[_Row]]:
    kinds: list[Column[_Row]] = [
        Column("No.", lambda row: row.number),
        Column("Customer", lambda row: row.customer),
        Column("Amount", lambda row: row.amount, right=True),
        Column(
            "State",
            lambda row: "Late" if row.late else "Confirmed",
            cell=Cell.PILL,
            tone=lambda row: Tone.BAD if row.late else Tone.INFO,
        ),
    ]
    return kinds * (COLUMNS // len(kinds))


def _ours() -> TableView:
    model = LazyTableModel(_columns(), _rows)
    model.set_ids(array("q", range(1, 1001)))
    view = TableView("Orders", model)
    model.setParent(view)
    return view


def _limit(shown: LazyTableModel) -> QTableView:
    model = QStandardItemModel(ROWS, COLUMNS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            item = QStandardItem(shown.look(row, column).text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter)
            model.setItem(row, column, item)
    view = QTableView()
    model.setParent(view)
    view.setModel(model)
    view.verticalHeader().setDefaultSectionSize(theme().row_height)
    return view


def run() -> list[Result]:
    """Measure one repaint of both, of the same size with the same texts."""
    application = QApplication.instance() or QApplication([])
    theme().apply(application)
    ours = _ours()
    limit = _limit(ours.rows)
    for view in (ours, limit):
        view.resize(WIDTH, HEIGHT)
        view.show()
    if ours.columnWidth(0) != 120 or ours.rowAt(ROWS * 36 - 1) != ROWS - 1:
        raise AssertionError("the list does not show the cells that are counted")
    for column in range(COLUMNS):
        limit.setColumnWidth(column, ours.columnWidth(column))
    measured = against(limit.grab, ours.grab)
    for view in (ours, limit):
        view.close()
    return [Result("P6", f"paint one frame ({ROWS * COLUMNS} cells)", *measured, TARGET)]


def measure() -> dict[str, object]:
    """Return the facts of the benchmark."""
    return run()[0].facts()
