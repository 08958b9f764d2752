"""A company with the sample masters loaded, copied for each test that needs one."""

import datetime as dt
import json
import shutil

import pytest

from adv_desktop.bootstrap import open_services
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.company import create_database
from tests.support.masters import COMPANY, load_masters


@pytest.fixture(scope="session")
def expected(samples):
    """What the samples hold."""
    return json.loads((samples / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def clock(expected):
    """The day on which everything in the samples is expected."""
    return FixedDay(dt.date.fromisoformat(expected["as_of"]))


@pytest.fixture(scope="session")
def loaded_file(tmp_path_factory, samples, clock):
    """A database file with every sample of master data, and what each import answered."""
    path = tmp_path_factory.mktemp("masters") / "loaded.db"
    return path, load_masters(path, samples / "masters", clock)


@pytest.fixture
def loaded(loaded_file, tmp_path, clock):
    """Services over a copy of the loaded database."""
    path = tmp_path / "company.db"
    shutil.copy(loaded_file[0], path)
    services = open_services(path, clock)
    yield services
    services.close()


@pytest.fixture
def empty(tmp_path, clock):
    """Services over a new database without master data."""
    path = tmp_path / "new.db"
    create_database(path, COMPANY, clock)
    services = open_services(path, clock)
    yield services
    services.close()
