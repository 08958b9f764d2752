"""The whole window goes through its tabs in a process of its own, as `run --capture` does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QImage

from adv_desktop import paths
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.demo import build_demo
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.ui.pages import PAGES
from tests.support.company import TODAY

SECONDS = 280


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "adv_desktop", *arguments, "--today", TODAY.isoformat(), "--capture", str(folder)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.mark.slow
def test_every_tab_is_photographed_and_every_paper_written(tmp_path):
    database = tmp_path / "demo.db"
    clock = FixedDay(TODAY)
    build_demo(database, clock, PrintedPapers(clock), customers=30, products=80, orders=60, months=3)
    done = run(tmp_path / "shots", str(database))
    assert done.returncode == 0, done.stderr
    pictures = {path.stem for path in (tmp_path / "shots").glob("*.png")}
    for look in ("light", "dark", "200"):
        assert {name.split("-", 2)[2] for name in pictures if name.startswith(look)} >= {tab.key for tab in PAGES}
    assert all(not QImage(str(path)).isNull() for path in (tmp_path / "shots").glob("*.png"))
    papers = {path.stem for path in (tmp_path / "shots").glob("*.pdf")}
    assert papers >= {"order-acknowledgement", "picking-list", "delivery-note", "invoice", "report-2026-11"}
    assert len(load_workbook(tmp_path / "shots" / "report-2026-11.xlsx").worksheets) > 8


@pytest.mark.slow
def test_a_file_that_cannot_be_opened_ends_with_a_message(tmp_path):
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"no database" * 400)
    done = run(tmp_path / "shots", str(damaged))
    assert done.returncode == 1
    assert "capture:" in done.stderr
    assert paths.resource("sample/orders").is_dir()
