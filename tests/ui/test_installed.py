"""« Parc installé »: units found by their number, on the page of a customer and of a product, taken back, claimed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind, ReturnSettlement, Undelivered
from adv_desktop.models.rules.serial_numbers import SerialKeeping, SerialState
from adv_desktop.services import serials
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import customer_page, installed, lot_choice, product_detail, search
from adv_desktop.services.undelivered import BringBack
from adv_desktop.ui import installed as installed_ui
from adv_desktop.ui.claims.form import ClaimForm
from adv_desktop.ui.customers.sheet import CustomerSheet
from adv_desktop.ui.installed import InstalledForm, customer_units, warranty_of
from adv_desktop.ui.returns.form import AllowForm, InspectForm
from adv_desktop.ui.returns.reads import ReturnReads
from tests.support.company import TODAY, confirmed, line_ids, product
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 800)
    qtbot.addWidget(widget)
    QVBoxLayout(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    return desk_of(services, tmp_path, top)


@pytest.fixture
def delivery_id(services) -> int:
    """Three units that left for C1, two years under warranty."""
    data = replace(product("S1", "90", stock="10"), serials=SerialKeeping.DEPARTURE, warranty_months=24)
    services.products.create(data)
    order = confirmed(services, NewLine(Decimal(2), "P1"), NewLine(Decimal(3), "S1"))
    named = {line_ids(services, order.id)[1]: ("SN1", "SN2", "SN3")}
    return services.deliveries.deliver(DeliverOrders((order.id,), serials=named, carrier="DPD", override="x"))[0].id


def shown(top, widget):
    top.layout().addWidget(widget)
    top.show()
    return widget


def test_a_customer_and_a_product_show_what_is_installed_with_its_warranty(services, delivery_id, desk, top):
    with services.store.read() as session:
        page = customer_page.of(session, 1, TODAY)
        made = product_detail.detail(session, services.products.show("S1").id, TODAY)
    assert [unit.number for unit in page.installed] == ["SN3", "SN2", "SN1"]
    assert page.installed == made.installed
    assert warranty_of(page.installed[0], TODAY) == "Sous garantie jusqu'au 24/11/2028"
    late = page.installed[0].warranty_until.replace(year=2029)
    assert warranty_of(page.installed[0], late) == "Hors garantie depuis le 24/11/2028"
    sheet = shown(top, CustomerSheet(desk[0], 1, lambda _id: None, top))
    assert any(table.accessibleName() == "Parc installé" for table in sheet.findChildren(QWidget))


def test_units_are_found_by_their_first_characters_and_written_to_excel(
    qtbot, services, delivery_id, desk, top, tmp_path, monkeypatch
):
    form = shown(top, InstalledForm(desk[0], parent=top))
    assert form.table.rows() == []
    qtbot.keyClicks(form.searched, "sn")
    qtbot.keyClick(form.searched, Qt.Key.Key_Return)
    assert [row.unit.number for row in form.table.rows()] == ["SN3", "SN2", "SN1"]
    path = tmp_path / "parc.xlsx"
    monkeypatch.setattr(installed_ui, "file_to_write", lambda *_asked: path)
    form.export()
    rows = list(load_workbook(path).active.values)
    assert rows[0][0] == "N° de série"
    assert rows[1][0] == "SN3"
    assert "Sous garantie jusqu'au 24/11/2028" in rows[1]
    form.open_customer()
    form.take_back()
    assert desk[1].asked[0][:2] == ("returns", "return_unit")
    customer_units(desk[0], 1, "CLIENT TEST SAS")
    opened = shown(top, desk[1].forms[-1])
    assert (len(opened.table.rows()), desk[2]) == (3, [])


def test_ctrl_k_and_the_trace_of_lots_lead_to_the_delivery_of_a_unit(services, delivery_id):
    with services.store.read() as session:
        (group,) = search.find(session, "sn2", TODAY)
        sent = lot_choice.sent(session, "SN2")
        other_way = lot_choice.sent(session, "C1")
    assert (group.kind, group.hits[0].id) == (DocumentKind.DELIVERY, delivery_id)
    assert "SN2" in group.hits[0].sub
    assert [(one.lot, one.quantity, one.delivery_id) for one in sent] == [("SN2", 1, delivery_id)]
    assert [one.lot for one in other_way] == ["SN1", "SN2", "SN3"]
    services.undelivered.bring_back(BringBack(delivery_id, Undelivered.REFUSED, TODAY, ship_again=False))
    with services.store.read() as session:
        (group,) = search.find(session, "SN2", TODAY)
        (unit,) = installed.find(session, "SN2")
    assert group.kind is DocumentKind.PRODUCT
    assert (unit.state, unit.left[0].back_on, unit.left[0].became) == (SerialState.IN_STOCK, TODAY, unit.state)


def test_a_unit_is_taken_back_by_its_number(services, delivery_id, desk, top):
    with services.store.read() as session:
        unit_id = installed.numbered(session, "SN2")[0].unit_id
    unit = ReturnReads(desk[0]).unit(unit_id)
    form = shown(top, AllowForm(desk[0], unit.delivery_id, parent=top, unit=unit))
    assert [(line.quantity, line.serials) for line in form.grid.lines()] == [(0, ""), (1, "SN2")]
    form.reason.setText("panne")
    form.allow()
    with services.store.read() as session:
        return_id = session.connection().exec_driver_sql("SELECT max(id) FROM goods_return").scalar()
    inspection = shown(top, InspectForm(desk[0], return_id, top))
    (line,) = inspection.grid.lines()
    assert (line.came, line.needs_serials) == ("SN2", True)
    assert inspection.grid.finish_editing()
    inspection.grid.set_lines([replace(line, came="SN9..SN1")])
    inspection.settle()
    assert inspection.problem.text()
    inspection.grid.set_lines([replace(line, restocked=Decimal(0), scrapped=Decimal(1))])
    inspection.settlement.set_key(ReturnSettlement.CREDIT.value)
    inspection.settle()
    assert desk[2] == []
    with services.store.read() as session:
        made = services.products.show("S1").id
        assert serials.units(session, made, ["SN2"])["SN2"].state is SerialState.GONE
        assert delivery_by_id(session, delivery_id).lines[1].serials == ["SN1", "SN2", "SN3"]
    with pytest.raises(Exception, match=r"serial\.came_back"):
        ReturnReads(desk[0]).unit(unit_id)


def test_a_claim_takes_customer_delivery_and_line_from_the_serial_number(qtbot, delivery_id, desk, top):
    form = shown(top, ClaimForm(desk[0], parent=top))
    form.fields.serial.setText("SN9")
    form.fields.serial.committed.emit("SN9")
    assert form.fields.customer.choice() is None
    form.fields.serial.setText("sn3")
    form.fields.serial.committed.emit("sn3")
    assert form.fields.customer.choice().code == "C1"
    assert form.fields.number.text().startswith("BL")
    assert form.fields.line.key() == "2"
    assert "Sous garantie jusqu'au 24/11/2028" in form.fields.description.toPlainText()
    assert desk[2] == []
