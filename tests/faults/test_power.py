"""A power cut at any point: everything acknowledged is there, the transaction under way is whole or absent."""

import contextlib
import random
import sqlite3

import pytest

from adv_desktop.models.database import PRAGMAS
from adv_desktop.services.integrity import verify
from tests.faults.company import open_company
from tests.faults.power import after_cut, recorded, replay
from tests.faults.story import tell

CUTS = 150
SMALL_LOG = {"wal_autocheckpoint": 40}  # several checkpoints within one story


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """The file before the story, and the write transactions of the story as the services made them."""
    path = tmp_path_factory.mktemp("power") / "company.db"
    services = open_company(path)
    services.store.checkpoint()
    content = path.read_bytes()
    transactions = recorded(services.store._engine, lambda: tell(services, 2))
    services.close()
    return content, transactions


def lost_or_broken(log, files, folder, transactions):
    """Cut the power at many points; return those after which an acknowledged commit is missing or the file unsound."""
    path = folder / "after.db"
    chance = random.Random(7)
    writes = [place for place, entry in enumerate(log) if entry[0] != "acknowledged"]
    failures = []
    for cut in sorted({*chance.sample(writes, CUTS), len(log)}):
        for name in ("after.db", "after.db-wal", "after.db-shm"):
            (folder / name).unlink(missing_ok=True)
        contents, told = after_cut(log, cut, files, chance)
        for name, content in contents.items():
            (folder / name.replace("company", "after")).write_bytes(content)
        if not sound(path, transactions, told):
            failures.append(cut)
    return failures


def sound(path, transactions, told):
    """Whether the commits found are those acknowledged, with at most the one that was under way."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            kept = connection.execute("SELECT count(*) FROM request_log").fetchone()[0]
            checked = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError:
        return False
    return checked == "ok" and told <= kept <= told + 1 and kept <= len(transactions)


def run(start, tmp_path, pragmas):
    content, transactions = start
    path = tmp_path / "company.db"
    path.write_bytes(content)
    log = replay(path, transactions, PRAGMAS | SMALL_LOG | pragmas)
    assert any(entry[:2] == ("write", "company.db") for entry in log), "a cut during a checkpoint must be tried too"
    return lost_or_broken(log, {"company.db": content}, tmp_path, transactions)


def test_no_acknowledged_command_is_lost_at_any_point_of_a_power_cut(start, tmp_path):
    assert run(start, tmp_path, {}) == []
    assert verify(tmp_path / "after.db") == []


@pytest.mark.parametrize("weaker", [{"synchronous": "NORMAL"}, {"synchronous": "OFF"}])
def test_the_simulator_sees_what_a_weaker_setting_loses(weaker, start, tmp_path):
    assert run(start, tmp_path, weaker)
