"""P1 and P2: a whole cycle through the services, against raw sqlite3 doing the very same writes.

Three copies of one database move together: `ours` is timed, `traced` runs the same commands with its statements
noted, `raw` replays what was noted. They stay identical, which the end of the benchmark asserts.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from adv_desktop import bootstrap
from adv_desktop.models import database
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.clock import Clock, FixedDay
from adv_desktop.services.company import CompanyIdentity, NewCompany, create_database
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.einvoice.faults import Fault
from adv_desktop.services.issuing import IssueService
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.papers import Drawing
from adv_desktop.services.payments import AllocateTo, NewPayment
from adv_desktop.services.products import ProductData
from adv_desktop.services.store import Store
from tests.perf.measure import Result, cpu_ms
from tests.support.papers import kept

TODAY = dt.date(2026, 11, 24)
CUSTOMERS, PRODUCTS, LINES, ROUNDS, WARM_UP = 20, 60, 5, 60, 5
TARGET = 15
STEPS = ("create", "confirm", "deliver", "draft", "issue", "pay")
COMPARED = ("sales_order", "order_line", "delivery_line", "stock_move", "invoice_line", "allocation", "audit_entry")
Statements = list[tuple[str, object, bool]]


class StoredPapers:
    """Returns bytes made before: rendering is measured elsewhere."""

    PDF = b"%PDF-1.7 stored"

    def invoice(self, session: Session, invoice: Invoice, xml: bytes | None = None) -> bytes:
        return self.invoice_drawing(session, invoice)(xml)

    def invoice_drawing(self, _session: Session, invoice: Invoice) -> Drawing:
        return partial(kept, self.PDF + str(invoice.id).encode())

    def delivery_note(self, _session: Session, delivery: Delivery, _style: NoteStyle | None = None) -> bytes:
        return self.PDF + str(delivery.id).encode()

    def picking_list(self, _session: Session, delivery: Delivery) -> bytes:
        return self.PDF + str(delivery.id).encode()

    def acknowledgement(self, _session: Session, order: SalesOrder) -> bytes:
        return self.PDF + str(order.id).encode()


class SteadyClock(FixedDay):
    """An instant that only moves when it is told to, so that two databases get the same bytes."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(day)
        self.instant = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.instant


@dataclass
class Trace:
    """What a run wrote, transaction by transaction, and how many commits it took."""

    transactions: list[Statements] = field(default_factory=list)
    commits: int = 0

    def begin(self, _connection: sa.Connection) -> None:
        self.transactions.append([])

    def commit(self, _connection: sa.Connection) -> None:
        self.commits += 1

    def statement(self, _c: object, _k: object, text: str, parameters: object, _x: object, many: bool) -> None:
        if text.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            rows = many and isinstance(parameters, list)  # one INSERT of many rows has one flat tuple
            self.transactions[-1].append((text, parameters, rows))


@contextlib.contextmanager
def traced(engine: sa.Engine) -> Iterator[Trace]:
    """Note the writing statements and commits of an engine."""
    trace = Trace()
    hooks = (("begin", trace.begin), ("commit", trace.commit), ("before_cursor_execute", trace.statement))
    for name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        yield trace
    finally:
        for name, hook in hooks:
            event.remove(engine, name, hook)


def run() -> list[Result]:
    """Measure the cycle and count its commits."""
    with tempfile.TemporaryDirectory() as folder:
        names = ("ours", "traced", "raw")
        paths = {name: Path(folder) / f"{name}.advdb" for name in names}
        clock = SteadyClock(TODAY)
        prepare(paths["ours"], clock)
        for name in names[1:]:
            shutil.copy(paths["ours"], paths[name])
        return _compare(paths, clock)


def _compare(paths: dict[str, Path], clock: Clock) -> list[Result]:
    ours, noted = (opened(paths[name], clock) for name in ("ours", "traced"))
    raw = database.connect(paths["raw"])
    split: dict[str, list[float]] = {step: [] for step in STEPS}
    cycles, replays, commits = [], [], set()
    for rank in range(WARM_UP + ROUNDS):
        with traced(noted.store._engine) as trace:
            cycle(noted, rank, lambda _step, work: work())
        spent: dict[str, float] = {}
        cycle(ours, rank, lambda step, work, spent=spent: timed(step, work, spent))  # type: ignore[misc]
        replayed = cpu_ms(lambda trace=trace: replay(raw, trace.transactions))  # type: ignore[misc]
        commits.add((trace.commits, len(STEPS)))
        if rank >= WARM_UP:
            cycles.append(sum(spent.values()))
            replays.append(replayed)
            for step in STEPS:
                split[step].append(spent[step])
    for services in (ours, noted):
        services.close()
    raw.close()
    _assert_same(paths)
    assert commits == {(len(STEPS), len(STEPS))}, f"commits, actions: {commits}"
    details = {step: statistics.median(values) for step, values in split.items()}
    return [
        Result(
            "P1", "Whole cycle, 5 lines", statistics.median(replays), statistics.median(cycles), TARGET, details=details
        ),
        Result("P2", "Commits per action", 1, sum(made for made, _ in commits) / len(STEPS), 1, unit=""),
    ]


