from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import ClaimType, DocumentKind, OrderState
from adv_desktop.services.claims import NewClaim
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.ui.theme import theme
from adv_desktop.ui.today.board import Group, Heading, Line
from adv_desktop.ui.today.columns import COLUMNS
from adv_desktop.ui.today.page import TodayPage
from adv_desktop.ui.widgets.basics import Button
from tests.support.company import TODAY, confirmed, shipped
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1300, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def desk(services, tmp_path, top):
    made, window, failures = desk_of(services, tmp_path, top)
    yield made, window
    assert failures == []


@pytest.fixture
def page(desk, top) -> TodayPage:
    made = TodayPage(desk[0], top)
    made.resize(1300, 880)
    top.show()
    top.activateWindow()
    QTest.qWaitForWindowActive(top)
    return made


def draft(services, customer: str = "C1") -> int:
    return services.orders.create(NewOrder(customer, (NewLine(Decimal(2), "P1"),))).id


def claim(services, due: dt.date) -> int:
    return services.claims.open(NewClaim("C1", ClaimType.DELAY, "En retard", due=due)).id


def reread(page: TodayPage) -> list[Line]:
    page.refresh()
    return [row for row in page.table.rows() if isinstance(row, Line)]


def counts(page: TodayPage) -> dict[str, int]:
    return {one.key: one.count for one in page.filter.rows() if one.count}


def press(parent: QWidget, text: str) -> None:
    next(button for button in parent.findChildren(Button) if button.accessibleName() == text).click()


def test_an_empty_day_says_so(page):
    assert reread(page) == []
    assert page._stack.currentIndex() == 1


def test_lines_stand_under_their_deadline_the_late_ones_first(services, page):
    draft(services)
    claim(services, TODAY - dt.timedelta(days=3))
    claim(services, TODAY)
    services.deliveries.prepare(DeliverOrders((confirmed(services, NewLine(Decimal(1), "P1")).id,)))
    page.refresh()
    rows = page.table.rows()
    headings = [row.title for row in rows if isinstance(row, Heading)]
    groups = [row.group for row in rows if isinstance(row, Line)]
    assert headings[:2] == ["En retard", "Aujourd'hui"]
    assert groups == sorted(groups, key=list(Group).index)
    assert counts(page) == {"all": 4, "to_confirm": 1, "to_prepare": 1, "claim_due": 2}


def test_enter_confirms_an_order_and_its_line_goes(qtbot, services, page):
    order_id = draft(services)
    reread(page)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    with services.store.read() as session:
        assert order_by_id(session, order_id).state is OrderState.CONFIRMED
    assert reread(page) == []


def test_an_order_that_is_blocked_is_opened_instead(qtbot, services, desk, page):
    services.customers.create(CustomerData("C2", "Bloqué", terms="comptant", blocked=True, block_reason="impayés"))
    order_id = draft(services, "C2")
    lines = reread(page)
    line = next(one for one in lines if one.task.nature in {"to_confirm", "blocked"})
    page.verbs._confirm(line)
    press(desk[0].notices, "Ouvrir la commande")
    assert desk[1].documents == [(DocumentKind.ORDER, order_id)]


@pytest.mark.parametrize(
    ("key", "shelf"), [(Qt.Key.Key_F, "done"), (Qt.Key.Key_D, "put_off"), (Qt.Key.Key_S, "put_off")]
)
def test_a_letter_hides_a_line_and_the_notice_brings_it_back(qtbot, services, desk, page, key, shelf):
    draft(services)
    reread(page)
    page.table.setFocus()
    qtbot.keyClick(page.table, key)
    assert reread(page) == []
    assert counts(page) == {shelf: 1}
    press(desk[0].notices, "Annuler cette action")
    assert counts(page) == {"all": 1, "to_confirm": 1}


def test_what_was_put_off_is_seen_in_its_filter_and_brought_back_by_enter(qtbot, services, page):
    draft(services)
    reread(page)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_D)
    page.pick_filter("put_off")
    (line,) = reread(page)
    assert line.action == "bring_back"
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    page.pick_filter("all")
    assert len(reread(page)) == 1


def test_several_lines_are_put_off_at_once(qtbot, services, page):
    for _ in range(3):
        draft(services)
    reread(page)
    page.table.setFocus()
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_S)
    assert counts(page) == {"put_off": 3}


def test_the_arrows_pass_over_the_headings(qtbot, services, page):
    claim(services, TODAY - dt.timedelta(days=3))
    draft(services)
    first, second = reread(page)
    page.table.setFocus()
    assert page.table.current() == first
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.current() == second


def test_a_nature_shows_its_lines_alone(services, page):
    draft(services)
    claim(services, TODAY)
    page.refresh()
    page.pick_filter("claim_due")
    assert [line.task.nature for line in reread(page)] == ["claim_due"]


def test_each_line_goes_to_the_page_that_does_it(services, desk, page):
    claim_id = claim(services, TODAY)
    delivery_id = shipped(services, confirmed(services, NewLine(Decimal(1), "P1")).id)
    for line in reread(page):
        page.verbs.act(line)
    assert desk[1].asked == [("invoices", "invoice_deliveries", (delivery_id,)), ("claims", "open", (claim_id,))]


def test_a_click_on_a_button_of_a_cell_acts(qtbot, services, desk, page):
    draft(services)
    page.refresh()
    names = [column.name for column in COLUMNS]
    index = page.table.model().index(1, names.index("tomorrow"))
    page.table.scrollTo(index)
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.visualRect(index).center())
    assert counts(page) == {"put_off": 1}


def test_a_narrow_window_trades_the_filter_column_for_a_list(page):
    page.resize(theme().px(700), 800)
    assert (page.filter_combo.isVisible(), page._side.isVisible()) == (True, False)


def test_everything_that_takes_the_focus_has_a_name(services, page):
    draft(services)
    page.refresh()
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible() and not widget.accessibleName()
    ]
    assert nameless == []
