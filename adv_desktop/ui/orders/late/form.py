"""« Lignes en retard et à risque »: who waits for what, why, who knows it, and the new days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.queries.late_lines import LateLine
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_open
from adv_desktop.ui.format import formats
from adv_desktop.ui.orders.late.actions import LateActions
from adv_desktop.ui.orders.late.columns import COLUMNS
from adv_desktop.ui.orders.late.new_dates import NewDatesForm
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 16
DESCRIPTION = next(place for place, column in enumerate(COLUMNS) if column.key == "label")


class LateLinesForm(DocumentForm):
    """The lines late, or promised within ten days and not reserved."""

    guide = "orders"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.actions_on = LateActions(desk, self)
        self.table = RowsTable(_("Late and at-risk lines"), COLUMNS, stretch=DESCRIPTION, max_rows=VISIBLE_ROWS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.opened.connect(self._on_opened)
        self._sums = text_label("", "strong", wrap=True)
        self._stack = QStackedWidget()
        self._build()
        self.setFocusProxy(self.table)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Late and at-risk lines")

    def commands(self) -> list[Command]:
        """Return what can be done with the lines."""
        menu = Menu.SALES
        return [
            Command("promise", N_("Promise another day…"), self.promise, "F3", "calendar", menu),
            Command("tell", N_("The customer knows"), self.tell, "Ctrl+T", "check", menu),
            Command("notices", N_("Prepare the notices"), self.prepare, "Ctrl+Return", "mail", menu),
            Command("export", N_("Export for logistics"), self._on_export, "Ctrl+E", "table", menu),
            Command("import", N_("Take the new dates…"), self.choose, "Ctrl+Shift+N", "upload", menu),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", menu),
        ]

    def on_changed(self, changed: Changed) -> None:
        """Read again when an order or a delivery changed."""
        if changed.of(DocumentKind.ORDER) or changed.of(DocumentKind.DELIVERY):
            self._read()

    def selected(self) -> list[LateLine]:
        """Return the lines chosen in the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.table.rows()[row] for row in rows]

    def promise(self) -> None:
        """Promise another day for the lines chosen."""
        if self.selected():
            self.actions_on.promise(self.selected())

    def tell(self) -> None:
        """Note that the customers know about the lines chosen."""
        if self.selected():
            self.actions_on.tell(self.selected())

    def prepare(self) -> None:
        """Prepare the notices of the lines chosen, of all dated anew and not told when none is."""
        chosen = self.selected() or self.table.rows()
        orders = list(dict.fromkeys(line.order_id for line in chosen if line.to_tell))
        if orders:
            self.actions_on.prepare(orders)
        else:
            said = _("Promise another day first: there is no new date to tell.")
            self.desk.notices.say(said, tone=Tone.WARN)

    def choose(self) -> None:
        """Ask for the file that came back from logistics."""
        kinds = _("Workbooks and CSV files (*.xlsx *.xls *.ods *.csv);;All files (*)")
        name = file_to_open(self, _("Take the new dates…"), kinds)
        if name:
            self.desk.window.open_form(NewDatesForm(self.desk, name))

    def _on_export(self) -> None:
        self.actions_on.export()

    def _on_opened(self, line: LateLine) -> None:
        self.desk.window.open_document(DocumentKind.ORDER, line.order_id)

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        nothing = EmptyState(
            _("No line is late or at risk"), _("Everything promised within ten days is reserved."), "", "check"
        )
        self._stack.addWidget(card)
        self._stack.addWidget(nothing)
        heading, buttons = QHBoxLayout(), QHBoxLayout()
        theme().space(heading, spacing=8)
        heading.addWidget(text_label(self.title, "page"))
        heading.addStretch(1)
        heading.addWidget(Button(_("Export for logistics"), small=True, icon="table", on_click=self._on_export))
        heading.addWidget(Button(_("Take the new dates…"), small=True, icon="upload", on_click=self.choose))
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("The customer knows"), icon="check", on_click=self.tell))
        buttons.addWidget(Button(_("Prepare the notices"), icon="mail", on_click=self.prepare))
        buttons.addWidget(
            Button(_("Promise another day…"), "primary", icon="calendar", hint="F3", on_click=self.promise)
        )
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(heading)
        layout.addWidget(self._sums)
        layout.addWidget(self._stack, 1)
        layout.addLayout(buttons)

    def _read(self) -> None:
        store, today = self.desk.services.store, self.desk.today()

        def work() -> tuple[LateLine, ...]:
            from adv_desktop.services.queries import late_lines

            with store.read() as session:
                return late_lines.lines(session, today)

        self.desk.runner.read(work, self._show)

    def _show(self, lines: tuple[LateLine, ...]) -> None:
        self.table.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        late = sum(line.late for line in lines)
        told = sum((line.late or line.to_tell) and line.told_on is None for line in lines)
        said = ngettext("{count} line late", "{count} lines late", late).format(count=late)
        others = _("{risk} to come, {told} customers' lines to tell").format(
            risk=formats().integer(len(lines) - late), told=formats().integer(told)
        )
        self._sums.setText(f"{said}, {others}" if lines else "")
