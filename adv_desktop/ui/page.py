"""What a page and a form are to the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.ui.commands import Command, CommandSet

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class Page(QWidget):
    """A tab of the rail. Subclasses build their widgets in `__init__(desk, parent)`."""

    status_changed = Signal(str)
    # The documents whose changes the page shows.
    kinds: ClassVar[frozenset[DocumentKind]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.command_set = CommandSet(self, self.commands())

    def commands(self) -> list[Command]:
        """Return what can be done on the page; called once, before the page's own widgets exist."""
        return []

    @property
    def status(self) -> str:
        """The line at the left of the status bar."""
        return ""

    def refresh(self) -> None:
        """Read again what is shown."""

    def on_changed(self, changed: Changed) -> None:
        """Take in what a command changed."""

    def on_screen(self) -> tuple[DocumentKind, int] | None:
        """Return the document or customer that is looked at, which a note is about; None when there is none."""
        return None

    def show_document(self, document_id: int) -> None:
        """Show one document of the page."""

    def show_query(self, query: str) -> None:
        """Filter the page by a chip key or a query."""

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Do what another page asks with documents of its own (« deliver » these orders)."""


class DocumentForm(QWidget):
    """A document of its own over the pages: it says its title and when it is done with."""

    closed = Signal()
    title_changed = Signal(str)
    # The page of the user guide about it; "" is that of the tab below.
    guide: ClassVar[str] = ""
    # The document or customer that the form is about, once there is one: what a note is taken on.
    about: tuple[DocumentKind, int] | None = None

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.command_set = CommandSet(self, self.commands())

    @property
    def title(self) -> str:
        """What the window menu calls the form."""
        return ""

    def commands(self) -> list[Command]:
        """Return what can be done in the form; called once, before the form's own widgets exist."""
        return []

    def on_changed(self, changed: Changed) -> None:
        """Take in what a command changed."""

    def on_screen(self) -> tuple[DocumentKind, int] | None:
        """Return what the form is about."""
        return self.about

    def take_files(self, paths: list[Path]) -> bool:
        """Take files that are dropped on the window while the form is in front; False leaves them to the window."""
        return False

    def refresh(self) -> None:
        """Read again what is shown; what is being typed stays."""

    def heightForWidth(self, width: int) -> int:
        """Ask for no more height than is needed: what may scroll inside does, and the buttons stay in sight."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout else super().heightForWidth(width)

    def keep_draft(self) -> None:
        """Keep what is being typed; called before the window closes."""
