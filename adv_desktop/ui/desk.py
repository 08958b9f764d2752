"""What every page works with: the services, the runner, the notice bar and the way to other documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.ui.runner import Runner
from adv_desktop.ui.widgets.notice import NoticeBar

if TYPE_CHECKING:  # the services bring SQLAlchemy, which the first paint does without
    from adv_desktop.bootstrap import Services


class Window(Protocol):
    """What a page may ask of the main window."""

    def open_document(self, kind: DocumentKind, document_id: int) -> None:
        """Show a document on its page."""
        ...

    def open_form(self, form: QWidget) -> None:
        """Show a form over the page; it goes away with its `closed` signal."""
        ...

    def show_list(self, page: str, query: str) -> None:
        """Show a page filtered by a chip key or a query (« Lignes » of a figure)."""
        ...

    def ask(self, page: str, verb: str, ids: Sequence[int]) -> None:
        """Ask another page to do something with documents (`Page.do`)."""
        ...

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the open database."""
        ...

    def import_files(self, paths: list[Path]) -> None:
        """Take in the customer's order files that were dropped or chosen."""
        ...

    def type_order(self, path: Path) -> None:
        """Open an empty order beside a file that nobody could read."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Given to each page when it is built."""

    services: Services
    runner: Runner
    notices: NoticeBar
    settings: QSettings
    window: Window
    failed: Callable[[Exception], None]

    def today(self) -> dt.date:
        """Return the date that documents are made on."""
        return self.services.clock.today()

    def open(self, kind: DocumentKind) -> Callable[[int], None]:
        """Return the slot that opens documents of one kind."""
        return lambda document_id: self.window.open_document(kind, document_id)
