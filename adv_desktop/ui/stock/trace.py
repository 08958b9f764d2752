"""Where lots went, both ways: the customers of a lot, the lots of a customer, an order or a delivery note."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.runner import Task
from adv_desktop.ui.stock.columns import SENT
from adv_desktop.ui.stock.files import choose_file
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.written_files import say_written

if TYPE_CHECKING:
    from adv_desktop.services.list_files import Written
    from adv_desktop.services.queries.lot_choice import SentLot
    from adv_desktop.ui.desk import Desk

VISIBLE_ROWS = 16


class TraceForm(DocumentForm):
    """Type a lot, a product, an order, a delivery note or a customer; Ctrl+P and Ctrl+E make the list of a recall."""

    guide = "stock"

    def __init__(self, desk: Desk, searched: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked: Task | None = None
        self.searched = TextEdit(_("Lot, product, order, delivery note or customer"))
        self.searched.set_value(searched or None)
        self.table = RowsTable(_("Lots delivered"), SENT, stretch=6, max_rows=VISIBLE_ROWS)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table.opened.connect(self._open)
        self.table.link_opened.connect(self._open)
        self._told = text_label("", "muted", wrap=True)
        self._build()
        self.searched.returnPressed.connect(self.search)
        self.setFocusProxy(self.searched)
        self.search()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Traceability of lots")

    def commands(self) -> list[Command]:
        """Return what can be done with what was found."""
        return [
            Command("preview", N_("Preview the list"), self.preview, "Ctrl+P", "printer", Menu.DELIVERIES),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.FILE),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def search(self) -> None:
        """Find who received what."""
        if self._asked is not None:
            self._asked.cancel()
        store, text = self.desk.services.store, self.searched.text()

        def found() -> tuple[SentLot, ...]:
            from adv_desktop.services.queries import lot_choice

            with store.read() as session:
                return lot_choice.sent(session, text)

        self._asked = self.desk.runner.read(found, self._show)

    def preview(self) -> None:
        """Show the list as it would be printed."""
        store, text, today = self.desk.services.store, self.searched.text(), self.desk.today()

        def load() -> bytes:
            from adv_desktop.services.documents import recall_list
            from adv_desktop.services.printing.recall_list import recall_of

            with store.read() as session:
                return recall_list.pdf_bytes(recall_of(session, text, today))

        name = f"{_('Lots delivered')} {text.strip()}.pdf"
        self.desk.window.open_form(PreviewForm(self.desk, self.title, load, name))

    def export(self) -> None:
        """Write the list to a file."""
        name = f"{_('Lots delivered')} {self.searched.text().strip()}.xlsx"
        path = choose_file(_("Export to Excel"), name, self)
        if path is not None:
            work = partial(_write, self.desk, self.searched.text(), path)
            self.desk.runner.read(work, partial(say_written, self.desk))

    def _build(self) -> None:
        form = Form([Field("searched", N_("Lot, product, order, delivery note or customer"), self.searched)], columns=1)
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Export to Excel"), icon="table", hint="Ctrl+E", on_click=self.export))
        buttons.addWidget(Button(_("Preview"), icon="printer", hint="Ctrl+P", on_click=self.preview))
        buttons.addWidget(Button(_("Search"), "primary", icon="search", on_click=self.search))
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        for widget in (form, self._told):
            layout.addWidget(widget)
        layout.addWidget(card, 1)
        layout.addLayout(buttons)

    def _show(self, rows: tuple[SentLot, ...]) -> None:
        self.table.set_rows(rows)
        if rows:
            self.table.selectRow(0)
        customers = len({row.customer_id for row in rows})
        told = ngettext(
            "{lines} delivery of lots to {customers} customers.",
            "{lines} deliveries of lots to {customers} customers.",
            len(rows),
        ).format(lines=formats().integer(len(rows)), customers=customers)
        nothing = _("Nothing left with this lot, product, order, delivery note or customer. Type it whole.")
        asked = _("Type a lot to see who received it, or a customer or an order to see the lots that it got.")
        self._told.setText(told if rows else nothing if self.searched.text().strip() else asked)

    def _open(self, row: SentLot) -> None:
        self.desk.window.open_document(DocumentKind.DELIVERY, row.delivery_id)


def _write(desk: Desk, searched: str, path: Path) -> Written:
    from adv_desktop.services import stock_files

    with desk.services.store.read() as session:
        return stock_files.write_sent(session, searched, path)
