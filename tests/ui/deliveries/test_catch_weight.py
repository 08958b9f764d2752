"""Weights typed and scanned while goods sold by weight are prepared, delivered, credited and sent back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.rules.sscc import check_digit
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.returns import AuthoriseReturn, return_by_id
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.invoices.credit import CreditForm
from adv_desktop.ui.returns.form import InspectForm
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import confirmed, invoiced, line_ids, product
from tests.ui.support.desk import desk_of


def label(grams):
    body = f"2912345{grams:05}"
    return body + str(check_digit(body))


@pytest.fixture
def order_id(services) -> int:
    """Two wheels of cheese, of 3.2 kg on average, and three of something sold by the piece."""
    cheese = replace(
        product("COMTE", "18.90", stock="50", vat_rate="5.5"),
        weight_kg=Decimal("3.2"),
        catch_weight=True,
        weight_tolerance=Decimal(10),
        ean=label(0),
    )
    services.products.create(cheese)
    return confirmed(services, NewLine(Decimal(2), "COMTE"), NewLine(Decimal(3), "P1")).id


@pytest.fixture
def show(services, tmp_path, qtbot):
    """Open a form in a window of its own."""
    top = QWidget()
    top.resize(1300, 800)
    qtbot.addWidget(top)
    desk, _window, failures = desk_of(services, tmp_path, top)

    def opened(make):
        form = make(desk, top)
        form.failures = failures
        QVBoxLayout(top).addWidget(form)
        top.show()
        top.activateWindow()
        QTest.qWaitForWindowActive(top)
        return form

    return opened


def type_weight(grid, row, text):
    assert grid.finish_editing()
    grid.edit_cell(row, "weight")
    editor = grid.cells._editor
    editor.setText(text)
    assert grid.finish_editing()


def checks(grid):
    place = [column.key for column in grid.spec.columns].index("check")
    return [grid.spec.columns[place].text(line) for line in grid.lines()]


def sent(services, delivery_id):
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id).lines


def test_the_picker_types_the_weights_of_the_pieces(services, show, order_id):
    delivery_id = services.deliveries.prepare(DeliverOrders((order_id,)))[0].id
    form = show(lambda desk, top: PreparationForm(desk, delivery_id, top))
    assert checks(form.grid) == ["À peser", "Prête"]
    type_weight(form.grid, 0, "3,240 + 3,180")
    assert checks(form.grid) == ["Prête", "Prête"]
    form.mark_prepared()
    assert [line.catch_weight for line in sent(services, delivery_id)] == [Decimal("6.42"), None]


def test_labels_are_scanned_one_after_the_other_into_the_same_line(services, show, order_id, qtbot):
    delivery_id = services.deliveries.prepare(DeliverOrders((order_id,)))[0].id
    form = show(lambda desk, top: PreparationForm(desk, delivery_id, top))
    weight = [column.key for column in form.grid.spec.columns].index("weight")
    type_weight(form.grid, 0, label(3240))
    qtbot.waitUntil(lambda: form.grid.current_cell() == (0, weight))
    type_weight(form.grid, 0, label(3180))
    assert form.grid.line(0).weighing.weights == (Decimal("3.24"), Decimal("3.18"))
    other = "295432103240"
    type_weight(form.grid, 0, other + str(check_digit(other)))
    assert checks(form.grid)[0].startswith(f"L'étiquette {other}")
    form.mark_prepared()
    assert sent(services, delivery_id)[0].weight_is_estimated


def test_a_weight_out_of_the_tolerance_is_seen_at_once_and_leaves_with_a_decision(services, show, order_id):
    delivery_id = services.deliveries.prepare(DeliverOrders((order_id,)))[0].id
    form = show(lambda desk, top: PreparationForm(desk, delivery_id, top))
    type_weight(form.grid, 0, "8")
    assert checks(form.grid)[0] == "Poids +25\u00a0%"
    form.ship()
    dialog = form.findChild(FormDialog)
    assert dialog.windowTitle() == "Poids hors tolérance"
    dialog.reject()
    assert form.failures == []


def test_what_was_prepared_without_its_weight_is_weighed_before_it_leaves(services, show, order_id):
    delivery_id = services.deliveries.prepare(DeliverOrders((order_id,)))[0].id
    with services.store.read() as session:
        version = delivery_by_id(session, delivery_id).version
    services.deliveries.set_prepared(delivery_id, version, {})
    form = show(lambda desk, top: PreparationForm(desk, delivery_id, top))
    type_weight(form.grid, 0, "6,5")
    form.ship()
    assert sent(services, delivery_id)[0].catch_weight == Decimal("6.5")
    assert form.failures == []


def test_goods_that_leave_at_once_are_weighed_in_the_form_of_the_delivery(services, show, order_id):
    form = show(lambda desk, top: DeliveryForm(desk, [order_id], top))
    type_weight(form.grid, 0, "6,3")
    command = form.command()
    assert command.weights[line_ids(services, order_id)[0]] == (Decimal("6.3"),)
    type_weight(form.grid, 0, "lourd")
    assert form.command() is None


def test_the_weight_column_is_there_only_where_something_is_sold_by_weight(services, show):
    other = confirmed(services, NewLine(Decimal(3), "P1")).id
    form = show(lambda desk, top: DeliveryForm(desk, [other], top))
    weight = [column.key for column in form.grid.spec.columns].index("weight")
    assert form.grid.isColumnHidden(weight)


def delivered(services, order_id):
    ids = line_ids(services, order_id)
    weights = {ids[0]: (Decimal("6.6"),)}
    return services.deliveries.deliver(DeliverOrders((order_id,), weights=weights))[0].id


def test_kilograms_are_credited_from_the_form(services, show, order_id):
    invoiced(services, delivered(services, order_id))
    form = show(lambda desk, top: CreditForm(desk, 1, None, top))
    type_weight(form.grid, 0, "0,2")
    form.why.set_value("pesée")
    command = form.command()
    assert (command.lines, command.weights) == ({}, {1: Decimal("0.2")})


def test_the_weight_of_what_came_back_is_typed_at_the_inspection(services, show, order_id):
    delivery_id = delivered(services, order_id)
    line = sent(services, delivery_id)[0]
    ref = services.returns.authorise(AuthoriseReturn(delivery_id, {line.id: Decimal(1)}, "quality"))
    form = show(lambda desk, top: InspectForm(desk, ref.id, top))
    type_weight(form.grid, 0, "3,4")
    form.settle()
    with services.store.read() as session:
        assert return_by_id(session, ref.id).lines[0].catch_weight == Decimal("3.4")
