"""The whole kit is drawn in every look, and everything that takes the focus has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from adv_desktop.ui.theme import theme
from tests.ui.kit import gallery


@pytest.mark.parametrize("name", gallery.WINDOWS)
def test_everything_that_takes_the_focus_has_a_name(qtbot, qapp, name):
    theme().apply(qapp)
    window = gallery.WINDOWS[name]()
    qtbot.addWidget(window)
    window.show()
    getattr(window, "after", lambda: None)()
    focusable = [one for one in window.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [one for one in focusable if not one.accessibleName() and not one.objectName().startswith("qt_")]
    assert nameless == []
    window.close()


@pytest.mark.parametrize(("mode", "zoom"), [("dark", 100), ("light", 200)])
def test_a_shown_window_takes_another_look_at_once(qtbot, qapp, mode, zoom):
    window = gallery.WINDOWS["form"]()
    qtbot.addWidget(window)
    window.show()
    try:
        theme().set_mode(mode)
        theme().set_zoom(zoom)
        image = window.grab().toImage()
        assert image.pixelColor(2, image.height() - 2) == theme().color("bg")
    finally:
        theme().set_mode("light")
        theme().set_zoom(100)
