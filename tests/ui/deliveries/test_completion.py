"""Services carried out, with the keyboard: from the order to the signed report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from adv_desktop.models.enums import Nature
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.ui.deliveries.completion import CompletionForm
from tests.support.company import confirmed, product
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def order(services) -> int:
    services.products.create(replace(product("POSE", "50"), nature=Nature.SERVICE, stocked=False))
    return confirmed(services, NewLine(Decimal(5), "P1"), NewLine(Decimal(3), "POSE")).id


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


def test_two_hours_of_three_are_recorded_from_the_list_of_orders(services, shown, order):
    shown.press((Ctrl, Key.Key_F8))
    assert isinstance(shown.form, CompletionForm)
    assert unnamed(shown.form) == []
    assert [line.code for line in shown.form.grid.lines()] == ["POSE"]
    shown.press("2", Key.Key_Return)
    shown.form.confirmed_by.setFocus()
    shown.press("Mme Roy", (Ctrl, Key.Key_Return))
    assert shown.notice == "Prestations réalisées\u00a0: BL2026000001 enregistré."
    assert delivered(services, order) == [0, 2]
    assert shown.failures == []


def test_an_order_of_which_only_services_are_left_is_delivered_by_recording_them(services, shown, order):
    shown.window.ask("deliveries", "deliver", [order])
    assert [line.code for line in shown.form.grid.lines()] == ["P1"]
    shown.press((Ctrl, Key.Key_Return))
    assert delivered(services, order) == [5, 0]
    shown.window.ask("deliveries", "deliver", [order])
    shown.qtbot.waitUntil(lambda: isinstance(shown.form, CompletionForm))
    shown.qtbot.waitUntil(lambda: bool(shown.form.grid.lines()))
    shown.press((Ctrl, Key.Key_Return))
    assert delivered(services, order) == [5, 3]


def test_nothing_is_recorded_where_no_service_is_left(services, shown, order):
    services.orders.close_short(order, None, "fin")
    shown.window.ask("deliveries", "complete", [order])
    assert shown.form.warning.text() == "Cette commande n'a plus de prestation à réaliser."
