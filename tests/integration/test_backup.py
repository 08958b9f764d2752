"""Backups: made beside the work, verified, thinned, and put back without losing the former file."""

import contextlib
import datetime as dt
import shutil
import sqlite3
import threading

import pytest
import sqlalchemy as sa

from adv_desktop.bootstrap import open_services
from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.services import backup as backups_module
from adv_desktop.services import locking
from adv_desktop.services.backup import Backups, Occasion, automatic, check, copy_database, default_folder
from adv_desktop.services.clock import Clock
from adv_desktop.services.integrity import verify
from adv_desktop.services.restoring import LostNumbers, restore
from adv_desktop.services.store import actor_name
from adv_desktop.services.whole_files import whole
from tests.faults.company import StoredPapers, open_company, reopen
from tests.faults.story import tell


class Calendar(Clock):
    """A clock that a test moves on."""

    def __init__(self):
        self.instant = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)

    def now(self):
        self.instant += dt.timedelta(seconds=1)
        return self.instant


@pytest.fixture(scope="module")
def told_company(tmp_path_factory):
    path = tmp_path_factory.mktemp("backup") / "company.db"
    services = open_company(path)
    tell(services, 1)
    services.close()
    return path


@pytest.fixture
def company(told_company, tmp_path):
    return shutil.copy(told_company, tmp_path / "company.db")


def go_on(company, orders):
    services = reopen(company)
    tell(services, orders)
    services.close()


def invoices(path):
    with contextlib.closing(database.connect(path, read_only=True)) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM invoice ORDER BY id")]


def test_a_backup_holds_what_is_still_in_the_log_in_one_file_by_itself(company, tmp_path):
    services = reopen(company)
    tell(services, 2)
    assert database.log_size(company)
    target = tmp_path / "usb" / "copy.db"
    target.parent.mkdir()
    copy_database(company, target)
    services.close()
    assert verify(target) == []
    assert invoices(target) == ["FA2026000001", "FA2026000002"]
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]


def test_a_backup_that_is_not_sound_never_takes_its_place(company, tmp_path, monkeypatch):
    older = tmp_path / "copy.db"
    copy_database(company, older)
    before = older.read_bytes()
    go_on(company, 2)

    def damaged(path):
        raise KnownError("database.corrupt", path=str(path), detail="page 3")

    monkeypatch.setattr(backups_module, "check", damaged)
    with pytest.raises(KnownError, match=r"database\.corrupt"):
        copy_database(company, older)
    assert older.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_older_backups_are_thinned_only_after_the_new_one_was_verified(company, monkeypatch):
    clock = Calendar()
    backups = Backups(company, clock)
    for _ in range(5):
        backups.make(Occasion.CLOSE)
    assert len(backups.all()) == 3
    monkeypatch.setattr(backups_module, "check", lambda path: (_ for _ in ()).throw(KnownError("database.corrupt")))
    with pytest.raises(KnownError):
        backups.make(Occasion.CLOSE)
    assert len(backups.all()) == 3


def test_months_of_daily_work_leave_the_backups_that_are_wanted(company):
    clock = Calendar()
    backups = Backups(company, clock)
    for _day in range(40):
        clock.instant += dt.timedelta(days=1)
        backups.make(Occasion.DAILY)
    days = [backup.moment.date() for backup in backups.all()]
    assert days[:7] == [clock.instant.date() - dt.timedelta(days=back) for back in range(7)]
    assert len(days) == 7 + 3 + 1


def test_closing_without_a_change_makes_no_second_backup(company):
    services = reopen(company)
    first = automatic(services.store, Clock())
    assert first is not None
    assert automatic(services.store, Clock()) is None
    tell(services, 2)
    assert automatic(services.store, Clock()) is not None
    services.close()


def test_a_day_is_backed_up_once(company):
    clock = Calendar()
    backups = Backups(company, clock)
    assert backups.make_daily() is not None
    go_on(company, 2)
    assert backups.make_daily() is None
    clock.instant += dt.timedelta(days=1)
    assert backups.make_daily() is not None


def test_the_folder_and_the_budget_of_the_settings_are_obeyed(company, tmp_path):
    folder = tmp_path / "other disk"
    folder.mkdir()
    services = reopen(company)
    services.settings.set("backup_folder", str(folder))
    services.settings.set("backup_budget_gb", 1)
    services.close()
    made = Backups(company, Clock()).make(Occasion.CLOSE)
    assert made.path.parent == folder
    assert not default_folder(company).exists()
    folder.rename(tmp_path / "unplugged")
    with pytest.raises(KnownError, match=r"backup\.folder_missing"):
        Backups(company, Clock()).make(Occasion.CLOSE)


def test_other_files_of_the_folder_are_neither_listed_nor_deleted(company):
    backups = Backups(company, Calendar())
    backups.make(Occasion.CLOSE)
    other = default_folder(company) / "company-notes.db"
    other.write_text("mine")
    for _ in range(4):
        backups.make(Occasion.CLOSE)
    assert other.exists()
    assert len(backups.all()) == 3


