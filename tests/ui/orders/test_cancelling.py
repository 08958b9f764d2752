"""Cancelling an order with a deposit: the dialog asks what becomes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import OrderState
from adv_desktop.services.order_cancelling import DepositFate
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import orders
from adv_desktop.ui.orders.cancelling import CancelDialog, Cancelling
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed
from tests.ui.support.desk import desk_of

LINE = NewLine(Decimal(10), "P2", unit_price=Decimal(100), vat_rate=Decimal(20))


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def cancelling(services, tmp_path, top):
    return Cancelling(desk_of(services, tmp_path, top)[0], top)


def with_deposit(services):
    order = confirmed(services, LINE)
    services.issuing.issue(services.deposits.draft(order.id, percent=Decimal(30)))
    return order


def ask(services, cancelling, order):
    with services.store.read() as session:
        cancelling.ask(orders.rows(session, [order.id], TODAY)[order.id])


def state(services, order):
    with services.store.read() as session:
        return order_by_id(session, order.id).state


def test_the_deposit_is_carried_over_to_the_order_that_is_chosen(services, top, cancelling):
    order, other = with_deposit(services), confirmed(services, LINE)
    ask(services, cancelling, order)
    dialog = top.findChild(CancelDialog)
    dialog.fate.set_key(DepositFate.CARRY_OVER)
    dialog.submit()
    assert state(services, order) is OrderState.CONFIRMED  # the reason is missing
    dialog.reason.setText("modèle abandonné")
    dialog.submit()
    assert state(services, order) is OrderState.CANCELLED
    assert [deposit.gross for deposit in services.cancellations.at_stake(other.id).deposits] == [36000]


def test_without_another_order_the_deposit_is_given_back_or_kept(services, top, cancelling):
    ask(services, cancelling, with_deposit(services))
    dialog = top.findChild(CancelDialog)
    assert [dialog.fate.itemData(row) for row in range(dialog.fate.count())] == [
        DepositFate.GIVE_BACK, DepositFate.KEEP,
    ]  # fmt: skip
    assert not dialog.taker.isEnabled()


def test_an_order_without_a_deposit_asks_for_the_reason_alone(services, top, cancelling):
    ask(services, cancelling, confirmed(services, LINE))
    assert top.findChild(CancelDialog) is None
    assert top.findChild(FormDialog) is not None
