"""« Importer… »: files of customers, products, prices, stock and what was still open in the former program."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.imports.masters_import import MasterImport
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.master_import.panel import MasterImportPanel
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_PAGES = {
    "customers": "customers",
    "addresses": "customers",
    "contacts": "customers",
    "customer-codes": "products",
    "products": "products",
    "prices": "products",
    "receipts": "products",
    "stock": "products",
    "open-invoices": "payments",
    "credits": "payments",
    "open-orders": "orders",
}


class MasterImportForm(DocumentForm):
    """One file after the other."""

    def __init__(self, desk: Desk, kind: str = "", path: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.panel = MasterImportPanel(
            desk.runner, lambda: nullcontext(desk.services.master_imports), desk.failed, self
        )
        self.panel.imported.connect(self._on_imported)
        self.setFocusProxy(self.panel.kind)
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addStretch(1)
        head.addWidget(Button(_("Close"), on_click=self.closed.emit))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(self.panel, 1)
        if kind:
            self.panel.set_kind(kind)
        if path is not None:
            self.panel.read_file(path)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Import master data")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("choose", N_("Choose the file…"), self._on_choose, "Ctrl+O", "folder", Menu.FILE),
            Command("run", N_("Import"), self._on_run, "Ctrl+Return", "check", Menu.FILE),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.FILE),
        ]

    def _on_choose(self) -> None:
        self.panel.choose()

    def _on_run(self) -> None:
        self.panel.run()

    def _on_imported(self, done: MasterImport) -> None:
        said = ngettext("{count} row of {file} imported.", "{count} rows of {file} imported.", done.accepted)
        page = _PAGES[done.kind.value]
        show = Action(_("Show them"), lambda: self.desk.window.show_list(page, "all"))
        self.desk.notices.say(said.format(count=formats().integer(done.accepted), file=done.file), show)
