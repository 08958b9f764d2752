"""Framework orders, recurring orders and deposits on the page of orders."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from adv_desktop.models.enums import OrderKind
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries import order_detail
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.orders.page import OrdersPage
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit
from tests.support.company import TODAY, confirmed
from tests.ui.support.desk import desk_of


@pytest.fixture
def page(services, tmp_path, qtbot):
    top = QWidget()
    top.resize(1400, 900)
    qtbot.addWidget(top)
    desk, window, failures = desk_of(services, tmp_path, top)
    made = OrdersPage(desk, top)
    made.resize(1400, 880)
    top.show()
    made.asked = window
    yield made
    assert failures == []


def dialog_of(page: OrdersPage) -> FormDialog:
    dialog = page.findChildren(QDialog)[-1]
    assert isinstance(dialog, FormDialog)
    return dialog


def press(page: OrdersPage, text: str) -> None:
    next(button for button in page.pane.findChildren(Button) if button.accessibleName() == text).click()


def run(page: OrdersPage, key: str) -> None:
    next(command for command in page.commands() if command.key == key).run()


def read(services, order_id):
    with services.store.read() as session:
        return order_detail.detail(session, order_id, TODAY)


def test_a_draft_is_made_a_framework_order_and_called_off(page, services):
    draft = services.orders.create(NewOrder("C1", (NewLine(Decimal(100), "P1"), NewLine(Decimal(10), "P2"))))
    page.show_document(draft.id)
    run(page, "framework")
    dialog = dialog_of(page)
    dialog.submit()
    assert dialog.isVisible()  # without a last day
    dialog.findChildren(DateEdit)[1].set_value(dt.date(2026, 12, 31))
    dialog.submit()
    assert read(services, draft.id).row.kind is OrderKind.FRAMEWORK
    page.refresh()
    press(page, "Appel de livraison…")
    dialog = dialog_of(page)
    dialog.findChildren(QuantityEdit)[0].set_value(Decimal(30))
    dialog.submit()
    form = page.asked.forms.pop()
    assert isinstance(form, OrderForm)
    form.setParent(page)
    assert [line.called for line in read(services, draft.id).lines] == [30, 0]
    page.show_document(draft.id)
    texts = [label.text() for label in page.pane.findChildren(QLabel)]
    assert "31/12/2026" in texts


def test_the_menu_lists_the_framework_orders(page):
    run(page, "frameworks")
    assert page.asked.lists == [("orders", "framework")]


def test_the_pane_says_what_holds_the_goods_back_and_offers_the_deposit_invoice(page, services):
    order = confirmed(services, NewLine(Decimal(10), "P1"), deposit_percent=Decimal(30))
    page.show_document(order.id)
    texts = [label.text() for label in page.pane.findChildren(QLabel)]
    assert any("retenue" in text and "0,00" in text for text in texts)
    press(page, "Facture d'acompte…")
    assert page.asked.asked == [("invoices", "deposit", (order.id,))]


def test_the_deposit_is_typed_in_the_form_and_kept(page, services):
    order = confirmed(services, NewLine(Decimal(10), "P1"), deposit_percent=Decimal(30))
    form = OrderForm(page.desk, order.id, page)
    assert form.header.deposit.value() == 30
    form.header.deposit.set_value(Decimal(40))
    command = form.command()
    assert command is not None
    assert command.deposit_percent == 40


def test_an_order_is_made_recurring_and_what_is_due_is_drafted_by_one_key(page, services):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    page.show_document(order.id)
    run(page, "recurring")
    dialog = dialog_of(page)
    dialog.findChild(QuantityEdit).set_value(None)
    dialog.submit()
    assert dialog.isVisible()  # without a rhythm
    dialog.findChild(QuantityEdit).set_value(Decimal(2))
    dialog.submit()
    run(page, "make_due")
    form = page.asked.forms.pop()
    assert isinstance(form, OrderForm)
    form.setParent(page)
    page.list.show_chip("template")
    texts = [label.text() for label in page.pane.findChildren(QLabel)]
    assert "2 mois" in texts
    assert "24/01/2027" in texts
    run(page, "make_due")
    assert page.desk.notices.text == "Aucune commande récurrente à créer aujourd'hui."
