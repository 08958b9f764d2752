"""Returnable packaging in the window: its kinds, the delivery that carries it, the account of a customer."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pypdfium2 as pdfium
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.packaging import Counts, PackagingRecord
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.ui.customers.deposits import DepositsForm
from adv_desktop.ui.customers.packaging import PackagingForm
from adv_desktop.ui.customers.page import CustomersPage
from adv_desktop.ui.deliveries.packaging import ask_packaging
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.settings.packaging import PackagingSection, edit_kind
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import PriceEdit
from tests.support.company import TODAY, confirmed, invoiced
from tests.ui.support.desk import desk_of


@pytest.fixture
def show(services, tmp_path, qtbot):
    """Open a widget in a window of its own."""
    top = QWidget()
    top.resize(1300, 800)
    qtbot.addWidget(top)
    desk, _window, failures = desk_of(services, tmp_path, top)

    def opened(make):
        widget = make(desk, top)
        widget.failures = failures
        QVBoxLayout(top).addWidget(widget)
        top.show()
        top.activateWindow()
        QTest.qWaitForWindowActive(top)
        return widget

    return opened


@pytest.fixture
def pallets(services):
    services.packaging.set_kinds((PackagingRecord("EUR", "Palette Europe"),))
    return services


def put(grid, row, key, text):
    assert grid.finish_editing()
    grid.edit_cell(row, key)
    grid.cells._editor.setText(text)
    assert grid.finish_editing()


def test_a_kind_is_added_in_the_settings(services, show):
    section = show(PackagingSection)
    section.refresh()
    section.kinds.add()
    dialog = section.findChild(FormDialog)
    code, label, _english = dialog.findChildren(type(dialog.focusWidget()))
    code.setText("EUR")
    label.setText("Palette Europe")
    dialog.submit()
    assert [(kind.code, kind.label) for kind in services.packaging.kinds()] == [("EUR", "Palette Europe")]


def test_the_packaging_of_a_delivery_is_typed_while_it_is_prepared(pallets, show):
    order = confirmed(pallets, NewLine(Decimal(10), "P1"))
    ref = pallets.deliveries.prepare(DeliverOrders((order.id,)))[0]
    form = show(lambda desk, top: PreparationForm(desk, ref.id, top))
    ask_packaging(form, ref.id)
    dialog = form.findChild(FormDialog)
    grid = dialog.findChild(LineGrid)
    put(grid, 0, "delivered", "5")
    put(grid, 0, "returned", "2")
    dialog.submit()
    carried = pallets.packaging.carried(ref.id)[0]
    assert (carried.delivered, carried.returned, carried.balance) == (5, 2, 3)
    assert form.failures == []


def test_what_a_customer_gives_back_is_typed_in_its_account(pallets, show):
    form = show(lambda desk, top: PackagingForm(desk, 1, top))
    assert form._none.isVisible()
    pallets.packaging.count(Counts(1, {1: 8}, TODAY, "reprise"))
    form.refresh()
    form.take_back()
    dialog = form.findChild(FormDialog)
    put(dialog.findChild(LineGrid), 0, "typed", "3")
    dialog.submit()
    assert [row.held for row in form.balances.rows()] == [5]
    assert [row.quantity for row in form.moves.rows()] == [-3, 8]
    assert not form._none.isVisible()


def test_a_count_without_its_reason_is_refused_in_a_sentence(pallets, show):
    form = show(lambda desk, top: PackagingForm(desk, 1, top))
    form.count()
    dialog = form.findChild(FormDialog)
    put(dialog.findChild(LineGrid), 0, "typed", "3")
    dialog.submit()
    assert [error.code for error in form.failures] == ["reason.missing"]


def test_the_account_is_stated_on_paper_and_in_excel(pallets, tmp_path):
    pallets.packaging.count(Counts(1, {1: 8}, TODAY, "reprise"))
    pallets.packaging.take_back(Counts(1, {1: 3}, TODAY, "BR-7"))
    pdf = pallets.copies.packaging(1, TODAY)
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(io.BytesIO(pdf)))
    assert "EMBALLAGES À RENDRE" in text
    assert "BR-7" in text
    path = tmp_path / "emballages.xlsx"
    assert pallets.copies.write_packaging(1, TODAY, path) == 2
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[-1][1:] == ("Palette Europe", "Emballages rendus", "BR-7", -3, 5)


def test_what_all_customers_hold_is_listed_in_excel(pallets, show, tmp_path, monkeypatch):
    path = tmp_path / "tous.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path), ""))
    page = show(CustomersPage)
    page.verbs.export_packaging()
    assert [error.code for error in page.failures] == ["packaging.nobody"]
    pallets.packaging.count(Counts(1, {1: 8}, TODAY, "reprise"))
    page.verbs.export_packaging()
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[-1][:4] == ("C1", "CLIENT TEST SAS", "Palette Europe", 8)


def test_the_note_prints_what_was_delivered_returned_and_is_held(pallets):
    papers = PrintedPapers(FixedDay(TODAY))
    order = confirmed(pallets, NewLine(Decimal(10), "P1"))
    ref = pallets.deliveries.prepare(DeliverOrders((order.id,)))[0]
    pallets.packaging.carry(ref.id, {1: (5, 2)})
    with pallets.store.read() as session:
        version = delivery_by_id(session, ref.id).version
    pallets.deliveries.ship(ref.id, version)
    with pallets.store.read() as session:
        pdf = papers.delivery_note(session, delivery_by_id(session, ref.id))
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(io.BytesIO(pdf)))
    assert "Emballages à rendre" in text
    assert "Palette Europe" in text


def test_a_kind_keeps_what_its_dialog_does_not_ask(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    found = []
    dialog = edit_kind(PackagingRecord("EUR", "Palette", id=4, version=7), found.append, parent)
    dialog.submit()
    assert found == [replace(PackagingRecord("EUR", "Palette"), id=4, version=7)]


def test_the_deposit_of_a_kind_is_typed_in_the_settings(services, show):
    section = show(PackagingSection)
    found = []
    dialog = edit_kind(PackagingRecord("EUR", "Palette"), found.append, section)
    dialog.findChild(PriceEdit).setText("12,50")
    dialog.findChild(ChoiceCombo).set_key("with")
    dialog.submit()
    assert [(kind.deposit, kind.deposit_vat, kind.vat_rate) for kind in found] == [(Decimal("12.5"), True, Decimal(20))]


@pytest.fixture
def on_deposit(services):
    """Five pallets at 12.00 are invoiced, two of them came back."""
    services.packaging.set_kinds((PackagingRecord("EUR", "Palette Europe", deposit=Decimal(12)),))
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    ref = services.deliveries.prepare(DeliverOrders((order.id,)))[0]
    services.packaging.carry(ref.id, {1: (5, 0)})
    with services.store.read() as session:
        version = delivery_by_id(session, ref.id).version
    services.deliveries.ship(ref.id, version)
    invoiced(services, ref.id)
    services.packaging.take_back(Counts(1, {1: 2}, TODAY, "BR-7"))
    return services


def test_what_came_back_is_credited_by_one_gesture(on_deposit, show):
    form = show(lambda desk, top: DepositsForm(desk, None, top))
    assert [(row.out, row.came_back) for row in form.table.rows()] == [(3, 2)]
    assert not form.sell_button.isEnabled()
    form.credit()
    assert form.failures == []
    assert [(row.out, row.came_back) for row in form.table.rows()] == [(3, 0)]
    assert not form.credit_button.isEnabled()


def test_what_is_not_given_back_in_time_is_shown_alone_and_invoiced_by_one_gesture(on_deposit, show, monkeypatch):
    monkeypatch.setattr(FixedDay, "today", lambda _clock: TODAY + dt.timedelta(days=100))
    form = show(lambda desk, top: DepositsForm(desk, 1, top))
    form.chips.select("overdue")
    form.chips.picked.emit("overdue")
    assert [row.days for row in form.table.rows()] == [100]
    form.sell()
    assert form.failures == []
    assert form.table.rows() == []


def test_the_list_of_deposits_says_what_to_do_while_it_is_empty(services, show):
    form = show(lambda desk, top: DepositsForm(desk, None, top))
    assert "consigne dans les paramètres" in form._told.text()
