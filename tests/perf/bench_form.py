"""P15: type an order of twenty lines among a million: what each key stroke costs, in all and in the window's thread.

The limits are what a hand feels: 50 ms from a key to its answer, 16 ms (a frame) of the window's thread. Read
threads run at once here, so that what they do is told apart from what the window does with it.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.services.clock import FixedDay
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.runner import Failed, InlineRunner, Task
from adv_desktop.ui.theme import theme
from adv_desktop.ui.typed_lines import TypedLine
from adv_desktop.ui.widgets.choices import Choice
from tests.perf.bench_cycle import opened
from tests.perf.generate import TODAY, database_of
from tests.perf.masters import PRODUCTS, REGULARS, code_of, ean_of
from tests.perf.measure import ROUNDS, Result
from tests.ui.support.desk import desk_of

T = TypeVar("T")
LINES = 20
KEY_TARGET, FRAME_TARGET, OPEN_TARGET = 50, 16, 50  # ms
CUSTOMER = 7  # a regular one, with codes of its own


class SplitRunner(InlineRunner):
    """Runs reads at once and adds up the CPU time they take, which is not the window's."""

    def __init__(self) -> None:
        super().__init__()
        self.read_ms = 0.0

    def read(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> Task:
        def timed() -> T:
            started = time.process_time_ns()
            try:
                return work()
            finally:
                self.read_ms += (time.process_time_ns() - started) / 1e6

        return super().read(timed, done, failed)


def run() -> list[Result]:
    """Measure the opening of the form, its searches, and a key stroke in a line."""
    application = QApplication.instance() or QApplication([])
    theme().apply(application)
    services = opened(database_of(), FixedDay(TODAY))
    with tempfile.TemporaryDirectory() as folder:
        top = QWidget()
        top.resize(1400, 900)
        top.show()
        try:
            return _results(services, Path(folder), top)
        finally:
            top.close()
            services.close()


def _results(services: Services, folder: Path, top: QWidget) -> list[Result]:
    runner = SplitRunner()
    made, _window, failures = desk_of(services, folder, top)
    desk = Desk(services, runner, made.notices, made.settings, made.window, failures.append)
    spent = sum(_measured(runner, lambda: _open(desk, top)))
    results = [Result("P15", "Open the order form", OPEN_TARGET, spent, OPEN_TARGET, absolute=True)]
    form = _open(desk, top)
    results += _searches(runner, form)
    _type(form, services)
    spent, frame = _measured(runner, lambda: _key(form))
    what = f"Price and check {LINES} lines after a key"
    results.append(Result("P15", what, KEY_TARGET, spent + frame, KEY_TARGET, absolute=True))
    results.append(Result("P15", "of which the window's thread", FRAME_TARGET, frame, FRAME_TARGET, absolute=True))
    assert len([line for line in form.grid.lines() if line.shown]) == LINES
    assert failures == []
    return results


def _open(desk: Desk, top: QWidget) -> OrderForm:
    form = OrderForm(desk, parent=top)
    form.resize(1400, 880)
    form.show()
    assert not form.grab().isNull()
    return form


def _searches(runner: SplitRunner, form: OrderForm) -> list[Result]:
    """Type in the customer's field, then in a product's cell in each of the ways that it understands."""
    search = form.reads.search
    search.customer_id = CUSTOMER
    results = []
    shown: list[Sequence[Choice]] = []
    with form.desk.services.store.read() as session:
        their = session.connection().exec_driver_sql(
            f"SELECT code FROM customer_item_code WHERE customer_id = {CUSTOMER} ORDER BY id LIMIT 1"
        ).scalar_one()  # fmt: skip
    asked = [
        ("Find a customer by words", search.customers, "moutarde dijon"),
        ("Find a customer by its code", search.customers, "G0123"),
        ("Find a product by a common word", search.products, "moutarde"),
        ("Find a product by two words", search.products, "miel verre"),
        ("Find a product by its code", search.products, code_of(4321)[:-1]),
        ("Find a product by its bar code", search.products, ean_of(4321)),
        ("Find a product by the customer's code", search.products, their),
    ]
    for what, find, text in asked:
        spent = _measured(runner, lambda find=find, text=text: find(text, shown.append))  # type: ignore[misc]
        results.append(Result("P15", what, KEY_TARGET, sum(spent), KEY_TARGET, absolute=True))
        assert shown[-1], text
    return results


def _type(form: OrderForm, services: Services) -> None:
    """Fill the form with a customer and as many lines as a long order has."""
    record = services.customers.show(f"G{REGULARS:05d}")
    form.header.customer.set_choice(Choice(record.id, record.data.code, record.data.name))
    form.header.customer_chosen.emit(form.header.customer.choice())
    rng = random.Random(3)
    codes = [code_of(product) for product in rng.sample(range(1, PRODUCTS + 1), LINES)]
    form.grid.set_lines([TypedLine(code=code, quantity=Decimal(12)) for code in codes])


def _key(form: OrderForm) -> None:
    """Do what a changed quantity does: price, check, show."""
    line = form.grid.line(3)
    form.grid.replace(3, TypedLine(code=line.code, quantity=line.quantity + 1))
    form._price()
    assert not form.grab().isNull()


def _measured(runner: SplitRunner, work: Callable[[], object]) -> tuple[float, float]:
    """Return the median CPU milliseconds of a piece of work: in read threads, and in the window's."""
    work()
    reads, windows = [], []
    for _ in range(ROUNDS):
        runner.read_ms = 0.0
        started = time.process_time_ns()
        work()
        reads.append(runner.read_ms)
        windows.append((time.process_time_ns() - started) / 1e6 - runner.read_ms)
    return statistics.median(reads), statistics.median(windows)
