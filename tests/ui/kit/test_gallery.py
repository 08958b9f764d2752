"""The whole kit is drawn in every look, and everything that takes the focus has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import NoticeBar
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


def test_a_notice_that_is_shown_follows_the_theme(qtbot, qapp):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.say("Created", tone=Tone.OK, seconds=0)
    label = bar.findChildren(QLabel)[-1]
    try:
        theme().set_mode("dark")
        assert label.palette().windowText().color() == theme().color("ok")
    finally:
        theme().set_mode("light")
