"""A database of the examples' company for each test of the console."""

import pytest

from adv_desktop import bootstrap
from tests.integration.cli.driver import Adv, PlainPapers


@pytest.fixture(autouse=True)
def plain_papers(monkeypatch):
    """Leave drawing out: the papers have tests of their own."""
    monkeypatch.setattr(bootstrap, "_printed", lambda *_clock: PlainPapers())


@pytest.fixture
def adv(tmp_path, capsys):
    """`adv` on a company with one customer and one product."""
    return Adv(tmp_path, capsys).copied()


@pytest.fixture
def bare_adv(tmp_path, capsys):
    """`adv` without a database."""
    return Adv(tmp_path, capsys)
