"""A file in which no order lines were found: its columns are named by hand before anything else is tried."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.imports.orders_import import OrderImportService
from adv_desktop.services.imports.written import WrittenLayout
from adv_desktop.services.sentences import sentence
from adv_desktop.ui.order_import.layout_dialog import ask_layout
from adv_desktop.ui.order_import.reads import Pasted

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_WITHOUT_LINES = frozenset({"no_order_lines", "no_pasted_lines"})


class ColumnNaming(QObject):
    """Asks for the columns of a table (`named`); `given_up` with the refusal when there is none, or nobody answers."""

    named = Signal(object)
    given_up = Signal(object)

    def __init__(self, desk: Desk, service: OrderImportService, form: QWidget) -> None:
        super().__init__(form)
        self._desk = desk
        self._service = service
        self._form = form

    def ask(self, source: Path | Pasted, refusal: Exception) -> None:
        """Look for a table in a refused source, and ask what its columns are."""
        if not isinstance(refusal, DomainError) or refusal.code not in _WITHOUT_LINES:
            self.given_up.emit(refusal)
            return
        read = partial(_layout_of, self._service, source)
        self._desk.runner.read(read, partial(self._on_layout, refusal), lambda _error: self.given_up.emit(refusal))

    def _on_layout(self, refusal: DomainError, layout: WrittenLayout | None) -> None:
        if layout is None:
            self.given_up.emit(refusal)
        else:
            # The form may not be shown yet: a dialog of a hidden one would not be seen.
            QTimer.singleShot(0, self, partial(self._show, refusal, layout))

    def _show(self, refusal: DomainError, layout: WrittenLayout) -> None:
        reason = sentence(refusal, texts.current())
        dialog = ask_layout(None, layout, self.named.emit, self._form, reason)
        dialog.rejected.connect(partial(self.given_up.emit, refusal))


def _layout_of(service: OrderImportService, source: Path | Pasted) -> WrittenLayout | None:
    if isinstance(source, Pasted):
        return service.unread_text_layout(source.text)
    return service.unread_layout(source)
