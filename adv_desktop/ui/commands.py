"""What can be done, declared once: menus, buttons, shortcuts and the list of shortcuts come from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.icons import icon
from adv_desktop.ui.widgets.basics import Button


class Menu(StrEnum):
    """The menus, in order."""

    FILE = "file"
    EDIT = "edit"
    SALES = "sales"
    DELIVERIES = "deliveries"
    INVOICING = "invoicing"
    PAYMENTS = "payments"
    TOOLS = "tools"
    WINDOW = "window"
    HELP = "help"


MENU_TITLES = {
    Menu.FILE: N_("&File"),
    Menu.EDIT: N_("&Edit"),
    Menu.SALES: N_("&Sales"),
    Menu.DELIVERIES: N_("&Deliveries"),
    Menu.INVOICING: N_("&Invoicing"),
    Menu.PAYMENTS: N_("&Payments"),
    Menu.TOOLS: N_("&Tools"),
    Menu.WINDOW: N_("&Window"),
    Menu.HELP: N_("&Help"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done; `text` is a marked message, `shortcut` as Qt writes it (« Ctrl+K »)."""

    key: str
    text: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    menu: Menu | None = None
    primary: bool = False
    in_top_bar: bool = False


class CommandSet:
    """The commands of the window or of one page, as Qt actions of a widget."""

    def __init__(self, widget: QWidget, commands: Iterable[Command]) -> None:
        self.commands = tuple(commands)
        self.actions: dict[str, QAction] = {}
        for command in self.commands:
            action = QAction(_(command.text), widget)
            if command.shortcut:
                action.setShortcut(QKeySequence(command.shortcut))
            if command.icon:
                action.setIcon(icon(command.icon))
            # Qt lets the keys of a hidden widget rest: only the page or form that is shown answers.
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, run=command.run: run())
            widget.addAction(action)
            self.actions[command.key] = action

    def buttons(self) -> list[Button]:
        """Return the buttons of the top bar, the main one with its shortcut on it."""
        shown = [command for command in self.commands if command.in_top_bar or command.primary]
        shown.sort(key=lambda command: command.primary)
        return [
            Button(
                _(command.text).replace("&", ""),
                "primary" if command.primary else "plain",
                icon=command.icon or None,
                hint=_hint(command.shortcut) if command.primary else "",
                on_click=self.actions[command.key].trigger,
            )
            for command in shown
        ]

    def enable(self, **states: bool) -> None:
        """Enable or disable commands by key."""
        for key, enabled in states.items():
            self.actions[key].setEnabled(enabled)


def _hint(shortcut: str) -> str:
    """Return the keys as they are called on the keyboard of the language: Qt says « Return » for Enter."""
    return _("Ctrl+Enter") if shortcut == "Ctrl+Return" else shortcut


class Menus:
    """The menu bar, filled with the commands of the window and of the page that is shown."""

    def __init__(self, bar: QMenuBar) -> None:
        self._menus: dict[Menu, QMenu] = {menu: bar.addMenu(_(title)) for menu, title in MENU_TITLES.items()}
        self._open: list[QAction] = []

    def list_open(self, entries: Callable[[], Sequence[tuple[str, Callable[[], object]]]]) -> None:
        """List what is open, asked each time, at the end of the window menu."""
        self._menus[Menu.WINDOW].aboutToShow.connect(lambda: self._show_open(entries()))

    def _show_open(self, entries: Sequence[tuple[str, Callable[[], object]]]) -> None:
        menu = self._menus[Menu.WINDOW]
        for action in self._open:
            menu.removeAction(action)
            action.deleteLater()
        self._open = [menu.addSeparator()] if entries else []
        for title, run in entries:
            action = menu.addAction(title.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, run=run: run())
            self._open.append(action)

    def fill(self, sets: Iterable[CommandSet]) -> None:
        """Show these commands; a menu without any is hidden."""
        self._open.clear()  # the menus delete their own
        for menu in self._menus.values():
            menu.clear()
        for commands in sets:
            self._add(commands)
        for menu in self._menus.values():
            menu.menuAction().setVisible(not menu.isEmpty())

    def _add(self, commands: CommandSet) -> None:
        begun: set[Menu] = set()
        for command in commands.commands:
            if command.menu is None:
                continue
            menu = self._menus[command.menu]
            if command.menu not in begun and not menu.isEmpty():
                menu.addSeparator()
            begun.add(command.menu)
            menu.addAction(commands.actions[command.key])
