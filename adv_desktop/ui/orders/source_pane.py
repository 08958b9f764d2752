"""The file that an order is typed from: its pages and pictures, or its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget

from adv_desktop.services.imports.source_parts import PartKind, SourcePart
from adv_desktop.services.texts import _
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Card, ChipRow
from adv_desktop.ui.widgets.empty import EmptyState
from adv_desktop.ui.widgets.pdf_preview import PdfPreview
from adv_desktop.ui.widgets.picture_pages import pages_of_picture

LEAST_WIDTH = 300


class SourcePane(Card):
    """Shows one part of the file at a time."""

    def __init__(self, runner: Runner, name: str) -> None:
        super().__init__()
        self._runner = runner
        self._parts: tuple[SourcePart, ...] = ()
        self._chips = ChipRow(_("Parts of the file"), [])
        self.pages = PdfPreview(runner, tools=False)
        self.words = QPlainTextEdit(readOnly=True)
        self.words.setAccessibleName(name)
        self.words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(_("This file cannot be shown"), _("Type the order from your own copy of it.")))
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self.words)
        self._chips.hide()
        self._chips.picked.connect(lambda key: self._show(int(key)))
        self.body.addWidget(self._chips)
        self.body.addWidget(self._stack, 1)
        self.setMinimumWidth(theme().px(LEAST_WIDTH))

    @property
    def part(self) -> SourcePart | None:
        """The part that is shown; None when the file shows nothing."""
        place = self._chips.current()
        return self._parts[int(place)] if place else None

    def show_parts(self, parts: Sequence[SourcePart]) -> None:
        """Show a file from its first part."""
        self._parts = tuple(parts)
        for place, part in enumerate(parts):
            self._chips.add(str(place), part.name)
        self._chips.setVisible(len(parts) > 1)
        if parts:
            self._show(0)

    def turn(self, step: int) -> None:
        """Go a page further or back."""
        if self._stack.currentWidget() is self.pages:
            self.pages.go_to(self.pages.current_page + step)
        else:
            bar = self.words.verticalScrollBar()
            bar.setValue(bar.value() + step * bar.pageStep())

    def zoom(self, step: int) -> None:
        """Make the page larger or smaller."""
        if self._stack.currentWidget() is self.pages:
            self.pages.step_zoom(step)
        else:
            self.words.zoomIn(step)

    def next_part(self) -> None:
        """Go to the next part, from the last to the first."""
        if self._parts:
            place = (int(self._chips.current()) + 1) % len(self._parts)
            self._chips.select(str(place))
            self._show(place)

    def _show(self, place: int) -> None:
        part = self._parts[place]
        if part.kind is PartKind.TEXT:
            self.words.setPlainText(part.text)
            self._stack.setCurrentWidget(self.words)
            self.setFocusProxy(self.words)
            return
        self._stack.setCurrentWidget(self.pages)
        self.setFocusProxy(self.pages)
        if part.kind is PartKind.PAGES:
            self.pages.show_pdf(part.content, part.name)
        else:
            self._runner.read(partial(pages_of_picture, part.content), partial(self._on_drawn, part.name))

    def _on_drawn(self, name: str, pdf: bytes) -> None:
        self.pages.show_pdf(pdf, name)
