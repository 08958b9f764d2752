"""The month end on screen: its controls, their lists one key away, what is judged normal, and Excel."""

from __future__ import annotations

from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import deliveries
from adv_desktop.services.queries.filters import parse
from adv_desktop.ui.dashboards.month_end.form import MonthEndForm
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed, shipped
from tests.ui.support.desk import desk_of


@pytest.fixture
def desk(services, tmp_path, qtbot):
    top = QWidget()
    qtbot.addWidget(top)
    made, window, failures = desk_of(services, tmp_path, top)
    yield made, window
    assert failures == []


@pytest.fixture
def form(services, desk, qtbot):
    shipped(services, confirmed(services, NewLine(Decimal(4), "P1")).id)
    made = MonthEndForm(desk[0], TODAY)
    qtbot.addWidget(made)
    return made


def go_to(form: MonthEndForm, key: str) -> None:
    form.table.selectRow([row.control.key for row in form.table.rows()].index(key))


def test_enter_opens_the_list_that_a_control_counts(services, desk, form):
    go_to(form, "to_invoice")
    form.command_set.actions["open"].trigger()
    assert desk[1].lists == [("deliveries", "état\u00a0: À facturer\u00a0; date\u00a0: ..30/11/2026")]
    with services.store.read() as session:
        ids = deliveries.ids(session, parse(desk[1].lists[0][1]), "", descending=False, today=TODAY)
    assert list(ids) == [1]


def test_a_line_to_be_invoiced_opens_its_order(desk, form):
    form.lines.opened.emit(form.lines.rows()[0])
    assert desk[1].documents == [(DocumentKind.ORDER, 1)]


def test_what_is_left_is_judged_normal(form, qtbot):
    go_to(form, "accruals")
    form.judge()
    dialog = next(one for one in form.findChildren(FormDialog) if one.isVisible())
    dialog.findChild(QLineEdit).setText("Facturé le 2")
    dialog.submit()
    row = next(row for row in form.table.rows() if row.control.key == "accruals")
    assert (row.is_settled, row.accepted.reason) == (True, "Facturé le 2")


def test_the_month_goes_to_excel(form, tmp_path, monkeypatch):
    path = tmp_path / "cloture.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    form.export()
    assert "Factures à établir" in load_workbook(path).sheetnames


def test_a_month_before_has_its_own_lines(form):
    form.command_set.actions["before"].trigger()
    assert form.lines.rows() == []
