"""P5: open the list of a million orders, against QSqlQueryModel on a copy of the same file.

Both show their first rows (256 here and there); the rest of the ids is read in a thread while the window is in use.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import tracemalloc
from array import array
from collections.abc import Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication, QTableView

from adv_desktop.services.clock import FixedDay
from adv_desktop.services.queries import orders
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.queries.orders import OrderRow
from adv_desktop.services.store import Store
from adv_desktop.ui.orders.columns import COLUMNS
from adv_desktop.ui.tables.list_page import HEAD
from adv_desktop.ui.tables.model import BLOCK, LazyTableModel
from adv_desktop.ui.tables.view import TableView
from adv_desktop.ui.theme import theme
from tests.perf.generate import ORDERS, TODAY, database_of
from tests.perf.measure import Result, against, median_ms

TARGET = 1.5
BLOCKED_TARGET = 50  # ms of the window's thread
MEMORY_TARGET = 0.10
SAMPLE = 20_000
WIDTH, HEIGHT = 1100, 760
SHOWN = "number, order_date, customer_name, customer_reference, promised, net, state"
QUERY = f"SELECT {SHOWN} FROM sales_order ORDER BY order_date DESC, id DESC"


def run() -> list[Result]:
    """Measure the opening, what of it holds the window, and the memory of the ids."""
    application = QApplication.instance() or QApplication([])
    theme().apply(application)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        shutil.copy(database_of(), copy)
        store = Store(database_of(), FixedDay(TODAY))
        try:
            return _results(store, copy)
        finally:
            store.close()
            QSqlDatabase.removeDatabase("copy")


def _results(store: Store, copy: Path) -> list[Result]:
    database = QSqlDatabase.addDatabase("QSQLITE", "copy")
    database.setDatabaseName(str(copy))
    assert database.open(), database.lastError().text()
    limit, ours = against(lambda: _open_qt(database), lambda: _open_ours(*_read(store, HEAD)), rounds=7)
    ids, first = _read(store)
    assert len(ids) == ORDERS
    blocked = median_ms(lambda: _open_ours(ids, first), rounds=7)
    rest = median_ms(lambda: _ids(store), rounds=7)
    results = [
        Result("P5", f"Open the list of {ORDERS:,} orders", limit, ours, TARGET, details={"all_ids_ms": rest}),
        Result("P5", "of which the window's thread", limit, blocked, BLOCKED_TARGET, absolute=True),
        _memory(store),
    ]
    database.close()
    return results


def _ids(store: Store, limit: int | None = None) -> array[int]:
    with store.read() as session:
        return orders.ids(session, ListFilter(), "date", True, TODAY, limit)


def _open_qt(database: QSqlDatabase) -> None:
    model = QSqlQueryModel()
    model.setQuery(QUERY, database)
    assert model.rowCount() > 0
    view = QTableView()
    view.setModel(model)
    _show(view)
    model.clear()


def _read(store: Store, limit: int | None = None) -> tuple[array[int], Mapping[int, OrderRow]]:
    """Read what a read thread reads: ids and the first block of rows."""
    ids = _ids(store, limit)
    with store.read() as session:
        return ids, orders.rows(session, ids[:BLOCK], TODAY)


def _open_ours(ids: array[int], first: Mapping[int, OrderRow]) -> None:
    model = LazyTableModel(COLUMNS, lambda _block: {})
    view = TableView("Orders", model)
    model.setParent(view)
    model.set_ids(ids, first)
    assert model.rowCount() == len(ids)
    _show(view)
    assert model.look(0, 0).text or model.look(0, 1).text


def _show(view: QTableView) -> None:
    view.resize(WIDTH, HEIGHT)
    view.show()
    assert not view.grab().isNull()
    view.close()
    view.deleteLater()


def _memory(store: Store) -> Result:
    """Compare the array of ids with a Python list of the rows, measured on a part of them."""
    with contextlib.closing(sqlite3.connect(store.path)) as raw:
        tracemalloc.start()
        rows = raw.execute(f"{QUERY} LIMIT {SAMPLE}").fetchall()
        listed = tracemalloc.get_traced_memory()[0] / 2**20 * ORDERS / SAMPLE
        tracemalloc.stop()
    assert len(rows) == SAMPLE
    ids = _ids(store)
    held = ids.itemsize * len(ids) / 2**20
    return Result("P5", "Memory of the list, against its rows", listed, held, MEMORY_TARGET, unit="MiB")
