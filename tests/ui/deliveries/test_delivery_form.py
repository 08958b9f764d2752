"""From orders to goods that left, with the keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from adv_desktop.models.enums import BackorderPolicy, DeliveryState, OrderState
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import TextEdit
from tests.support.company import TODAY, confirmed, new_company, product
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIP, PREPARE, ALL = (Ctrl, Key.Key_Return), (Ctrl, Key.Key_S), (Ctrl, Key.Key_T)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    made.products.create(product("RARE", "5", stock="3"))
    yield made
    made.close()


@pytest.fixture
def shown(services, tmp_path, qtbot) -> OpenWindow:
    return open_window(services, tmp_path, "deliveries", qtbot)


def deliver(shown: OpenWindow, *order_ids: int) -> DeliveryForm:
    shown.window.ask("deliveries", "deliver", order_ids)
    assert isinstance(shown.form, DeliveryForm)
    return shown.form


def delivery(services, delivery_id=1):
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id)


def test_typed_quantities_leave_and_the_rest_stays_due(services, shown):
    order = confirmed(services, NewLine(Decimal(10), "P1"), NewLine(Decimal(4), "P2"))
    form = deliver(shown, order.id)
    shown.press("3", Key.Key_Return, Key.Key_Delete, Key.Key_Return)
    form.parcels.setFocus()
    shown.press("2", Key.Key_Tab, "12,5", SHIP)
    left = delivery(services)
    assert (left.number, left.state) == ("BL2026000001", DeliveryState.SHIPPED)
    assert [(line.product_code, line.quantity, line.still_due) for line in left.lines] == [("P1", 3, 7)]
    assert (left.parcels, left.weight_kg) == (2, Decimal("12.5"))
    assert shown.window.forms() == []
    assert shown.notice == "BL2026000001 expédié."
    assert shown.failures == []


def test_everything_due_leaves_without_touching_a_line(services, shown):
    order = confirmed(services, NewLine(Decimal(10), "P1"), NewLine(Decimal(4), "P2"))
    deliver(shown, order.id)
    shown.press(SHIP)
    assert [line.quantity for line in delivery(services).lines] == [10, 4]


def test_what_is_not_in_stock_is_not_proposed_and_needs_a_reason(services, shown):
    order = confirmed(services, NewLine(Decimal(5), "RARE"))
    form = deliver(shown, order.id)
    assert [(line.due, line.stock, line.quantity) for line in form.grid.lines()] == [(5, 3, 3)]
    shown.press(ALL)
    assert form.grid.lines()[0].is_short
    shown.press(SHIP)
    assert "RARE" in shown.dialog.findChildren(type(form.warning))[1].text()
    shown.press("arrivage ce soir", Key.Key_Return)
    left = delivery(services)
    assert (left.lines[0].quantity, left.override_reason) == (5, "arrivage ce soir")
    assert shown.window.forms() == []


def test_a_form_without_quantity_says_so_and_writes_nothing(services, shown):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    form = deliver(shown, order.id)
    form.deliver_nothing()
    shown.press(SHIP)
    assert form.warning.text() == "Indiquez la quantité d'une ligne au moins."
    with services.store.read() as session:
        assert order_by_id(session, order.id).lines[0].delivered == 0


def test_preparing_shows_the_picking_list(tmp_path, qtbot):
    services = new_company(tmp_path / "real.db", papers=PrintedPapers(FixedDay(TODAY)))
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    shown = open_window(services, tmp_path, "deliveries", qtbot)
    deliver(shown, order.id)
    shown.press(PREPARE)
    assert isinstance(shown.form, PreviewForm)
    assert shown.form.title == "Bon de préparation BP2026000001"
    assert shown.form.preview.page_count == 1
    assert delivery(services).state is DeliveryState.TO_PREPARE
    services.close()


def test_two_orders_of_one_place_leave_together(services, shown):
    orders = [confirmed(services, NewLine(Decimal(2), "P1")), confirmed(services, NewLine(Decimal(3), "P2"))]
    form = deliver(shown, *(order.id for order in orders))
    assert form.title == "Livrer CDE2026000001, CDE2026000002"
    shown.press(SHIP)
    assert [line.quantity for line in delivery(services).lines] == [2, 3]


def test_an_order_changed_meanwhile_is_not_shipped(services, shown):
    order = confirmed(services, NewLine(Decimal(2), "P1"))
    deliver(shown, order.id)
    with services.store.read() as session:
        version = order_by_id(session, order.id).version
    services.orders.hold(order.id, version, "à vérifier")
    services.orders.resume(order.id, version + 1)
    shown.press(SHIP)
    assert [error.code for error in shown.failures] == ["document.changed"]
    assert len(shown.window.forms()) == 1


def test_everything_in_the_form_has_a_name(services, shown):
    order = confirmed(services, NewLine(Decimal(2), "P1"))
    assert unnamed(deliver(shown, order.id)) == []


def test_a_customer_who_is_asked_about_the_rest_is_asked_once(services, shown):
    order = confirmed(services, NewLine(Decimal(10), "P1"), backorder_policy=BackorderPolicy.ASK)
    deliver(shown, order.id)
    shown.press("7", Key.Key_Return, SHIP)
    dialog = shown.dialog
    assert dialog.windowTitle().startswith("Que devient le reliquat")
    assert unnamed(dialog) == []
    then, reason = dialog.findChild(ChoiceCombo), dialog.findChild(TextEdit)
    assert not reason.isEnabled()
    then.set_key("cancel")
    then.picked.emit("cancel")
    dialog.submit()
    assert dialog.isVisible()  # a reason is missing
    reason.setText("il prendra un autre modèle")
    dialog.submit()
    with services.store.read() as session:
        left = order_by_id(session, order.id)
        assert (left.state, left.state_reason) == (OrderState.CLOSED_SHORT, "il prendra un autre modèle")
    assert delivery(services).number == "BL2026000001"
    assert shown.failures == []


def test_an_order_in_preparation_says_where_its_goods_are(services, shown):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    (made,) = services.deliveries.prepare(DeliverOrders([order.id]))
    form = deliver(shown, order.id)
    assert form.grid.lines() == []
    assert form.warning.text() == "Tout ce qui reste est déjà en préparation\u00a0: BP2026000001."
    assert form.waiting.text().strip() == "Ouvrir BP2026000001"
    form.waiting.click()
    assert shown.window.forms() == []
    assert shown.page.current_id == made.id
