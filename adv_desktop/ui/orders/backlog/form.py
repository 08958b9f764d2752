"""« Carnet de commandes par ligne »: every open line, filtered, added up, written to Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.queries.backlog_lines import BacklogRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.exporting import export
from adv_desktop.ui.orders.backlog.reads import BacklogReads
from adv_desktop.ui.orders.urgency import make_lines_urgent, make_lines_usual
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.list_page import ListPage
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, text_label
from adv_desktop.ui.widgets.foot import Foot

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class BacklogForm(DocumentForm):
    """The lines with something left to deliver; Enter opens the order of one."""

    guide = "orders"
    name = "backlog"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.reads = BacklogReads(desk)
        self.list = ListPage(self.reads.spec(self.name, N_("Backlog by line")), desk.runner, desk.settings, self)
        self.list.model.failed.connect(desk.failed)
        self.list.opened.connect(self._on_opened)
        self.sums = text_label("", "strong", wrap=True)
        self.list.status_changed.connect(self.sums.setText)
        self._build()
        self.setFocusProxy(self.list.view)
        self._read_counts()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Backlog by line")

    def commands(self) -> list[Command]:
        """Return what can be done with the lines."""
        menu = Menu.SALES
        return [
            Command("open", N_("Open the order"), self._on_open, "F3", "edit", menu),
            Command("urgent", N_("Urgent, or no longer"), self.turn_urgent, "Ctrl+U", "bell", menu),
            Command("filter", N_("Filter the list"), self._on_filter, "", "search", menu),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", menu),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", menu),
        ]

    def on_changed(self, changed: Changed) -> None:
        """Read again when an order or a delivery changed."""
        if changed.of(DocumentKind.ORDER) or changed.of(DocumentKind.DELIVERY):
            self.list.refresh()
            self._read_counts()

    def export(self) -> None:
        """Write the filtered lines to a file."""
        export(self)

    def turn_urgent(self) -> None:
        """Make the selected lines urgent, or usual again where all of them are urgent already."""
        current = self.list.view.current_id()
        ids = list(self.list.view.selected_ids()) or ([current] if current else [])
        rows = [row for row in map(self.list.model.record, ids) if isinstance(row, BacklogRow)]
        if rows and all(row.urgent for row in rows):
            make_lines_usual(self.desk, ids)
        elif ids:
            make_lines_urgent(self.desk, ids)

    def _build(self) -> None:
        buttons = [
            Button(_("Export to Excel"), icon="table", on_click=self.export),
            Button(_("Urgent"), icon="bell", hint="Ctrl+U", on_click=self.turn_urgent),
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Open the order"), "primary", icon="edit", hint="F3", on_click=self._on_open),
        ]
        foot = Foot([self.sums], buttons)
        foot.setContentsMargins(theme().px(20), 0, theme().px(20), theme().px(14))
        heading = QHBoxLayout()
        theme().space(heading, (20, 16, 20, 0), 8)
        heading.addWidget(text_label(self.title, "page"))
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addLayout(heading)
        layout.addWidget(self.list, 1)
        layout.addWidget(foot)

    def refresh(self) -> None:
        """Read the lines and the counts again."""
        self.list.refresh()
        self._read_counts()

    def _read_counts(self) -> None:
        self.desk.runner.read(self.reads.counts, self.list.set_chip_counts)

    def _on_filter(self) -> None:
        self.list.focus_query()

    def _on_open(self) -> None:
        current = self.list.view.current_id()
        if current:
            self._on_opened(current)

    def _on_opened(self, line_id: int) -> None:
        record = self.list.model.record(line_id)
        if isinstance(record, BacklogRow):
            self.desk.window.open_document(DocumentKind.ORDER, record.order_id)
