"""The service rate on screen: groups, the lines behind, the order behind a line, and Excel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries.due_lines import Grouping
from adv_desktop.ui.dashboards.punctuality.form import PunctualityForm
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
    order = confirmed(services, NewLine(Decimal(4), "P1", promised=TODAY), NewLine(Decimal(2), "P2", promised=TODAY))
    shipped(services, order.id)
    made = PunctualityForm(desk[0], TODAY)
    qtbot.addWidget(made)
    return made


def test_the_lines_of_a_group_and_the_order_of_a_line_are_one_key_away(desk, form):
    (group,) = form.groups[Grouping.CUSTOMER].rows()
    assert (group.lines, group.otif) == (2, Decimal("100.0"))
    form.groups[Grouping.CUSTOMER].opened.emit(group)
    assert len(form.table.rows()) == 2
    form.table.opened.emit(form.table.rows()[0])
    assert desk[1].documents == [(DocumentKind.ORDER, 1)]


def test_lines_are_added_up_by_something_else_and_by_another_month(form):
    form.groupings.picked.emit(Grouping.REASON.value)
    assert form.groups[Grouping.REASON].rows() == []
    assert "2 lignes dues" in form._told.text()
    form.command_set.actions["before"].trigger()
    assert form.month.month == dt.date(2026, 10, 1)
    assert "Aucune ligne" in form._told.text()


def test_the_month_goes_to_excel(form, tmp_path, monkeypatch):
    path = tmp_path / "p.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    form.export()
    assert "Lignes dues" in load_workbook(path).sheetnames
