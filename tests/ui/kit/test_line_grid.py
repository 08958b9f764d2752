"""Typing document lines: keys, search, scanner, Excel."""

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from queue import Queue

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from adv_desktop.services import texts
from adv_desktop.ui.tables import line_grid_moves as moves
from adv_desktop.ui.tables.line_grid import SkippedRow, paste_sentence
from adv_desktop.ui.theme import theme
from tests.ui.kit.line_grid_demo import Line, find, line, make_grid

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROOT = Path(__file__).parents[3]


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def grid(qtbot, window):
    box = QVBoxLayout(window)
    grid = make_grid()
    box.addWidget(grid)
    box.addWidget(QLineEdit())
    window.resize(1000, 500)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    grid.setFocus()
    return grid


@pytest.fixture
def press(qtbot):
    """Type into whatever has the focus."""

    def do(what, modifier=Qt.KeyboardModifier.NoModifier):
        target = QApplication.focusWidget()
        (qtbot.keyClicks if isinstance(what, str) else qtbot.keyClick)(target, what, modifier)

    return do


def typed(grid):
    return [(one.code, one.quantity) for one in grid.lines()]


def cell(grid):
    return grid.currentIndex().row(), grid.spec.columns[grid.currentIndex().column()].key


def editor(grid):
    found = [one for one in grid.findChildren(QLineEdit) if one.isVisible()]
    return found[-1] if found else None


def test_enter_goes_from_the_code_to_the_quantity_to_the_next_line(grid, press):
    grid.edit_cell(0, "code")
    for code, quantity in (("EPC-1028", "48"), ("vai-1092", "1 200,5")):
        press(code)
        press(Key.Key_Return)
        press(quantity)
        press(Key.Key_Enter)
    assert typed(grid) == [("EPC-1028", 48), ("VAI-1092", Decimal("1200.5"))]
    assert cell(grid) == (2, "code")
    assert editor(grid) is QApplication.focusWidget()


def test_one_enter_takes_the_product_that_the_arrow_points_at(grid, press, qtbot):
    grid.edit_cell(0, "code")
    press("cass")
    qtbot.waitUntil(grid.ahead.popup.isVisible)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert typed(grid) == [("EPC-1029", 1)]
    assert cell(grid) == (0, "quantity")
    assert not grid.ahead.popup.isVisible()


def test_an_arrow_before_the_answer_counts(grid, press):
    grid.edit_cell(0, "code")
    press("vinaigre")
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert typed(grid) == [("HUI-1025", 1)]


def test_a_click_in_the_list_takes_the_product_without_a_key(grid, press, qtbot):
    grid.edit_cell(0, "code")
    press("vinaigre")
    qtbot.waitUntil(grid.ahead.popup.isVisible)
    rows = grid.ahead.popup._list
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(1)).center())
    assert typed(grid) == [("HUI-1025", 1)]
    assert cell(grid) == (0, "quantity")


def test_enter_before_the_answer_takes_the_only_product_but_never_the_first_of_many(qtbot, press):
    waiting = []
    grid = make_grid(lambda text, show: waiting.append((text, show)))
    qtbot.addWidget(grid)
    grid.show()
    qtbot.waitUntil(grid.isActiveWindow)
    grid.edit_cell(0, "code")
    press("cass")
    press(Key.Key_Return)
    text, show = waiting.pop()
    show(find(text))
    assert typed(grid) == []
    assert grid.ahead.popup.count() == 5
    press("is 20")
    press(Key.Key_Return)
    text, show = waiting.pop()
    show(find(text))
    assert typed(grid) == [("VIN-1053", 1)]


def test_an_answer_for_an_older_text_is_dropped(qtbot, press):
    waiting = []
    grid = make_grid(lambda text, show: waiting.append((text, show)))
    qtbot.addWidget(grid)
    grid.show()
    qtbot.waitUntil(grid.isActiveWindow)
    grid.edit_cell(0, "code")
    press("cass")
    grid.ahead.ask()
    press("z")
    text, show = waiting.pop()
    show(find(text))
    assert not grid.ahead.popup.isVisible()


