"""Companies in real files, made once and copied for each test that breaks one."""

import shutil

import pytest

from tests.faults.company import open_company, reopen
from tests.faults.story import tell


@pytest.fixture(scope="session")
def told_company(tmp_path_factory):
    """The file of a company that carried three orders through; not to be changed."""
    path = tmp_path_factory.mktemp("told") / "company.db"
    services = open_company(path)
    tell(services, 3)
    services.close()
    return path


@pytest.fixture
def company(told_company, tmp_path):
    """A company file of one's own."""
    return shutil.copy(told_company, tmp_path / "company.db")


@pytest.fixture
def services(company):
    """The services over it."""
    opened = reopen(company)
    yield opened
    opened.close()
