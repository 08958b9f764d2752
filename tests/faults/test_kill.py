"""kill -9 anywhere: what was acknowledged is there, nothing is half done, no number lost; a retry doubles nothing."""

import contextlib
import random
import shutil
import sqlite3
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from adv_desktop.services.customers import CustomerData
from adv_desktop.services.integrity import verify
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.mass_preparation import prepare_all
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries.preparation import worklist
from tests.faults.company import TODAY, open_company, reopen
from tests.faults.driver import acknowledged, start, start_departures, start_month, start_wave

VERBS = 7  # create, confirm, ship, ship the rest, draft, issue, pay
ORDERS = 2
INSIDE = (
    "ship.numbered", "ship.rendered", "ship.sealed", "issue.before_number", "issue.numbered", "issue.rendered",
    "issue.sealed", "payment.allocated",
)  # fmt: skip
POINTS = [
    *INSIDE,
    "ship.rendered#2",
    *(f"commit.before#{verb}" for verb in range(1, VERBS + 1)),
    *(f"commit.after#{verb}" for verb in (2, 3, 6, 7)),
]
NUMBERED = {"sales_order": "CDE2026", "delivery": "BL2026", "invoice": "FA2026", "payment": "REG2026"}
PER_ORDER = {"sales_order": 1, "delivery": 2, "invoice": 1, "payment": 1}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    path = tmp_path_factory.mktemp("kill") / "company.db"
    open_company(path).close()
    return path


@pytest.fixture
def path(company, tmp_path):
    return shutil.copy(company, tmp_path / "company.db")


def documents(path):
    """The numbers of each table, in the order they were given."""
    services = reopen(path)
    with services.store.read() as session:
        found = {
            table: session.execute(sa.text(f"SELECT number FROM {table} ORDER BY id")).scalars().all()
            for table in NUMBERED
        }
    services.close()
    return found


def told_numbers(file):
    return {line.split()[1] for line in acknowledged(file)} - {"-"}


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_loses_nothing_acknowledged_and_a_retry_doubles_nothing(point, path, tmp_path):
    told = tmp_path / "told"
    killed = start(path, 1, told, kill_at=point)
    killed.join()
    assert killed.exitcode
    present = {number for numbers in documents(path).values() for number in numbers}
    assert told_numbers(told) <= present
    assert verify(path) == []

    retried = start(path, ORDERS, told)
    retried.join()
    assert retried.exitcode == 0
    for table, numbers in documents(path).items():
        assert numbers == [f"{NUMBERED[table]}{rank:06d}" for rank in range(1, ORDERS * PER_ORDER[table] + 1)]
    assert verify(path) == []


def test_a_commit_that_nobody_was_told_of_is_found_again_by_its_request(path, tmp_path):
    told = tmp_path / "told"
    start(path, 1, told, kill_at=f"commit.after#{VERBS}").join()
    assert not any(line.startswith("a0-pay") for line in acknowledged(told))
    assert documents(path)["payment"] == ["REG2026000001"]
    assert reopen(path).store.replayed("a0-pay") == [("payment", 1)]


def test_kills_at_any_instant_one_after_the_other_leave_a_sound_database(path, tmp_path):
    told, chance, longest = tmp_path / "told", random.Random(4), 0.25
    for _round in range(12):
        process = start(path, 40, told)
        time.sleep(chance.uniform(0.02, longest))
        process.kill()
        process.join()
        present = {number for numbers in documents(path).values() for number in numbers if number}
        assert told_numbers(told) <= present
        longest *= 1 if acknowledged(told) else 2  # a busy machine needs longer for a first order
    assert acknowledged(told)
    assert verify(path) == []


MONTH, CHUNK = 45, 20


@pytest.fixture(scope="module")
def month(company, tmp_path_factory):
    """The company with the drafts of a month."""
    path = tmp_path_factory.mktemp("month") / "company.db"
    shutil.copy(company, path)
    services = reopen(path)
    for _rank in range(MONTH):
        services.drafts.create(NewInvoice(NewOrder("C1", (NewLine(Decimal(2), "P1"),))))
    services.close()
    return path


