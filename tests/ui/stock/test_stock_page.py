from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.serial_numbers import SerialKeeping
from adv_desktop.services.documents import recall_list
from adv_desktop.services.imports.safety import open_file
from adv_desktop.services.imports.sheets import read_sheets
from adv_desktop.services.locations import PutElsewhere
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing.recall_list import recall_of
from adv_desktop.services.queries import stock, stock_detail
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods
from adv_desktop.ui.stock.giving import Giving
from adv_desktop.ui.stock.inventory import InventoryForm
from adv_desktop.ui.stock.page import StockPage
from adv_desktop.ui.stock.shortages import ShortagesForm
from adv_desktop.ui.stock.trace import TraceForm
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed, product, shipped
from tests.ui.support.desk import desk_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    return desk_of(services, tmp_path, top)


@pytest.fixture
def page(desk, top) -> StockPage:
    made = StockPage(desk[0], top)
    made.resize(1300, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    return made


def edits_of(dialog: FormDialog) -> dict[str, QLineEdit]:
    return {edit.accessibleName(): edit for edit in dialog.findChildren(QLineEdit)}


def detail(services: Services, product_id: int = 1):
    with services.store.read() as session:
        return stock_detail.detail(session, product_id, TODAY)


def rows(services: Services, chip: str) -> list[str]:
    from adv_desktop.services.queries.filters import ListFilter

    with services.store.read() as session:
        ids = stock.ids(session, ListFilter(chip=chip), "code", False, TODAY)
        found = stock.rows(session, ids, TODAY)
    return [found[row_id].code for row_id in ids]


def test_a_receipt_is_announced_and_changed_with_the_keyboard(qtbot, services, page):
    qtbot.keyClick(page.list.view, Qt.Key.Key_F2)
    edits = edits_of(page.findChild(FormDialog))
    qtbot.keyClicks(edits["Quantité attendue"], "24")
    qtbot.keyClicks(edits["Attendu le"], "+15")
    page.findChild(FormDialog).submit()
    row = detail(services).row
    assert (row.expected, row.expected_on) == (24, dt.date(2026, 12, 9))
    page.refresh()
    page.command_set.actions["change"].trigger()
    dialog = page.findChildren(FormDialog)[-1]
    edits_of(dialog)["Quantité attendue"].setText("30")
    dialog.submit()
    assert detail(services).row.expected == 30
    page.refresh()
    page.command_set.actions["cancel"].trigger()
    assert detail(services).receipts == ()


def test_goods_are_received_against_their_announcement(qtbot, services, page):
    services.stock.announce(AnnouncedReceipt(1, Decimal(40), dt.date(2026, 11, 30), "CF-12"))
    page.refresh()
    qtbot.keyClick(page.list.view, Qt.Key.Key_R, CTRL)
    dialog = page.findChild(FormDialog)
    assert edits_of(dialog)["Quantité reçue"].text() == "40"
    dialog.submit()
    assert detail(services).row.physical == 1040
    assert detail(services).receipts == ()


def test_goods_tracked_by_lot_ask_for_it(qtbot, services, page):
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, lot_tracked=True))
    page.refresh()
    qtbot.keyClick(page.list.view, Qt.Key.Key_R, CTRL)
    dialog = page.findChild(FormDialog)
    edits = edits_of(dialog)
    edits["Quantité reçue"].setText("5")
    dialog.submit()
    assert detail(services).row.physical == 1000
    edits["Lot"].setText("L1")
    edits["Date limite"].setText("31/01/2027")
    dialog.submit()
    assert [(lot.code, lot.use_by, lot.quantity) for lot in detail(services).lots] == [
        ("L1", dt.date(2027, 1, 31), 5),
        (None, None, 1000),
    ]


