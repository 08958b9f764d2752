"""P4: pages, sorts and filters of a million orders, against the best raw SQL for the same rows."""

from __future__ import annotations

import random
import sqlite3
from array import array
from itertools import chain

from sqlalchemy.orm import Session

from adv_desktop.services.clock import FixedDay
from adv_desktop.services.folding import words_key
from adv_desktop.services.queries import orders
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.store import Store
from tests.perf.generate import ORDERS, TODAY, database_of
from tests.perf.masters import REGULARS
from tests.perf.measure import Result, against

BLOCK = 128
DEPTHS = (0.0, 0.13, 0.5, 0.77, 0.999)
SORTS = {"date": "order_date", "number": "number", "customer": "customer_name", "promised": "promised", "net": "net"}
COLUMNS = (
    "id, version, number, order_date, customer_id, customer_name, customer_reference, received_at, requested, promised,"
    " net, gross, currency, state, delivery_state, invoice_state, state_reason, salesperson, carrier, channel,"
    " acknowledged_at, payment_terms, payment_method"
)
PAGE_TARGET, IDS_TARGET = 2.0, 2.0


def run() -> list[Result]:
    """Measure a page at several depths, each whole sort, and filters."""
    path = database_of()
    store = Store(path, FixedDay(TODAY))
    raw = sqlite3.connect(path)
    try:
        with store.read() as session:
            return [_page(session, raw), *_sorts(session, raw), *_filters(session, raw)]
    finally:
        raw.close()
        store.close()


def _page(session: Session, raw: sqlite3.Connection) -> Result:
    """Read blocks of rows at any depth of a list: the same rows, as tuples by SQL and as rows of the list by ours."""
    ids = orders.ids(session, ListFilter(), "customer", True, TODAY)
    assert len(ids) == ORDERS
    starts = [min(int(depth * ORDERS), ORDERS - BLOCK) for depth in DEPTHS]
    blocks = [ids[start : start + BLOCK] for start in starts]
    marks = ",".join("?" * BLOCK)
    statement = f"SELECT {COLUMNS} FROM sales_order WHERE id IN ({marks})"

    def limit() -> list[list[tuple]]:
        return [raw.execute(statement, list(block)).fetchall() for block in blocks]

    def ours() -> list[dict[int, orders.OrderRow]]:
        return [orders.rows(session, block, TODAY) for block in blocks]

    for tuples, rows in zip(limit(), ours(), strict=True):
        assert {row[0]: row[10] for row in tuples} == {row.id: row.net for row in rows.values()}
    theirs, mine = (figure / len(DEPTHS) for figure in against(limit, ours, repeat=4))
    return Result("P4", f"A page of {BLOCK} orders of {ORDERS:,}, any depth", theirs, mine, PAGE_TARGET)


def _sorts(session: Session, raw: sqlite3.Connection) -> list[Result]:
    return [
        _ids(session, raw, f"Sort {ORDERS:,} orders by {sort}", ListFilter(), sort, f"ORDER BY {column} DESC, id DESC")
        for sort, column in SORTS.items()
        if sort in {"date", "net"}
    ] + [_by_name(session, raw)]


def _by_name(session: Session, raw: sqlite3.Connection) -> Result:
    """Sort by name: SQLite in the order of its bytes, ours in that of a dictionary, each name's orders as theirs."""
    statement = "SELECT id FROM sales_order ORDER BY customer_name DESC, id DESC"
    names = dict(raw.execute("SELECT id, customer_name FROM sales_order"))

    def limit() -> array[int]:
        return array("q", chain.from_iterable(raw.execute(statement)))

    def ours() -> array[int]:
        return orders.ids(session, ListFilter(), "customer", True, TODAY)

    found = sorted(limit(), key=lambda order: words_key(names[order]), reverse=True)
    assert list(ours()) == found
    theirs, mine = against(limit, ours, rounds=7)
    return Result("P4", f"Sort {ORDERS:,} orders by customer", theirs, mine, IDS_TARGET)


def _filters(session: Session, raw: sqlite3.Connection) -> list[Result]:
    customer = random.Random(3).randint(1, REGULARS)
    running = "state IN ('confirmed', 'on_hold') AND delivery_state <> 'full'"
    return [
        _ids(
            session, raw, "Orders of one customer", ListFilter(customer_id=customer), "date",
            f"WHERE customer_id = {customer} ORDER BY order_date DESC, id DESC",
        ),
        _ids(
            session, raw, "Late orders, by promise", ListFilter("late"), "promised",
            f"INDEXED BY ix_sales_order_open WHERE {running} AND promised < '{TODAY}' ORDER BY promised DESC, id DESC",
        ),
        _ids(
            session, raw, "Orders found by words", ListFilter(words="moutarde dijon"), "date",
            "WHERE id IN (SELECT rowid & 0xffffffffff FROM search_entry WHERE search_entry MATCH "
            "'\"moutarde\" AND \"dijon\"' AND rowid < (1 << 40)) ORDER BY order_date DESC, id DESC",
        ),
    ]  # fmt: skip


def _ids(session: Session, raw: sqlite3.Connection, what: str, wanted: ListFilter, sort: str, clause: str) -> Result:
    """Fill the array of ids of a filter and sort: by the driver alone, and by ours."""
    statement = f"SELECT id FROM sales_order {clause}"

    def limit() -> array[int]:
        return array("q", chain.from_iterable(raw.execute(statement)))

    def ours() -> array[int]:
        return orders.ids(session, wanted, sort, True, TODAY)

    assert limit() == ours(), what
    theirs, mine = against(limit, ours, rounds=7)
    return Result("P4", what, theirs, mine, IDS_TARGET, details={"ids": float(len(ours()))})
