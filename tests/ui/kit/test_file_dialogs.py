from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.ui import file_dialogs
from adv_desktop.ui.file_dialogs import file_to_open, file_to_write, files_to_open, keep_folders_in


@pytest.fixture
def asked(monkeypatch) -> list[Path]:
    """What the dialogs begin with; each one answers a file of the folder that the test names last."""
    begun: list[Path] = []

    def answer(_parent, _title, start, _kinds):
        begun.append(Path(start))
        return "", ""

    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, answer)
    return begun


@pytest.fixture
def settings(tmp_path, monkeypatch) -> QSettings:
    monkeypatch.setattr(file_dialogs, "_folders", file_dialogs._Folders())
    kept = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    keep_folders_in(kept)
    return kept


@pytest.fixture
def parent(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_next_file_is_looked_for_where_the_last_one_was(tmp_path, settings, parent, asked, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(tmp_path / "one.xlsx")], ""))
    assert files_to_open(parent, "", "") == [tmp_path / "one.xlsx"]
    assert file_to_open(parent, "", "") is None
    assert asked == [tmp_path]


def test_the_folder_outlives_the_program_and_a_folder_that_is_gone_is_forgotten(
    tmp_path, settings, parent, asked, monkeypatch
):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(gone / "one.xlsx"), ""))
    assert file_to_open(parent, "", "") == gone / "one.xlsx"
    monkeypatch.setattr(file_dialogs, "_folders", file_dialogs._Folders())
    keep_folders_in(settings)
    files_to_open(parent, "", "")
    gone.rmdir()
    files_to_open(parent, "", "")
    assert asked[0] == gone
    assert asked[1].is_dir()


def test_a_file_to_write_keeps_its_ending_and_its_name_makes_no_folder(tmp_path, settings, parent, asked, monkeypatch):
    assert file_to_write(parent, "", "Relevé 11/2026.xlsx", "") is None
    assert asked[0].name == "Relevé 11-2026.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "novembre"), ""))
    assert file_to_write(parent, "", "Relevé.xlsx", "Excel (*.xlsx)") == tmp_path / "novembre.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "11.2026"), ""))
    assert file_to_write(parent, "", "Relevé.xlsx", "Excel (*.xlsx)") == tmp_path / "11.2026.xlsx"


def test_an_ending_that_is_added_never_replaces_a_file_that_is_there(tmp_path, settings, parent, monkeypatch):
    (tmp_path / "novembre.xlsx").touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "novembre"), ""))
    assert file_to_write(parent, "", "Relevé.xlsx", "Excel (*.xlsx)") == tmp_path / "novembre (2).xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "novembre.xlsx"), ""))
    assert file_to_write(parent, "", "Relevé.xlsx", "Excel (*.xlsx)") == tmp_path / "novembre.xlsx"