def test_a_company_is_restored_and_the_former_file_kept(company, tmp_path):
    copy = tmp_path / "copy.db"
    copy_database(company, copy)
    go_on(company, 3)
    done = restore(copy, company, Clock())
    assert invoices(company) == ["FA2026000001"]
    assert verify(company) == []
    assert invoices(done.former) == ["FA2026000001", "FA2026000002", "FA2026000003"]
    assert verify(done.former) == []
    assert LostNumbers("FA2026000002", "FA2026000003") in done.lost
    go_on(company, 2)
    assert invoices(company) == ["FA2026000001", "FA2026000002"]


def test_a_company_is_restored_where_there_was_none(company, tmp_path):
    copy = tmp_path / "copy.db"
    copy_database(company, copy)
    done = restore(copy, tmp_path / "new.db", Clock())
    assert done.former is None
    assert verify(done.path) == []


def test_a_damaged_company_is_replaced_and_kept_as_it_was(company, tmp_path):
    copy = tmp_path / "copy.db"
    copy_database(company, copy)
    damaged = company.read_bytes()[:-5000]
    company.write_bytes(damaged)
    database.log_path(company).write_bytes(b"what a crash left")
    done = restore(copy, company, Clock())
    assert verify(company) == []
    assert done.former.read_bytes() == damaged
    assert database.log_path(done.former).read_bytes() == b"what a crash left"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.write_bytes(b""), "database.empty"),
        (lambda path: path.write_text("Bonjour"), "database.foreign"),
        (lambda path: path.write_bytes(path.read_bytes()[:-4096]), "database.corrupt"),
        (lambda path: path.unlink(), "database.missing"),
    ],
)
def test_a_bad_backup_is_refused_before_anything_is_touched(spoil, code, company, tmp_path):
    copy = tmp_path / "copy.db"
    copy_database(company, copy)
    spoil(copy)
    before = company.read_bytes()
    with pytest.raises(KnownError) as refused:
        restore(copy, company, Clock())
    assert refused.value.code == code
    assert company.read_bytes() == before
    assert not [path for sign in ("*replaced*", "*.restored*", "*.lock") for path in tmp_path.glob(sign)]


def test_a_newer_backup_is_refused(company, tmp_path):
    copy = tmp_path / "copy.db"
    copy_database(company, copy)
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(KnownError, match=r"database\.newer"):
        restore(copy, company, Clock())


def test_nothing_is_restored_over_a_company_that_is_open(company, tmp_path):
    copy = tmp_path / "copy.db"
    copy_database(company, copy)
    services = reopen(company)
    with services.store.read() as session:
        session.execute(sa.text("SELECT count(*) FROM invoice")).scalar()
    with pytest.raises(KnownError, match=r"database\.open_elsewhere"):
        restore(copy, company, Clock())
    tell(services, 2)
    services.close()
    assert invoices(company) == ["FA2026000001", "FA2026000002"]


@pytest.mark.parametrize("work", [copy_database, lambda path, other: restore(other, path, Clock())])
def test_a_file_is_not_copied_onto_itself(work, company):
    with pytest.raises(KnownError, match=r"backup\.same_file"):
        work(company, company)


def test_the_lock_names_who_holds_it_and_keeps_others_out(company):
    with locking.exclusive(company, "archive", actor_name()):
        with pytest.raises(KnownError) as refused:
            open_services(company, Clock(), StoredPapers())
        assert refused.value.facts["user"] == actor_name()
        with pytest.raises(KnownError, match=r"database\.in_use"), locking.exclusive(company, "restore", "x"):
            pass
    assert not locking.lock_path(company).exists()
    open_services(company, Clock(), StoredPapers()).close()


def test_a_lock_left_by_a_killed_process_holds_nobody(company):
    locking.lock_path(company).write_text('{"work": "restore", "user": "x", "machine": "y", "process": 1}')
    open_services(company, Clock(), StoredPapers()).close()


def test_one_of_many_gets_the_lock_at_a_time(company):
    inside, most = [], []

    def work():
        for _ in range(30):
            with contextlib.suppress(KnownError), locking.exclusive(company, "archive", "x"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1


def test_a_file_that_fails_half_way_leaves_the_former_one(tmp_path):
    target = tmp_path / "export.csv"
    target.write_text("former")
    with pytest.raises(UnicodeEncodeError), whole(target) as part:
        part.write_text("new and \udcff", encoding="utf-8")
    assert target.read_text() == "former"
    assert [path.name for path in tmp_path.iterdir()] == ["export.csv"]


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(KnownError, match=r"file\.cannot_write"), whole(tmp_path / "nowhere" / "x.csv") as part:
        part.write_text("new")


def test_check_returns_the_version_of_a_sound_file(company):
    assert check(company) == database.SCHEMA_VERSION
