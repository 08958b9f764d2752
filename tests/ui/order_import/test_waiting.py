"""The files of the watched folder: above the orders, and among the lines of the board."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.orders.page import OrdersPage
from adv_desktop.ui.shell import Shell
from adv_desktop.ui.today.board import FileLine
from adv_desktop.ui.today.page import TodayPage
from tests.integration.imports.files import text
from tests.ui.support.main_window import open_window, unnamed

ORDER = "Code client;C1\nCommande;PO-1\nCode;Désignation;Qté\nP1;Article P1;3\n"


@pytest.fixture
def folder(services, tmp_path) -> Path:
    path = tmp_path / "commandes"
    path.mkdir()
    for number, name in enumerate(("a.csv", "b.csv")):
        file = text(path / name, ORDER.replace("PO-1", f"PO-{number}"))
        os.utime(file, (time.time() - 600 + number, time.time() - 600 + number))
    services.settings.set("order_folder", str(path))
    return path


@pytest.fixture
def shown(services, folder, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "orders", qtbot)
    shell = Shell(opened.desk, opened.window)
    yield opened
    assert opened.failures == []
    shell.deleteLater()


def names(card) -> list[str]:
    return [file.path.name for file in card.table.rows()]


def lines_of(board) -> list[str]:
    return [row.file.path.name for row in board.table.rows() if isinstance(row, FileLine)]


def board_of(shown) -> TodayPage:
    shown.window.show_page("today")
    board = shown.window.page("today")
    assert isinstance(board, TodayPage)
    return board


def test_the_files_stand_above_the_orders_and_among_the_lines_of_today(shown):
    page = shown.page
    assert isinstance(page, OrdersPage)
    assert page.files.isVisible()
    assert names(page.files) == ["a.csv", "b.csv"]
    assert unnamed(page.files) == []
    board = board_of(shown)
    assert lines_of(board) == ["a.csv", "b.csv"]
    assert not board.files.isVisible()
    assert [(one.key, one.count) for one in board.filter.rows()[:2]] == [("all", 2), ("files", 2)]
    assert "2" in board.status


def test_enter_on_the_line_of_a_file_shows_its_preview(shown):
    board = board_of(shown)
    board.table.setFocus()
    assert board.table.current_file().file.path.name == "a.csv"
    QTest.keyClick(board.table, Qt.Key.Key_Return)
    assert isinstance(shown.form, OrderImportForm)


def test_the_letter_of_what_is_done_puts_the_file_of_a_line_aside_and_the_others_leave_it(shown):
    board = board_of(shown)
    board.table.setFocus()
    for letter in (Qt.Key.Key_D, Qt.Key.Key_S):
        QTest.keyClick(board.table, letter)
    assert lines_of(board) == ["a.csv", "b.csv"]
    QTest.keyClick(board.table, Qt.Key.Key_F)
    assert lines_of(board) == ["b.csv"]
    assert "mis de côté" in shown.notice
    board.pick_filter("files")
    assert lines_of(board) == ["b.csv"]
    board.pick_filter("to_confirm")
    assert lines_of(board) == []


def test_a_folder_that_vanished_is_said_above_the_board(shown, folder):
    board = board_of(shown)
    shutil.move(folder, folder.with_name("ailleurs"))
    board.files.look()
    assert board.files.isVisible()
    assert str(folder) in board.files._away.text()
    assert lines_of(board) == []


def test_enter_looks_at_a_file_and_once_written_it_is_gone(shown, services):
    card = shown.page.files
    card.table.setFocus()
    card.table.selectRow(0)
    shown.press(Qt.Key.Key_Return)
    form = shown.form
    assert isinstance(form, OrderImportForm)
    assert names(card) == ["a.csv", "b.csv"]  # looking writes nothing
    form.save()
    shown.window.show_page("orders")
    card.look()
    assert names(card) == ["b.csv"]


def test_a_file_put_aside_is_gone_and_comes_back_by_undo(shown):
    card = shown.page.files
    card._aside.click()
    assert names(card) == ["b.csv"]
    assert "mis de côté" in shown.notice
    card._show_again(card._folder.waiting().files[0])
    shown.window.notices.findChildren(type(card._aside))[0].click()
    assert names(card) == ["a.csv", "b.csv"]


def test_a_folder_that_vanished_is_said_and_its_return_seen(shown, folder):
    card = shown.page.files
    away = folder.with_name("ailleurs")
    shutil.move(folder, away)
    card.look()
    assert str(folder) in card._away.text()
    assert not card.table.isVisible()
    shutil.move(away, folder)
    card.look()
    assert names(card) == ["a.csv", "b.csv"]
    assert not card._away.isVisible()
