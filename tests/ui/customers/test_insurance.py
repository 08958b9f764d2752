"""The insured amounts of a customer in the window, typed with keys."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.insurance import InsuranceKind
from adv_desktop.services.insurance import NewInsuredAmount
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.customers.exposure_panel import ExposurePanel
from adv_desktop.ui.customers.insurance import InsuranceForm
from adv_desktop.ui.customers.sheet import CustomerSheet
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed
from tests.ui.support.desk import desk_of


@pytest.fixture
def show(services, tmp_path, qtbot):
    """Open a widget in a window that has the keyboard."""
    top = QWidget()
    top.resize(1300, 900)
    qtbot.addWidget(top)
    desk, window, failures = desk_of(services, tmp_path, top)

    def opened(make):
        widget = make(desk, top)
        widget.failures, widget.window_seen = failures, window
        QVBoxLayout(top).addWidget(widget)
        top.show()
        top.activateWindow()
        widget.setFocus()
        QTest.qWaitForWindowActive(top)
        return widget

    return opened


def insured(services, amount=3_000_000, start=dt.date(2026, 1, 1)):
    return services.insurance.add(NewInsuredAmount(1, start, None, amount))


def last_dialog(form):
    return form.findChildren(FormDialog)[-1]


def test_a_reduction_is_typed_with_keys_and_names_the_orders_still_to_deliver(qtbot, services, show):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    insured(services)
    form = show(lambda desk, top: InsuranceForm(desk, 1, top))
    form.add()
    dialog = last_dialog(form)
    for text in ("10000", "85", "01/12/2026", "", "", "AGR-12"):
        edit = dialog.focusWidget()
        if text:
            edit.selectAll()
            qtbot.keyClicks(edit, text)
        qtbot.keyClick(edit, Qt.Key.Key_Down if edit is dialog.kind else Qt.Key.Key_Tab)
        if edit is dialog.kind:
            qtbot.keyClick(edit, Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.reference, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    row = form.amounts.rows()[0]
    assert (row.amount, row.quotity, row.starts_on) == (1_000_000, Decimal(85), dt.date(2026, 12, 1))
    assert (row.kind, row.reference, row.ends_on) == (InsuranceKind.UNNAMED, "AGR-12", None)
    assert form.amounts.rows()[1].ends_on == dt.date(2026, 11, 30)
    number = form.orders.rows()[0].number
    assert form.orders.rows()[0].id == order.id
    assert number in form.desk.notices.text
    qtbot.keyClick(form.orders, Qt.Key.Key_Down)
    qtbot.keyClick(form.orders, Qt.Key.Key_Return)
    assert form.window_seen.documents == [(DocumentKind.ORDER, order.id)]
    assert form.failures == []


def test_an_overlap_is_refused_in_the_dialog_which_keeps_what_was_typed(services, show):
    insured(services)
    form = show(lambda desk, top: InsuranceForm(desk, 1, top))
    form.add()
    dialog = last_dialog(form)
    dialog.amount.set_value(100)
    dialog.starts_on.set_value(dt.date(2026, 1, 1))
    dialog.submit()
    assert dialog.isVisible()
    assert "30" in dialog._refusal.text()
    assert dialog.amount.value() == 100
    assert len(form.amounts.rows()) == 1


def test_the_last_day_is_typed_and_a_mistake_removed_and_undone(services, show):
    insured(services)
    form = show(lambda desk, top: InsuranceForm(desk, 1, top))
    form.end()
    dialog = last_dialog(form)
    dialog.ends_on.set_value(TODAY)
    dialog.submit()
    assert form.amounts.rows()[0].ends_on == TODAY
    form.remove()
    assert form.amounts.rows() == []
    assert form._none.isVisible()
    undo = next(one for one in form.desk.notices.findChildren(Button) if one.text())
    undo.click()
    assert [row.ends_on for row in form.amounts.rows()] == [TODAY]
    assert form.failures == []


def test_without_a_choice_in_the_list_a_sentence_says_so(show):
    form = show(lambda desk, top: InsuranceForm(desk, 1, top))
    form.end()
    assert form.desk.notices.text
    assert not form.findChildren(FormDialog)


def test_the_page_of_a_customer_shows_what_is_insured_and_opens_the_amounts(services, show):
    confirmed(services, NewLine(Decimal(10), "P1"))
    insured(services)
    sheet = show(lambda desk, top: CustomerSheet(desk, 1, lambda _customer: None, top))
    said = sheet.findChild(ExposurePanel)._insured
    assert "24/11/2026" in said.text()
    assert "30" in said.text()
    assert said.isVisible()
    sheet._on_insured()
    (opened,) = sheet.window_seen.forms
    assert isinstance(opened, InsuranceForm)
    opened.setParent(sheet)


def test_a_customer_never_insured_has_no_line_about_it(show):
    sheet = show(lambda desk, top: CustomerSheet(desk, 1, lambda _customer: None, top))
    assert not sheet.findChild(ExposurePanel)._insured.isVisible()
