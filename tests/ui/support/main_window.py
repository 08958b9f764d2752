"""The real window over real services, work done at once: for stories told with real keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from adv_desktop.bootstrap import Services
from adv_desktop.ui.commands import CommandSet
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.event_bridge import EventBridge
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.main_window import MainWindow
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import InlineRunner

NO_KEY = Qt.KeyboardModifier.NoModifier


@dataclass
class OpenWindow:
    """A window with one page in front."""

    window: MainWindow
    desk: Desk
    page: ListedPage
    qtbot: QtBot
    failures: list[Exception] = field(default_factory=list)

    @property
    def form(self) -> DocumentForm:
        """The form in front."""
        return self.window.forms()[-1]

    @property
    def notice(self) -> str:
        """What the notice bar says."""
        return self.window.notices.text

    @property
    def dialog(self) -> QDialog:
        """The dialog that is open, once it has the keyboard."""
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        self.qtbot.waitUntil(shown[-1].isActiveWindow)
        return shown[-1]

    def press(self, *keys: str | Qt.Key | tuple[Qt.KeyboardModifier, Qt.Key]) -> None:
        """Press keys in whatever has the focus."""
        for key in keys:
            target = QApplication.focusWidget() or self.window
            if isinstance(key, str):
                self.qtbot.keyClicks(target, key)
            elif isinstance(key, tuple):
                self.qtbot.keyClick(target, key[1], key[0])
            else:
                self.qtbot.keyClick(target, key, NO_KEY)

    def return_to_list(self) -> None:
        """Go back to the list: the offscreen platform activates no window by itself when a dialog closes."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.page.list.view.setFocus()

    def wait_for_rows(self, count: int) -> None:
        """Wait until the list shows so many rows."""
        self.qtbot.waitUntil(lambda: len(self.page.list.model.ids) == count)


def open_window(services: Services, folder: Path, page: str, qtbot: QtBot) -> OpenWindow:
    """Open the window on a page."""
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/page", page)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    failures: list[Exception] = []
    desk = Desk(services, InlineRunner(failures.append), window.notices, settings, window, failures.append)
    EventBridge(services.store.hub.subscribe, window).changed.connect(window.on_changed)
    window.resize(1400, 880)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.start(desk, CommandSet(window, []), "")
    shown = window.page(page)
    assert isinstance(shown, ListedPage)
    shown.list.view.setFocus()
    return OpenWindow(window, desk, shown, qtbot, failures)


def unnamed(widget: QWidget) -> list[str]:
    """Return what can have the focus itself (not through another widget) without a name for a screen reader."""
    return [
        f"{type(child).__name__} {child.objectName()}"
        for child in widget.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
        and child.focusProxy() is None
        and not child.accessibleName()
        and child.isVisible()
    ]
