"""Serial numbers in the preparation: scanned one after the other or pasted as a range, before anything leaves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.rules.serial_numbers import SerialKeeping, SerialState, read
from adv_desktop.services import serials
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.stock_keeping import ReceiveGoods
from adv_desktop.ui.deliveries.correction import CorrectionForm
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.serial_numbers import SerialChooser
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import confirmed, product
from tests.ui.support.desk import desk_of


@pytest.fixture
def delivery_id(services) -> int:
    """A delivery to prepare: four units known from their receipt, and a line without numbers."""
    made = services.products.create(replace(product("S1", "90"), serials=SerialKeeping.RECEIPT, warranty_months=24))
    numbers = tuple(f"SN100{last}" for last in range(1, 7))
    services.stock.receive(ReceiveGoods(made, Decimal(6), serials=numbers))
    order = confirmed(services, NewLine(Decimal(4), "S1"), NewLine(Decimal(2), "P2"))
    return services.deliveries.prepare(DeliverOrders((order.id,), carrier="DPD"))[0].id


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 800)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def form(services, tmp_path, delivery_id, top) -> PreparationForm:
    desk, _window, failures = desk_of(services, tmp_path, top)
    made = PreparationForm(desk, delivery_id, top)
    made.failures = failures
    QVBoxLayout(top).addWidget(made)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    return made


def chooser_of(qtbot, form) -> tuple[FormDialog, SerialChooser]:
    qtbot.keyClick(form.grid, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    dialog = form.findChild(FormDialog)
    return dialog, dialog.findChild(SerialChooser)


def scanned(qtbot, chooser, text: str) -> str:
    chooser.scan.setText(text)
    qtbot.keyClick(chooser.scan, Qt.Key.Key_Return)
    return chooser.refused.text()


def test_units_are_scanned_and_what_cannot_leave_is_refused_at_once(qtbot, services, form, delivery_id):
    assert form.grid.lines()[0].batch == "0 / 4"
    qtbot.waitUntil(lambda: "serial.missing" in [one.error.code for one in form.shipping.obstacles.found])
    assert not any(one.passable for one in form.shipping.obstacles.found if one.kind == "serial_missing")
    dialog, chooser = chooser_of(qtbot, form)
    assert scanned(qtbot, chooser, "sn1001") == ""
    assert "SN1001" in scanned(qtbot, chooser, "SN1001")
    assert "SN9999" in scanned(qtbot, chooser, "SN9999")
    assert scanned(qtbot, chooser, "SN1002…SN1004") == ""
    assert chooser.numbers() == ["SN1001", "SN1002", "SN1003", "SN1004"]
    assert dialog.isVisible()
    qtbot.keyClick(chooser.table, Qt.Key.Key_Delete)
    assert chooser.numbers() == ["SN1001", "SN1002", "SN1003"]
    assert scanned(qtbot, chooser, "SN1006") == ""
    dialog.submit()
    assert (form.grid.lines()[0].batch, form.grid.lines()[0].picked) == ("4 / 4", 4)
    qtbot.waitUntil(lambda: not form.shipping.obstacles.blocking)
    form.ship()
    with services.store.read() as session:
        delivery = delivery_by_id(session, delivery_id)
        assert delivery.state is DeliveryState.SHIPPED
        assert delivery.lines[0].serials == ["SN1001", "SN1002", "SN1003", "SN1006"]
    assert form.failures == []


def test_numbers_are_named_after_the_delivery_was_marked_as_prepared(qtbot, services, form, delivery_id):
    form.mark_prepared()
    qtbot.waitUntil(lambda: form.grid.lines()[0].closed)
    dialog, chooser = chooser_of(qtbot, form)
    scanned(qtbot, chooser, "SN1001..SN1003")
    dialog.submit()
    assert (form.grid.lines()[0].batch, form.grid.lines()[0].picked) == ("3 / 4", 4)
    form.ship()
    assert [error.code for error in form.failures] == ["serial.missing"]
    form.serials.picks.clear()
    form.load()
    dialog = form.serials.choose(form.grid.lines()[0])
    dialog.findChild(SerialChooser).add("SN1004")
    dialog.submit()
    form.ship()
    with services.store.read() as session:
        assert delivery_by_id(session, delivery_id).state is DeliveryState.SHIPPED


def test_a_correction_names_the_units_that_really_left(qtbot, services, tmp_path, delivery_id, top):
    desk, _window, failures = desk_of(services, tmp_path, top)
    with services.store.read() as session:
        delivery = delivery_by_id(session, delivery_id)
    line_id = delivery.lines[0].id
    services.deliveries.name_units(delivery_id, delivery.version, {line_id: read("SN1001..SN1004")})
    services.deliveries.ship(delivery_id, delivery.version, override="sans adresse")
    form = CorrectionForm(desk, delivery_id, top)
    QVBoxLayout(top).addWidget(form)
    top.show()
    form.name_units()
    chooser = form.findChild(SerialChooser)
    assert chooser.numbers() == ["SN1001", "SN1002", "SN1003", "SN1004"]
    chooser.table.selectRow(3)
    chooser.remove()
    assert scanned(qtbot, chooser, "SN1006") == ""
    form.findChild(FormDialog).submit()
    form.reason.setText("mauvais numéro")
    form.record()
    assert failures == []
    with services.store.read() as session:
        units = serials.units(session, delivery.lines[0].product_id, ["SN1004", "SN1006"])
    assert (units["SN1004"].state, units["SN1006"].state) == (SerialState.IN_STOCK, SerialState.DELIVERED)
