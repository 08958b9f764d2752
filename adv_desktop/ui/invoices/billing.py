"""« État de facturation de la commande »: what is invoiced of an order, what is not, and its documents."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.queries import order_billing
from adv_desktop.services.queries.order_billing import BilledLine, BillingDocument, OrderBilling
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.written_files import say_saved

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def _quantity(title: str, key: str) -> Column[BilledLine]:
    return Column(title, lambda line: formats().quantity(getattr(line, key)), right=True, width=84, key=key)


def _amount(title: str, key: str) -> Column[BilledLine]:
    return Column(title, lambda line: formats().amount(getattr(line, key)), right=True, width=120, key=key)


LINES: list[Column[BilledLine]] = [
    Column(N_("Code"), lambda line: line.product_code or "—", width=100, key="code"),
    Column(N_("Description"), lambda line: line.label, width=180, key="label"),
    _quantity(N_("Ordered"), "ordered"),
    _quantity(N_("Delivered"), "delivered"),
    _quantity(N_("Invoiced"), "invoiced"),
    _quantity(N_("To invoice"), "to_invoice"),
    _quantity(N_("To deliver"), "to_deliver"),
    _amount(N_("Invoiced, net"), "net_invoiced"),
    _amount(N_("Delivered not invoiced, net"), "net_to_invoice"),
    _amount(N_("To deliver, net"), "net_to_deliver"),
]
DOCUMENTS: list[Column[BillingDocument]] = [
    Column(N_("Document"), lambda one: one.number or "—", width=140, key="number"),
    Column(N_("Kind"), lambda one: label(one.type), width=150, key="kind"),
    Column(N_("Date"), lambda one: formats().date(one.date) if one.date else "—", width=110, key="date"),
    Column(N_("Net amount"), lambda one: formats().amount(one.net), right=True, width=120, key="net"),
    Column(N_("Total gross"), lambda one: formats().amount(one.gross), right=True, width=120, key="gross"),
]


class BillingForm(DocumentForm):
    """The statement of one order."""

    def __init__(self, desk: Desk, order_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._id = order_id
        self.statement: OrderBilling | None = None
        self.lines = RowsTable(_("Lines of the order"), LINES, stretch=1, max_rows=30)
        self.documents = RowsTable(_("Documents of the order"), DOCUMENTS, stretch=1)
        self._title, self._sums = text_label(_("Billing of the order"), "page"), text_label("", "strong", wrap=True)
        self._none = text_label(_("Nothing of this order is invoiced yet."), "muted")
        self._build()
        self.documents.opened.connect(self._on_document)
        self.setFocusProxy(self.lines)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done with the statement."""
        return [
            Command("invoice", N_("Invoice what is due"), self._on_invoice, "F8", "receipt", Menu.INVOICING),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.FILE),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def on_changed(self, changed: Changed) -> None:
        """Read again what a command changed."""
        if changed.of(DocumentKind.INVOICE) or changed.of(DocumentKind.ORDER):
            self._read()

    def export(self) -> None:
        """Ask for a file and write the lines there."""
        if self.statement is None:
            return
        chosen = file_to_write(self, _("Export to Excel"), f"{self.title}.xlsx", _("Excel workbook (*.xlsx)"))
        if chosen:
            self.desk.runner.read(partial(_write, self.statement, chosen), self._on_written)

    def _build(self) -> None:
        lines, documents = Card(margins=(1, 1, 1, 8)), Card(margins=(1, 1, 1, 8))
        lines.body.addWidget(Scroll(self.lines), 1)
        documents.body.addWidget(self.documents)
        documents.body.addWidget(self._none)
        buttons = QHBoxLayout()
        theme().space(buttons, spacing=8)
        buttons.addWidget(Button(_("Export to Excel"), icon="table", on_click=self.export))
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(
            Button(_("Invoice what is due"), "primary", icon="receipt", hint="F8", on_click=self._on_invoice)
        )
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        for widget in (self._title, self._sums):
            layout.addWidget(widget)
        layout.addWidget(lines, 1)
        layout.addWidget(documents)
        layout.addLayout(buttons)

    def _read(self) -> None:
        def read() -> OrderBilling:
            with self.desk.services.store.read() as session:
                return order_billing.of(session, self._id)

        self.desk.runner.read(read, self._on_statement)

    def _on_statement(self, statement: OrderBilling) -> None:
        self.statement = statement
        number = statement.number or statement.order_id
        self._title.setText(_("Billing of order {number}").format(number=number))
        self.title_changed.emit(self.title)
        money = partial(formats().money, currency=statement.currency)
        told = [
            _("Ordered {amount}").format(amount=money(statement.net)),
            _("invoiced {amount}").format(amount=money(statement.net_invoiced)),
            _("delivered not invoiced {amount}").format(amount=money(statement.net_to_invoice)),
            _("to deliver {amount}").format(amount=money(statement.net_to_deliver)),
        ]
        self._sums.setText("  ·  ".join([statement.customer_name, *told]))
        self.lines.set_rows(statement.lines)
        self.documents.set_rows(statement.documents)
        self.documents.setVisible(bool(statement.documents))
        self._none.setVisible(not statement.documents)

    def _on_document(self, one: object) -> None:
        if isinstance(one, BillingDocument):
            self.desk.window.open_document(DocumentKind.INVOICE, one.id)

    def _on_invoice(self) -> None:
        ids = self.statement.deliveries if self.statement else ()
        if ids:
            self.desk.window.ask("invoices", "invoice_deliveries", ids)
        else:
            self.desk.notices.say(_("Nothing that left is still to be invoiced."), tone=Tone.WARN)

    def _on_written(self, path: Path) -> None:
        say_saved(self.desk, path)


def _write(statement: OrderBilling, path: Path) -> Path:
    from adv_desktop.services import billing_files as exported

    exported.write(statement, path)
    return path
