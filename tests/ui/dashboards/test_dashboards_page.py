from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.cli import main
from adv_desktop.models.enums import PaymentMethod
from adv_desktop.services import month_files
from adv_desktop.services.jobs import Cancelled, Progress
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.payments import NewPayment
from adv_desktop.services.queries import invoices, orders
from adv_desktop.services.queries.filters import ListFilter, parse
from adv_desktop.ui.dashboards.charts import CHARTS
from adv_desktop.ui.dashboards.definition import DefinitionPopover
from adv_desktop.ui.dashboards.exporting import table, write_chart
from adv_desktop.ui.dashboards.page import VIEWS, DashboardsPage
from adv_desktop.ui.dashboards.tiles import TILES
from adv_desktop.ui.dashboards.wording import change, written
from adv_desktop.ui.tables.query import QueryKey, parse_query
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped
from tests.ui.support.desk import AskedWindow, desk_of

NOVEMBER = dt.date(2026, 11, 1)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A company that sold 333,30 € net, was paid 100 € of it, and has one order of 99,99 € left to deliver."""
    made = new_company(tmp_path / "company.db")
    invoiced(made, shipped(made, confirmed(made, NewLine(Decimal(10), "P1")).id))
    made.payments.receive(NewPayment("C1", 10_000, TODAY, PaymentMethod.TRANSFER, automatic=True))
    confirmed(made, NewLine(Decimal(3), "P1"))
    yield made
    made.close()


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1400, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def shown(qtbot, services, tmp_path, top) -> Iterator[tuple[DashboardsPage, AskedWindow]]:
    desk, window, failures = desk_of(services, tmp_path, top)
    page = DashboardsPage(desk, top)
    page.resize(1400, 900)
    top.show()
    assert failures == []
    qtbot.waitUntil(lambda: all(card.drawn for card in page.cards.values()), timeout=20_000)
    yield page, window
    # The plotting library's menus live as long as its charts.
    page.cards.clear()
    page._card_grid._shown = ()


def figure_of(page: DashboardsPage, code: str) -> str:
    return page.tiles[code].accessibleName().partition("\u00a0: ")[2]


def test_the_tiles_show_the_figures_of_the_console(shown, services, capsys):
    page, _window = shown
    database = str(services.store.path)
    for view in VIEWS:
        page.show_view(view.key)
    main(["--database", database, "--today", TODAY.isoformat(), "report", "--month", "2026-11", "--json"])
    told = json.loads(capsys.readouterr().out)["indicators"]
    assert told["sales_net"]["value"] == "333.30"
    for code in TILES.keys() & told.keys():
        value, unit = told[code]["value"], told[code]["unit"]
        if value is not None and unit == "money":
            value = int(Decimal(value) * 100)
        exact = Decimal(value) if isinstance(value, str) else value
        assert figure_of(page, code) == written(unit, exact), code


def test_a_tile_opens_its_rows_by_mouse_and_by_key(qtbot, shown, services):
    page, window = shown
    qtbot.mouseClick(page.tiles["sales_net"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.tiles["backlog"], Qt.Key.Key_Return)
    assert window.lists == [("invoices", "date : 01/11/2026..24/11/2026"), ("orders", "open")]
    with services.store.read() as session:
        assert len(invoices.ids(session, parse(window.lists[0][1]), "date", True, TODAY)) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_list_behind_a_figure_or_a_point_can_be_read(shown, services, language):
    from importlib import import_module

    from adv_desktop.services import texts

    page, window = shown
    texts.use(language)
    for view in VIEWS:
        page.show_view(view.key)
    for code in page.tiles:
        page.behind.open_figure(code)
    for spec in CHARTS.values():
        page.behind.open_rows(spec)
        data = spec.data(page.board)
        for key in [row[0] for row in data.rows] if hasattr(data, "rows") else data.keys:
            page.behind.open_point(spec, key)
    assert len(window.lists) > 60
    with services.store.read() as session:
        for name, query in dict.fromkeys(window.lists):
            read = import_module(f"adv_desktop.services.queries.{name}")
            keys = [QueryKey(key.code, key.word) for key in read.LISTING.keys]
            chip = query if query in {flag.key for flag in read.LISTING.flags} else "all"
            terms = () if chip == query else parse_query(query, keys)
            assert chip == query or terms[0].code is not None
            read.ids(session, ListFilter(chip, terms), "", True, TODAY)


def test_a_past_month_is_reached_by_keys_and_the_running_one_is_the_last(qtbot, shown):
    page, _window = shown
    page.month.button.setFocus()
    qtbot.keyClick(page.month.button, Qt.Key.Key_Left)
    assert page.month.month == dt.date(2026, 10, 1)
    assert figure_of(page, "sales_net") == "0,00\u00a0€"
    qtbot.keyClick(page.month.button, Qt.Key.Key_Right)
    qtbot.keyClick(page.month.button, Qt.Key.Key_Right)
    assert page.month.month == NOVEMBER
    assert not page.month.after.isEnabled()


def test_the_definition_is_that_of_the_report_and_leads_to_the_rows(qtbot, shown):
    page, window = shown
    page.tiles["otif"].definition_asked.emit()
    popover = page.findChild(DefinitionPopover)
    assert "Un reliquat annulé compte comme manqué." in popover.accessibleDescription()
    qtbot.mouseClick(popover.findChildren(QPushButton)[-1], Qt.MouseButton.LeftButton)
    assert window.lists[-1][0] == "orders"
    page.cards["ageing"].definition_asked.emit()
    popover = QApplication.activePopupWidget()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_what_changes_elsewhere_is_read_again_once(qtbot, shown, services):
    page, _window = shown
    before = figure_of(page, "order_intake")
    confirmed(services, NewLine(Decimal(1), "P2"))
    page.on_changed(None)
    page.on_changed(None)
    qtbot.waitUntil(lambda: figure_of(page, "order_intake") != before)


def test_a_hidden_page_reads_when_it_is_shown_again(shown, services):
    page, _window = shown
    page.hide()
    confirmed(services, NewLine(Decimal(1), "P2"))
    before = figure_of(page, "order_intake")
    page.refresh()
    assert figure_of(page, "order_intake") == before
    page.show()
    assert figure_of(page, "order_intake") != before


def test_cards_go_under_each_other_where_there_is_no_room(qtbot, shown):
    page, _window = shown
    page.resize(760, 900)

    def columns() -> int:
        return len({tile.x() for tile in page.tiles.values() if tile.isVisible()})

    qtbot.waitUntil(lambda: columns() == 2)
    assert all(tile.geometry().right() < 760 for tile in page.tiles.values())


def test_the_workbook_and_the_pdf_are_written_together(services, tmp_path, shown):
    page, _window = shown
    page.report.write(NOVEMBER, tmp_path / "novembre.xlsx")
    assert (tmp_path / "novembre.pdf").read_bytes().startswith(b"%PDF")
    summary = load_workbook(tmp_path / "novembre.xlsx").worksheets[0]
    assert Decimal("333.30") in {
        Decimal(str(cell.value)) for line in summary.iter_rows() for cell in line if isinstance(cell.value, int | float)
    }
    assert "Classeur" not in page.desk.notices.text
    assert "novembre 2026" in page.desk.notices.text
    assert len(page.desk.notices.findChildren(QPushButton)) == 4


def test_a_cancelled_report_leaves_the_files_as_they_were(services, tmp_path):
    workbook = tmp_path / "novembre.xlsx"
    workbook.write_bytes(b"mine")
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        month_files.write(services.store, NOVEMBER, TODAY, workbook, stopped)
    assert workbook.read_bytes() == b"mine"
    assert sorted(path.suffix for path in tmp_path.glob("novembre*")) == [".xlsx"]


def test_the_figures_of_a_chart_go_to_excel(shown, tmp_path):
    page, _window = shown
    data = CHARTS["sales"].data(page.board)
    names, rows = table(data)
    assert names == ["N-1", "N"]
    assert rows[-1] == ("nov.", [0.0, 333.3])
    write_chart(tmp_path / "chart.xlsx", "CA", data, "money")
    sheet = load_workbook(tmp_path / "chart.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[sheet.max_row]] == ["nov.", 0, 333.3]


@pytest.mark.parametrize(
    ("unit", "value", "base", "told"),
    [
        ("money", 110, 100, ("▲ 10 %", 1)),
        ("money", 97, 100, ("▼ 3 %", -1)),
        ("money", 100, 100, ("=", 0)),
        ("money", 5000, 100, ("▲ > 999 %", 1)),
        ("money", 5, 0, ("", 0)),
        ("percent", Decimal("94.2"), Decimal("95.0"), ("▼ 0,8 pt", -1)),
        ("days", 36, 38, ("▼ 2 j", -1)),
        ("percent", None, Decimal(3), ("", 0)),
    ],
)
def test_how_a_figure_moved(unit, value, base, told):
    text, sign = change(unit, value, base)
    assert (text.replace("\u00a0", " "), sign) == told


def test_every_view_has_known_tiles_and_charts():
    assert all(set(view.tiles) <= TILES.keys() and set(view.charts) <= CHARTS.keys() for view in VIEWS)
    assert {name for view in VIEWS for name in view.charts} == CHARTS.keys()
    assert orders.LISTING
