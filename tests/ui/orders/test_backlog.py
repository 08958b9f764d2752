"""The backlog line by line on screen: filtered, added up, opened, written to Excel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QWidget

from adv_desktop.models.activity import OutboxMessage
from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine
from adv_desktop.ui.orders.backlog.form import BacklogForm
from tests.support.company import TODAY, confirmed, product
from tests.ui.support.desk import desk_of

LATE, LATER = TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=9)


def said(form: BacklogForm) -> str:
    """Return the sums of the list, without those of the selection."""
    return "  ·  ".join(form.sums.text().replace("\u00a0", " ").split("  ·  ")[:3])


def outbox(services) -> list[str]:
    with services.store.read() as session:
        return list(session.scalars(sa.select(OutboxMessage.subject)))


@pytest.fixture
def opened(services, tmp_path, qtbot):
    services.products.create(product("P9", "5.00", stock="10"))
    late = confirmed(services, NewLine(Decimal(4), "P9", promised=LATE))
    confirmed(services, NewLine(Decimal(6), "P9", promised=LATER))
    top = QWidget()
    qtbot.addWidget(top)
    desk, window, failures = desk_of(services, tmp_path, top)
    form = BacklogForm(desk)
    qtbot.addWidget(form)
    form.resize(1500, 800)
    form.show()
    yield form, window, late
    assert failures == []


def test_the_lines_are_shown_with_what_is_left_and_late(opened):
    form, _window, late = opened
    assert list(form.list.model.ids) == [1, 2]
    assert form.list.model.record(1).name == f"{late.number}/1"
    assert said(form) == "2 lignes  ·  Reste à livrer HT 50,00 €  ·  dont en retard 20,00 €"


def test_a_filter_narrows_the_lines_and_their_sums(opened, qtbot):
    form, _window, _late = opened
    form.list.show_chip("late")
    qtbot.waitUntil(lambda: list(form.list.model.ids) == [1])
    assert said(form) == "1 ligne  ·  Reste à livrer HT 20,00 €  ·  dont en retard 20,00 €"


def test_enter_opens_the_order_of_a_line(opened):
    form, window, late = opened
    form.list.view.set_current_id(1)
    form.list.opened.emit(1)
    assert window.documents == [(DocumentKind.ORDER, late.id)]


def test_a_key_makes_the_selected_lines_urgent_and_usual_again(opened, services, qtbot):
    form, _window, _late = opened
    urgent = next(command for command in form.commands() if command.key == "urgent")
    form.list.view.set_current_id(2)
    urgent.run()
    assert outbox(services) == ["URGENT\u00a0: commande CDE2026000002"]
    form.list.show_chip("urgent")
    qtbot.waitUntil(lambda: list(form.list.model.ids) == [2])
    form.list.refresh()
    form.list.view.set_current_id(2)
    qtbot.waitUntil(lambda: form.list.model.record(2).urgent)
    urgent.run()
    form.list.refresh()
    qtbot.waitUntil(lambda: list(form.list.model.ids) == [])


def test_a_delivery_takes_its_lines_away(opened, services, qtbot):
    form, _window, late = opened
    services.deliveries.deliver(DeliverOrders((late.id,)))
    form.list.refresh()
    qtbot.waitUntil(lambda: list(form.list.model.ids) == [2])
    assert said(form) == "1 ligne  ·  Reste à livrer HT 30,00 €  ·  dont en retard 0,00 €"


def test_what_is_listed_is_written_to_excel(opened, tmp_path, monkeypatch):
    form, _window, _late = opened
    path = tmp_path / "carnet.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    form.export()
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert [row[-1] for row in rows] == ["Reste HT en euros", 20, 30]
