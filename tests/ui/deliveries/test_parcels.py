"""Parcels, tracking pages, the carrier's list and the carriers themselves, with the keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.parcels import Parcel, of_delivery
from adv_desktop.services.queries import deliveries
from adv_desktop.ui.deliveries.parcels import ParcelsBody
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.deliveries.tracking_import import ROWS, TrackingImportForm
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.edits import QuantityEdit
from tests.support.company import TODAY, confirmed, shipped
from tests.ui.support.main_window import OpenWindow, open_window, unnamed

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier
OK, PARCELS, PASTE = (Ctrl, Key.Key_Return), (Ctrl, Key.Key_L), (Ctrl, Key.Key_V)


@pytest.fixture
def shown(services, tmp_path, qtbot) -> OpenWindow:
    return open_window(services, tmp_path, "deliveries", qtbot)


def row(services, delivery_id=1):
    with services.store.read() as session:
        return deliveries.rows(session, [delivery_id], TODAY)[delivery_id]


def known(services, delivery_id=1):
    with services.store.read() as session:
        return of_delivery(session, delivery_id)


def test_parcels_are_counted_weighed_and_shipped(services, shown):
    order = confirmed(services, NewLine(Decimal(10), "P1"))
    services.deliveries.prepare(DeliverOrders((order.id,), weight_kg=Decimal(5)))
    shown.window.open_form(PreparationForm(shown.desk, 1))
    shown.press(PARCELS)
    body = shown.dialog.findChild(ParcelsBody)
    assert unnamed(body) == []
    body.count.setFocus()
    body.count.selectAll()
    shown.press("2", Key.Key_Tab)
    assert [line.parcel.weight_kg for line in body.grid.lines()] == [Decimal("2.5"), Decimal("2.5")]
    body.grid.edit_cell(0, "weight_kg")
    shown.press("3,2", Key.Key_Return)
    shown.press(OK)
    assert known(services) == [Parcel(Decimal("3.2")), Parcel(Decimal("2.5"))]
    assert (row(services).parcels, row(services).weight_kg) == (2, Decimal("5.7"))
    assert shown.failures == []


def test_the_tracking_page_opens_from_the_list(services, shown, monkeypatch):
    services.calendars.set_carriers([CarrierRecord("Geodis", tracking_url="https://example.fr/{number}")])
    shipped(services, confirmed(services, NewLine(Decimal(1), "P1"), carrier="Geodis").id)
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    shown.page.refresh()
    shown.wait_for_rows(1)
    shown.page.show_document(1)
    shown.page.list.view.setFocus()
    shown.press((Ctrl | Shift, Key.Key_T))
    assert "Ctrl+T" in shown.notice
    services.deliveries.track(1, "Geodis", "77")
    shown.qtbot.waitUntil(lambda: shown.page.detail.delivery.row.tracking == "77")
    shown.press((Ctrl | Shift, Key.Key_T))
    assert opened == ["https://example.fr/77"]


def test_the_list_of_the_carrier_is_pasted_looked_at_and_recorded(services, shown):
    for _rank in range(2):
        shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    shown.press((Ctrl | Shift, Key.Key_L))
    assert isinstance(shown.form, TrackingImportForm)
    QGuiApplication.clipboard().setText("BL;Suivi\nBL2026000001;T1\nBL2026000002;T2\nBL2026000009;T9\n")
    shown.press(PASTE)
    assert shown.form._stack.currentIndex() == ROWS
    shown.press(OK)
    assert shown.form._warning.text().startswith("Des lignes sont refusées")
    shown.form.skip.setChecked(True)
    shown.press(OK)
    assert [row(services, number).tracking for number in (1, 2)] == ["T1", "T2"]
    assert shown.notice == "2 livraisons suivies."


def test_the_list_of_the_carrier_is_chosen_as_a_file(services, shown, tmp_path, monkeypatch):
    shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    path = tmp_path / "suivi.csv"
    path.write_text("BL;N° de suivi\nBL2026000001;T1\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    shown.press((Ctrl | Shift, Key.Key_L), (Ctrl, Key.Key_O), OK)
    assert row(services).tracking == "T1"


def test_labels_are_asked_for_and_looked_at_and_the_format_is_remembered(services, shown):
    shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    shown.page.refresh()
    shown.wait_for_rows(1)
    shown.page.show_document(1)
    shown.page.list.view.setFocus()
    shown.press((Ctrl | Shift, Key.Key_E))
    start = shown.dialog.findChild(QuantityEdit)
    start.set_value(Decimal(9))
    shown.press(OK)
    assert "4" in shown.dialog._refusal.text()
    start.set_value(Decimal(2))
    shown.press(OK)
    assert isinstance(shown.form, PreviewForm)
    assert shown.form.preview.page_count == 1
    assert shown.desk.settings.value("labels/form") == "a4_4"
