"""« À préparer », with the keyboard: what can leave, prepared in one go, its picking lists as one file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from adv_desktop.models.enums import DeliveryState
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.printing import PrintedPapers
from adv_desktop.services.queries import deliveries
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.deliveries.papers import AT_ONCE, preview_picking
from adv_desktop.ui.deliveries.worklist import EMPTY, WHOLE, WorklistForm
from adv_desktop.ui.preview import PreviewForm
from tests.support.company import TODAY, confirmed, new_company, product
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
PREPARE, PRINT = (Ctrl, Key.Key_Return), (Ctrl, Key.Key_P)


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db", papers=PrintedPapers(FixedDay(TODAY)))
    made.products.create(product("RARE", "5", stock="3"))
    for code in ("K1", "K2"):
        made.customers.create(
            CustomerData(code, f"Client {code}", terms="comptant", siren="552081317", carrier=f"Transports {code}")
        )
    yield made
    made.close()


@pytest.fixture
def shown(services, tmp_path, qtbot) -> OpenWindow:
    return open_window(services, tmp_path, "deliveries", qtbot)


def opened(shown: OpenWindow) -> WorklistForm:
    shown.press(Key.Key_F2)
    assert isinstance(shown.form, WorklistForm)
    shown.form.table.setFocus()
    return shown.form


def in_state(services, state):
    with services.store.read() as session:
        found = {DeliveryState.TO_PREPARE: deliveries.to_prepare}[state](session)
        return [deliveries.rows(session, [row_id], TODAY)[row_id].customer_name for row_id in found]


def rows_of(form: WorklistForm):
    return [(one.row.customer_name, one.taken, one.row.whole) for one in form.table.wanted()]


def test_a_wave_takes_five_keys(services, shown):
    for code in ("C1", "K1", "K2"):
        confirmed(services, NewLine(Decimal(1), "P1"), customer=code)
    form = opened(shown)
    assert [taken for _name, taken, _whole in rows_of(form)] == [True] * 3
    shown.press(PREPARE)
    assert shown.notice == "3 livraisons mises en préparation."
    assert in_state(services, DeliveryState.TO_PREPARE) == ["Client K1", "Client K2", "CLIENT TEST SAS"]
    form.load()
    assert (rows_of(form), form._stack.currentIndex()) == ([], EMPTY)
    shown.press(PRINT)
    assert isinstance(shown.form, PreviewForm)
    assert shown.form.preview.page_count == 3
    assert shown.failures == []


def test_space_leaves_a_delivery_out_and_enter_opens_its_quantities(services, shown):
    for code in ("C1", "K1"):
        confirmed(services, NewLine(Decimal(1), "P1"), customer=code)
    form = opened(shown)
    shown.press(Key.Key_Space)
    assert [taken for _name, taken, _whole in rows_of(form)] == [False, True]
    form.load()
    assert [taken for _name, taken, _whole in rows_of(form)] == [False, True]
    shown.press(PREPARE)
    assert in_state(services, DeliveryState.TO_PREPARE) == ["CLIENT TEST SAS"]
    form.load()
    form.table.setFocus()
    shown.press(Key.Key_Return)
    assert isinstance(shown.form, DeliveryForm)


def test_the_list_narrows_to_a_day_a_carrier_and_what_is_complete(services, shown):
    confirmed(services, NewLine(Decimal(1), "P1", promised=TODAY + dt.timedelta(days=30)))
    confirmed(services, NewLine(Decimal(9), "RARE"), customer="K1")
    confirmed(services, NewLine(Decimal(1), "P1"), customer="K2")
    form = opened(shown)
    assert rows_of(form) == [("Client K1", True, False), ("Client K2", True, True)]
    form.carrier.set_key("Transports K1")
    assert rows_of(form) == [("Client K1", True, False)]
    form.carrier.set_key("")
    form.extent.set_key(WHOLE)
    assert rows_of(form) == [("Client K2", True, True)]
    form.until.setFocus()
    form.until.selectAll()
    shown.press("31/12/2026", Key.Key_Tab)
    assert [name for name, _taken, _whole in rows_of(form)] == ["Client K2", "CLIENT TEST SAS"]


def test_orders_of_several_places_open_the_list_of_what_they_make(services, shown):
    ids = [confirmed(services, NewLine(Decimal(1), "P1"), customer=code).id for code in ("K1", "K2")]
    confirmed(services, NewLine(Decimal(1), "P1"))
    shown.window.ask("deliveries", "deliver", ids)
    assert isinstance(shown.form, WorklistForm)
    assert len(rows_of(shown.form)) == 2
    assert unnamed(shown.form) == []


def test_f8_on_several_orders_prepares_them_together(services, tmp_path, qtbot):
    for code in ("K1", "K2"):
        confirmed(services, NewLine(Decimal(1), "P1"), customer=code)
    orders = open_window(services, tmp_path, "orders", qtbot)
    orders.wait_for_rows(2)
    orders.page.list.view.selectAll()
    orders.press(Key.Key_F8)
    assert isinstance(orders.form, WorklistForm)
    assert len(rows_of(orders.form)) == 2


def test_many_picking_lists_are_drawn_one_by_one_and_shown_as_one_file(services, shown):
    ids = []
    for _number in range(AT_ONCE + 1):
        order = confirmed(services, NewLine(Decimal(1), "P1"))
        ids += [ref.id for ref in services.deliveries.prepare(DeliverOrders((order.id,)))]
    done = []
    assert services.copies.picking_lists(ids, lambda *step: done.append(step)).startswith(b"%PDF")
    assert done == [(number, len(ids)) for number in range(len(ids))]
    preview_picking(shown.desk, ids, [str(row_id) for row_id in ids])
    shown.qtbot.waitUntil(lambda: isinstance(shown.form, PreviewForm) and shown.form.pdf is not None)
    assert shown.failures == []
