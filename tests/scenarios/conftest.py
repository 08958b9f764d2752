"""A company with the masters of the samples, and the window that is open on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.window_keys import PATIENCE, TODAY, Keyboard, console


@pytest.fixture
def company(tmp_path: Path, samples: Path) -> Path:
    database = tmp_path / "company.db"
    masters = samples / "masters"
    for words in (
        ["init", "--company", str(masters / "company.json")],
        ["import", "customers", str(masters / "customers.xlsx")],
        ["import", "products", str(masters / "products.xlsx")],
        ["import", "prices", str(masters / "price_lists.csv")],
    ):
        assert console(database, *words)[0] == 0
    return database


@pytest.fixture
def keyboard(company: Path, tmp_path: Path, x11_environment: dict[str, str]) -> Iterator[Keyboard]:
    environment = x11_environment | {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "adv_desktop", str(company), "--today", TODAY]
    with (
        (tmp_path / "window.log").open("w") as log,
        subprocess.Popen(command, env=environment, stderr=log, stdout=log) as window,
    ):
        try:
            hands = Keyboard(environment, window.pid)
            hands.focus()
            yield hands
            hands.press("ctrl+q")
            window.wait(PATIENCE)
        finally:
            window.kill()  # a window that did not close must not keep the run waiting
    assert window.returncode == 0
    assert "Traceback" not in (tmp_path / "window.log").read_text()
