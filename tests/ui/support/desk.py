"""A desk without a window: real services, work done at once, and a record of what was asked of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import DocumentKind
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.runner import InlineRunner
from adv_desktop.ui.widgets.notice import NoticeBar


@dataclass(slots=True)
class AskedWindow:
    """Remembers what pages ask of the main window."""

    documents: list[tuple[DocumentKind, int]] = field(default_factory=list)
    forms: list[QWidget] = field(default_factory=list)
    lists: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    typed: list[Path] = field(default_factory=list)
    restored: list[Path] = field(default_factory=list)

    def open_document(self, kind: DocumentKind, document_id: int) -> None:
        self.documents.append((kind, document_id))

    def open_form(self, form: QWidget) -> None:
        self.forms.append(form)

    def show_list(self, page: str, query: str) -> None:
        self.lists.append((page, query))

    def ask(self, page: str, verb: str, ids: Sequence[int]) -> None:
        self.asked.append((page, verb, tuple(ids)))

    def restore(self, backup: Path) -> None:
        self.restored.append(backup)

    def import_files(self, paths: list[Path]) -> None:
        self.files += paths

    def type_order(self, path: Path) -> None:
        self.typed.append(path)


def desk_of(services: Services, folder: Path, parent: QWidget) -> tuple[Desk, AskedWindow, list[Exception]]:
    """Return a desk, its window's record, and the failures that were shown."""
    window = AskedWindow()
    failures: list[Exception] = []
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    runner = InlineRunner(failures.append)
    return Desk(services, runner, NoticeBar(parent), settings, window, failures.append), window, failures
