"""Depots at customers' in the window: opened, filled, emptied, sold from a file or typed, counted, listed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import CustomerAddress
from adv_desktop.models.stock import ProductStock
from adv_desktop.services.depots import DepotGoods, MoveGoods
from adv_desktop.services.queries import depots
from adv_desktop.services.queries.depots import DepotPlace, DepotStock
from adv_desktop.ui.customers.page import CustomersPage
from adv_desktop.ui.depots.counting import CountForm
from adv_desktop.ui.depots.dialogs import OpeningPanel
from adv_desktop.ui.depots.form import EMPTY, DepotsForm
from adv_desktop.ui.depots.moving import MoveForm
from adv_desktop.ui.depots.using import UseForm
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.notice import NoticeBar
from tests.support.company import TODAY
from tests.ui.support.desk import desk_of
from tests.ui.support.main_window import open_window

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def address(services: Services, label: str = "Usine", country: str = "FR") -> int:
    with services.store.write("test") as session:
        customer_id = services.customers.show("C1").id
        row = CustomerAddress(customer_id=customer_id, label=label, name="CLIENT USINE", town="Lille", country=country)
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def depot(services: Services) -> DepotPlace:
    services.depots.open(address(services))
    with services.store.read() as session:
        return depots.places(session)[0]


def sent(services: Services, depot: DepotPlace, quantity: int = 100, code: str = "P1") -> None:
    services.depots.send(MoveGoods(depot.id, (DepotGoods(code, Decimal(quantity)),)))


def lying(services: Services) -> dict[str, Decimal]:
    with services.store.read() as session:
        return {row.product: row.quantity for row in depots.rows(session, TODAY)}


def in_stock(services: Services, code: str = "P1") -> Decimal:
    with services.store.read() as session:
        return session.get_one(ProductStock, services.products.show(code).id).physical


@pytest.fixture
def window(services, tmp_path, qtbot):
    opened = open_window(services, tmp_path, "stock", qtbot)
    yield opened
    assert opened.failures == []


@pytest.fixture
def desk(services, tmp_path, qtbot):
    top = QWidget()
    qtbot.addWidget(top)
    made = desk_of(services, tmp_path, top)
    yield made
    assert made[2] == []
    for form in made[1].forms:
        form.setParent(top)


def shown(qtbot, form):
    qtbot.addWidget(form)
    form.resize(1200, 800)
    form.show()
    form.activateWindow()
    QTest.qWaitForWindowActive(form)
    return form


def test_the_first_depot_is_opened_and_filled_from_the_stock_with_the_keyboard(window, services):
    address(services)
    window.press((CTRL, KEY.Key_D))
    form = window.form
    assert isinstance(form, DepotsForm)
    assert form._stack.currentIndex() == EMPTY
    window.press((CTRL, KEY.Key_O))
    dialog = window.dialog
    assert dialog.findChild(OpeningPanel).customer.hasFocus()
    window.press("C1", KEY.Key_Return)
    window.qtbot.waitUntil(lambda: dialog.findChild(OpeningPanel).address.count() == 1)
    window.press((CTRL, KEY.Key_Return))
    window.window.activateWindow()
    window.qtbot.waitUntil(window.window.isActiveWindow)
    form.table.setFocus()
    window.press(KEY.Key_F2)
    assert isinstance(window.form, MoveForm)
    window.press("P1", KEY.Key_Return, "40", KEY.Key_Return)
    window.press((CTRL, KEY.Key_Return))
    assert lying(services) == {"P1": Decimal(40)}
    assert in_stock(services) == 960
    assert "BD2026000001" in window.notice
    assert isinstance(window.form, PreviewForm)
    window.form.closed.emit()
    assert window.form is form
    window.qtbot.waitUntil(lambda: [note.number for note in form.notes.rows()] == ["BD2026000001"])


def test_what_is_below_its_minimum_is_proposed(qtbot, services, depot, desk):
    sent(services, depot, 10)
    form = shown(qtbot, DepotsForm(desk[0]))
    qtbot.keyClick(form.table, KEY.Key_F3)
    dialog = form.findChild(FormDialog)
    qtbot.keyClicks(dialog.focusWidget(), "25")
    qtbot.keyClick(dialog.focusWidget(), KEY.Key_Return)
    dialog.submit()
    (row,) = form.table.rows()
    assert isinstance(row, DepotStock)
    assert (row.minimum, row.to_send) == (25, 15)
    qtbot.keyClick(form.table, KEY.Key_F2)
    move = desk[1].forms[-1]
    assert isinstance(move, MoveForm)
    assert [(line.code, line.quantity) for line in move.grid.lines()] == [("P1", Decimal(15))]


def test_goods_come_back_and_too_many_are_refused_in_the_form(qtbot, services, depot, desk):
    sent(services, depot)
    form = shown(qtbot, DepotsForm(desk[0]))
    qtbot.keyClick(form.table, KEY.Key_B, CTRL)
    move = shown(qtbot, desk[1].forms[-1])
    qtbot.keyClicks(QApplication.focusWidget(), "101")
    qtbot.keyClick(move, KEY.Key_Return, CTRL)
    assert "100" in move.problem.text()
    assert lying(services) == {"P1": Decimal(100)}
    move.grid.edit_cell(0, "quantity")
    qtbot.keyClicks(QApplication.focusWidget(), "60")
    qtbot.keyClick(move, KEY.Key_Return, CTRL)
    assert lying(services) == {"P1": Decimal(40)}
    assert isinstance(desk[1].forms[-1], PreviewForm)


def test_a_report_names_its_bad_rows_and_sells_nothing_before_they_are_settled(qtbot, services, depot, desk, tmp_path):
    sent(services, depot)
    file = tmp_path / "consommation.csv"
    file.write_text("Code article;Quantité;N° commande\nP1;12;PO 77\nXX;3;PO 77\n", encoding="utf-8")
    form = shown(qtbot, DepotsForm(desk[0]))
    assert form.take_files([file])
    use = shown(qtbot, desk[1].forms[-1])
    assert isinstance(use, UseForm)
    good, bad = use.grid.lines()
    assert (good.code, good.quantity, good.there, good.refusal) == ("P1", Decimal(12), Decimal(100), "")
    assert "XX" in bad.refusal
    assert use.reference.value() == "PO 77"
    use.grid.edit_cell(1, "quantity")
    assert use.problem.text() == bad.refusal
    assert use.grid.finish_editing()
    qtbot.keyClick(use, KEY.Key_Return, CTRL)
    assert use.problem.text()
    assert lying(services) == {"P1": Decimal(100)}
    use.skip.setChecked(True)
    qtbot.keyClick(use, KEY.Key_Return, CTRL)
    assert lying(services) == {"P1": Decimal(88)}


def test_goods_used_that_are_typed_are_sold_and_their_invoice_is_offered(window, services, depot):
    sent(services, depot)
    window.press((CTRL, KEY.Key_D), KEY.Key_F8)
    assert isinstance(window.form, UseForm)
    window.press("P1", KEY.Key_Return, "7", KEY.Key_Return, (CTRL, KEY.Key_Return))
    assert lying(services) == {"P1": Decimal(93)}
    offered = window.window.findChild(NoticeBar).findChildren(Button)
    next(one for one in offered if one.text() == "Préparer la facture").click()
    with services.store.read() as session:
        assert session.query(Invoice).count() == 1


def count_sheet(services: Services, depot: DepotPlace, folder: Path, *counted: int) -> Path:
    path = services.inventory.write_depot_sheet(depot.id, folder / "comptage.xlsx").path
    book = openpyxl.load_workbook(path)
    sheet = book.active
    titles = next(row for row in sheet.iter_rows() if any(cell.value == "Compté" for cell in row))
    column = next(cell.column for cell in titles if cell.value == "Compté")
    for below, count in enumerate(counted, start=1):
        sheet.cell(titles[0].row + below, column, count)
    book.save(path)
    return path


def test_what_a_count_does_not_find_is_sold(qtbot, services, depot, desk, tmp_path):
    sent(services, depot)
    form = shown(qtbot, CountForm(desk[0], depot, count_sheet(services, depot, tmp_path, 90)))
    assert [row.difference for row in form.table.rows()] == [Decimal(-10)]
    assert lying(services) == {"P1": Decimal(100)}
    qtbot.keyClick(form, KEY.Key_Return, CTRL)
    assert lying(services) == {"P1": Decimal(90)}
    assert "vendue" in desk[0].notices.text


def test_what_a_count_finds_too_much_is_left_to_post_after_the_sale(qtbot, services, depot, desk, tmp_path):
    sent(services, depot)
    sent(services, depot, 10, "P2")
    form = shown(qtbot, CountForm(desk[0], depot, count_sheet(services, depot, tmp_path, 90, 12)))
    qtbot.keyClick(form, KEY.Key_Return, CTRL)
    assert [(row.code, row.difference) for row in form.table.rows()] == [("P2", Decimal(2))]
    assert not form.sell_button.isEnabled()
    form.reason.setText("retrouvé")
    qtbot.keyClick(form, KEY.Key_F8)
    assert lying(services) == {"P1": Decimal(90), "P2": Decimal(12)}


def test_a_count_is_adjusted_with_a_reason_only(qtbot, services, depot, desk, tmp_path):
    sent(services, depot)
    form = shown(qtbot, CountForm(desk[0], depot, count_sheet(services, depot, tmp_path, 104)))
    assert not form.sell_button.isEnabled()
    qtbot.keyClick(form, KEY.Key_F8)
    assert form.problem.text()
    assert lying(services) == {"P1": Decimal(100)}
    form.reason.setText("comptage annuel")
    qtbot.keyClick(form, KEY.Key_F8)
    assert lying(services) == {"P1": Decimal(104)}


def test_the_sheet_of_a_count_read_as_a_report_opens_the_count(qtbot, services, depot, desk, tmp_path):
    sent(services, depot)
    path = count_sheet(services, depot, tmp_path, 90)
    form = shown(qtbot, UseForm(desk[0], depot))
    with qtbot.waitSignal(form.closed):
        form.take_files([path])
    assert isinstance(desk[1].forms[-1], CountForm)


@pytest.mark.parametrize("shift", [False, True])
def test_the_list_and_the_register_go_to_excel(qtbot, services, desk, tmp_path, monkeypatch, shift):
    services.depots.open(address(services, country="BE"))
    with services.store.read() as session:
        place = depots.places(session)[0]
    sent(services, place)
    path = tmp_path / "depots.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    form = shown(qtbot, DepotsForm(desk[0]))
    qtbot.keyClick(form.table, KEY.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier if shift else CTRL)
    cells = [cell.value for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert 100 in cells
    assert ("BE" in cells) is shift


def test_no_register_is_written_while_no_depot_is_abroad(qtbot, services, depot, desk):
    sent(services, depot)
    form = shown(qtbot, DepotsForm(desk[0]))
    qtbot.keyClick(form.table, KEY.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk[0].notices.text == "Aucun dépôt n'est dans un autre État de l'Union."


def test_the_depots_of_a_customer_are_opened_from_its_page(qtbot, services, depot, desk):
    page = shown(qtbot, CustomersPage(desk[0]))
    qtbot.keyClick(page.list.view, KEY.Key_D, CTRL)
    form = desk[1].forms[-1]
    assert isinstance(form, DepotsForm)
    assert form.about == (DocumentKind.CUSTOMER, depot.customer_id)


def test_the_count_sheet_of_a_depot_is_written_from_the_list(qtbot, services, depot, desk, tmp_path, monkeypatch):
    sent(services, depot)
    path = tmp_path / "feuille.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    form = shown(qtbot, DepotsForm(desk[0]))
    qtbot.keyClick(form.table, KEY.Key_N, CTRL)
    assert path.exists()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    qtbot.keyClick(form.table, KEY.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(desk[1].forms[-1], CountForm)
