from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import QuotationState
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import quotations
from adv_desktop.services.quotations import NewQuotation
from adv_desktop.ui.orders.quotations.form import QuotationForm
from adv_desktop.ui.orders.quotations.page import QuotationsPage
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, PercentEdit, QuantityEdit
from tests.support.company import TODAY, new_company
from tests.ui.support.desk import desk_of

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = new_company(tmp_path / "company.db")
    made.quotations.create(NewQuotation(NewOrder("C1", (NewLine(Decimal(10), "P1"), NewLine(Decimal(4), "P2")))))
    yield made
    made.close()


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    made, window, failures = desk_of(services, tmp_path, top)
    yield made, window
    assert failures == []


def shown(widget: QWidget, top: QWidget) -> None:
    widget.resize(1300, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)


def page_on(desk, top) -> QuotationsPage:
    page = QuotationsPage(desk[0], top)
    desk[0].services.store.hub.subscribe(page.on_changed)
    shown(page, top)
    page.refresh()
    page.show_document(1)
    page.list.view.setFocus()
    return page


def row(services, quotation_id: int = 1) -> quotations.QuotationRow:
    with services.store.read() as session:
        return quotations.detail(session, quotation_id, TODAY).row


def test_a_quotation_is_typed_as_an_order_and_sent(qtbot, services, desk, top):
    form = QuotationForm(desk[0], parent=top)
    shown(form, top)
    form.header.customer.set_choice(Choice(1, "C1", "CLIENT TEST SAS"))
    form.fields.valid_until.set_value(dt.date(2026, 12, 31))
    form.fields.probability.set_value(Decimal(40))
    form.grid.edit_cell(0, "code")
    qtbot.keyClicks(form.grid.focusWidget(), "P1")
    qtbot.keyClick(form.grid.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(form.grid.focusWidget(), "3")
    qtbot.keyClick(form.grid.focusWidget(), Qt.Key.Key_Return)
    with qtbot.waitSignal(form.closed):
        form.command_set.actions["confirm"].trigger()
    made = row(services, 2)
    assert (made.number, made.quotation_state) == ("DE2026000001", QuotationState.SENT)
    assert (made.valid_until, made.probability, made.net) == (dt.date(2026, 12, 31), 40, 9999)


def test_the_keys_send_it_and_turn_chosen_quantities_into_an_order(qtbot, services, desk, top):
    page = page_on(desk, top)
    qtbot.keyClick(page.list.view, Qt.Key.Key_Return, CTRL)
    assert row(services).quotation_state is QuotationState.SENT
    qtbot.keyClick(page.list.view, Qt.Key.Key_F8)
    (dialog,) = page.findChildren(FormDialog)
    first, second = dialog.findChildren(QuantityEdit)
    first.setText("4")
    second.setText("")
    dialog.submit()
    with services.store.read() as session:
        order = order_by_id(session, 1)
    assert [(line.product_code, line.quantity) for line in order.lines] == [("P1", Decimal(4))]
    assert desk[1].asked == [("orders", "edit", (1,))]


def test_a_draft_opens_in_its_form_and_what_has_left_as_the_customer_has_it(services, desk, top):
    page = page_on(desk, top)
    page.open_document(1)
    form = desk[1].forms[0]
    assert isinstance(form, QuotationForm)
    assert form.fields.valid_until.value() == TODAY + dt.timedelta(days=30)
    assert [line.code for line in form.grid.lines() if line.is_complete] == ["P1", "P2"]
    page.verbs.run("send", page.detail.quotation)
    page.show_document(1)
    page.open_document(1)
    preview = desk[1].forms[1]
    assert preview.pdf == b"quotation 1 DE2026000001 1"
    for opened in (form, preview):
        opened.deleteLater()


def test_a_refusal_asks_why(services, desk, top):
    page = page_on(desk, top)
    page.verbs.run("send", page.detail.quotation)
    page.show_document(1)
    page.verbs.run("refuse", page.detail.quotation)
    (dialog,) = page.findChildren(FormDialog)
    dialog.submit()
    assert row(services).quotation_state is QuotationState.SENT
    dialog.close()


def test_what_has_left_is_put_in_the_outbox_by_a_key(qtbot, services, desk, top):
    page = page_on(desk, top)
    qtbot.keyClick(page.list.view, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert row(services).number == "DE2026000001"
    assert "boîte d'envoi" in desk[0].notices.text


def test_a_sent_quotation_is_followed_up_another_day_with_another_chance(qtbot, services, desk, top):
    page = page_on(desk, top)
    page.verbs.run("send", page.detail.quotation)
    page.show_document(1)
    qtbot.keyClick(page.list.view, Qt.Key.Key_R, CTRL)
    (dialog,) = page.findChildren(FormDialog)
    (day,), (chance,) = dialog.findChildren(DateEdit), dialog.findChildren(PercentEdit)
    day.set_value(TODAY + dt.timedelta(days=7))
    chance.set_value(Decimal(60))
    dialog.submit()
    now = row(services)
    assert (now.follow_up_on, now.probability) == (TODAY + dt.timedelta(days=7), 60)