def children_of(told):
    """The processes that a month end started and that are still there."""
    mark = f"ADV_MONTH={told}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in process.read_bytes():
                found.append(process.parent.name)
        except OSError:  # ended meanwhile
            continue
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("issue.before_number", 0), ("issue.numbered#7", 0), ("issue.rendered#20", 0), ("commit.before", 0),
        ("commit.after", CHUNK), ("issue.numbered#33", CHUNK), ("issue.sealed#40", CHUNK),
        ("commit.before#3", 2 * CHUNK),
    ],
)  # fmt: skip
def test_a_kill_during_a_month_end_leaves_whole_chunks_no_hole_and_no_worker(point, kept, month, tmp_path):
    path, told = shutil.copy(month, tmp_path / "company.db"), tmp_path / "told"
    killed = start_month(path, list(range(1, MONTH + 1)), told, point)
    killed.join()
    assert killed.exitcode
    numbers = documents(path)["invoice"]
    assert numbers == [f"FA2026{rank:06d}" for rank in range(1, kept + 1)] + [None] * (MONTH - kept)
    assert int(told.read_text()) <= kept
    assert verify(path) == []
    if sys.platform == "linux":
        limit = time.monotonic() + 20
        while children_of(told) and time.monotonic() < limit:
            time.sleep(0.05)
        assert children_of(told) == []

    start_month(path, list(range(kept + 1, MONTH + 1)), told).join()
    assert documents(path)["invoice"] == [f"FA2026{rank:06d}" for rank in range(1, MONTH + 1)]
    assert verify(path) == []


WAVE = 12


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "kept"), [("prepare.made", 0), ("commit.before#5", 4), ("prepare.made#7", 6), ("commit.after#9", 9)]
)
def test_a_kill_during_a_shipping_wave_leaves_whole_deliveries_and_no_order_prepared_twice(
    point, kept, company, tmp_path
):
    path, told = shutil.copy(company, tmp_path / "company.db"), tmp_path / "told"
    reopen_with_orders(path).close()
    killed = start_wave(path, told, point)
    killed.join()
    assert killed.exitcode
    assert picked(path) == [(f"BP2026{rank:06d}", 2) for rank in range(1, kept + 1)]
    assert int(told.read_text()) <= kept
    assert verify(path) == []

    start_wave(path, told).join()
    assert picked(path) == [(f"BP2026{rank:06d}", 2) for rank in range(1, WAVE + 1)]
    assert verify(path) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "kept"), [("ship.numbered", 0), ("ship.rendered#4", 3), ("commit.before#6", 5), ("commit.after#9", 9)]
)
def test_a_kill_in_the_middle_of_the_departures_leaves_whole_ones_with_their_notes(point, kept, company, tmp_path):
    path, told = shutil.copy(company, tmp_path / "company.db"), tmp_path / "told"
    services = reopen_with_orders(path)
    with services.store.read() as session:
        wanted = worklist(session, TODAY)
    assert len(prepare_all(services.deliveries, wanted, TODAY).made) == WAVE
    services.close()
    killed = start_departures(path, told, point)
    killed.join()
    assert killed.exitcode
    assert left(path) == [(f"BL2026{rank:06d}", f"%PDF delivery note BL2026{rank:06d}") for rank in range(1, kept + 1)]
    assert verify(path) == []

    start_departures(path, told).join()
    assert [number for number, _note in left(path)] == [f"BL2026{rank:06d}" for rank in range(1, WAVE + 1)]
    assert verify(path) == []


def reopen_with_orders(path):
    """Open a company with an order of each of many customers."""
    services = reopen(path)
    for rank in range(WAVE):
        services.customers.create(CustomerData(f"W{rank}", f"Client {rank}", terms="comptant", siren="404833048"))
        order = services.orders.create(NewOrder(f"W{rank}", (NewLine(Decimal(2), "P1"), NewLine(Decimal(1), "P1"))))
        services.orders.confirm(order.id)
    return services


def left(path):
    """The numbers of the deliveries that left, each with what its note says."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT number, CAST(content AS TEXT) FROM delivery JOIN stored_file ON stored_file.id = pdf_file_id"
            " WHERE state = 'shipped' ORDER BY delivery.id"
        ).fetchall()


def picked(path):
    """The picking lists, each with the number of its lines."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT picking_number, count(*) FROM delivery JOIN delivery_line ON delivery_id = delivery.id"
            " GROUP BY delivery.id ORDER BY delivery.id"
        ).fetchall()
