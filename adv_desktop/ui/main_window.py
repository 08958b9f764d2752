"""The one window: rail, top bar, notice bar, pages and forms, status bar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.texts import _
from adv_desktop.ui.commands import CommandSet, Menus
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.page import DocumentForm, Page
from adv_desktop.ui.pages import PAGES, PageSpec
from adv_desktop.ui.runner import JobState
from adv_desktop.ui.status_line import StatusLine
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import column as stacked
from adv_desktop.ui.widgets.brand import Brand
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.notice import NoticeBar
from adv_desktop.ui.widgets.rail import Rail, RailItem
from adv_desktop.ui.widgets.top_bar import TopBar

_KIND_PAGES = {spec.kind: spec.key for spec in PAGES if spec.kind is not None}


class MainWindow(QMainWindow):
    """Builds tabs, menus and bars, and hands documents from one page to another."""

    closing = Signal()
    files_dropped = Signal(list)
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
        self.stack = QStackedWidget()
        self.menus = Menus(self.menuBar())
        self._desk: Desk | None = None
        self._commands: CommandSet | None = None
        self._pages: dict[str, Page] = {}
        self._specs: dict[str, PageSpec] = {spec.key: spec for spec in PAGES}
        self._waiting = EmptyState(_("Opening…"), _("The database is being opened."), icon="clock")
        self._foot = StatusLine()
        self._build()
        self.setAcceptDrops(True)

    def _build(self) -> None:
        self.setWindowTitle("ADV Desktop")
        self.stack.addWidget(self._waiting)
        right = QWidget()
        column = QVBoxLayout(right)
        theme().space(column, (0, 0, 0, 0), 0)
        for widget in (self.top_bar, self.notices):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        central = QWidget()
        row = QHBoxLayout(central)
        theme().space(row, (0, 0, 0, 0), 0)
        row.addWidget(self._rail_side)
        row.addWidget(right, 1)
        self.setCentralWidget(central)
        self.setStatusBar(self._foot)
        self.rail.picked.connect(self.show_page)
        self.top_bar.search_asked.connect(self.search_asked)

    def start(self, desk: Desk, commands: CommandSet, facts: str) -> None:
        """Show the first page, once the services are there."""
        self._desk, self._commands = desk, commands
        self._foot.set_facts(facts)
        last = self.settings.value("window/page")
        self.rail.select(last if isinstance(last, str) and last in self._specs else PAGES[0].key)
        self.show_page(self.rail.current())

    def show_page(self, key: str) -> None:
        """Bring a page to the front, building it when it is first asked for."""
        if self._desk is None:
            return
        page = self.page(key)
        self.stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settings.setValue("window/page", key)
        self._on_shown()

    def step_page(self, step: int) -> None:
        """Go to the next tab of the rail, or the one before."""
        keys = list(self._specs)
        self.rail.select(keys[(keys.index(self.rail.current()) + step) % len(keys)])
        self.show_page(self.rail.current())

    def page(self, key: str) -> Page:
        """Return a page, built when it is first asked for."""
        page = self._pages.get(key)
        if page is None:
            assert self._desk is not None  # noqa: S101 (nothing asks for a page before the services are there)
            page = self._specs[key].build(self._desk)
            page.status_changed.connect(partial(self._on_status, page))
            self._pages[key] = page
            self.stack.addWidget(page)
        return page

    def open_document(self, kind: DocumentKind, document_id: int) -> None:
        """Show a document on its page."""
        key = _KIND_PAGES[kind]
        self.rail.select(key)
        self.show_page(key)
        self.page(key).show_document(document_id)

    def show_list(self, page: str, query: str) -> None:
        """Show a page filtered by a chip key or a query."""
        self.rail.select(page)
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

    def open_form(self, form: QWidget) -> None:
        """Show a form over the page; its `closed` signal takes it away."""
        assert isinstance(form, DocumentForm)  # noqa: S101 (the protocol hides the type from the pages)
        form.closed.connect(lambda: self._close_form(form))
        self.stack.addWidget(form)
        self.stack.setCurrentWidget(form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_shown()

    def forms(self) -> list[DocumentForm]:
        """Return the forms that are open, the oldest first."""
        widgets = [self.stack.widget(index) for index in range(self.stack.count())]
        return [widget for widget in widgets if isinstance(widget, DocumentForm)]

    def _close_form(self, form: DocumentForm) -> None:
        self.stack.removeWidget(form)
        form.deleteLater()
        left = self.forms()
        shown = left[-1] if left else self.page(self.rail.current())
        self.stack.setCurrentWidget(shown)
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_shown()

    def on_changed(self, changed: Changed) -> None:
        """Tell the pages and forms whose documents changed."""
        for page in self._pages.values():
            if any(changed.of(kind) for kind in page.kinds):
                page.on_changed(changed)
        for form in self.forms():
            form.on_changed(changed)
        self.documents_changed.emit()

    def show_alone(self, page: QWidget | None) -> None:
        """Show a page without rail and bars (first start), or bring them back."""
        for widget in (self._rail_side, self.top_bar, self.menuBar(), self.statusBar()):
            widget.setVisible(page is None)
        if page is not None:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page or self._waiting)

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

    def forget_pages(self) -> None:
        """Take every page and form away: the database that they show is being closed."""
        for widget in [*self._pages.values(), *self.forms()]:
            self.stack.removeWidget(widget)
            widget.deleteLater()
        self._pages.clear()
        self._desk = None
        self.stack.setCurrentWidget(self._waiting)

    def page_commands(self) -> list[CommandSet]:
        """Return the commands of what is shown, for the list of shortcuts."""
        current = self.stack.currentWidget()
        return [current.command_set] if isinstance(current, Page | DocumentForm) else []

    def refresh(self) -> None:
        """Read the shown page again."""
        current = self.stack.currentWidget()
        if isinstance(current, Page):
            current.refresh()

    def refresh_all(self) -> None:
        """Read every page again: another program wrote to the database."""
        for page in self._pages.values():
            page.refresh()

    def _on_shown(self) -> None:
        current = self.stack.currentWidget()
        shown = self.page_commands()
        everywhere = [self._commands] if self._commands else []
        self.menus.fill([*everywhere, *shown])
        self.top_bar.set_actions([button for commands in shown for button in commands.buttons()])
        self._foot.say(current.status if isinstance(current, Page) else "")

    def _on_status(self, page: Page, text: str) -> None:
        if self.stack.currentWidget() is page:
            self._foot.say(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._desk is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.files_dropped.emit(paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        for form in self.forms():
            form.keep_draft()
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)
