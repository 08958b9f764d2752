"""What prevents a departure, beside what leaves: mended or passed over with the keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.rules.freight import FreightBasis, FreightRule, FreightStep
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.customers.form import CustomerForm
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.deliveries.worklist import WorklistForm
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.widgets.basics import Button
from tests.support.company import confirmed, new_company, product
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIP = (Ctrl, Key.Key_Return)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    made.products.create(product("RARE", "5", stock="3"))
    made.customers.create(
        CustomerData("C2", "Exigeant", terms="30 jours nets", siren="552081317", requirements=("engagement@shipping",))
    )
    yield made
    made.close()


@pytest.fixture
def shown(services, tmp_path, qtbot) -> OpenWindow:
    return open_window(services, tmp_path, "deliveries", qtbot)


def delivery(services, delivery_id=1):
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id)


def ways_of(form):
    """Return the buttons of the panel that are on screen."""
    panel = form.shipping.obstacles.panel
    return [one for one in panel.findChildren(Button) if one.isVisibleTo(panel)]


def looked(form, kinds):
    """Wait until the panel tells these kinds."""
    return lambda: [one.kind for one in form.shipping.obstacles.found] == kinds and bool(ways_of(form))


def press_way(form, text):
    """Press the button of a way out."""
    next(one for one in ways_of(form) if one.text().strip() == text).click()


def test_f7_goes_to_the_first_way_out_and_enter_takes_it(services, shown, qtbot):
    order = confirmed(services, NewLine(Decimal(5), "RARE"), carrier="Geodis")
    shown.window.ask("deliveries", "deliver", [order.id])
    form = shown.form
    assert isinstance(form, DeliveryForm)
    form.deliver_all()
    qtbot.waitUntil(looked(form, ["stock_missing", "address_incomplete"]))
    assert unnamed(form) == []
    shown.press(Key.Key_F7)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text().strip() == "Expédier ce qui est là"
    shown.press(Key.Key_Space)
    assert [line.quantity for line in form.grid.lines()] == [3]
    qtbot.waitUntil(looked(form, ["address_incomplete"]))
    press_way(form, "Compléter l'adresse")
    assert isinstance(shown.form, CustomerForm)
    assert shown.failures == []


def test_what_blocks_is_passed_over_with_all_that_it_covers_in_sight(services, shown, qtbot):
    order = confirmed(services, NewLine(Decimal(5), "RARE"), customer="C2")
    shown.window.ask("deliveries", "deliver", [order.id])
    form = shown.form
    form.deliver_all()
    qtbot.waitUntil(looked(form, ["requirement_missing", "stock_missing", "carrier_missing", "address_incomplete"]))
    shown.press(SHIP)
    told = " ".join(label.text() for label in shown.dialog.findChildren(type(form.warning)))
    assert "n° d'engagement" in told
    assert "RARE" in told
    shown.press("accord du chef", Key.Key_Return)
    assert delivery(services).override_reason == "accord du chef"
    assert shown.window.forms() == []


def test_a_requirement_opens_its_order_and_is_looked_at_again_once_given(services, shown, qtbot):
    order = confirmed(services, NewLine(Decimal(5), "P1"), customer="C2")
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    form = PreparationForm(shown.desk, ref.id)
    shown.window.open_form(form)
    qtbot.waitUntil(looked(form, ["requirement_missing", "carrier_missing", "address_incomplete"]))
    press_way(form, "Renseigner")
    assert isinstance(shown.form, OrderForm)
    shown.form.leave()
    form.carrier.setFocus()
    shown.press("Geodis", Key.Key_Tab)
    qtbot.waitUntil(looked(form, ["requirement_missing", "address_incomplete"]))
    form.mark_prepared()
    assert (delivery(services).carrier, delivery(services).state) == ("Geodis", DeliveryState.PREPARED)


def test_a_weight_that_the_carrier_charges_by_is_typed_from_the_panel(services, shown, qtbot):
    rule = FreightRule(FreightBasis.WEIGHT, (FreightStep(None, 1200),))
    services.calendars.set_carriers([CarrierRecord("Heppner", freight=rule)])
    order = confirmed(services, NewLine(Decimal(10), "P1"), carrier="Heppner")
    shown.window.ask("deliveries", "deliver", [order.id])
    form = shown.form
    form.deliver_all()
    qtbot.waitUntil(looked(form, ["parcel_weight_missing", "address_incomplete"]))
    press_way(form, "Saisir le poids")
    assert QApplication.focusWidget() is form.weight
    shown.press("3,5", Key.Key_Tab)
    qtbot.waitUntil(looked(form, ["address_incomplete"]))


def test_a_surplus_is_brought_down_or_given(services, shown, qtbot):
    order = confirmed(services, NewLine(Decimal(10), "P1"), carrier="Geodis")
    shown.window.ask("deliveries", "deliver", [order.id])
    form = shown.form
    shown.press("12", Key.Key_Return)
    qtbot.waitUntil(looked(form, ["over_delivery", "address_incomplete"]))
    press_way(form, "Ramener au reste à livrer")
    assert [line.quantity for line in form.grid.lines()] == [10]
    form.grid.edit_cell(0, "quantity")
    shown.press("12", Key.Key_Return)
    qtbot.waitUntil(looked(form, ["over_delivery", "address_incomplete"]))
    press_way(form, "Donner l'excédent…")
    assert shown.dialog.isVisible()
    shown.press("geste", Key.Key_Return)
    assert [(line.quantity, line.free_reason) for line in delivery(services).lines] == [(10, None), (2, "surplus")]


def test_the_worklist_names_and_counts_what_is_held_back(services, shown, qtbot):
    confirmed(services, NewLine(Decimal(1), "P1"), customer="C2", carrier="Geodis")
    shown.press(Key.Key_F2)
    form = shown.form
    assert isinstance(form, WorklistForm)
    (wanted,) = form.table.wanted()
    assert [one.kind for one in wanted.obstacles] == ["requirement_missing", "address_incomplete"]
    assert "1 retenue" in form._said.text()
