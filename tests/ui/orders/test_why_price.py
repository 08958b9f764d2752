"""« Pourquoi ce prix ? » on a line of an order, on file or being typed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import order_detail
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.orders.why import why_ordered
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    QVBoxLayout(widget)
    widget.show()
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, discounts=(Decimal(10),)))
    return desk_of(services, tmp_path, top)


def asked(top: QWidget) -> tuple[str, list[str]]:
    """What the open dialog says, and the result of each rule that was looked at."""
    dialog = top.findChildren(FormDialog)[-1]
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    return said, [candidate.verdict.value for candidate in dialog.findChild(RowsTable).rows()]


def test_a_line_on_file_tells_its_own_price_and_what_the_lists_give(services, desk, top):
    order = confirmed(services, NewLine(Decimal(4), "P1", unit_price=Decimal(20)))
    with services.store.read() as session:
        shown = order_detail.detail(session, order.id, TODAY)
    why_ordered(desk[0], shown, shown.lines[0], top)
    said, verdicts = asked(top)
    assert "Sur la ligne" in said
    assert "20,00" in said
    assert "29,997" in said
    assert verdicts == ["won", "won"]  # the base price and the customer's discount
    assert desk[2] == []


def test_f6_explains_the_line_being_typed(services, desk, top, qtbot):
    order = confirmed(services, NewLine(Decimal(4), "P1"))
    form = OrderForm(desk[0], order.id)
    top.layout().addWidget(form)
    form.grid.setCurrentIndex(form.grid.model().index(0, 1))
    form.grid.detail_requested.emit(0)
    assert asked(form)[1] == ["won", "won"]
    form.grid.detail_requested.emit(1)  # the blank line
    assert len(form.findChildren(FormDialog)) == 1
