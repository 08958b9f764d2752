"""P3: take open orders over from a file, against executemany of the very rows that this writes.

Reading, rules, prices, reservations, audit and search rows are ours; the limit is given their outcome. Both sides
work on copies of one database, which are the same in the end.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import statistics
import tempfile
from pathlib import Path

from adv_desktop.models import database
from adv_desktop.services.imports.master_words import MasterKind
from adv_desktop.services.imports.masters_import import MasterImport
from tests.perf.bench_cycle import CUSTOMERS, LINES, PRODUCTS, TODAY, SteadyClock, opened, prepare, replay, traced
from tests.perf.measure import Result, cpu_ms

TARGET = 2
ROUNDS = 3
TITLES = "N° commande;Client;Date;Votre référence;Date demandée;Article;Quantité"
COMPARED = ("sales_order", "order_line", "reservation", "order_intake", "audit_entry", "search_entry", "number_series")


def run(orders: int) -> list[Result]:
    """Import a file of orders of five lines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clock = SteadyClock(TODAY)
        prepare(folder / "before.db", clock)
        file = _written(folder / "orders.csv", orders)
        with _copy(folder, "traced", clock) as services, traced(services.store._engine) as trace:
            _import(services, file, orders)
        ours, raw = [], []
        for turn in range(ROUNDS):
            with _copy(folder, f"ours{turn}", clock) as services:
                ours.append(cpu_ms(lambda services=services: _import(services, file, orders)))  # type: ignore[misc]
            shutil.copy(folder / "before.db", folder / f"raw{turn}.db")
            with contextlib.closing(database.connect(folder / f"raw{turn}.db")) as connection:
                raw.append(cpu_ms(lambda connection=connection: replay(connection, trace.transactions)))  # type: ignore[misc]
        _assert_same([folder / "traced.db", folder / "ours0.db", folder / "raw0.db"], orders)
    what = f"Import {orders:,} orders of {LINES} lines"
    return [Result("P3", what, statistics.median(raw), statistics.median(ours), TARGET)]


@contextlib.contextmanager
def _copy(folder: Path, name: str, clock: SteadyClock):
    shutil.copy(folder / "before.db", folder / f"{name}.db")
    services = opened(folder / f"{name}.db", clock)
    try:
        yield services
    finally:
        services.store.checkpoint()
        services.close()


def _import(services, file: Path, orders: int) -> None:
    done: MasterImport = services.master_imports.run(MasterKind.OPEN_ORDERS, file)
    assert (done.accepted, done.rejected, done.written) == (orders * LINES, (), True)


def _written(path: Path, orders: int) -> Path:
    """Write the file of the former program."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{TITLES}\n")
        for order in range(orders):
            head = f"ANC{order:06d};C{order % CUSTOMERS:05d};02/11/2026;PO {order};01/12/2026"
            file.writelines(f"{head};P{(order * LINES + line) % PRODUCTS:04d};{2 + line}\n" for line in range(LINES))
    return path


def _assert_same(paths: list[Path], orders: int) -> None:
    """Ours, the traced run and the replay end with the same rows."""
    states = []
    for path in paths:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COMPARED]
            last = connection.execute("SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1").fetchone()[0]
            kept = connection.execute("SELECT sum(reserved), sum(physical) FROM product_stock").fetchone()
            states.append((counts, last, kept))
    assert states[0] == states[1] == states[2], states
    assert states[0][0][:2] == [orders, orders * LINES]
