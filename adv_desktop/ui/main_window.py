"""The one window: rail, top bar, notice bar, pages and forms, status bar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QSignalBlocker, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.texts import _
from adv_desktop.ui.commands import CommandSet, Menus
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.file_drops import FileDrops
from adv_desktop.ui.page import DocumentForm, Page
from adv_desktop.ui.pages import PAGES
from adv_desktop.ui.runner import JobState
from adv_desktop.ui.stage import Stage
from adv_desktop.ui.status_line import StatusLine
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import column as stacked
from adv_desktop.ui.widgets.brand import Brand
from adv_desktop.ui.widgets.notice import NoticeBar
from adv_desktop.ui.widgets.rail import Rail, RailItem
from adv_desktop.ui.widgets.top_bar import TopBar

_KEYS = [spec.key for spec in PAGES]
_KIND_PAGES = {spec.kind: spec.key for spec in PAGES if spec.kind is not None}


class MainWindow(QMainWindow):
    """Builds tabs, menus and bars, and hands documents from one page to another."""

    closing = Signal()
    files_dropped = Signal(list)
    typing_asked = Signal(Path)
    search_asked = Signal()
    documents_changed = Signal()
    restore_asked = Signal(Path)

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.notices = NoticeBar()
        self.top_bar = TopBar()
        self.rail = Rail(
            [RailItem(spec.key, _(spec.title), spec.icon, spec.group, bottom=spec.bottom) for spec in PAGES]
        )
        self._rail_side = stacked(Brand(), self.rail, spacing=0, stretch=False)
        self.stage = Stage()
        self.menus = Menus(self.menuBar())
        self._commands: CommandSet | None = None
        self._foot = StatusLine()
        self._build()
        self._drops = FileDrops(self)
        self._drops.dropped.connect(self._on_dropped)

    def _build(self) -> None:
        self.setWindowTitle("ADV Desktop")
        right = QWidget()
        column = QVBoxLayout(right)
        theme().space(column, (0, 0, 0, 0), 0)
        for widget in (self.top_bar, self.notices):
            column.addWidget(widget)
        column.addWidget(self.stage, 1)
        central = QWidget()
        row = QHBoxLayout(central)
        theme().space(row, (0, 0, 0, 0), 0)
        row.addWidget(self._rail_side)
        row.addWidget(right, 1)
        self.setCentralWidget(central)
        self.setStatusBar(self._foot)
        self.rail.picked.connect(self.return_to)
        self.menus.list_open(lambda: [(form.title, partial(self.stage.bring_form, form)) for form in self.forms()])
        self.top_bar.search_asked.connect(self.search_asked)
        self.stage.shown.connect(self._on_shown)
        self.stage.status_changed.connect(self._foot.say)

    def start(self, desk: Desk, commands: CommandSet, facts: str) -> None:
        """Show the first page, once the services are there."""
        self.stage.desk, self._commands = desk, commands
        self._foot.set_facts(facts)
        last = self.settings.value("window/page")
        self.show_page(last if isinstance(last, str) and last in _KEYS else _KEYS[0])
        self._drops.watch()

    def show_page(self, key: str) -> None:
        """Bring a page to the front, building it when it is first asked for."""
        self._select(key)
        self.stage.show_page(key)

    def return_to(self, key: str) -> None:
        """Go to a tab as it was left: a form that is being typed is not lost sight of."""
        self._select(key)
        self.stage.return_to(key)

    def _select(self, key: str) -> None:
        with QSignalBlocker(self.rail):
            self.rail.select(key)
        self.settings.setValue("window/page", key)

    def step_page(self, step: int) -> None:
        """Go to the next tab of the rail, or the one before."""
        self.return_to(_KEYS[(_KEYS.index(self.rail.current()) + step) % len(_KEYS)])

    def page(self, key: str) -> Page:
        """Return a page, built when it is first asked for."""
        return self.stage.page(key)

    def open_document(self, kind: DocumentKind, document_id: int) -> None:
        """Show a document on its page."""
        self.show_page(_KIND_PAGES[kind])
        self.page(_KIND_PAGES[kind]).show_document(document_id)

    def show_list(self, page: str, query: str) -> None:
        """Show a page filtered by a chip key or a query."""
        self.show_page(page)
        self.page(page).show_query(query)

    def ask(self, page: str, verb: str, ids: Sequence[int]) -> None:
        """Ask a page to do something with documents."""
        self.page(page).do(verb, ids)

    def restore(self, backup: Path) -> None:
        """Ask for a backup in the place of the open database."""
        self.restore_asked.emit(backup)

    def import_files(self, paths: list[Path]) -> None:
        """Hand order files to whoever imports them."""
        self.files_dropped.emit(paths)

    def type_order(self, path: Path) -> None:
        """Ask for an empty order beside a file."""
        self.typing_asked.emit(path)

    def open_form(self, form: QWidget) -> None:
        """Show a form over the page; its `closed` signal takes it away."""
        assert isinstance(form, DocumentForm)  # noqa: S101 (the protocol hides the type from the pages)
        self.stage.open_form(form)

    def forms(self) -> list[DocumentForm]:
        """Return the forms that are open, the oldest first."""
        return self.stage.forms()

    def on_changed(self, changed: Changed) -> None:
        """Tell the pages and forms whose documents changed."""
        self.stage.on_changed(changed)
        self.documents_changed.emit()

    def show_alone(self, page: QWidget | None) -> None:
        """Show a page without rail and bars (first start), or bring them back."""
        for widget in (self._rail_side, self.top_bar, self.menuBar(), self.statusBar()):
            widget.setVisible(page is None)
        self.stage.show_alone(page)

    def show_job(self, state: JobState) -> None:
        """Show the progress of a long job in the status bar, with its cancel button."""
        self._foot.progress.show_state(state)

    def open_as_before(self) -> None:
        """Show the window where and as large as it was left."""
        geometry = self.settings.value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(min(theme().px(1640), room.width()), min(theme().px(960), room.height()))
        self.show()

    def set_facts(self, facts: str) -> None:
        """Show the right part of the status bar."""
        self._foot.set_facts(facts)

    def _on_shown(self) -> None:
        shown = self.stage.commands()
        self.menus.fill([*([self._commands] if self._commands else []), *shown])
        self.top_bar.set_actions([button for commands in shown for button in commands.buttons()])
        self._foot.say(self.stage.status())

    def _on_dropped(self, paths: list[Path]) -> None:
        if self.stage.desk is not None and not self.stage.take_files(paths):
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        for form in self.forms():
            form.keep_draft()
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)