def test_units_are_scanned_as_they_come_in_and_named_when_they_are_lost(qtbot, services, page):
    services.stock.count(1, Decimal(0), "passage aux n° de série")
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, serials=SerialKeeping.RECEIPT))
    page.refresh()
    qtbot.keyClick(page.list.view, Qt.Key.Key_R, CTRL)
    dialog = page.findChild(FormDialog)
    numbers = edits_of(dialog)["N° de série"]
    qtbot.keyClicks(numbers, "sn1")
    qtbot.keyClick(numbers, Qt.Key.Key_Return)
    qtbot.keyClicks(numbers, "SN4..SN2")
    dialog.submit()
    assert detail(services).row.physical == 0
    numbers.setText("sn1, SN2..SN4")
    assert edits_of(dialog)["Quantité reçue"].text() == "4"
    qtbot.keyClick(numbers, Qt.Key.Key_Return)
    qtbot.keyClick(numbers, Qt.Key.Key_Return)
    assert detail(services).row.physical == 4
    qtbot.keyClick(page.list.view, Qt.Key.Key_T, CTRL)
    dialog = next(one for one in page.findChildren(FormDialog) if one.isVisible())
    edits = edits_of(dialog)
    edits["Quantité comptée"].setText("3")
    edits["Motif"].setText("introuvable")
    edits["N° de série manquants ou retrouvés"].setText("SN2")
    dialog.submit()
    assert detail(services).row.physical == 3


def test_a_count_needs_its_reason(qtbot, services, page):
    qtbot.keyClick(page.list.view, Qt.Key.Key_T, CTRL)
    dialog = page.findChild(FormDialog)
    edits = edits_of(dialog)
    edits["Quantité comptée"].setText("990")
    dialog.submit()
    assert detail(services).row.physical == 1000
    qtbot.keyClicks(edits["Motif"], "casse")
    dialog.submit()
    assert detail(services).row.physical == 990


def test_goods_are_thrown_away_and_the_ledger_says_why(qtbot, services, page):
    qtbot.keyClick(page.list.view, Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    edits = edits_of(page.findChild(FormDialog))
    edits["Quantité au rebut"].setText("10")
    edits["Motif"].setText("palette tombée")
    page.findChild(FormDialog).submit()
    last = detail(services).moves[0]
    assert (last.quantity, last.balance, last.reason) == (-10, 990, "palette tombée")


def test_a_product_is_put_in_another_place(services, page):
    page.command_set.actions["place"].trigger()
    edits = edits_of(page.findChild(FormDialog))
    edits["Emplacement"].setText("b-12")
    edits["Rang de préparation"].setText("7")
    page.findChild(FormDialog).submit()
    found = detail(services)
    assert (found.row.place, [(place.place, place.quantity) for place in found.places]) == ("B-12", [("B-12", 1000)])
    assert ("B-12", 7) in [(place.code, place.rank) for place in services.locations.all()]


def test_a_part_of_a_product_is_put_elsewhere_with_the_keyboard_and_brought_back(qtbot, services, desk, page):
    (start,) = [place.place for place in detail(services).places]
    qtbot.keyClick(page.list.view, Qt.Key.Key_M, CTRL)
    dialog = page.findChild(FormDialog)
    edits = edits_of(dialog)
    qtbot.keyClicks(edits["Quantité à déplacer"], "250")
    dialog.submit()
    assert [place.place for place in detail(services).places] == [start]
    qtbot.keyClicks(edits["Vers l'emplacement"], "b-12")
    qtbot.keyClick(edits["Vers l'emplacement"], Qt.Key.Key_Return)
    found = {place.place: place.quantity for place in detail(services).places}
    assert (found, detail(services).row.physical) == ({start: 750, "B-12": 250}, 1000)
    assert desk[0].notices.text == "250 de P1 rangés à l'emplacement B-12."
    (undo,) = [
        button for button in desk[0].notices.findChildren(QWidget) if button.accessibleName() == "Annuler cette action"
    ]
    qtbot.keyClick(undo, Qt.Key.Key_Space)
    assert {place.place: place.quantity for place in detail(services).places} == {start: 1000}


def test_the_lot_and_the_place_that_goods_leave_are_chosen(qtbot, services, page):
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, lot_tracked=True))
    services.stock.receive(ReceiveGoods(1, Decimal(5), lot="L1"))
    (start,) = [place.place for place in detail(services).places]
    services.locations.put(PutElsewhere(1, Decimal(100), start, "B-12"))
    page.refresh()
    table = page._tables["PlaceStock"]
    table.selectRow([row.place for row in table.rows()].index("B-12"))
    qtbot.keyClick(page.list.view, Qt.Key.Key_M, CTRL)
    dialog = page.findChild(FormDialog)
    combos = {combo.accessibleName(): combo for combo in dialog.findChildren(ChoiceCombo)}
    assert combos["Depuis l'emplacement"].key() == "B-12"
    combos["Depuis l'emplacement"].set_key(start)
    combos["Lot"].setFocus()
    qtbot.keyClick(combos["Lot"], Qt.Key.Key_Down)
    edits = edits_of(dialog)
    edits["Quantité à déplacer"].setText("2")
    edits["Vers l'emplacement"].setText("C-01")
    dialog.submit()
    assert {place.place: place.quantity for place in detail(services).places} == {start: 903, "B-12": 100, "C-01": 2}
    assert detail(services).moves[0].lot == "L1"