def test_a_code_that_nobody_has_keeps_its_cell_open_and_says_so(grid, press):
    grid.edit_cell(0, "code")
    press("zzz")
    press(Key.Key_Return)
    assert typed(grid) == []
    assert editor(grid).text() == "zzz"
    assert editor(grid).property("tone") == "bad"
    assert grid.ahead.popup._message.text() == "Aucun article ne répond à «\u00a0zzz\u00a0»."


def test_a_number_without_meaning_keeps_its_cell_open(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "quantity")
    press("3x")
    press(Key.Key_Tab)
    assert (cell(grid), editor(grid).text(), typed(grid)) == ((0, "quantity"), "3x", [("EPC-1028", 3)])
    press(Key.Key_Escape)
    press(Key.Key_Escape)
    assert editor(grid) is None
    assert typed(grid) == [("EPC-1028", 3)]


def test_tab_visits_every_open_cell_and_opens_the_next_line(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "code")
    visited = []
    for _ in range(6):
        press(Key.Key_Tab)
        visited.append(cell(grid))
    assert visited == [*((0, key) for key in ("label", "quantity", "price", "discount", "due")), (1, "code")]
    press(Key.Key_Backtab)
    assert cell(grid) == (0, "due")


def test_tab_leaves_the_grid_behind_the_blank_line_and_shift_tab_before_the_first(grid, press):
    grid.edit_cell(0, "due")
    press(Key.Key_Tab)
    assert QApplication.focusWidget() not in {grid, editor(grid)}
    grid.setFocus()
    grid.edit_cell(0, "code")
    press(Key.Key_Backtab)
    assert not grid.hasFocus()


def test_a_scan_adds_a_line_then_one_more_of_it(grid, press):
    grid.edit_cell(0, "code")
    for code in ("3760000010927", "3760000010286", "3760000010927"):
        press(code)
        press(Key.Key_Return)
    assert typed(grid) == [("VAI-1092", 2), ("EPC-1028", 1)]
    assert cell(grid) == (2, "code")


def test_a_scan_in_a_quantity_is_no_quantity(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "quantity")
    press("3760000010927")
    press(Key.Key_Return)
    assert typed(grid) == [("EPC-1028", 3), ("VAI-1092", 1)]


@pytest.mark.parametrize("key", ["label", "quantity", "price", "discount", "due"])
def test_a_scan_means_a_product_whatever_cell_has_the_cursor(grid, press, key):
    grid.set_lines([line("EPC-1028", 3)])
    before = grid.lines()[0]
    for count in (1, 2):
        grid.edit_cell(0, key)
        press("3760000010927")
        press(Key.Key_Return)
        assert grid.lines()[0] == before
        assert typed(grid) == [("EPC-1028", 3), ("VAI-1092", count)]
        grid.finish_editing()


def test_a_scan_in_a_cell_that_is_closed_goes_to_a_new_line(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.setCurrentIndex(grid.lines_model.index(0, [column.key for column in grid.spec.columns].index("amount")))
    for digit in "3760000010927":
        press(digit)
    press(Key.Key_Return)
    assert typed(grid) == [("EPC-1028", 3), ("VAI-1092", 1)]


def test_what_was_typed_before_a_scan_is_kept(grid, press, monkeypatch):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "quantity")
    now = iter([0.0] + [float(1)] * 13)
    monkeypatch.setattr("adv_desktop.ui.tables.line_grid_scanner.monotonic", lambda: next(now))
    press("7")
    press("3760000010927")
    press(Key.Key_Return)
    assert typed(grid) == [("EPC-1028", 7), ("VAI-1092", 1)]


@pytest.mark.parametrize("key", ["label", "quantity", "price"])
def test_an_unknown_scan_is_said_in_one_sentence_and_nothing_is_lost(grid, press, key):
    grid.set_lines([line("EPC-1028", 3)])
    before = grid.lines()
    grid.edit_cell(0, key)
    shown = editor(grid).text()
    press("3999999999999")
    press(Key.Key_Return)
    assert grid.lines() == before
    assert editor(grid).text() == shown
    assert "3999999999999" in grid.ahead.popup._message.text()
    press("3760000010927")
    press(Key.Key_Return)
    assert typed(grid) == [("EPC-1028", 3), ("VAI-1092", 1)]


