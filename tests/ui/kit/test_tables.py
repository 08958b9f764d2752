"""Lists over ids and blocks."""

from array import array
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from adv_desktop.services.jobs import Progress
from adv_desktop.services.texts import use
from adv_desktop.ui.runner import InlineRunner, Task
from adv_desktop.ui.tables.columns import Cell, Column
from adv_desktop.ui.tables.list_page import HEAD, ChipSpec, Empty, ListPage, ListSpec
from adv_desktop.ui.tables.model import BLOCK, LazyTableModel
from adv_desktop.ui.tables.query import QueryKey, Term, parse_query
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.tables.view import TableView
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    number: str
    late: bool


COLUMNS = [
    Column("No.", lambda row: row.number, sort="number"),
    Column(
        "State",
        lambda row: "late" if row.late else "ok",
        cell=Cell.PILL,
        tone=lambda row: Tone.BAD if row.late else Tone.OK,
    ),
    Column("Twice", lambda row: str(row.id * 2), right=True, bold=True, hidden=True),
]


class Store:
    def __init__(self):
        self.loads = []
        self.names = {}

    def rows(self, ids):
        self.loads.append(len(ids))
        return {one: Row(one, self.names.get(one, f"CDE{one}"), one % 2 == 0) for one in ids}


class Settings(dict):
    def value(self, key, default=None):
        return self.get(key, default)

    def setValue(self, key, value):
        self[key] = value


@pytest.fixture(autouse=True)
def english():
    use("en")
    yield
    use("fr")


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def view(qtbot, store):
    model = LazyTableModel(COLUMNS, store.rows)
    made = TableView("Orders", model)
    model.setParent(made)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_only_the_blocks_on_screen_are_loaded(view, store):
    view.show_ids(array("q", range(1, 1_000_001)))
    view.scrollToBottom()
    view.grab()
    assert view.model().rowCount() == 1_000_000
    assert len(store.loads) <= 4
    assert max(store.loads) <= BLOCK


def test_a_first_block_that_was_read_already_is_shown_without_another_read(view, store):
    ids = array("q", range(1, 1001))
    first = store.rows(ids[:BLOCK])
    store.loads.clear()
    view.show_ids(ids, first)
    view.grab()
    assert view.rows.look(0, 0).text == "CDE1"
    assert store.loads == []


def test_a_changed_row_is_loaded_again_and_only_its_block(view, store):
    view.show_ids(array("q", range(1, 301)))
    model = view.rows
    model.data(model.index(0, 0))
    model.data(model.index(299, 0))
    store.loads.clear()
    store.names[2] = "renamed"
    model.invalidate({2, 10**9})
    assert model.data(model.index(1, 0)) == "renamed"
    assert model.data(model.index(299, 0)) == "CDE300"
    assert len(store.loads) == 1


def test_the_selection_is_given_by_slices_in_the_order_of_the_list(view):
    view.show_ids(array("q", range(100_000, 0, -1)))
    view.selectAll()
    assert view.selected_ids() == view.rows.ids
    select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    view.clearSelection()
    for row in (5, 3, 4):
        view.selectionModel().select(view.rows.index(row, 0), select)
    assert list(view.selected_ids()) == [99_997, 99_996, 99_995]


def test_the_current_row_stays_when_the_list_is_asked_again(view):
    view.show_ids(array("q", [1, 2, 3]))
    view.set_current_id(3)
    told = []
    view.current_changed.connect(told.append)
    view.show_ids(array("q", [9, 3, 2, 1]))
    assert (view.current_id(), told) == (3, [])
    view.show_ids(array("q", [9, 2]))
    assert (view.current_id(), told) == (9, [9])
    view.show_ids(array("q"))
    assert (view.current_id(), told) == (0, [9, 0])


def test_a_header_sorts_only_where_the_service_can(view):
    asked = []
    view.sort_changed.connect(lambda key, down: asked.append((key, down)))
    for section in (0, 0, 1):
        view.horizontalHeader().sectionClicked.emit(section)
    assert asked == [("number", False), ("number", True)]
    assert view.rows.headerData(0, Qt.Orientation.Horizontal) == "No. ↓"


def test_selected_rows_are_copied_with_their_header(view, qapp):
    view.show_ids(array("q", [1, 2]))
    view.selectAll()
    view.copy()
    assert qapp.clipboard().text() == "No.\tState\nCDE1\tok\nCDE2\tlate"


def test_the_arrangement_of_the_columns_is_kept(qtbot, store):
    settings = Settings()
    for turn in range(2):
        view = TableView("Orders", LazyTableModel(COLUMNS, store.rows), settings, "orders")
        view.rows.setParent(view)
        qtbot.addWidget(view)
        if turn == 0:
            view.column_menu().actions()[2].trigger()
            view.horizontalHeader().moveSection(2, 0)
            view.setColumnWidth(0, 222)
            view.horizontalHeader().sectionClicked.emit(0)
    assert view.horizontalHeader().logicalIndex(0) == 2
    assert not view.isColumnHidden(2)
    assert view.columnWidth(0) == 222
    assert view.sort == ("number", False)


def test_the_query_bar_reads_keys_ranges_and_words():
    keys = [QueryKey("customer", "customer"), QueryKey("amount", "amount"), QueryKey("late", "late")]
    assert parse_query("customer : dupont ; AMOUNT:100..500 ; late ; a:b", keys) == (
        Term("customer", "dupont"),
        Term("amount", "100..500", "100", "500"),
        Term("late", ""),
        Term(None, "a:b"),
    )
    assert parse_query(" amount: ..5 ;;", keys) == (Term("amount", "..5", None, "5"),)