def test_an_order_is_served_first_once_it_is_seen_whom_it_hurts(qtbot, services, desk, page):
    services.products.create(product("P9", "5.00", stock="8"))
    robbed = confirmed(services, NewLine(Decimal(8), "P9"))
    urgent = confirmed(services, NewLine(Decimal(3), "P9"))
    page.refresh()
    page.show_document(services.products.show("P9").id)
    table = page._tables["Waiting"]
    table.selectRow([row.order_id for row in table.rows()].index(urgent.id))
    qtbot.keyClick(page.list.view, Qt.Key.Key_F8)
    dialog = page.findChild(FormDialog)
    giving = dialog.findChild(Giving)
    assert [(row.order_id, row.loses) for row in giving.hurt.rows()] == [(robbed.id, 3)]
    giving.quantity.setText("2")
    giving.quantity.editingFinished.emit()
    assert [row.loses for row in giving.hurt.rows()] == [2]
    dialog.submit()
    assert giving.plan.quantity == 2
    giving.reason.setText("chantier arrêté")
    dialog.submit()
    kept = {row.order_id: row.reserved for row in detail(services, services.products.show("P9").id).waiting}
    assert kept == {robbed.id: 6, urgent.id: 2}
    assert desk[2] == []


def test_each_filter_keeps_what_it_says(services):
    services.products.create(replace(product("P7", "1", stock="3"), minimum_stock=Decimal(5)))
    services.products.create(replace(product("P8", "1"), stocked=False, stock=None))
    services.products.create(product("P9", "1", stock="2"))
    confirmed(services, NewLine(Decimal(4), "P9"))
    services.stock.announce(AnnouncedReceipt(1, Decimal(1), TODAY - dt.timedelta(days=1)))
    services.stock.receive(ReceiveGoods(2, Decimal(1), lot="L1", use_by=TODAY))
    assert rows(services, "all") == ["P1", "P2", "P7", "P9"]
    assert rows(services, "to_order") == ["P7", "P9"]
    assert rows(services, "short") == ["P9"]
    assert rows(services, "late") == ["P1"]
    assert rows(services, "expiring") == ["P2"]
    assert rows(services, "negative") == []


def test_the_stock_is_worth_its_weighted_average_cost(services):
    services.products.create(replace(product("P9", "9"), cost=Decimal("2.00")))
    product_id = services.products.show("P9").id
    services.stock.receive(ReceiveGoods(product_id, Decimal(10)))
    services.stock.receive(ReceiveGoods(product_id, Decimal(5), cost=Decimal("3.50")))
    row = detail(services, product_id).row
    assert (row.average, row.value) == (Decimal("2.5"), 3750)


def test_stock_outs_list_the_orders_they_hit_on_screen_and_in_excel(qtbot, services, desk, top, tmp_path, monkeypatch):
    services.products.create(product("P9", "5.00", stock="1"))
    order = confirmed(services, NewLine(Decimal(4), "P9"))
    services.stock.announce(AnnouncedReceipt(services.products.show("P9").id, Decimal(9), TODAY))
    form = ShortagesForm(desk[0], top)
    top.show()
    assert [(row.order_id, row.missing, row.expected_on) for row in form.table.rows()] == [(order.id, 3, TODAY)]
    form.table.opened.emit(form.table.rows()[0])
    assert desk[1].documents == [(DocumentKind.ORDER, order.id)]
    path = tmp_path / "ruptures.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    form.export()
    written = read_sheets(open_file(path))[0].rows
    assert [cell.text for cell in written[1].cells][:4] == ["P9", "Article P9", order.number, "1"]
    assert desk[2] == []


