"""The demonstration company: what a newcomer sees has everything the program is about, and holds together."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from functools import partial

import pytest

from adv_desktop.models.errors import KnownError
from adv_desktop.services import integrity
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.demo import build_demo
from adv_desktop.services.jobs import Cancelled
from adv_desktop.services.store import Store
from tests.support.papers import kept

pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 11, 24)
SUNDAY = dt.date(2026, 11, 22)


class QuickPapers:
    """Papers of a few bytes: the layout is tested elsewhere."""

    def invoice(self, session, invoice, xml=None):
        return self.invoice_drawing(session, invoice)(xml)

    def invoice_drawing(self, _session, invoice):
        return partial(kept, f"%PDF invoice {invoice.number}".encode())

    def delivery_note(self, _session, delivery, _style=None):
        return f"%PDF delivery {delivery.number}".encode()

    def picking_list(self, _session, delivery):
        return f"%PDF picking {delivery.picking_number}".encode()

    def acknowledgement(self, _session, order):
        return f"%PDF order {order.number}".encode()


def small_demo(path, today=TODAY, **size):
    return build_demo(path, FixedDay(today), QuickPapers(), **{"orders": 120, "months": 5, **size})


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    return path, small_demo(path)


def figures(path, statement):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_it_tells_how_many_documents_it_made(demo):
    path, counts = demo
    tables = {"orders": "sales_order", "deliveries": "delivery", "payments": "payment", "claims": "claim"}
    assert {kind: figures(path, f"SELECT count(*) FROM {table}")[0][0] for kind, table in tables.items()} == {
        kind: counts[kind] for kind in tables
    }
    assert counts["orders"] == 120
    assert counts["customers"] == 40
    assert counts["products"] == 121
    assert counts["deliveries"] > 80
    assert counts["invoices"] > 60
    assert counts["credit_notes"] > 2
    assert counts["claims"] > 3


def test_every_invariant_and_seal_of_the_company_holds(demo):
    path, _counts = demo
    store = Store(path, FixedDay(TODAY))
    try:
        assert integrity.verify(store) == []
    finally:
        store.close()


@pytest.mark.parametrize(
    ("what", "condition"),
    [
        ("orders to confirm", "sales_order WHERE state = 'draft'"),
        ("orders on hold", "sales_order WHERE state = 'on_hold'"),
        ("orders cancelled", "sales_order WHERE state = 'cancelled'"),
        ("orders partly delivered", "sales_order WHERE delivery_state = 'partial'"),
        (
            "late orders",
            "sales_order WHERE state = 'confirmed' AND delivery_state <> 'full' AND promised < '2026-11-24'",
        ),
        ("goods to prepare", "delivery WHERE state = 'to_prepare'"),
        ("goods ready to leave", "delivery WHERE state = 'prepared'"),
        ("deliveries to invoice", "delivery_progress WHERE invoice_state = 'none'"),
        ("proofs of delivery", "delivery_progress WHERE outcome = 'delivered'"),
        ("drafts to issue", "invoice WHERE state = 'draft'"),
        ("deposits", "invoice WHERE type = '386'"),
        ("final invoices of deposits", "deposit_deduction"),
        ("items over 60 days late", "open_item WHERE open_amount > 0 AND due_date < '2026-09-24'"),
        ("parts still owed", "open_item WHERE open_amount > 0 AND open_amount < amount"),
        ("open claims", "claim WHERE state NOT IN ('decided', 'closed')"),
        ("closed claims", "claim WHERE state = 'closed'"),
        ("blocked customers", "customer WHERE blocked"),
        ("products that run short", "product_stock WHERE physical <= 0"),
        ("receipts to come", "expected_receipt WHERE received < quantity AND due > '2026-11-24'"),
    ],
)
def test_there_is_something_of_everything(demo, what, condition):
    path, _counts = demo
    assert figures(path, f"SELECT count(*) FROM {condition}")[0][0] > 0, what


def test_documents_are_dated_on_the_days_that_they_tell(demo):
    path, _counts = demo
    wrong = figures(path, "SELECT count(*) FROM invoice WHERE substr(issued_at, 1, 10) <> issue_date")
    assert wrong == [(0,)]
    assert figures(path, "SELECT max(order_date), max(received_at) <= '2026-11-25' FROM sales_order") == [
        ("2026-11-24", 1)
    ]


def test_the_same_seed_and_day_give_the_same_company(tmp_path):
    totals = []
    for name in ("first.db", "second.db"):
        small_demo(tmp_path / name, orders=40, months=2)
        last = figures(tmp_path / name, "SELECT hash FROM document_seal ORDER BY id")
        totals.append(
            (last, figures(tmp_path / name, "SELECT number, net, customer_name FROM sales_order ORDER BY id"))
        )
    assert totals[0] == totals[1]


def test_another_seed_gives_another_company(tmp_path):
    stories = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.db"
        small_demo(path, orders=20, months=1, seed=seed)
        stories.append(figures(path, "SELECT customer_name, net FROM sales_order ORDER BY id"))
    assert stories[0] != stories[1]


def test_it_is_made_on_a_sunday_too_and_with_more_customers_and_products(tmp_path):
    counts = small_demo(tmp_path / "demo.db", SUNDAY, orders=20, months=1, customers=43, products=125)
    assert (counts["customers"], counts["products"]) == (43, 125)
    assert figures(tmp_path / "demo.db", "SELECT count(*) FROM sales_order WHERE order_date = '2026-11-22'")[0][0] > 0


def test_giving_up_leaves_nothing_behind(tmp_path):
    def give_up(done, _total):
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        build_demo(tmp_path / "demo.db", FixedDay(TODAY), QuickPapers(), orders=20, months=1, step=give_up)
    assert list(tmp_path.iterdir()) == []


def test_it_never_replaces_a_company_that_is_there(tmp_path):
    (tmp_path / "mine.db").write_bytes(b"something")
    with pytest.raises(KnownError) as refused:
        small_demo(tmp_path / "mine.db")
    assert refused.value.code == "database.exists"


def test_a_product_of_it_is_followed_by_serial_number(demo):
    path, _counts = demo
    assert figures(path, "SELECT state, count(*) FROM serial_unit GROUP BY state ORDER BY state") == [
        ("delivered", 6), ("gone", 1), ("in_stock", 13),
    ]  # fmt: skip
