"""The middle of the window: the pages, built when first asked for, and the forms laid over them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.texts import _
from adv_desktop.ui.commands import CommandSet
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.page import DocumentForm, Page
from adv_desktop.ui.pages import PAGES, PageSpec
from adv_desktop.ui.widgets.empty import EmptyState


class _Frame(QScrollArea):
    """A form that scrolls where the window is too small for it, instead of pushing the window off the screen."""

    def __init__(self, form: DocumentForm, page: str) -> None:
        super().__init__()
        self.form, self.page = form, page
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(form)
        form.setAutoFillBackground(False)  # setWidget turns it on


class Stage(QStackedWidget):
    """Shows one page or form; `shown` tells that it is another one, `status_changed` what it says of itself."""

    shown = Signal()
    status_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk: Desk | None = None
        self._current_key = PAGES[0].key
        self._pages: dict[str, Page] = {}
        self._specs: dict[str, PageSpec] = {spec.key: spec for spec in PAGES}
        self._waiting = EmptyState(_("Opening…"), _("The database is being opened."), icon="clock")
        self.addWidget(self._waiting)

    def page(self, key: str) -> Page:
        """Return a page, built when it is first asked for."""
        page = self._pages.get(key)
        if page is None:
            assert self.desk is not None  # noqa: S101 (nothing asks for a page before the services are there)
            page = self._specs[key].build(self.desk)
            page.status_changed.connect(partial(self._on_status, page))
            self._pages[key] = page
            self.addWidget(page)
        return page

    def show_page(self, key: str) -> None:
        """Bring a page to the front, with the keyboard."""
        if self.desk is not None:
            self._current_key = key
            self._bring(self.page(key))

    def return_to(self, key: str) -> None:
        """Go back to what a tab showed: the last form that was opened over its page, else the page."""
        left = [frame.form for frame in self.findChildren(_Frame) if frame.page == key]
        if left and self.desk is not None:
            self._current_key = key
            self._bring(left[-1])
        else:
            self.show_page(key)

    def bring_form(self, form: DocumentForm) -> None:
        """Bring an open form to the front."""
        self._bring(form)

    def open_form(self, form: DocumentForm) -> None:
        """Lay a form over the page; its `closed` signal takes it away."""
        form.closed.connect(partial(self._close, form))
        self.addWidget(_Frame(form, self._current_key))
        self._bring(form)

    def show_alone(self, page: QWidget | None) -> None:
        """Show something that is no page (first start), or what waits for the database."""
        if page is not None:
            self.addWidget(page)
        self.setCurrentWidget(page or self._waiting)

    def forms(self) -> list[DocumentForm]:
        """Return the forms that are open, the oldest first."""
        widgets = [self.widget(index) for index in range(self.count())]
        return [widget.form for widget in widgets if isinstance(widget, _Frame)]

    def current(self) -> QWidget | None:
        """Return the page or form that is shown."""
        shown = self.currentWidget()
        return shown.form if isinstance(shown, _Frame) else shown

    def on_screen(self) -> tuple[DocumentKind, int] | None:
        """Return the document or customer that what is shown is about."""
        current = self.current()
        return current.on_screen() if isinstance(current, Page | DocumentForm) else None

    def take_files(self, paths: list[Path]) -> bool:
        """Offer dropped files to the form in front; return whether it took them."""
        current = self.current()
        return isinstance(current, DocumentForm) and current.take_files(paths)

    def commands(self) -> list[CommandSet]:
        """Return the commands of what is shown."""
        current = self.current()
        return [current.command_set] if isinstance(current, Page | DocumentForm) else []

    def status(self) -> str:
        """Return what the page that is shown says of itself."""
        current = self.currentWidget()
        return current.status if isinstance(current, Page) else ""

    def on_changed(self, changed: Changed) -> None:
        """Tell the pages and forms whose documents changed."""
        for page in self._pages.values():
            if any(changed.of(kind) for kind in page.kinds):
                page.on_changed(changed)
        for form in self.forms():
            form.on_changed(changed)

    def refresh(self) -> None:
        """Read the page or form in front again."""
        current = self.current()
        if isinstance(current, Page | DocumentForm):
            current.refresh()

    def refresh_all(self) -> None:
        """Read every page again: another program wrote to the database."""
        for page in self._pages.values():
            page.refresh()

    def forget(self) -> None:
        """Take every page and form away: the database that they show is being closed."""
        for widget in [*self._pages.values(), *self.findChildren(_Frame)]:
            self.removeWidget(widget)
            widget.deleteLater()
        self._pages.clear()
        self.desk = None
        self.setCurrentWidget(self._waiting)

    def _close(self, form: DocumentForm) -> None:
        frame = next(frame for frame in self.findChildren(_Frame) if frame.form is form)
        self.removeWidget(frame)
        frame.deleteLater()
        left = self.forms()
        self._bring(left[-1] if left else self.page(self._current_key))

    def _bring(self, widget: QWidget) -> None:
        frame = next((frame for frame in self.findChildren(_Frame) if frame.form is widget), None)
        self.setCurrentWidget(frame or widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _on_status(self, page: Page, text: str) -> None:
        if self.currentWidget() is page:
            self.status_changed.emit(text)
