"""The invoices and credit notes: list and pane, from the draft to the payment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules import lifecycle
from adv_desktop.services.queries import chain, invoice_detail, invoices, payments, timeline
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.invoices import pane as shown_pane
from adv_desktop.ui.invoices.actions import InvoiceActions
from adv_desktop.ui.invoices.around import AroundInvoices
from adv_desktop.ui.invoices.columns import COLUMNS, is_invoice, name_of
from adv_desktop.ui.invoices.files import attach_proof, declare, open_proof, save_status
from adv_desktop.ui.invoices.form import InvoiceForm
from adv_desktop.ui.invoices.pane import Shown
from adv_desktop.ui.invoices.papers import preview_unpaid
from adv_desktop.ui.invoices.period import PeriodDialog
from adv_desktop.ui.invoices.rebate import RebateDialog
from adv_desktop.ui.labels import label
from adv_desktop.ui.listed import ListedPage
from adv_desktop.ui.saved_views import list_commands
from adv_desktop.ui.tables.list_page import Empty
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.detail import DetailPane

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class InvoicesPage(ListedPage[Shown]):
    """« Factures »."""

    reads: ClassVar[ModuleType] = invoices
    kind = DocumentKind.INVOICE
    kinds = frozenset({DocumentKind.INVOICE, DocumentKind.PAYMENT})
    name = "invoices"
    title = N_("Invoices")
    columns = COLUMNS
    sort = "date"
    total = N_("Total gross {amount}")
    empty = Empty(
        N_("No invoice yet"),
        N_("Ship an order, then invoice what left; or type a free invoice with F2."),
        N_("Invoice the deliveries…"),
        "receipt",
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.verbs = InvoiceActions(desk, self)
        self.around = AroundInvoices(desk, self)
        self.pane.link_clicked.connect(self._on_customer)

    def commands(self) -> list[Command]:
        """Return what can be done with invoices."""
        menu = Menu.INVOICING
        return [
            Command("new", N_("New invoice"), self._on_new, "F2", "plus", menu, primary=True),
            Command("run", N_("Invoice the deliveries…"), self._on_run, "Ctrl+L", "truck", menu, in_top_bar=True),
            Command("open", N_("Open"), self._on_open, "F3", "eye", menu),
            Command("validate", N_("Validate the invoice"), self._on_validate, "Ctrl+Return", "check", menu),
            Command("transform", N_("Record a payment"), self._on_pay, "F8", "euro", menu),
            Command("print", N_("Preview and print"), self._on_print, "Ctrl+P", "printer", menu),
            Command("send", N_("To the outbox"), self._on_send, "Ctrl+Shift+M", "mail", menu),
            Command("deposit", N_("Deposit invoice…"), self._on_deposit, "", "", menu),
            Command("credit", N_("Make a credit note…"), self._act("credit"), "Ctrl+R", "undo", menu),
            Command("rebate", N_("Rebate of a period…"), self._on_rebate, "", "", menu),
            Command("unpaid", N_("Duplicate for the VAT of an unpaid invoice…"), self._act("unpaid"), "", "", menu),
            Command("contracts", N_("Recurring invoices…"), self._on_contracts, "", "", menu),
            Command("replace", N_("Cancel and replace…"), self._act("replace"), "", "undo", menu),
            Command("claim", N_("Open a claim"), self._act("claim"), "Ctrl+Shift+R", "warning", menu),
            Command("status", N_("Electronic status…"), self._act("status"), "Ctrl+Shift+E", "mail", menu),
            Command("status_file", N_("Save our status for the platform…"), self._act("status_file"), "", "", menu),
            Command("declare", N_("Declare what was collected…"), self._on_declare, "", "", menu),
            Command("attach", N_("Attach a paper…"), self._act("attach"), "", "", menu),
            Command("original", N_("Save the PDF as issued…"), self._act("original"), "", "save", menu),
            Command("xml", N_("Export the XML…"), self._act("xml"), "", "download", menu),
            Command("delete", N_("Delete the draft"), self._act("delete"), "Ctrl+Del", "trash", menu),
            Command("period", N_("Export the files of a period…"), self._on_period, "", "save", menu),
            Command("reporting", N_("E-reporting…"), self._on_reporting, "", "table", menu),
            Command("intra_eu", N_("Declarations in the Union…"), self._on_intra_eu, "", "table", menu),
            *list_commands(self),
        ]

    def do(self, verb: str, ids: Sequence[int]) -> None:
        """Invoice deliveries or orders, ask for a deposit, correct an invoice: as another page asks."""
        if verb == "invoice_deliveries":
            self.verbs.from_deliveries(ids)
        elif verb == "invoice_orders":
            self.verbs.from_orders(ids)
        elif verb in {"proforma", "proforma_of_delivery", "billing"}:
            getattr(self.around, verb)(ids[0])
        elif verb == "send":
            self.around.send(ids)
        elif verb == "deposit":
            self.verbs.deposit(ids[0])
        elif verb == "declare":
            declare(self.desk, ids, self)
        elif verb in {"credit", "credit_for_claim"}:
            self.verbs.credit(*ids[:2])

    def read_detail(self, document_id: int) -> Shown:
        """Read an invoice with what is open of it, its neighbours and its history."""
        with self.desk.services.store.read() as session:
            today = self.desk.today()
            return Shown(
                invoice_detail.detail(session, document_id, today),
                payments.items_of_invoice(session, document_id, today),
                chain.of(session, DocumentKind.INVOICE, document_id, today),
                timeline.of(session, DocumentKind.INVOICE, document_id),
            )

    def fill(self, pane: DetailPane, detail: Shown) -> None:
        """Show an invoice: facts, lines, VAT, due dates, neighbours, history."""
        row = detail.invoice.row
        pane.set_header(name_of(row), _(row.state.word), Tone(row.state.tone), self._sub(detail), row.customer_name)
        pane.set_tools(
            [
                Button("", icon="download", name=_("Export the XML…"), on_click=self._act("xml")),
                Button("", icon="printer", name=_("Preview and print"), on_click=self._act("print")),
            ]
        )
        pane.set_actions(self._buttons(row))
        pane.set_facts(shown_pane.facts(detail))
        shown_pane.fill(pane, detail)
        shown_pane.add_proofs(pane, detail.invoice.proofs, partial(open_proof, self.desk))
        self.add_chain(pane, detail.chain)
        self.add_timeline(pane, detail.events)

    def open_document(self, document_id: int) -> None:
        """Open an invoice: its preview, from which a draft is validated."""
        self.verbs.open_id(document_id)

    def on_empty(self) -> None:
        """Invoice what left."""
        self._on_run()

    @staticmethod
    def _sub(detail: Shown) -> str:
        return " · ".join((detail.invoice.customer_code, label(detail.invoice.row.type)))

    def _buttons(self, row: InvoiceRow) -> list[Button]:
        """Return the actions that the invoice's state allows, the next one first."""
        if not row.issued:
            shown = [("open", _("Preview and validate")), ("delete", _("Delete"))]
        elif is_invoice(row):
            pay = [("pay", _("Payment…"))] if row.open > 0 else []
            shown = [*pay, ("credit", _("Credit note…")), ("claim", _("Claim…")), ("open", _("Preview"))]
            if row.e_status is not None and row.e_status.code in lifecycle.TERMINAL:
                shown = [
                    ("replace", _("Cancel and replace…")),
                    ("reissue", _("Credit note…")),
                    ("claim", _("Claim…")),
                    ("open", _("Preview")),
                ]
        else:
            shown = [("open", _("Preview"))]
        return [
            Button(text, "soft" if place == 0 else "plain", small=True, on_click=self._act(verb))
            for place, (verb, text) in enumerate(shown)
        ]

    def _act(self, verb: str) -> Callable[[], None]:
        """Return the slot that runs a verb on the current invoice."""

        def run() -> None:
            if self.detail is None:
                return
            row, verbs = self.detail.invoice.row, self.verbs
            {
                "open": lambda: verbs.open(row),
                "print": lambda: verbs.print_papers([row.id]),
                "pay": lambda: verbs.pay([row.id]),
                "credit": lambda: verbs.credit(row.id),
                "replace": lambda: self.around.replace(row),
                "claim": lambda: verbs.claim(row),
                "status": lambda: verbs.status(self.detail.invoice),
                "status_file": lambda: save_status(self.desk, row, self),
                "attach": lambda: attach_proof(self.desk, row, self),
                "reissue": lambda: verbs.reissue(row.id),
                "unpaid": lambda: preview_unpaid(self.desk, row),
                "original": lambda: verbs.save_original(row),
                "xml": lambda: verbs.export_xml(row),
                "delete": lambda: verbs.delete(row),
            }[verb]()

        return run

    def _on_customer(self) -> None:
        if self.detail is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, self.detail.invoice.row.customer_id)

    def _on_new(self) -> None:
        self.desk.window.open_form(InvoiceForm(self.desk))

    def _on_run(self) -> None:
        self.verbs.run_all()

    def _on_open(self) -> None:
        if self.current_id:
            self.open_document(self.current_id)

    def _on_validate(self) -> None:
        if self.selected():
            self.verbs.validate(self.selected())

    def _on_pay(self) -> None:
        if self.selected():
            self.verbs.pay(self.selected())

    def _on_print(self) -> None:
        if self.selected():
            self.verbs.print_papers(self.selected())

    def _on_reporting(self) -> None:
        from adv_desktop.ui.ereporting.form import EReportingForm

        self.desk.window.open_form(EReportingForm(self.desk))

    def _on_intra_eu(self) -> None:
        from adv_desktop.ui.intra_eu.form import IntraEuForm

        self.desk.window.open_form(IntraEuForm(self.desk))

    def _on_rebate(self) -> None:
        RebateDialog(self.desk, self).open()

    def _on_period(self) -> None:
        PeriodDialog(self.desk, self).open()

    def _on_declare(self) -> None:
        if self.selected():
            declare(self.desk, self.selected(), self)

    def _on_send(self) -> None:
        if self.selected():
            self.around.send(self.selected())

    def _on_contracts(self) -> None:
        self.around.contracts()

    def _on_deposit(self) -> None:
        self.desk.window.show_list("orders", "open")
        self.desk.notices.say(_("Choose the order, then “Deposit…” in its pane."))