def test_ctrl_down_takes_the_value_above(grid, press):
    due = date(2026, 12, 8)
    grid.set_lines([line("EPC-1028", 3, due=due, discount=Decimal("5")), line("VAI-1092", 7), line("VIN-1053", 1)])
    for key in ("due", "discount", "quantity"):
        grid.edit_cell(1, key)
        press(Key.Key_Down, Ctrl)
    changed = grid.lines()[1]
    assert (changed.due, changed.discount, changed.quantity) == (due, Decimal(5), Decimal(3))
    grid.edit_cell(1, "code")
    press(Key.Key_Down, Ctrl)
    assert grid.lines()[1].code == "EPC-1028"


def test_insert_opens_a_line_before_and_an_unused_one_is_no_line(grid, press):
    grid.set_lines([line("EPC-1028", 3), line("VAI-1092", 7)])
    grid.edit_cell(1, "quantity")
    press(Key.Key_Insert)
    assert cell(grid) == (1, "code")
    assert len(grid.lines()) == 2
    press("VIN-1053")
    press(Key.Key_Return)
    assert [code for code, _ in typed(grid)] == ["EPC-1028", "VIN-1053", "VAI-1092"]


def test_ctrl_del_takes_the_line_away_and_ctrl_z_brings_it_back(grid, press):
    grid.set_lines([line("EPC-1028", 3), line("VAI-1092", 7)])
    grid.edit_cell(0, "quantity")
    press("99")
    press(Key.Key_Delete, Ctrl)
    assert typed(grid) == [("VAI-1092", 7)]
    press(Key.Key_Z, Ctrl)
    assert typed(grid) == [("EPC-1028", 3), ("VAI-1092", 7)]
    press(Key.Key_Y, Ctrl)
    assert typed(grid) == [("VAI-1092", 7)]


def test_the_blank_line_cannot_be_removed(grid, press):
    grid.setCurrentIndex(grid.model().index(0, 0))
    press(Key.Key_Delete, Ctrl)
    assert grid.model().rowCount() == 1


def test_f6_asks_for_the_detail_after_taking_what_was_typed(grid, press, qtbot):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "quantity")
    press("12")
    with qtbot.waitSignal(grid.detail_requested) as asked:
        press(Key.Key_F6)
    assert (asked.args, typed(grid)) == ([0], [("EPC-1028", 12)])


def test_f4_shows_products_without_a_word_typed(grid, press):
    grid.setCurrentIndex(grid.model().index(0, 4))
    press(Key.Key_F4)
    assert grid.ahead.popup.count() == 7


@pytest.mark.parametrize(
    ("keys", "expected"),
    [("=", date(2026, 11, 24)), ("5/1", date(2027, 1, 5)), ("+15", date(2026, 12, 9)), ("050126", date(2026, 1, 5))],
)
def test_a_date_is_typed_in_short(grid, press, keys, expected):
    grid.set_lines([line("EPC-1028", 3, due=date(2026, 12, 1))])
    grid.edit_cell(0, "due")
    press(keys)
    press(Key.Key_Return)
    assert grid.lines()[0].due == expected


def test_letters_move_a_date(grid, press):
    grid.set_lines([line("EPC-1028", 3, due=date(2026, 12, 1))])
    grid.edit_cell(0, "due")
    press("wwm")
    press("D", Shift)
    press(Key.Key_Return)
    assert grid.lines()[0].due == date(2027, 1, 14)


def test_a_price_that_is_computed_meanwhile_does_not_touch_what_is_typed(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "quantity")
    press("12")
    grid.replace(0, replace(grid.line(0), price=Decimal("0.99")))
    assert editor(grid).text() == "12"
    press(Key.Key_Return)
    assert (grid.lines()[0].quantity, grid.lines()[0].price) == (Decimal(12), Decimal("0.99"))


