"""The components of a kit in the form of an order, and what a kit is made of in the form of a product."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.services.compositions import NewComponent
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.products import ProductData
from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.products.form import ProductForm
from adv_desktop.ui.widgets.choices import Choice
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1400, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def shop(services):
    """A kit K of one P1 and three P2."""
    parts = (NewComponent("P1"), NewComponent("P2", Decimal(3)))
    services.products.create(ProductData("K", "Gift box", Decimal(20), Decimal(50), components=parts))
    return services


@pytest.fixture
def form(shop, tmp_path, top) -> OrderForm:
    desk, _window, _failures = desk_of(shop, tmp_path, top)
    form = OrderForm(desk, parent=top)
    form.resize(1400, 880)
    top.show()
    record = shop.customers.show("C1")
    form.header.customer.set_choice(Choice(record.id, record.data.code, record.data.name))
    form.header.customer_chosen.emit(form.header.customer.choice())
    return form


def type_keys(qtbot, form: OrderForm, *texts: str) -> None:
    form.grid.edit_cell(form.grid.lines_model.rowCount() - 1, "code")
    for text in texts:
        editor = form.grid.focusWidget() or form.grid.viewport().focusWidget()
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def shown(form: OrderForm) -> list[tuple[str, Decimal]]:
    return [(line.code, line.quantity) for line in form.grid.lines()]


def text(form: OrderForm, row: int, key: str) -> str:
    column = [column.key for column in form.grid.spec.columns].index(key)
    return form.grid.lines_model.index(row, column).data()


def test_a_kit_shows_its_components_below_and_they_go_with_it(qtbot, shop, form):
    type_keys(qtbot, form, "K", "2", "P2", "1")
    wanted = [("K", 2), ("P1", 2), ("P2", 6), ("P2", 1)]
    qtbot.waitUntil(lambda: shown(form) == wanted)
    assert text(form, 1, "label").startswith("\u2003Article P1")
    assert (text(form, 1, "net"), text(form, 1, "price"), text(form, 0, "net")) == ("", "", "100,00")
    assert text(form, 0, "available") == "333"
    assert not form.grid.lines_model.can_edit(1, 0)
    form.grid.lines_model.remove([0])
    qtbot.waitUntil(lambda: shown(form) == [("P2", 1)])


def test_components_are_neither_sent_nor_typed_again(qtbot, shop, form):
    type_keys(qtbot, form, "K", "2")
    qtbot.waitUntil(lambda: len(form.grid.lines()) == 3)
    assert len(form.command().lines) == 1
    with qtbot.waitSignal(form.closed):
        form.confirm()
    with shop.store.read() as session:
        order = order_by_id(session, 1)
        assert [(line.product_code, line.reserved) for line in order.lines] == [("K", 0), ("P1", 2), ("P2", 6)]
        assert order.net == 10000


def test_the_form_of_a_product_keeps_what_its_kit_is_made_of(qtbot, shop, tmp_path, top):
    desk, _window, failures = desk_of(shop, tmp_path, top)
    kit = shop.products.show("K")
    form = ProductForm(desk, kit.id, top)
    top.show()
    qtbot.waitUntil(lambda: len(form.composition.components()) == 2)
    grid = form.composition.grid
    grid.lines_model.apply(1, "quantity", Decimal(4))
    form.composition.billing.set_key(KitBilling.PRO_RATA.value)
    with qtbot.waitSignal(form.closed):
        form.save()
    saved = shop.products.show("K").data
    assert saved.components == (NewComponent("P1"), NewComponent("P2", Decimal(4)))
    assert (saved.kit_billing, saved.stocked, failures) == (KitBilling.PRO_RATA, False, [])