@pytest.fixture
def asked():
    return []


@pytest.fixture
def page(qtbot, store, asked):
    def ids(query):
        asked.append(query)
        return array("q") if query.words == "nothing" else array("q", [3, 1, 2])

    spec = ListSpec(
        name="orders",
        title="Orders",
        columns=COLUMNS,
        ids=ids,
        rows=store.rows,
        sort="number",
        empty=Empty("No order", "Type one.", "New order"),
        chips=[ChipSpec("all", "All"), ChipSpec("late", "Late")],
        keys=[QueryKey("customer", "customer")],
        summary=lambda query: "3 orders",
        selection_summary=lambda chosen: f"{len(chosen)} chosen",
    )
    made = ListPage(spec, InlineRunner())
    qtbot.addWidget(made)
    made.resize(900, 600)
    return made


class LaterRunner(InlineRunner):
    """Keeps what was asked until it is told to go on."""

    def __init__(self):
        self.waiting = []

    def read(self, work, done, failed=None):
        task = Task(Progress())
        self.waiting.append((task, work, done))
        return task

    def go_on(self):
        task, work, done = self.waiting.pop(0)
        if not task.cancelled:
            done(work())


def a_long_list(qtbot, count):
    spec = ListSpec(
        name="orders",
        title="Orders",
        columns=COLUMNS,
        ids=lambda _query: array("q", range(count)),
        head=lambda _query: array("q", range(min(count, HEAD))),
        rows=lambda ids: {},
        sort="number",
        empty=Empty("No order", "Type one.", "New order"),
        summary=lambda _query: f"{count} orders",
    )
    page = ListPage(spec, LaterRunner())
    qtbot.addWidget(page)
    page.show()
    return page, page._runner


def test_a_long_list_shows_its_first_rows_before_the_rest_is_read(qtbot):
    page, runner = a_long_list(qtbot, 1000)
    runner.go_on()
    assert page.model.rowCount() == HEAD
    runner.go_on()
    assert (page.model.rowCount(), page.status, runner.waiting) == (1000, "1000 orders", [])


def test_a_list_that_is_read_again_keeps_all_its_rows_meanwhile(qtbot):
    page, runner = a_long_list(qtbot, 1000)
    runner.go_on()
    runner.go_on()
    page.refresh()
    assert page.model.rowCount() == 1000
    runner.go_on()
    assert (page.model.rowCount(), runner.waiting) == (1000, [])


def test_a_short_list_is_shown_once(qtbot):
    page, runner = a_long_list(qtbot, 3)
    runner.go_on()
    with qtbot.assertNotEmitted(page.model.modelReset):
        runner.go_on()
    assert (page.model.rowCount(), page.status) == (3, "3 orders")


def test_a_hidden_page_waits_and_asks_once_when_it_is_shown(page, asked):
    page.refresh()
    page.on_changed({1})
    assert asked == []
    page.show()
    assert len(asked) == 1
    assert page.view.current_id() == 3


def test_chip_words_and_sort_are_asked_together(page, asked):
    page.show()
    page.show_chip("late")
    page.show_query("customer: dupont ; honey")
    assert asked[-1].chip == "late"
    assert asked[-1].term("customer").text == "dupont"
    assert (asked[-1].words, asked[-1].sort) == ("honey", "number")


def test_typing_asks_once_after_a_pause(qtbot, page, asked):
    page.show()
    page.focus_query()
    qtbot.keyClicks(page.query, "honey")
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[-1].words == "honey"


def test_a_filter_without_rows_offers_to_show_everything(page, asked):
    page.show()
    page.show_query("nothing")
    assert page._stack.currentIndex() == 2
    page._stack.currentWidget().asked.emit()
    assert page._stack.currentIndex() == 0


def test_the_status_tells_the_total_of_the_list_and_of_the_selection(qtbot, page):
    page.show()
    page.view.selectAll()
    qtbot.waitUntil(lambda: page.status == "3 orders  ·  3 chosen")


def test_a_short_table_opens_its_records(qtbot):
    table = RowsTable("Lines", COLUMNS, stretch=0)
    qtbot.addWidget(table)
    rows = [Row(1, "a", False), Row(2, "b", True)]
    table.set_rows(rows)
    table.show()
    opened = []
    table.opened.connect(opened.append)
    table.setCurrentIndex(table.model().index(1, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [rows[1]]


def test_rows_that_cannot_be_read_stay_empty_and_are_told_of_once(qtbot):
    asked = []

    def refuse(ids):
        asked.append(len(ids))
        raise RuntimeError("the database went away")

    model = LazyTableModel(COLUMNS, refuse)
    view = TableView("Orders", model)
    model.setParent(view)
    qtbot.addWidget(view)
    with qtbot.waitSignal(model.failed) as told:
        view.show_ids(array("q", range(1, 5)))
        view.show()
        qtbot.waitExposed(view)
        view.grab()
    assert [str(error) for error in told.args] == ["the database went away"]
    assert asked == [4]


def test_the_program_widens_and_shows_columns_without_taking_it_for_a_wish_of_the_user(qtbot):
    table = RowsTable("Narrow", [Column("A", lambda _row: "x", width=20, key=str(place)) for place in range(3)])
    qtbot.addWidget(table)
    table.set_rows([1])
    table.resize(120, 100)
    table.show()
    try:
        theme().set_zoom(200)
        table.setColumnHidden(2, True)
        table.setColumnHidden(2, False)
        assert table.own_widths == {}
        table.setColumnWidth(1, 150)
        assert table.own_widths == {1: 75}
    finally:
        theme().set_zoom(100)
