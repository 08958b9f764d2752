"""« Emballages consignés »: what is still out, what came back and is to credit, what is kept and is invoiced."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.events import Changed
from adv_desktop.services.on_deposit_files import TITLE
from adv_desktop.services.queries.on_deposit import OnDeposit
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.whole_numbers import pieces
from adv_desktop.ui.widgets.basics import Button, Card, ChipRow, text_label
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.invoice_drafts import Drafts
    from adv_desktop.services.list_files import Written
    from adv_desktop.ui.desk import Desk

COLUMNS: list[Column[OnDeposit]] = [
    Column(N_("Customer"), lambda row: row.customer, width=220, key="customer"),
    Column(N_("Packaging"), lambda row: row.packaging, width=190, key="packaging"),
    Column(N_("Still out"), lambda row: pieces(row.out), right=True, width=90, key="out", bold=True),
    Column(N_("Came back"), lambda row: pieces(row.came_back), right=True, width=100, key="back",
           tone=lambda row: Tone.OK if row.came_back else None),
    Column(N_("Deposit still out, net"), lambda row: formats().money(row.amount, row.currency), right=True, width=170,
           key="amount"),
    Column(N_("Shipped on"), lambda row: formats().date(row.delivered_on), width=110, key="delivered_on"),
    Column(N_("Days"), lambda row: formats().integer(row.days), right=True, width=70, key="days",
           tone=lambda row: Tone.BAD if row.is_overdue else None),
    Column(N_("Delivery"), lambda row: row.delivery, width=140, key="delivery"),
    Column(N_("Invoice"), lambda row: row.invoice, width=140, key="invoice"),
]  # fmt: skip
_ALL, _OVERDUE, _BACK = "all", "overdue", "back"
_WANTED: dict[str, Callable[[OnDeposit], bool]] = {
    _ALL: lambda _row: True,
    _OVERDUE: lambda row: row.is_overdue,
    _BACK: lambda row: row.came_back > 0,
}


class DepositsForm(DocumentForm):
    """The deposits of all customers, or of one; two gestures settle them by drafts."""

    guide = "customers"

    def __init__(self, desk: Desk, customer_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._customer_id = customer_id
        self._read: tuple[OnDeposit, ...] = ()
        self.chips = ChipRow(
            _("Packaging on deposit"),
            [(_ALL, _("All"), None), (_OVERDUE, _("Not given back in time"), None), (_BACK, _("Came back"), None)],
        )
        self.table = RowsTable(_(TITLE), COLUMNS, stretch=0)
        self._told = text_label("", "muted", wrap=True)
        self.credit_button = Button(_("Credit what came back"), icon="return", hint="F8", on_click=self.credit)
        self.sell_button = Button(
            _("Invoice what is not given back"), "primary", icon="receipt", hint="F7", on_click=self.sell
        )
        self._build()
        self.setFocusProxy(self.table)
        self.chips.picked.connect(lambda _key: self._show())
        self.table.opened.connect(self._on_opened)
        self.refresh()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _(TITLE)

    def commands(self) -> list[Command]:
        """Return what can be done with the list."""
        return [
            Command("credit", N_("Credit what came back"), self.credit, "F8", "return", Menu.SALES),
            Command("sell", N_("Invoice what is not given back"), self.sell, "F7", "receipt", Menu.SALES),
            Command("open", N_("Open the invoice"), self.open, "F3", "eye", Menu.SALES),
            Command("export", N_("Export to Excel"), self.export, "Ctrl+E", "table", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def refresh(self) -> None:
        """Read what is on deposit."""
        service = self.desk.services.packaging_deposits
        self.desk.runner.read(partial(service.rows, self._customer_id), self._on_read)

    def on_changed(self, changed: Changed) -> None:
        """Read again when an account or an invoice changed."""
        if changed.of(DocumentKind.CUSTOMER) or changed.of(DocumentKind.INVOICE):
            self.refresh()

    def rows(self) -> list[OnDeposit]:
        """Return what is shown."""
        return [row for row in self._read if _WANTED[self.chips.current()](row)]

    def credit(self) -> None:
        """Draft the credit notes of what came back."""
        service, customers = self.desk.services.packaging_deposits, self._customers()
        self.desk.runner.write(partial(service.credit, customers), self._on_credited)

    def sell(self) -> None:
        """Draft the invoices of what is not given back in time."""
        service, customers = self.desk.services.packaging_deposits, self._customers()
        self.desk.runner.write(partial(service.sell, customers), self._on_sold)

    def open(self) -> None:
        """Show the invoice of the current deposit."""
        current = self.table.current()
        if isinstance(current, OnDeposit):
            self._on_opened(current)

    def export(self) -> None:
        """Write the list that is shown."""
        name = f"{_(TITLE)} {self.desk.today():%Y-%m-%d}.xlsx"
        kinds = _("Excel workbook (*.xlsx);;CSV file (*.csv)")
        chosen = file_to_write(self, _("Export to Excel"), name, kinds)
        if chosen:
            self.desk.runner.read(partial(_write, self.rows(), chosen), self._on_written)

    def _customers(self) -> tuple[int, ...] | None:
        return None if self._customer_id is None else (self._customer_id,)

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(text_label(self.title, "page"))
        head.addWidget(self.chips, 1)
        card = Card(margins=(1, 1, 1, 8))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        card.body.addWidget(self.table, 1)
        excel = Button(_("Export to Excel"), icon="table", hint="Ctrl+E", on_click=self.export)
        close = Button(_("Close"), on_click=self.closed.emit)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 10)
        layout.addLayout(head)
        layout.addWidget(self._told)
        layout.addWidget(card, 1)
        layout.addWidget(Foot([], [excel, close, self.credit_button, self.sell_button]))

    def _on_read(self, rows: tuple[OnDeposit, ...]) -> None:
        self._read = rows
        self.credit_button.setEnabled(any(row.came_back for row in rows))
        self.sell_button.setEnabled(any(row.is_overdue for row in rows))
        self._show()

    def _show(self) -> None:
        rows = self.rows()
        self.table.set_rows(rows)
        self._told.setText(self._sentence(sum(row.out for row in rows)))

    def _sentence(self, out: int) -> str:
        if not self._read:
            return _(
                "No packaging on deposit: give a kind its deposit in the settings, “Returnable packaging”. It is asked "
                "on the invoice of the deliveries that leave it."
            )
        return ngettext("{count} piece still out.", "{count} pieces still out.", out).format(
            count=formats().integer(out)
        )

    def _on_opened(self, row: OnDeposit) -> None:
        self.desk.window.open_document(DocumentKind.INVOICE, row.invoice_id)

    def _on_credited(self, drafts: Drafts) -> None:
        count = len(drafts.invoices)
        said = ngettext("{count} credit note drafted.", "{count} credit notes drafted.", count)
        self._on_drafted(said.format(count=count), drafts)

    def _on_sold(self, drafts: Drafts) -> None:
        count = len(drafts.invoices)
        said = ngettext("{count} invoice drafted.", "{count} invoices drafted.", count)
        self._on_drafted(said.format(count=count), drafts)

    def _on_drafted(self, said: str, drafts: Drafts) -> None:
        first, window = drafts.invoices[0].id, self.desk.window
        show = Action(_("Open"), lambda: window.open_document(DocumentKind.INVOICE, first))
        self.desk.notices.say(said, show, tone=Tone.OK)
        self.refresh()

    def _on_written(self, written: Written) -> None:
        said = ngettext("{count} row written to {path}", "{count} rows written to {path}", written.rows)
        self.desk.notices.say(said.format(count=written.rows, path=written.path), tone=Tone.OK)


def _write(rows: list[OnDeposit], path: Path) -> Written:
    from adv_desktop.services import on_deposit_files

    return on_deposit_files.write(rows, path)
