"""The saved views of a list in the window: kept, shown, renamed, deleted, opened with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.ui.orders.page import OrdersPage
from tests.support.company import confirmed
from tests.ui.support.desk import desk_of


@pytest.fixture
def top(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(1400, 900)
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def page_of(services, tmp_path, top):
    """Return what opens the page of orders, as many times as wanted, over one company."""
    confirmed(services, NewLine(Decimal(1), "P1"))
    services.orders.create(NewOrder("C1", (NewLine(Decimal(2), "P1"),), customer_reference="PO-9"))

    def opened() -> OrdersPage:
        desk, _window, failures = desk_of(services, tmp_path, top)
        page = OrdersPage(desk, top)
        page.resize(1400, 880)
        top.show()
        page.show()
        assert failures == []
        return page

    return opened


def chips(page: OrdersPage) -> list[tuple[str, bool]]:
    return [(chip.accessibleName(), chip.isChecked()) for chip in page.views._marked()]


def name_it(qtbot, page: OrdersPage, name: str) -> None:
    dialog = page.findChildren(QDialog)[-1]
    field = dialog.findChild(QLineEdit)
    field.clear()
    qtbot.keyClicks(field, name)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose(page: OrdersPage, *path: str) -> None:
    """Trigger an entry of the menu by its words."""
    menu = page.views.menu()
    for word in path:
        action = next(action for action in menu.actions() if action.text() == word)
        menu = action.menu() or menu
    action.trigger()


def test_what_is_shown_is_saved_under_a_name_and_shown_again(qtbot, page_of):
    page = page_of()
    page.show_query("to_confirm")
    page.list.view.set_sort("net", descending=True)
    page.views.ask_name()
    name_it(qtbot, page, "Brouillons")
    assert chips(page) == [("Brouillons", True)]
    page.show_query("all")
    page.list.view.set_sort("date", descending=False)
    page.list.chips.picked.emit("all")
    assert chips(page) == [("Brouillons", False)]
    assert len(page.list.model.ids) == 2
    page.views._marked()[0].click()
    assert (page.list.chips.current(), page.list.view.sort, len(page.list.model.ids)) == (
        "to_confirm",
        ("net", True),
        1,
    )
    assert chips(page) == [("Brouillons", True)]


def test_a_query_is_part_of_the_view(qtbot, page_of):
    page = page_of()
    page.show_query("référence : PO-9")
    page.views.ask_name()
    name_it(qtbot, page, "PO")
    page.show_query("all")
    choose(page, "PO", "Afficher cette vue")
    assert (page.list.query.text(), len(page.list.model.ids)) == ("référence : PO-9", 1)


def test_a_view_is_renamed_and_deleted_which_can_be_undone(qtbot, page_of):
    page = page_of()
    page.views.ask_name()
    name_it(qtbot, page, "Tout")
    choose(page, "Tout", "Renommer…")
    name_it(qtbot, page, "Tout le carnet")
    assert [name for name, _on in chips(page)] == ["Tout le carnet"]
    choose(page, "Tout le carnet", "Supprimer")
    assert chips(page) == []
    assert page.views.row.isHidden()
    undo = next(
        button
        for button in page.desk.notices.findChildren(QWidget)
        if button.accessibleName() == "Annuler cette action"
    )
    undo.click()
    assert [name for name, _on in chips(page)] == ["Tout le carnet"]


def test_the_list_opens_with_the_default_view_unless_a_document_is_asked_for(qtbot, page_of):
    page = page_of()
    page.show_query("to_confirm")
    page.views.ask_name()
    name_it(qtbot, page, "Brouillons")
    choose(page, "Brouillons", "Ouvrir la liste avec cette vue")
    assert page_of().list.chips.current() == "to_confirm"
    choose(page, "Brouillons", "Ouvrir la liste avec cette vue")
    assert page_of().list.chips.current() == "all"
