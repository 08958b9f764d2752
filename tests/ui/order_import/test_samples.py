"""Every sample file dropped on the window: what the form shows, what is written, what is refused."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QPushButton

from adv_desktop.bootstrap import open_services
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.clock import FixedDay
from adv_desktop.ui.order_import.form import OrderImportForm
from adv_desktop.ui.orders.guided import GuidedOrderForm
from adv_desktop.ui.shell import Shell
from tests.support.masters import load_masters
from tests.ui.support.main_window import OpenWindow, open_window

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
TODAY = dt.date.fromisoformat(EXPECTED["as_of"])
REFUSED = [case for case in EXPECTED["hostile"] if case["expected"] == "refused" and "h11" not in case["file"]]
TAKEN = [case for case in EXPECTED["hostile"] if case["expected"] == "accepted" and "rows" in case]


def named(case: dict) -> str:
    return Path(case["file"]).name


@pytest.fixture(scope="module")
def loaded_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("masters") / "loaded.db"
    load_masters(path, SAMPLES / "masters", FixedDay(TODAY))
    return path


@pytest.fixture
def shown(loaded_file, tmp_path, qtbot):
    shutil.copy(loaded_file, tmp_path / "company.db")
    services = open_services(tmp_path / "company.db", FixedDay(TODAY))
    opened = open_window(services, tmp_path, "orders", qtbot)
    shell = Shell(opened.desk, opened.window)
    yield opened
    shell.deleteLater()
    services.close()


def drop(opened: OpenWindow, path: Path) -> None:
    """Drop a file on the search field of the list: a field that would take it for a text."""
    field = opened.page.list.query
    assert isinstance(field, QLineEdit)
    assert field.acceptDrops()
    at = QPointF(field.mapTo(opened.window, field.rect().center()))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window, left, plain = opened.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, data, left, plain)
    QCoreApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QCoreApplication.sendEvent(window, QDropEvent(at, Qt.DropAction.CopyAction, data, left, plain))
    opened.qtbot.waitUntil(lambda: bool(opened.window.forms() or opened.failures or opened.notice))
    assert field.text() == ""


def dropped(opened: OpenWindow, path: Path) -> OrderImportForm:
    drop(opened, path)
    form = opened.form
    assert isinstance(form, OrderImportForm)
    return form


def cells(form: OrderImportForm, key: str) -> list[str]:
    column = next(one for one in form.table.columns_model.columns if one.key == key)
    return [column.text(line) for line in form.table.rows()]


def written(opened: OpenWindow) -> int:
    with opened.desk.services.store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(SalesOrder)) or 0


@pytest.mark.parametrize("order", EXPECTED["orders"], ids=named)
def test_a_sample_order_is_shown_beside_ours_and_saved(order, shown):
    form = dropped(shown, SAMPLES / order["file"])
    assert form.head.customer.choice().code == order["customer_code"]
    lines = form.table.rows()
    for line, wanted in zip(lines, order["lines"], strict=True):
        if not wanted.get("either_resolution"):
            assert line.product == wanted["our_code"]
            assert {one.kind for one in line.differences} == {remark["kind"] for remark in wanted["remarks"]}
        assert line.quantity == Decimal(wanted.get("quantity_in_our_unit", wanted["quantity"]))
    assert all(cells(form, "difference"))
    assert written(shown) == 0  # nothing before the button
    form.save()
    with shown.desk.services.store.read() as session:
        (made,) = session.execute(sa.select(SalesOrder.id, SalesOrder.customer_reference)).all()
        count = session.scalar(sa.select(sa.func.count()).where(OrderLine.order_id == made.id))
    assert (made.customer_reference, count) == (order["po_number"], len(order["lines"]))
    assert shown.failures == []


@pytest.mark.parametrize("case", REFUSED, ids=named)
def test_a_hostile_sample_is_refused_with_its_sentence_and_a_way_out(case, shown):
    drop(shown, SAMPLES / case["file"])
    shown.qtbot.waitUntil(lambda: not shown.window.forms())
    assert Path(case["file"]).name in shown.notice
    assert "." in shown.notice
    assert written(shown) == 0
    offered = [one for one in shown.window.notices.findChildren(QPushButton) if one.text() == "Saisir la commande"]
    offered[0].click()
    assert isinstance(shown.form, GuidedOrderForm)


@pytest.mark.parametrize("case", TAKEN, ids=named)
def test_a_hostile_sample_that_can_be_read_keeps_its_good_lines(case, shown):
    form = dropped(shown, SAMPLES / case["file"])
    wanted = [row for row in case["rows"] if row.get("line", "ok") == "ok"]
    codes = [line.written.code for line in form.table.rows()]
    assert [row["code"] for row in wanted if row["code"] not in codes] == []
    refused = [row for row in case["rows"] if row.get("line") == "refused"]
    assert len(form.order.written.rejected) >= len(refused)
    assert form.foot.isVisible()
    assert shown.failures == []
