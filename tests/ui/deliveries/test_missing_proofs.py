"""Shipments without proof in the window, and the number that is not checked when goods leave."""

import datetime as dt
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from adv_desktop.models.enums import DocumentKind, VatRegime
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.deliveries.form import DeliveryForm
from adv_desktop.ui.deliveries.missing_proofs import MissingProofsForm
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.widgets.dialog import FormDialog
from tests.support.company import TODAY, confirmed
from tests.ui.support.desk import desk_of


@pytest.fixture
def shown(services, tmp_path, qtbot):
    services.customers.create(
        CustomerData("BE", "Vins Wallons SA", terms="30 jours nets", country="BE", vat_number="BE0417497106",
                     vat_regime=VatRegime.INTRA_EU, incoterm="EXW Lyon", line1="1 rue", postcode="4000", town="Liège")
    )  # fmt: skip
    top = QWidget()
    qtbot.addWidget(top)
    desk, window, failures = desk_of(services, tmp_path, top)
    yield desk, window, top
    assert failures == []
    top.deleteLater()


def left(services, days):
    order = confirmed(services, NewLine(Decimal(2), "P1"), customer="BE")
    day = TODAY - dt.timedelta(days=days)
    return services.deliveries.deliver(DeliverOrders((order.id,), date=day, override="vérifié"))[0].id


def test_the_steps_filter_the_list_which_goes_to_excel(shown, services, tmp_path, qtbot, monkeypatch):
    desk, window, _top = shown
    old = left(services, 95)
    left(services, 35)
    form = MissingProofsForm(desk)
    qtbot.addWidget(form)
    assert len(form.rows) == 2
    form.steps.select("90")
    form.steps.picked.emit("90")
    assert [row.id for row in form.rows] == [old]
    form.table.setCurrentIndex(form.table.model().index(0, 0))
    form.open()
    assert window.documents == [(DocumentKind.DELIVERY, old)]
    path = tmp_path / "liste.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    form.export()
    assert load_workbook(path).active.max_row == 2


def test_nothing_to_prove_is_said(shown, qtbot):
    form = MissingProofsForm(shown[0])
    qtbot.addWidget(form)
    assert "tout ce qui est parti sans TVA est prouvé" in form._told.text()


@pytest.fixture
def shipping(shown, services, qtbot):
    """A form that ships to a buyer whose number was never checked."""
    order = confirmed(services, NewLine(Decimal(2), "P1"), customer="BE")
    form = DeliveryForm(shown[0], [order.id])
    qtbot.addWidget(form)
    return form


def test_goods_leave_with_french_vat_from_the_window(shown, services, shipping):
    shipping.shipping.obstacles.ways["with_vat"](None)
    assert "expédié" in shown[0].notices.text
    with services.store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT vat_category FROM delivery_line").scalars().all()
    assert rows == ["S"]


def test_a_prepared_delivery_leaves_with_french_vat_from_the_window(shown, services, qtbot):
    order = confirmed(services, NewLine(Decimal(2), "P1"), customer="BE")
    prepared = services.deliveries.prepare(DeliverOrders((order.id,)))[0].id
    form = PreparationForm(shown[0], prepared)
    qtbot.addWidget(form)
    form.shipping.obstacles.ways["with_vat"](None)
    assert "expédié" in shown[0].notices.text


def test_goods_leave_without_vat_for_a_reason_and_the_buyer_who_carries_is_told(shown, shipping):
    shipping.ship()
    dialog = shipping.findChild(FormDialog)
    dialog.findChild(QLineEdit).setText("VIES en panne")
    dialog.submit()
    assert "l'acquéreur transporte" in shown[0].notices.text
