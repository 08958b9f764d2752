"""What the supplier sent, recorded from the order with the keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from adv_desktop.models.delivery import DeliveryNote
from adv_desktop.models.enums import Supply
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.ui.deliveries.direct import DirectForm
from tests.support.company import confirmed
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CONFIRM = (Ctrl, Key.Key_Return)


@pytest.fixture
def order(services) -> int:
    return confirmed(services, NewLine(Decimal(5), "P1", supply=Supply.DIRECT), NewLine(Decimal(3), "P2")).id


@pytest.fixture
def shown(services, order, tmp_path, qtbot) -> OpenWindow:
    opened = open_window(services, tmp_path, "orders", qtbot)
    opened.wait_for_rows(1)
    opened.page.show_document(order)
    opened.page.list.view.setFocus()
    return opened


def delivered(services, order_id):
    with services.store.read() as session:
        return [line.delivered for line in order_by_id(session, order_id).lines]


def test_the_notice_of_a_supplier_is_recorded_from_the_list_of_orders(services, shown, order):
    shown.press((Ctrl | Shift, Key.Key_F8))
    form = shown.form
    assert isinstance(form, DirectForm)
    assert unnamed(form) == []
    assert [line.code for line in form.grid.lines()] == ["P1"]
    shown.press("4", Key.Key_Return, CONFIRM)
    assert form.warning.text() == "Corrigez ce qui est signalé."
    form.notice.setFocus()
    shown.press("AV-88", CONFIRM)
    assert shown.notice == "Envoi du fournisseur\u00a0: BL2026000001 enregistré."
    assert delivered(services, order) == [4, 0]
    with services.store.read() as session:
        assert session.get_one(DeliveryNote, 1).supplier_notice == "AV-88"


def test_an_order_of_which_only_direct_lines_are_left_is_delivered_by_the_notice(services, shown, order):
    shown.window.ask("deliveries", "deliver", [order])
    assert [line.code for line in shown.form.grid.lines()] == ["P2"]
    shown.press(CONFIRM)
    assert delivered(services, order) == [0, 3]
    shown.window.ask("deliveries", "deliver", [order])
    shown.qtbot.waitUntil(lambda: isinstance(shown.form, DirectForm))


def test_nothing_is_recorded_where_the_supplier_has_nothing_left_to_send(services, shown, order):
    services.orders.close_short(order, None, "fin")
    shown.window.ask("deliveries", "direct", [order])
    assert shown.form.warning.text() == "Le fournisseur n'a plus de ligne de cette commande à envoyer."
