"""A disk that is full, read-only or held by somebody else: one clear refusal, and the database stays sound."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.services import files
from adv_desktop.services.backup import copy_database
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.integrity import verify
from adv_desktop.services.mass_preparation import prepare_all, ship_all
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries.preparation import worklist
from tests.architecture.tree import ROOT
from tests.faults.company import TODAY, reopen
from tests.faults.driver import to_ship
from tests.faults.story import tell


def full_disk(services, spare=0):
    """Let the file grow by a few pages only, on every connection that is opened from now on."""
    with contextlib.closing(sqlite3.connect(services.store.path)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0] + spare
    engine = services.store._engine
    engine.dispose()
    sa.event.listen(engine, "connect", lambda opened, _record: opened.execute(f"PRAGMA max_page_count = {pages}"))


def test_a_full_disk_stops_the_command_whole_and_everything_still_reads(services, company):
    full_disk(services)
    long = NewOrder("C1", tuple(NewLine(Decimal(1), label="x" * 900, unit_price=Decimal(1)) for _ in range(200)))
    with pytest.raises(KnownError, match=r"database\.disk_full"):
        services.orders.create(long)
    with services.store.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM sales_order")).scalar() == 3
    assert verify(company) == []


def test_work_goes_on_once_there_is_room_again(services, company):
    full_disk(services)
    with pytest.raises(KnownError):
        tell(services, 40)
    again = reopen(company)
    tell(again, 6)
    again.close()
    assert verify(company) == []


WAVE = 60


def with_orders(services):
    """Let many customers order, each at a place of its own."""
    for rank in range(WAVE):
        services.customers.create(CustomerData(f"W{rank}", f"Client {rank}", terms="comptant", siren="404833048"))
        order = services.orders.create(NewOrder(f"W{rank}", (NewLine(Decimal(2), "P1"), NewLine(Decimal(1), "P1"))))
        services.orders.confirm(order.id)


def prepared(services):
    with services.store.read() as session:
        wanted = worklist(session, TODAY)
    return prepare_all(services.deliveries, wanted, TODAY)


@pytest.mark.slow
def test_a_disk_that_fills_up_in_the_middle_of_a_preparation_leaves_whole_ones_and_the_rest_to_take_up(
    services, company
):
    with_orders(services)
    full_disk(services, spare=8)
    done = prepared(services)
    assert 0 < len(done.made) < WAVE
    assert (done.stopped.error.code, done.stopped.left) == ("database.disk_full", WAVE - len(done.made))
    assert verify(company) == []

    again = reopen(company)
    rest = prepared(again)
    assert rest.stopped is None
    numbers = [ref.number for ref in (*done.made, *rest.made)]
    assert numbers == [f"BP2026{rank:06d}" for rank in range(int(numbers[0][-6:]), int(numbers[0][-6:]) + WAVE)]
    again.close()
    assert verify(company) == []


@pytest.mark.slow
def test_a_disk_that_fills_up_in_the_middle_of_the_departures_leaves_whole_ones_with_their_notes(services, company):
    with_orders(services)
    prepared(services)
    full_disk(services, spare=8)
    done = ship_all(services.deliveries, to_ship(services))
    assert 0 < len(done.made) < WAVE
    assert (done.stopped.error.code, done.stopped.left) == ("database.disk_full", WAVE - len(done.made))
    assert verify(company) == []

    again = reopen(company)
    rest = ship_all(again.deliveries, to_ship(again))
    assert (rest.stopped, len(rest.made)) == (None, WAVE - len(done.made))
    with again.store.read() as session:
        for ref in (*done.made, *rest.made):
            delivery = delivery_by_id(session, ref.id)
            assert files.content_of(session, delivery.pdf_file_id) == f"%PDF delivery note {ref.number}".encode()
    again.close()
    assert verify(company) == []


def test_a_backup_that_finds_no_room_leaves_nothing_behind(company, tmp_path):
    target = tmp_path / "backups" / "copy.db"
    target.parent.mkdir()
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from adv_desktop.services.backup import copy_database\n"
        "from adv_desktop.models.errors import KnownError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: copy_database(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except KnownError as error: print(error.code)\n"
    )
    if sys.platform == "win32":
        pytest.skip("no limit of file size to set")
    command = [sys.executable, "-c", script, company, target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in {"database.disk_full", "database.io_error", "file.disk_full"}
    assert list(target.parent.iterdir()) == []


@pytest.fixture
def read_only_folder(company, tmp_path):
    """A folder that nobody may write, and how to start a process that this binds (root is bound by nothing)."""
    if sys.platform == "win32":
        pytest.skip("folders have other rights there")
    folder = tmp_path / "disk"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)


@pytest.mark.parametrize("with_log", [False, True], ids=["folded", "with its log"])
def test_a_read_only_disk_opens_for_consultation_with_everything_on_it(with_log, company, read_only_folder):
    services = reopen(company)
    tell(services, 4)
    if not with_log:
        services.store.checkpoint()
    shutil.copy(company, read_only_folder / "company.db")
    if with_log:
        shutil.copy(database.log_path(company), read_only_folder / "company.db-wal")
    services.close()
    assert look_at(read_only_folder) == "FA2026000004 database.read_only True"


def look_at(folder):
    """Open the company of a folder whose rights are taken away, as a user who is not root."""
    script = (
        "import os, sys; from pathlib import Path\n"
        "from adv_desktop.bootstrap import open_services\n"
        "from adv_desktop.services.clock import Clock\n"
        "from adv_desktop.models.errors import KnownError\n"
        "import sqlalchemy as sa\n"
        "import tests.faults.company as made\n"
        "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "services = open_services(Path(sys.argv[1]), Clock(), made.StoredPapers())\n"
        "with services.store.read() as session:\n"
        "    print(session.execute(sa.text('SELECT max(number) FROM invoice')).scalar(), end=' ')\n"
        "try:\n"
        "    with services.store.write(): pass\n"
        "except KnownError as error: print(error.code, services.consultation is not None)\n"
        "services.close()\n"
    )
    for path in [*folder.iterdir(), folder]:
        path.chmod(0o555)
    if os.getuid() == 0:
        for parent in folder.parents:
            if parent.is_relative_to(tempfile.gettempdir()) and parent != Path(tempfile.gettempdir()):
                parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", script, folder / "company.db"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    return done.stdout.strip()


@pytest.fixture
def impatient(monkeypatch):
    """Wait for a lock a tenth of a second instead of five."""
    monkeypatch.setitem(database.PRAGMAS, "busy_timeout", 100)


@pytest.mark.usefixtures("impatient")
def test_a_database_held_by_somebody_else_is_refused_after_a_wait_and_reads_all_the_same(company):
    services = reopen(company)
    with contextlib.closing(sqlite3.connect(company, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError, match=r"database\.locked"):
            tell(services, 4)
        with services.store.read() as session:
            assert session.execute(sa.text("SELECT count(*) FROM invoice")).scalar() == 3
        other.execute("ROLLBACK")
    tell(services, 4)
    services.close()


def test_two_writers_take_turns_and_share_one_series_of_numbers(company):
    failures = []

    def work():
        services = reopen(company)
        try:
            for _ in range(8):
                order = services.orders.create(NewOrder("C1", (NewLine(Decimal(1), "P1"),)))
                services.orders.confirm(order.id)
        except Exception as error:  # the thread's own failure is told below
            failures.append(error)
        services.close()

    writers = [threading.Thread(target=work) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with contextlib.closing(sqlite3.connect(company)) as connection:
        numbers = [row[0] for row in connection.execute("SELECT number FROM sales_order ORDER BY number")]
    assert numbers == [f"CDE2026{rank:06d}" for rank in range(1, 20)]
    assert verify(company) == []


def test_a_backup_beside_a_writer_is_whole(company, tmp_path):
    services = reopen(company)
    writer = threading.Thread(target=tell, args=(services, 12))
    writer.start()
    copies = [tmp_path / f"copy{rank}.db" for rank in range(4)]
    for copy in copies:
        copy_database(company, copy)
    writer.join()
    services.close()
    assert [verify(copy) for copy in copies] == [[]] * 4