def test_a_receipt_is_bought_for_an_order_from_the_window(qtbot, services, page):
    services.products.create(product("P9", "5.00"))
    order = confirmed(services, NewLine(Decimal(4), "P9"))
    page.refresh()
    page.show_document(services.products.show("P9").id)
    page.command_set.actions["expect"].trigger()
    dialog = page.findChild(FormDialog)
    edits_of(dialog)["Quantité attendue"].setText("4")
    edits_of(dialog)["Attendu le"].setText("+5")
    buyer = next(box for box in dialog.findChildren(ChoiceCombo) if box.accessibleName() == "Achat pour")
    buyer.setCurrentIndex(1)
    dialog.submit()
    assert [row.order for row in detail(services, services.products.show("P9").id).receipts] == [order.number]


@pytest.fixture
def lotted(services) -> int:
    """Shipped to C1: six of lot LOTA, two of lot LOTB; return the delivery's id."""
    record = services.products.show("P1")
    services.products.update(record.id, record.version, replace(record.data, lot_tracked=True))
    services.stock.count(1, Decimal(0), "passage aux lots")
    for lot, quantity, use_by in (
        ("LOTA", 6, TODAY + dt.timedelta(days=9)),
        ("LOTB", 5, TODAY + dt.timedelta(days=90)),
    ):
        services.stock.receive(ReceiveGoods(1, Decimal(quantity), lot=lot, use_by=use_by))
    return shipped(services, confirmed(services, NewLine(Decimal(8), "P1")).id)


def test_lots_are_followed_both_ways_with_the_list_of_a_recall(
    qtbot, services, desk, top, tmp_path, monkeypatch, lotted
):
    form = TraceForm(desk[0], "lota", top)
    top.show()
    assert [(row.lot, row.customer_code, row.quantity) for row in form.table.rows()] == [("LOTA", "C1", 6)]
    form.searched.setText("client test")
    qtbot.keyClick(form.searched, Qt.Key.Key_Return)
    assert {row.lot for row in form.table.rows()} == {"LOTA", "LOTB"}
    form.table.opened.emit(form.table.rows()[0])
    assert desk[1].documents == [(DocumentKind.DELIVERY, lotted)]
    path = tmp_path / "rappel.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    form.export()
    written = read_sheets(open_file(path))[0].rows
    assert [row.cells[0].text for row in written[1:]] == ["LOTA", "LOTB"]
    form.preview()
    desk[1].forms[-1].setParent(top)
    assert desk[2] == []


def test_the_list_of_a_recall_says_whom_to_call(services, lotted):
    with services.store.read() as session:
        pdf = recall_list.pdf_bytes(recall_of(session, "LOTA", TODAY))
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))
    assert "LOTS LIVRÉS" in text
    assert "CLIENT TEST SAS" in text
    assert "LOTB" not in text


def test_a_counted_sheet_is_looked_at_then_posted(qtbot, services, desk, page, top, tmp_path, monkeypatch):
    path = tmp_path / "comptage.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.command_set.actions["sheet"].trigger()
    book = openpyxl.load_workbook(path)
    book.active.cell(2, 8).value = 995
    book.save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    page.command_set.actions["counted"].trigger()
    form = desk[1].forms[-1]
    assert isinstance(form, InventoryForm)
    form.setParent(top)
    assert [(row.code, row.difference) for row in form.table.rows()] == [("P1", -5)]
    form.post()
    assert detail(services).row.physical == 1000
    form.reason.setText("inventaire tournant")
    form.post()
    assert detail(services).row.physical == 995
    assert desk[2] == []


def test_the_value_of_the_stock_is_written_for_the_day_asked(services, desk, page, tmp_path, monkeypatch):
    path = tmp_path / "valeur.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page.command_set.actions["value"].trigger()
    page.findChild(FormDialog).submit()
    assert [row.cells[0].text for row in read_sheets(open_file(path))[0].rows[1:]] == ["P1", "P2"]
    assert desk[2] == []


def test_the_purchase_request_is_previewed_with_the_keyboard(qtbot, services, desk, page):
    services.products.create(replace(product("LOW", "5"), minimum_stock=Decimal(40)))
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_P, CTRL)
    (form,) = desk[1].forms
    qtbot.addWidget(form)
    assert form.preview.page_count == 1
    assert "LOW" in pdfium.PdfDocument(form.pdf)[0].get_textpage().get_text_bounded()