def test_a_computed_line_comes_too_late_when_the_user_changed_it(grid):
    grid.set_lines([line("EPC-1028", 3)])
    old = grid.line(0)
    assert grid.refresh(old, replace(old, price=Decimal(1)))
    assert not grid.refresh(old, replace(old, price=Decimal(2)))
    assert grid.lines()[0].price == Decimal(1)


def test_saving_takes_what_is_being_typed(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "quantity")
    press("12")
    assert grid.finish_editing()
    assert typed(grid) == [("EPC-1028", 12)]
    grid.edit_cell(0, "price")
    press("abc")
    assert not grid.finish_editing()


def test_leaving_the_cell_with_the_mouse_takes_what_was_typed(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.edit_cell(0, "quantity")
    press("12")
    grid.window().findChildren(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly)[0].setFocus()
    assert typed(grid) == [("EPC-1028", 12)]


def test_an_issued_document_cannot_be_typed_in(grid, press):
    grid.set_lines([line("EPC-1028", 3)])
    grid.set_read_only(True)
    grid.edit_cell(0, "quantity")
    press("9")
    press(Key.Key_Delete, Ctrl)
    press(Key.Key_Insert)
    QGuiApplication.clipboard().setText("VAI-1092\t2")
    press(Key.Key_V, Ctrl)
    assert typed(grid) == [("EPC-1028", 3)]


def test_two_columns_from_excel_are_code_and_quantity(grid, press, qtbot):
    grid.set_lines([line("EPC-1028", 3)])
    grid.setCurrentIndex(grid.model().index(1, 0))
    QGuiApplication.clipboard().setText("VAI-1092\t1 200,5\r\nNOPE\t3\r\n\r\nVIN-1053\tdix\r\n3760000010026\t4\r\n")
    with qtbot.waitSignal(grid.pasted) as told, qtbot.waitSignal(grid.lines_changed):
        press(Key.Key_V, Ctrl)
    assert typed(grid) == [("EPC-1028", 3), ("VAI-1092", Decimal("1200.5")), ("EPS-1002", 4)]
    done, skipped = told.args
    assert done == 2
    assert [(one.number, one.text) for one in skipped] == [(2, "NOPE 3"), (4, "VIN-1053 dix")]
    assert "NOPE" in skipped[0].reason
    assert "dix" in skipped[1].reason


def test_titles_from_excel_say_which_column_is_which(grid, press):
    grid.setCurrentIndex(grid.model().index(0, 0))
    QGuiApplication.clipboard().setText("Qté\tLibre\tCode article\tPU HT\n5\tx\tVAI-1092\t2,10\n")
    press(Key.Key_V, Ctrl)
    assert [(one.code, one.quantity, one.price) for one in grid.lines()] == [("VAI-1092", 5, Decimal("2.10"))]


def test_a_paste_types_over_the_lines_from_the_cell_on(grid, press):
    grid.set_lines([line("EPC-1028", 3), line("VAI-1092", 7), line("VIN-1053", 1)])
    grid.setCurrentIndex(grid.model().index(1, 2))
    QGuiApplication.clipboard().setText("10\n20\n")
    press(Key.Key_V, Ctrl)
    assert [quantity for _, quantity in typed(grid)] == [3, 10, 20]


def test_copied_lines_come_back_from_the_clipboard(grid, press):
    grid.set_lines([line("EPC-1028", 3), line("VAI-1092", 7000)])
    model = grid.model()
    block = QItemSelection(model.index(0, 0), model.index(1, 8))
    grid.setCurrentIndex(model.index(0, 0))
    grid.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    press(Key.Key_C, Ctrl)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[1].split("\t")[2:8] == ["7000", "pce", "816", "2,75", "—", "19250,00"]
    before = grid.lines()
    grid.set_lines([])
    grid.setCurrentIndex(model.index(0, 0))
    QGuiApplication.clipboard().setText(copied.replace("—", ""))
    press(Key.Key_V, Ctrl)
    assert grid.lines() == before


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "2 lignes collées. 1 ligne ignorée : ligne 4 : motif"),
        ("en", "2 lines pasted. 1 row skipped: row 4: motif"),
    ],
)
def test_a_paste_is_told_in_a_sentence(language, expected):
    texts.use(language)
    told = paste_sentence(2, [SkippedRow(4, "x", "motif")])
    assert told.replace("\u00a0", " ") == expected


