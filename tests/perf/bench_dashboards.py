"""P7: the dashboard of a month over a million orders, against the same figures counted from the documents.

Then what keeping its sums costs: the same cycles of orders with the triggers of the sums and without them.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from adv_desktop.bootstrap import Services
from adv_desktop.models import database, summary_triggers
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.queries import dashboards, flows, punctuality
from adv_desktop.services.queries.periods import Period, shifted
from adv_desktop.services.store import Store
from tests.perf import base_tables
from tests.perf.bench_cycle import SteadyClock, cycle, opened, prepare
from tests.perf.generate import ORDERS, TODAY, database_of
from tests.perf.measure import Result, cpu_ms, median_ms

MONTH = TODAY.replace(day=1)
ROUNDS, BASE_ROUNDS = 9, 3
CYCLES, WARM_UP = 60, 10
TARGET, MILLISECONDS, POSTING_TARGET = 1 / 300, 16.0, 1.25


def run() -> list[Result]:
    """Measure the reading, then the keeping."""
    store = Store(database_of(), FixedDay(TODAY))
    try:
        with store.read() as session:
            results = _reading(session)
    finally:
        store.close()
    with tempfile.TemporaryDirectory() as folder:
        return [*results, _posting(Path(folder))]


def _reading(session: Session) -> list[Result]:
    _refuse_differences(session)
    base = median_ms(lambda: base_tables.dashboard(session, MONTH, TODAY), BASE_ROUNDS)
    ours = median_ms(lambda: dashboards.of(session, MONTH, TODAY), ROUNDS)
    what = f"The dashboard of {ORDERS:,} orders"
    return [
        Result("P7", f"{what}, against the documents", base, ours, TARGET),
        Result("P7", what, base, ours, MILLISECONDS, absolute=True),
    ]


def _refuse_differences(session: Session) -> None:
    """Raise unless every figure is what the documents make, to the cent."""
    base = base_tables.dashboard(session, MONTH, TODAY)
    board = dashboards.of(session, MONTH, TODAY)
    value = {one.code: one.value for one in board.indicators}
    pairs = (
        (flows.by_month(session, Period(shifted(MONTH, -23), TODAY)), base.months),
        (punctuality.by_month(session, Period(shifted(MONTH, -11), TODAY), TODAY), base.punctual),
        (value["backlog"], base.backlog),
        ((value["deliveries_late"], value["backlog_late"]), (base.late.lines, base.late.net)),
        (value["delivered_not_invoiced"], base.to_invoice),
        ((board.overdue, board.receivable), (base.ageing.overdue, base.ageing.total)),
        ([(int(bar.key), bar.value) for bar in board.customers], base.best),
    )
    for found, expected in pairs:
        if found != expected:
            raise AssertionError(f"{found} is not {expected}")


def _posting(folder: Path) -> Result:
    clock = SteadyClock(TODAY)
    paths = {name: folder / f"{name}.advdb" for name in ("with", "without")}
    prepare(paths["with"], clock)
    shutil.copy(paths["with"], paths["without"])
    kept, bare = (opened(paths[name], clock) for name in ("with", "without"))
    _forget_sums(paths["without"])
    spent: dict[Services, list[float]] = {kept: [], bare: []}
    for rank in range(WARM_UP + CYCLES):
        for services, times in spent.items():
            times.append(cpu_ms(lambda services=services, rank=rank: cycle(services, rank, lambda _step, work: work())))
    with kept.store.read() as session:
        if flows.of(session, Period(MONTH, TODAY)).invoices < CYCLES:
            raise AssertionError("the sums were not kept")
    for services in spent:
        services.close()
    without, ours = (statistics.median(spent[services][WARM_UP:]) for services in (bare, kept))
    return Result("P7", "A cycle of an order with its sums kept, against without", without, ours, POSTING_TARGET)


def _forget_sums(path: Path) -> None:
    connection = database.connect(path)
    try:
        for statement in summary_triggers.triggers():
            connection.execute(f"DROP TRIGGER {statement.split()[2]}")
    finally:
        connection.close()
