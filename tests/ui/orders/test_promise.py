from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget

from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.stock_keeping import AnnouncedReceipt
from adv_desktop.ui.orders.promise import PromiseAction, PromisePanel
from tests.support.company import TODAY, confirmed, product
from tests.ui.support.desk import desk_of

MONDAY = TODAY + dt.timedelta(days=6)


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    made, window, failures = desk_of(services, tmp_path, top)
    yield made, window
    assert failures == []


def test_a_day_is_tried_then_promised_and_the_customer_can_be_told(services, desk, top):
    order = confirmed(services, NewLine(Decimal(4), "P1"))
    services.orders.acknowledge(order.id)
    dialog = PromiseAction(desk[0], top).ask([order.id])
    (panel,) = dialog.findChildren(PromisePanel)
    assert "peut être promis" in panel.verdict.text()
    panel.on.set_value(TODAY + dt.timedelta(days=4))
    panel.try_day(panel.on.value())
    assert "tombe en fin de semaine" in panel.verdict.text()
    panel.on.set_value(MONDAY)
    dialog.submit()
    with services.store.read() as session:
        assert [line.promised for line in order_by_id(session, order.id).lines] == [MONDAY]
    assert "1 commande promise pour le 30/11/2026" in desk[0].notices.text


def test_the_first_day_that_can_be_kept_is_proposed_in_the_place_of_today(services, desk, top):
    services.products.create(product("RARE", "5"))
    services.stock.announce(AnnouncedReceipt(services.products.show("RARE").id, Decimal(4), MONDAY))
    order = confirmed(services, NewLine(Decimal(4), "RARE"))
    dialog = PromiseAction(desk[0], top).ask([order.id])
    (panel,) = dialog.findChildren(PromisePanel)
    assert panel.on.value() == MONDAY
    assert "peut être promis" in panel.verdict.text()
