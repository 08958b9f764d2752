"""The stock-outs: every order line that waits for goods, with what is missing and when it comes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.queries.needs import Waiting
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.stock.actions import StockActions
from adv_desktop.ui.stock.columns import SHORT
from adv_desktop.ui.stock.files import choose_file
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.written_files import say_written

if TYPE_CHECKING:
    from adv_desktop.services.events import Changed
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 18


class ShortagesForm(DocumentForm):
    """Enter opens the order, F8 serves it first, Ctrl+E writes the list for purchasing and sales."""

    guide = "stock"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.verbs = StockActions(desk, self)
        self.table = RowsTable(_("Order lines that wait for goods"), SHORT, stretch=1, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.opened.connect(self._open)
        self.table.link_opened.connect(self._open)
        self._told = text_label("", "muted", wrap=True)
        self._build()
        self.setFocusProxy(self.table)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Stock-outs and the orders they hit")

    def commands(self) -> list[Command]:
        """Return what can be done with the lines."""
        return [
            Command("give", N_("Serve the chosen order first…"), self.give, "F8", "split", Menu.DELIVERIES),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.FILE),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def on_changed(self, changed: Changed) -> None:
        """Read again what a command changed."""
        if changed.of(DocumentKind.PRODUCT) or changed.of(DocumentKind.ORDER):
            self._read()

    def give(self) -> None:
        """Serve the chosen line before the others."""
        line = self.table.current()
        if isinstance(line, Waiting):
            self.verbs.give(line)

    def export(self) -> None:
        """Write the lines to a file."""
        name = f"{self.title} {self.desk.today().isoformat()}.xlsx"
        path = choose_file(_("Export to Excel"), name, self)
        if path is not None:
            self.desk.runner.read(partial(_write, self.desk, path), partial(say_written, self.desk))

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Export to Excel"), icon="table", hint="Ctrl+E", on_click=self.export))
        buttons.addWidget(Button(_("Serve first…"), "primary", icon="split", hint="F8", on_click=self.give))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(self._told)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)

    def _read(self) -> None:
        store = self.desk.services.store

        def lines() -> tuple[Waiting, ...]:
            from adv_desktop.services.queries import needs

            with store.read() as session:
                return needs.short(session)

        self.desk.runner.read(lines, self._show)

    def _show(self, lines: tuple[Waiting, ...]) -> None:
        self.table.set_rows(lines)
        if lines:
            self.table.selectRow(0)
        products = len({line.product for line in lines})
        told = ngettext(
            "{lines} order line waits for goods, of {products} products.",
            "{lines} order lines wait for goods, of {products} products.",
            len(lines),
        ).format(lines=formats().integer(len(lines)), products=products)
        self._told.setText(told if lines else _("No order waits for goods: everything ordered is kept in stock."))

    def _open(self, line: Waiting) -> None:
        self.desk.window.open_document(DocumentKind.ORDER, line.order_id)


def _write(desk: Desk, path: Path) -> Written:
    from adv_desktop.services import stock_files

    with desk.services.store.read() as session:
        return stock_files.write_shortages(session, path)
