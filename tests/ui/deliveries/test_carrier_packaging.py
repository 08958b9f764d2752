"""The packaging accounts of carriers, and the packaging of orders that leave in one go, in the window."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.packaging import PackagingRecord
from adv_desktop.ui.deliveries.carrier_packaging import CarrierPackagingForm
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.products.form import ProductForm
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from tests.support.company import confirmed
from tests.ui.support.desk import desk_of


@pytest.fixture
def show(services, tmp_path, qtbot):
    """Open a form in a window of its own."""
    services.packaging.set_kinds((PackagingRecord("EUR", "Palette Europe"),))
    services.calendars.set_carriers([CarrierRecord("Transports Vauzelle")])
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


def put(grid, row, key, text):
    assert grid.finish_editing()
    grid.edit_cell(row, key)
    grid.cells._editor.setText(text)
    assert grid.finish_editing()


def test_an_exchange_and_an_agreement_are_typed_in_the_accounts_of_the_carriers(show):
    form = show(CarrierPackagingForm)
    assert form._told.isVisible()
    form.exchange()
    dialog = form.findChild(FormDialog)
    put(dialog.findChild(LineGrid), 0, "given", "33")
    put(dialog.findChild(LineGrid), 0, "received", "20")
    dialog.submit()
    assert [(row.given, row.received, row.held) for row in form.balances.rows()] == [(33, 20, 13)]
    assert [row.quantity for row in form.moves.rows()] == [-20, 33]
    form.count()
    dialog = form.findChildren(FormDialog)[-1]
    put(dialog.findChild(LineGrid), 0, "given", "12")
    dialog.findChildren(TextEdit)[-1].setText("accord")
    dialog.submit()
    assert [row.held for row in form.balances.rows()] == [12]
    assert form.failures == []
    assert not form._told.isVisible()


def test_the_packaging_of_orders_that_leave_in_one_go_is_proposed_and_typed(services, show):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    record = services.products.show("P1")
    data = replace(record.data, packaging="EUR", per_packaging=Decimal(4))
    services.products.update(record.id, record.version, data)
    form = show(lambda desk, top: DeliveryForm(desk, [order.id], top))
    form.packaging.ask()
    grid = form.findChild(FormDialog).findChild(LineGrid)
    assert [line.delivered for line in grid.lines()] == [3]
    put(grid, 0, "returned", "1")
    form.findChild(FormDialog).submit()
    assert "+3 −1" in form.packaging.button.text()
    form.ship()
    assert [one.held for one in services.packaging.account(1).balances] == [2]
    assert form.failures == []


def test_the_packaging_of_a_product_is_chosen_in_its_form(services, show):
    form = show(lambda desk, top: ProductForm(desk, 1, top))
    form.edits["packaging"].set_key("EUR")
    form.edits["per_packaging"].set_value(Decimal(48))
    form.save()
    data = services.products.show("P1").data
    assert (data.packaging, data.per_packaging) == ("EUR", Decimal(48))
