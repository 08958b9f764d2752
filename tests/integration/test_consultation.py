"""Opening for reading: the file stays as it is, and what is still in its log is seen."""

import datetime as dt
import os
import shutil

import pytest
import sqlalchemy as sa

from adv_desktop.bootstrap import open_services
from adv_desktop.models import database
from adv_desktop.models.errors import KnownError
from adv_desktop.services.backup import automatic
from adv_desktop.services.clock import Clock
from adv_desktop.services.consultation import consult
from tests.faults.company import StoredPapers, open_company, reopen
from tests.faults.story import tell


@pytest.fixture
def company(tmp_path):
    path = tmp_path / "company.db"
    open_company(path).close()
    return path


def test_what_is_still_in_the_log_is_seen_in_a_copy_that_disappears(company, tmp_path):
    services = reopen(company)
    tell(services, 1)
    away = tmp_path / "away" / "company.db"
    away.parent.mkdir()
    for file in (company, database.log_path(company)):
        shutil.copy(file, away.parent)
    services.close()
    opened = open_services(away, Clock(), StoredPapers(), read_only=True)
    assert opened.store.path != away
    with opened.store.read() as session:
        assert session.execute(sa.text("SELECT number FROM invoice")).scalars().all() == ["FA2026000001"]
    folder = opened.store.path.parent
    opened.close()
    assert not folder.exists()
    assert sorted(path.name for path in away.parent.iterdir()) == ["company.db", "company.db-wal"]


def test_it_is_said_from_when_the_data_are(company):
    moment = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    os.utime(company, (moment.timestamp(), moment.timestamp()))
    consulted = consult(company)
    assert consulted.as_of == moment
    consulted.close()


def test_a_file_open_for_reading_is_not_backed_up_on_closing(company):
    opened = open_services(company, Clock(), StoredPapers(), read_only=True)
    assert automatic(opened.store, Clock()) is None
    opened.close()


def test_a_foreign_file_is_not_opened_for_reading_either(company):
    company.write_text("Bonjour")
    with pytest.raises(KnownError, match=r"database\.foreign"):
        consult(company)


def test_a_file_of_an_earlier_version_is_not_read_as_if_it_were_of_this_one(company, monkeypatch):
    monkeypatch.setattr(database, "SCHEMA_VERSION", database.SCHEMA_VERSION + 1)
    with pytest.raises(KnownError, match=r"database\.older"):
        consult(company)
