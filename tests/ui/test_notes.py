"""F9: the note taken while somebody is on the phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries import timeline
from adv_desktop.ui.shell import Shell
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.picker import Picker
from tests.ui.support.main_window import OpenWindow
from tests.ui.support.screens import open_everything


@pytest.fixture
def opened(tmp_path, qtbot) -> Iterator[OpenWindow]:
    with open_everything(tmp_path, qtbot) as shown:
        yield shown


def test_f9_keeps_a_call_about_the_order_on_screen(opened: OpenWindow, qtbot) -> None:
    window = opened.window
    Shell(opened.desk, window, window)
    window.open_document(DocumentKind.ORDER, 1)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(window.findChildren(FormDialog)))
    dialog = opened.dialog
    assert dialog.findChild(Picker).choice().code == "C1"
    text = dialog.findChild(QPlainTextEdit)
    assert text.hasFocus()
    opened.press("Rappeler lundi", (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return))
    assert not dialog.isVisible()

    def kept() -> bool:
        with opened.desk.services.store.read() as session:
            found = timeline.of(session, DocumentKind.ORDER, 1)
        return any(event.detail and event.detail.facts.get("text") == "Rappeler lundi" for event in found)

    qtbot.waitUntil(kept)