def opened(path: Path, clock: Clock) -> bootstrap.Services:
    """Open a database that was just made; the rules of electronic invoices are measured elsewhere."""
    services = bootstrap.build(Store(path, clock), clock, StoredPapers())
    return replace(services, issuing=IssueService(services.store, clock, services.papers, unchecked))


def unchecked(_xml: bytes) -> list[Fault]:
    """Find nothing wrong."""
    return []


def timed(step: str, work: Callable[[], object], spent: dict[str, float]) -> object:
    """Run a step, adding its CPU time to what it has spent."""
    started = time.process_time_ns()
    result = work()
    spent[step] = (time.process_time_ns() - started) / 1e6
    return result


def cycle(services: bootstrap.Services, rank: int, step: Callable[[str, Callable[[], object]], object]) -> None:
    """Take an order from creation to payment; each step is one action of the user."""
    command = new_order(rank)
    order = step("create", lambda: services.orders.create(command))
    step("confirm", lambda: services.orders.confirm(order.id))  # type: ignore[attr-defined]
    shipped = step("deliver", lambda: services.deliveries.deliver(DeliverOrders((order.id,))))  # type: ignore[attr-defined]
    drafts = step("draft", lambda: services.drafts.from_deliveries([shipped[0].id]))  # type: ignore[index]
    issued = step("issue", lambda: services.issuing.issue(drafts.invoices[0].id))  # type: ignore[attr-defined]
    with services.store.read() as session:
        due = session.scalars(sa.select(Invoice.due).where(Invoice.number == issued.number)).one()  # type: ignore[attr-defined]
    paid = NewPayment(command.customer, due, TODAY, PaymentMethod.TRANSFER, (AllocateTo(issued.number),))  # type: ignore[attr-defined]
    step("pay", lambda: services.payments.receive(paid))


def new_order(rank: int) -> NewOrder:
    """Return the order of a cycle: five lines of products that others do not order soon again."""
    lines = tuple(NewLine(Decimal(2 + n), f"P{(rank * LINES + n) % PRODUCTS:04d}") for n in range(LINES))
    return NewOrder(f"C{rank % CUSTOMERS:05d}", lines, f"PO {rank}", requested=TODAY)


def replay(connection: sqlite3.Connection, transactions: list[Statements]) -> None:
    """Do the writes of a trace, and nothing else."""
    for statements in transactions:
        if not statements:
            continue
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for text, parameters, many in statements:
            if many:
                connection.executemany(text, parameters)  # type: ignore[arg-type]
            else:
                connection.execute(text, parameters).fetchall()  # type: ignore[arg-type]
        connection.execute("COMMIT")


def prepare(path: Path, clock: Clock) -> None:
    """Make a company with customers and products that no check stops."""
    identity = CompanyIdentity("EXEMPLE ADV", "732829320", "1 rue", "69000", "Lyon", vat_number="FR44732829320")
    create_database(path, NewCompany(identity), clock)
    services = opened(path, clock)
    for n in range(CUSTOMERS):
        services.customers.create(
            CustomerData(f"C{n:05d}", f"Client {n}", terms="30 jours fin de mois", siren="404833048", town="Lyon")
        )
    for n in range(PRODUCTS):
        price = Decimal(100 + 7 * n) / 10
        services.products.create(
            ProductData(f"P{n:04d}", f"Article {n}", Decimal(20), price, cost=price / 2, stock=Decimal(100_000))
        )
    services.store.checkpoint()
    services.close()


def _assert_same(paths: dict[str, Path]) -> None:
    """Ours, the traced run and the replay end with the same rows."""
    states = []
    for path in paths.values():
        with contextlib.closing(sqlite3.connect(path)) as connection:
            counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COMPARED]
            last = connection.execute("SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1").fetchone()[0]
            owed = connection.execute("SELECT sum(amount), sum(open_amount) FROM open_item").fetchone()
            states.append((counts, last, owed))
    assert states[0] == states[1] == states[2], states
    counts, _last, (_amount, still_open) = states[0]
    assert counts[0] == WARM_UP + ROUNDS
    assert still_open == 0
