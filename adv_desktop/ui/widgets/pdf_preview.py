"""A document as it will be printed: its pages under each other, zoom, page n of N, and what to do with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from adv_desktop.services.formats import NO_BREAK_SPACE
from adv_desktop.services.texts import _
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.flow import Flow
from adv_desktop.ui.widgets.pdf_pages import PageSize, page_image, page_sizes
from adv_desktop.ui.widgets.pdf_sheet import Page, PageArea

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
KEPT_AROUND = 2
GAP = 14


class PdfPreview(QWidget):
    """Shows a PDF. Keys: Page Up and Down, Home, End, + and −, W for the whole width."""

    open_asked = Signal()
    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None, *, tools: bool = True) -> None:
        """Show the tools that open, save and print, unless the preview only stands beside a list."""
        super().__init__(parent)
        self._runner = runner
        self._pdf = b""
        self._round = 0
        self._zoom: float | None = None
        self._pages: list[Page] = []
        self._title = text_label("", "strong")
        self._number = text_label("", "muted")
        self._percent = text_label("", "muted")
        self._message = text_label("", "muted", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = PageArea(self)
        self._column = QVBoxLayout(self._area.sheet)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        theme().space(self._column, (GAP, GAP, GAP, GAP), GAP)
        box = QVBoxLayout(self)
        theme().space(box, spacing=8)
        self.bar = self._make_bar(tools=tools)
        box.addLayout(self.bar)
        box.addWidget(self._message, 1)
        box.addWidget(self._area, 1)
        self._message.hide()
        self._render = QTimer(self, singleShot=True, interval=30)
        self._render.timeout.connect(self._on_render)
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._area.resized.connect(self._on_resized)
        theme().changed.connect(self._on_resized)
        self._show_place()

    def show_pdf(self, pdf: bytes, title: str) -> None:
        """Show another document from its first page."""
        self._round += 1
        self._pdf = pdf
        self._title.setText(title)
        self._area.setAccessibleName(title)
        self._runner.read(partial(page_sizes, pdf), partial(self._on_measured, self._round))

    @property
    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self._pages)

    @property
    def current_page(self) -> int:
        """Return the page in the middle of the view, from 0."""
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() / 2
        passed = [place for place, page in enumerate(self._pages) if page.y() <= middle]
        return passed[-1] if passed else 0

    @property
    def zoom(self) -> float:
        """Return the size of the pages: 1 for their natural size."""
        return self._fitting() if self._zoom is None else self._zoom

    def go_to(self, place: int) -> None:
        """Bring the top of a page to the top of the view."""
        if self._pages:
            page = self._pages[max(0, min(len(self._pages) - 1, place))]
            self._area.verticalScrollBar().setValue(page.y() - theme().px(GAP))

    def set_zoom(self, zoom: float | None) -> None:
        """Choose the size of the pages; None fits them to the width of the view."""
        place = self.current_page
        self._zoom = zoom
        self._resize_pages()
        self.go_to(place)

    def step_zoom(self, step: int) -> None:
        """Choose the next larger or smaller size."""
        now = self.zoom
        further = [zoom for zoom in ZOOMS if (zoom > now + 0.01 if step > 0 else zoom < now - 0.01)]
        if further:
            self.set_zoom(further[0] if step > 0 else further[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key
        actions = {
            key.Key_PageDown: lambda: self.go_to(self.current_page + 1),
            key.Key_PageUp: lambda: self.go_to(self.current_page - 1),
            key.Key_Home: lambda: self.go_to(0),
            key.Key_End: lambda: self.go_to(len(self._pages) - 1),
            key.Key_Plus: lambda: self.step_zoom(1),
            key.Key_Minus: lambda: self.step_zoom(-1),
            key.Key_W: lambda: self.set_zoom(None),
        }
        action = actions.get(key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def _make_bar(self, *, tools: bool) -> QHBoxLayout:
        bar = QHBoxLayout()
        theme().space(bar, spacing=6)
        bar.addWidget(self._title)
        bar.addStretch(1)
        parts: list[QWidget] = [
            Button("", "flat", icon="chevron-up", name=_("Previous page"), on_click=lambda: self._turn(-1)),
            self._number,
            Button("", "flat", icon="chevron-down", name=_("Next page"), on_click=lambda: self._turn(1)),
            Button("", "flat", icon="minus", name=_("Smaller"), on_click=lambda: self.step_zoom(-1)),
            self._percent,
            Button("", "flat", icon="plus", name=_("Larger"), on_click=lambda: self.step_zoom(1)),
            Button(_("Whole width"), "flat", on_click=lambda: self.set_zoom(None)),
        ]
        if tools:
            parts += [
                Button(_("Open"), icon="external", on_click=self.open_asked.emit),
                Button(_("Save"), icon="save", on_click=self.save_asked.emit),
                Button(_("Print"), icon="printer", on_click=self.print_asked.emit),
            ]
        wrapped = Flow()
        theme().space(wrapped, spacing=6)
        for part in parts:
            wrapped.addWidget(part)
        bar.addLayout(wrapped)
        return bar

    def _on_measured(self, asked: int, sizes: tuple[PageSize, ...] | None) -> None:
        if not isValid(self) or asked != self._round:
            return
        for page in self._pages:
            page.hide()
            page.deleteLater()
        self._pages = [Page(size, place, self._area.sheet) for place, size in enumerate(sizes or ())]
        for page in self._pages:
            self._column.addWidget(page)
        if not self._pages:
            self._message.setText(_("This file cannot be shown here. Look at it with the button “Open”."))
        self._message.setVisible(not self._pages)
        self._area.setVisible(bool(self._pages))
        self._area.verticalScrollBar().setValue(0)
        self._resize_pages()

    def _on_scrolled(self, _value: int) -> None:
        self._show_place()
        self._render.start()

    def _on_resized(self) -> None:
        if self._zoom is None or self.sender() is theme():
            self._resize_pages()
        else:
            self._render.start()

    def _on_render(self) -> None:
        ratio, zoom = self.devicePixelRatioF(), self.zoom
        near = set(self._near_pages())
        for place, page in enumerate(self._pages):
            if place not in near:
                page.forget()
            elif page.needs(zoom * ratio):
                work = partial(page_image, self._pdf, place, zoom * ratio)
                self._runner.read(work, partial(self._on_drawn, self._round, place, zoom * ratio))

    def _on_drawn(self, asked: int, place: int, zoom: float, image: QImage) -> None:
        if isValid(self) and asked == self._round:
            self._pages[place].show_image(image, zoom)

    def _near_pages(self) -> range:
        """Return the pages in the view and a few around it."""
        top = self._area.verticalScrollBar().value()
        bottom = top + self._area.viewport().height()
        seen = [place for place, page in enumerate(self._pages) if page.y() < bottom and page.geometry().bottom() > top]
        if not seen:
            return range(min(KEPT_AROUND, len(self._pages)))
        return range(max(0, seen[0] - KEPT_AROUND), min(len(self._pages), seen[-1] + KEPT_AROUND + 1))

    def _resize_pages(self) -> None:
        for page in self._pages:
            page.resize_to(self.zoom)
        self._column.activate()
        self._area.sheet.adjustSize()
        self._show_place()
        self._render.start()

    def _fitting(self) -> float:
        widest = max((page.size_at_one.width for page in self._pages), default=1.0)
        room = self._area.width() - self._area.verticalScrollBar().sizeHint().width() - theme().px(2 * GAP) - 2
        return max(0.2, room / widest)

    def _turn(self, step: int) -> None:
        self.go_to(self.current_page + step)

    def _show_place(self) -> None:
        page = self.current_page + 1 if self._pages else 0
        self._number.setText(_("Page {page}/{pages}").format(page=page, pages=len(self._pages)))
        self._percent.setText(f"{round(self.zoom * 100)}{NO_BREAK_SPACE}%" if self._pages else "")
