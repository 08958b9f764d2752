"""The late and at-risk lines on screen: chosen, dated anew, told, sent to logistics and taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import late_lines
from adv_desktop.ui.orders.late.actions import PromiseLinesPanel
from adv_desktop.ui.orders.late.form import LateLinesForm
from adv_desktop.ui.orders.late.new_dates import NewDatesForm
from tests.support.company import TODAY, confirmed, product
from tests.ui.support.desk import desk_of

MONDAY = TODAY + dt.timedelta(days=6)
LATER = MONDAY + dt.timedelta(days=7)


@pytest.fixture
def desk(services, tmp_path, qtbot):
    services.products.create(product("P9", "5.00"))
    top = QWidget()
    qtbot.addWidget(top)
    made, window, failures = desk_of(services, tmp_path, top)
    yield made, window
    assert failures == []


@pytest.fixture
def orders(services):
    made = [confirmed(services, NewLine(Decimal(4), "P9", promised=MONDAY)) for _ in range(2)]
    for order in made:
        services.orders.acknowledge(order.id)
    return made


def form_of(desk, qtbot) -> LateLinesForm:
    form = LateLinesForm(desk[0])
    qtbot.addWidget(form)
    form.table.selectRow(0)
    return form


def test_a_line_is_dated_anew_with_who_asked_and_why_and_its_notice_prepared(services, desk, orders, qtbot):
    form = form_of(desk, qtbot)
    assert len(form.table.rows()) == 2
    dialog = form.actions_on.promise(form.selected())
    (panel,) = dialog.findChildren(PromiseLinesPanel)
    panel.on.set_value(LATER)
    panel.cause.reason.set_key(PromiseReason.SUPPLIER)
    dialog.submit()
    assert desk[0].notices.text == "1 ligne promise à nouveau."
    with services.store.read() as session:
        (changed,) = [line for line in late_lines.lines(session, LATER) if line.reason]
        assert (changed.promised, changed.asked_by) == (LATER, AskedBy.US)
    form._read()
    form.prepare()
    assert desk[1].lists == [("outbox", "to_send")]


def test_the_customers_wish_says_who_asked(services, desk, orders, qtbot):
    form = form_of(desk, qtbot)
    dialog = form.actions_on.promise(form.selected())
    (panel,) = dialog.findChildren(PromiseLinesPanel)
    panel.cause.reason.setCurrentIndex(panel.cause.reason.findData(PromiseReason.CUSTOMER_WISH))
    panel.cause.reason.picked.emit(panel.cause.reason.key())
    assert panel.cause.asked_by.key() == AskedBy.CUSTOMER
    panel.on.set_value(LATER)
    dialog.submit()
    with services.store.read() as session:
        assert order_by_id(session, orders[0].id).lines[0].first_promised == LATER


def test_a_call_is_noted_and_nothing_to_tell_is_said(desk, orders, qtbot):
    form = form_of(desk, qtbot)
    form.prepare()
    assert "d'abord une autre date" in desk[0].notices.text
    form.tell()
    form._read()
    assert form.table.rows()[0].told_on == TODAY


def test_enter_on_a_line_opens_its_order(desk, orders, qtbot):
    form = form_of(desk, qtbot)
    form.table.opened.emit(form.table.rows()[0])
    assert desk[1].documents == [(DocumentKind.ORDER, orders[0].id)]


def test_the_file_goes_out_and_comes_back_through_its_preview(services, desk, orders, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "retards.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    form = form_of(desk, qtbot)
    form.command_set.actions["export"].trigger()
    book = load_workbook(path)
    titles = {cell.value: cell.column for cell in book.active[1]}
    for row, written in ((2, "07/12/2026"), (3, "bientôt")):
        book.active.cell(row, titles["Nouvelle date"]).value = written
    book.save(path)
    form.choose()
    (preview,) = desk[1].forms
    assert isinstance(preview, NewDatesForm)
    qtbot.addWidget(preview)
    preview.take()
    assert "refusées" in preview._warning.text()
    preview.skip.setChecked(True)
    preview.take()
    with services.store.read() as session:
        days = [order_by_id(session, order.id).lines[0].promised for order in orders]
    assert days == [LATER, MONDAY]


def test_nothing_late_says_so(desk, qtbot):
    form = LateLinesForm(desk[0])
    qtbot.addWidget(form)
    assert form._stack.currentIndex() == 1
