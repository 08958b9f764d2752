"""What somebody without a mouse, or who enlarges everything, finds in every window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget

from adv_desktop.ui.orders.form import OrderForm
from adv_desktop.ui.shell import Shell
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.foot import Foot
from tests.ui.support.main_window import OpenWindow, unnamed
from tests.ui.support.screens import open_everything, screens

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
SEARCH = "search"  # the field-like button of the top bar: its text is a hint and may be cut


def is_cut(button: QAbstractButton) -> bool:
    """Return whether a button shows less than its words; one that tells them in its tip is meant to."""
    meant = isinstance(button, QToolButton) or button.property("kind") == SEARCH or button.toolTip()
    return bool(button.text()) and not meant and button.width() < button.sizeHint().width()


def hidden_part(widget: QWidget) -> int:
    """Return how many lines of pixels of a widget one would have to scroll for."""
    return widget.height() - widget.visibleRegion().boundingRect().height()


@pytest.fixture
def opened(tmp_path, qtbot) -> Iterator[OpenWindow]:
    with open_everything(tmp_path, qtbot) as shown:
        yield shown


@pytest.fixture
def enlarged() -> Iterator[None]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme().set_zoom(200)
    theme().apply(application)
    yield
    theme().set_zoom(100)
    theme().apply(application)


def shown_buttons(widget: QWidget) -> list[QAbstractButton]:
    return [button for button in widget.findChildren(QAbstractButton) if button.isVisible()]


def test_whatever_takes_the_keyboard_says_its_name(opened, tmp_path):
    nameless = {name: unnamed(opened.window) for name, _screen in screens(opened, tmp_path)}
    assert {name: found for name, found in nameless.items() if found} == {}


def test_a_button_without_a_word_tells_what_it_does(opened, tmp_path):
    silent = [
        (name, type(button).__name__, button.accessibleName())
        for name, screen in screens(opened, tmp_path)
        for button in shown_buttons(screen)
        if not button.text() and not (button.accessibleName() and button.toolTip())
        and button.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]  # fmt: skip
    assert silent == []


def test_at_twice_the_size_no_button_is_cut_or_out_of_sight_and_no_form_is_too_large(enlarged, opened, tmp_path):
    window = opened.window
    window.resize(1920, 1080)
    cut, large, below = [], [], []
    for name, screen in screens(opened, tmp_path):
        cut += [(name, button.text(), button.width()) for button in shown_buttons(screen) if is_cut(button)]
        large += [name] if window.width() > 1920 or window.height() > 1080 else []
        below += [name for foot in screen.findChildren(Foot, options=DIRECT) if foot.isVisible() and hidden_part(foot)]
    assert (cut, large, below) == ([], [], [])


def test_tab_goes_through_an_order_in_the_order_of_the_paper(opened):
    form = OrderForm(opened.desk)
    opened.window.open_form(form)
    form.fewer.turn()
    names, widget = [], form.header.customer
    while widget is not form.grid:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            names.append(widget.accessibleName())
        widget = widget.nextInFocusChain()
    assert names == [
        "Client",
        "V/Réf. (n° de commande client)",
        "Date de son bon",
        "Date demandée",
        "Commercial",
        "Livrer à",
        "Conditions de règlement",
        "Mode de règlement",
        "Transporteur",
        "Remise sur la commande\u00a0%",
        "Port HT",
        "Canal",
        "Client facturé",
        "Payeur",
        "Livraisons partielles",
        "Reliquat",
        "Incoterm et lieu",
        "Motif du port",
        "Acompte demandé\u00a0%",
        "Urgence",
        "Remarque pour le client",
    ]


def test_a_form_that_was_left_is_there_again_when_its_tab_is(opened):
    form = OrderForm(opened.desk)
    opened.window.open_form(form)
    opened.window.rail.select("customers")
    assert opened.window.stage.current() is opened.window.page("customers")
    opened.window.rail.select("orders")
    assert opened.window.stage.current() is form
    opened.window.show_list("orders", "to_confirm")
    assert opened.window.stage.current() is opened.window.page("orders")
    opened.window.stage.bring_form(form)
    assert opened.window.stage.current() is form


def shared_shortcuts(window: QWidget) -> dict[str, list[str]]:
    """Return the keys that two things on screen answer to: Qt then runs neither."""
    answering: dict[str, set[QAction | QShortcut]] = defaultdict(set)
    for widget in (window, *window.findChildren(QWidget)):
        for action in widget.actions() if widget.isVisible() else ():
            for keys in action.shortcuts():
                answering[keys.toString()].add(action)
        for shortcut in widget.findChildren(QShortcut, options=DIRECT) if widget.isVisible() else ():
            answering[shortcut.key().toString()].add(shortcut)
    return {
        keys: sorted(one.text() if isinstance(one, QAction) else "shortcut" for one in found)
        for keys, found in answering.items()
        if len(found) > 1
    }


def test_a_key_does_one_thing_on_each_screen(opened, tmp_path):
    shell = Shell(opened.desk, opened.window, opened.window)  # what answers whatever is in front
    assert shell.commands.actions["import_order"].shortcut().toString() == "Ctrl+I"
    shared = {name: shared_shortcuts(opened.window) for name, _screen in screens(opened, tmp_path)}
    assert {name: keys for name, keys in shared.items() if keys} == {}
