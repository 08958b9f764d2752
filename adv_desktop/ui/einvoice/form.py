"""« Contrôler une facture électronique » : what a file says beside the verdict on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.einvoice.columns import LINES, TAXES, amount
from adv_desktop.ui.einvoice.reads import look
from adv_desktop.ui.einvoice.verdict import VerdictPanel
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel

if TYPE_CHECKING:
    import datetime as dt

    from adv_desktop.services.einvoice.checking import Verdict
    from adv_desktop.services.einvoice.written import WrittenInvoice, WrittenParty
    from adv_desktop.ui.desk import Desk

SIDE = 400
_TYPES = {
    "380": N_("Invoice"), "381": N_("Credit note"), "384": N_("Corrected invoice"), "386": N_("Deposit invoice"),
    "389": N_("Self-billed invoice"), "503": N_("Credit note on a deposit"), "262": N_("Credit note of a rebate"),
}  # fmt: skip


class EInvoiceForm(DocumentForm):
    """One file, dropped or chosen; nothing of it is kept."""

    guide = "invoices"

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.path = path
        self.heading = text_label(_("Check an electronic invoice"), "page")
        self.facts = text_label(_("The file is being read."), "muted", wrap=True)
        self.seller, self.buyer = text_label("", wrap=True), text_label("", wrap=True)
        self.lines = RowsTable(_("Lines of the invoice"), LINES, stretch=1, max_rows=40)
        self.taxes = RowsTable(_("VAT table"), TAXES, stretch=3, max_rows=12)
        self.totals = TotalsPanel()
        self.verdict = VerdictPanel()
        self._build()
        self._read()

    @property
    def title(self) -> str:
        """The name of the file."""
        return _("Check of {file}").format(file=self.path.name)

    def commands(self) -> list[Command]:
        """Return what can be done with the check."""
        return [
            Command("again", N_("Check again"), self._read, "Ctrl+Return", "refresh", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def _build(self) -> None:
        top = QHBoxLayout()
        theme().space(top, spacing=10)
        top.addWidget(Button("", icon="arrow-left", name=_("Back"), on_click=self.closed.emit))
        top.addWidget(self.heading, 1)
        top.addWidget(Button(_("Check again"), icon="refresh", on_click=self._read))
        body = QHBoxLayout()
        theme().space(body, spacing=16)
        body.addWidget(Scroll(self._paper()), 1)
        self.verdict.setFixedWidth(theme().px(SIDE))
        body.addWidget(self.verdict)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(top)
        layout.addWidget(self.facts)
        layout.addLayout(body, 1)
        self.setFocusProxy(self.lines)

    def _paper(self) -> QWidget:
        paper = QWidget()
        layout = QVBoxLayout(paper)
        theme().space(layout, (0, 0, 8, 0), 12)
        parties = QHBoxLayout()
        theme().space(parties, spacing=12)
        for title, label in ((_("Seller"), self.seller), (_("Buyer"), self.buyer)):
            card = Card(title)
            card.body.addWidget(label)
            parties.addWidget(card, 1)
        layout.addLayout(parties)
        for table in (self.lines, self.taxes):
            card = Card(margins=(1, 1, 1, 8))
            card.body.addWidget(table)
            layout.addWidget(card)
        layout.addWidget(self.totals)
        layout.addStretch(1)
        return paper

    def _read(self) -> None:
        title = _("Checking {file}").format(file=self.path.name)
        self.desk.runner.job(lambda _progress: look(self.path), self._on_read, self._on_refused, title=title)

    def _on_read(self, verdict: Verdict) -> None:
        self.verdict.show_verdict(verdict)
        if verdict.invoice is None:
            self.facts.setText(_("The file {file} cannot be read as an invoice.").format(file=self.path.name))
            return
        self._show_invoice(verdict.invoice)

    def _on_refused(self, error: Exception) -> None:
        """Say the one reason for which a file is refused."""
        self.closed.emit()
        self.desk.failed(error)

    def _show_invoice(self, invoice: WrittenInvoice) -> None:
        kind = _TYPES.get(invoice.type_code)
        self.heading.setText(f"{_(kind) if kind else invoice.type_code} {invoice.number}")
        self.facts.setText("  ·  ".join(_facts(invoice)))
        self.seller.setText(_party(invoice.seller))
        self.buyer.setText(_party(invoice.buyer))
        self.lines.set_rows(invoice.lines)
        self.taxes.set_rows(invoice.taxes)
        self.totals.set_rows(_totals(invoice))


def _facts(invoice: WrittenInvoice) -> list[str]:
    said = [
        (_("Date {date}"), _day(invoice.date)),
        (_("Due {date}"), _day(invoice.due_date)),
        (_("Delivered {date}"), _day(invoice.delivery_date)),
    ]
    found = [text.format(date=day) for text, day in said if day]
    named = [
        (_("Order {number}"), invoice.order),
        (_("Corrects or follows {number}"), ", ".join(reference.number for reference in invoice.preceding)),
    ]
    found += [text.format(number=number) for text, number in named if number]
    return [*found, *([invoice.terms] if invoice.terms else []), *invoice.ibans]


def _day(day: dt.date | None) -> str:
    return formats().date(day) if day else ""


def _party(party: WrittenParty) -> str:
    identifiers = (party.siret or party.siren, party.vat_number, party.e_address)
    lines = (party.name, *party.address, party.country, "  ·  ".join(said for said in identifiers if said))
    return "\n".join(line for line in lines if line)


def _totals(invoice: WrittenInvoice) -> list[TotalRow]:
    sums, currency = invoice.sums, invoice.currency
    rows = [
        (_("Discounts"), sums.allowances),
        (_("Charges"), sums.charges),
        (_("Net total"), sums.net),
        (_("VAT"), sums.vat),
        (_("Total with VAT"), sums.gross),
        (_("Already paid"), sums.prepaid),
        (_("Rounding"), sums.rounding),
    ]
    shown = [TotalRow(label, f"{amount(value)} {currency}") for label, value in rows if value is not None]
    return [*shown, TotalRow(_("To pay"), f"{amount(sums.due)} {currency}", big=True)]