def test_the_way_of_enter_skips_closed_cells():
    class Cells:
        def can_edit(self, row, column):
            return (row, column) != (1, 0) and column != 1

        def rowCount(self):
            return 3

        def columnCount(self):
            return 3

    assert moves.after_enter(Cells(), (0, 0), [0, 2]) == (0, 2)
    assert moves.after_enter(Cells(), (0, 2), [0, 2]) == (1, 2)
    assert moves.after_enter(Cells(), (2, 2), [0, 2]) is None
    assert moves.before(Cells(), (0, 0)) is None


def test_a_blank_line_shows_nothing(grid):
    assert grid.model().index(0, 7).data() == ""
    assert grid.line(0) == Line()


class Screen:
    """The demo's window on an X server, and the keyboard before it."""

    def __init__(self, environment):
        self.environment = environment
        command = [sys.executable, "-m", "tests.ui.kit.line_grid_demo"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        self.told = Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.window = str(self.wait_for(lambda told: "window" in told)["window"])
        self.do("windowfocus", "--sync", self.window)

    def _listen(self):
        for text in self.process.stdout:
            self.told.put(json.loads(text))

    def do(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=20)

    def type(self, *texts, then="Return"):
        for text in texts:
            self.do("type", "--delay", "15", text)
            self.keys(then)

    def keys(self, *names):
        self.do("key", "--delay", "15", *names)

    def wait_for(self, matches):
        while True:
            told = self.told.get(timeout=20)
            if matches(told):
                return told

    def wait_for_lines(self, *expected):
        self.wait_for(lambda told: [(one["code"], one["quantity"]) for one in told["lines"]] == list(expected))

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def screen(x11_environment):
    shown = Screen(x11_environment)
    yield shown
    shown.close()


@pytest.mark.x11
def test_real_keys_type_an_order_by_code_by_name_and_by_scanner(screen):
    screen.type("EPC-1028", "48")
    screen.wait_for_lines(("EPC-1028", "48"))
    screen.do("type", "--delay", "15", "vinaigre")
    screen.keys("Down", "Return")
    screen.wait_for_lines(("EPC-1028", "48"), ("HUI-1025", "1"))
    screen.type("36", "3760000010927", "3760000010927")
    screen.wait_for_lines(("EPC-1028", "48"), ("HUI-1025", "36"), ("VAI-1092", "2"))
    screen.keys("Up", "Escape", "Escape", "Up", "ctrl+Delete")
    screen.wait_for_lines(("EPC-1028", "48"), ("HUI-1025", "36"))


@pytest.mark.x11
def test_real_keys_walk_with_tab_and_open_the_detail(screen):
    screen.type("EPC-1028")
    screen.type("48", "7,5", then="Tab")
    screen.keys("shift+Tab", "shift+Tab")
    screen.type("50", then="F6")
    told = screen.wait_for(lambda told: "detail" in told)
    first = told["lines"][0]
    assert (told["detail"], first["quantity"], first["price"]) == (0, "50", "7.5")


def test_the_description_keeps_its_width_when_everything_is_large(grid, window):
    wide = next(place for place, column in enumerate(grid.spec.columns) if column.stretch)
    try:
        theme().set_zoom(200)
        window.resize(500, 500)
        QApplication.processEvents()
        assert grid.columnWidth(wide) == theme().px(grid.spec.columns[wide].width)
        assert grid.horizontalScrollBar().maximum() > 0
    finally:
        theme().set_zoom(100)
    window.resize(1600, 500)
    QApplication.processEvents()
    assert grid.horizontalHeader().length() == grid.viewport().width()
