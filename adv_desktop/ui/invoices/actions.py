"""What can be done with invoices from their list, their pane or another page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules import lifecycle
from adv_desktop.services import texts
from adv_desktop.services.einvoice_statuses import GivenStatus, NewStatus
from adv_desktop.services.invoice_drafts import Drafts
from adv_desktop.services.queries.invoice_detail import InvoiceDetail
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.queries.order_detail import OrderDetail
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.ui.invoices.columns import is_invoice, name_of
from adv_desktop.ui.invoices.credit import CreditForm
from adv_desktop.ui.invoices.dialogs import DepositDialog
from adv_desktop.ui.invoices.issue import IssueForm
from adv_desktop.ui.invoices.papers import export_xml, preview_invoices, save_original
from adv_desktop.ui.invoices.reads import InvoiceReads
from adv_desktop.ui.invoices.run import InvoiceRunForm
from adv_desktop.ui.invoices.status import StatusDialog
from adv_desktop.ui.labels import label
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class InvoiceActions(QObject):
    """The verbs on invoices."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self._reads = InvoiceReads(desk)

    def from_deliveries(self, ids: Sequence[int]) -> None:
        """Make the drafts of what left and show them."""
        drafts = self._desk.services.drafts
        self._desk.runner.write(lambda: drafts.from_deliveries(ids), self._show_drafts, self._on_nothing)

    def from_orders(self, ids: Sequence[int]) -> None:
        """Make the drafts of orders and show them."""
        drafts = self._desk.services.drafts
        self._desk.runner.write(lambda: drafts.from_orders(ids), self._show_drafts, self._on_nothing)

    def run_all(self) -> None:
        """Choose among all that left and invoice it."""
        self._desk.window.open_form(InvoiceRunForm(self._desk))

    def deposit(self, order_id: int) -> None:
        """Ask for a deposit on an order."""
        self._desk.runner.read(lambda: self._reads.order(order_id), self._ask_deposit)

    def credit(self, invoice_id: int, claim_id: int | None = None) -> None:
        """Correct an issued invoice, for a claim when there is one."""
        self._desk.window.open_form(CreditForm(self._desk, invoice_id, claim_id))

    def open(self, row: InvoiceRow) -> None:
        """Open an invoice: its preview, from which a draft is validated."""
        if row.issued:
            preview_invoices(self._desk, [row])
        else:
            self._desk.window.open_form(IssueForm(self._desk, row.id))

    def open_id(self, invoice_id: int) -> None:
        """Open an invoice by its id."""
        self._desk.runner.read(lambda: self._reads.rows([invoice_id]), lambda rows: self.open(rows[0]))

    def validate(self, ids: Sequence[int]) -> None:
        """Look at drafts and validate them: one in its own form, several as a run."""
        self._desk.runner.read(lambda: self._reads.rows(ids), self._on_validate)

    def print_papers(self, ids: Sequence[int]) -> None:
        """Show invoices as one file."""
        self._desk.runner.read(lambda: self._reads.rows(ids), partial(preview_invoices, self._desk))

    def pay(self, ids: Sequence[int]) -> None:
        """Record the payment of invoices."""
        self._desk.runner.read(lambda: self._reads.rows(ids), self._on_pay)

    def claim(self, row: InvoiceRow) -> None:
        """Open a claim on an invoice."""
        self._desk.window.ask("claims", "claim_invoice", [row.id])

    def status(self, invoice: InvoiceDetail) -> None:
        """Record the next electronic status of an invoice."""
        row, statuses = invoice.row, self._desk.services.statuses
        if not row.issued:
            self._say(_("{number} is a draft: validate it first.").format(number=name_of(row)))
        elif not lifecycle.next_statuses([given.said.status for given in invoice.statuses]):
            self._say(_("Nothing follows this status: correct the invoice by a credit note."))
        else:

            def add(new: NewStatus) -> None:
                self._desk.runner.write(lambda: statuses.add(row.id, new), self._status_added)

            StatusDialog(self._desk, invoice, add, self._parent).open()

    def _status_added(self, given: GivenStatus) -> None:
        """Say what was recorded, and offer what it calls for."""
        invoice_id, status = given.invoice_id, given.said.status
        actions = []
        if status in lifecycle.TERMINAL:
            actions.append(Action(_("Credit note…"), partial(self.reissue, invoice_id)))
        if status in lifecycle.TO_SETTLE:
            actions.append(
                Action(_("Open a claim"), partial(self._desk.window.ask, "claims", "claim_invoice", [invoice_id]))
            )
        tone = Tone.WARN if status in lifecycle.TO_SETTLE else Tone.OK
        self._desk.notices.say(_("Status recorded: {status}.").format(status=label(status)), *actions, tone=tone)

    def reissue(self, invoice_id: int) -> None:
        """Credit an invoice that was refused or rejected, before it is made again under a new number."""
        self._desk.window.open_form(CreditForm(self._desk, invoice_id, reason="e_invoice_rejected"))

    def save_original(self, row: InvoiceRow) -> None:
        """Write the file as it was issued."""
        if row.issued:
            save_original(self._desk, row, self._parent)
        else:
            self._say(_("{number} is a draft: validate it first.").format(number=name_of(row)))

    def export_xml(self, row: InvoiceRow) -> None:
        """Write the XML of an issued invoice, in the syntax that is chosen."""
        if row.issued:
            export_xml(self._desk, row, self._parent)
        else:
            self._say(_("{number} is a draft: validate it first.").format(number=name_of(row)))

    def delete(self, row: InvoiceRow) -> None:
        """Delete a draft."""
        drafts = self._desk.services.drafts
        if row.issued:
            self._say(_("{number} is validated and cannot be deleted: make a credit note.").format(number=row.number))
            return
        said = _("The draft is deleted: what it held can be invoiced again.")
        self._desk.runner.write(lambda: drafts.delete(row.id, row.version), lambda _done: self._desk.notices.say(said))

    def _show_drafts(self, made: Drafts) -> None:
        ids = [ref.id for ref in made.invoices]
        if len(ids) == 1:
            self._desk.window.open_form(IssueForm(self._desk, ids[0]))
        else:
            self._desk.window.open_form(InvoiceRunForm(self._desk, ids))

    def _on_nothing(self, error: Exception) -> None:
        """Say what prevents it; what a draft holds already is found among the drafts."""
        if not isinstance(error, DomainError) or error.code != "invoice.nothing":
            self._desk.failed(error)
            return
        drafts = Action(_("Show the drafts"), partial(self._desk.window.show_list, "invoices", "draft"))
        self._desk.notices.say(sentence(error, texts.current()), drafts, tone=Tone.WARN)

    def _ask_deposit(self, order: OrderDetail) -> None:
        deposits = self._desk.services.deposits

        def draft(percent: Decimal | None, gross: int | None) -> None:
            self._desk.runner.write(
                lambda: deposits.draft(order.row.id, percent=percent, gross=gross),
                lambda invoice_id: self._desk.window.open_form(IssueForm(self._desk, invoice_id)),
            )

        DepositDialog(order, draft, self._parent).open()

    def _on_validate(self, rows: list[InvoiceRow]) -> None:
        drafts = [row.id for row in rows if not row.issued]
        if len(drafts) == 1:
            self._desk.window.open_form(IssueForm(self._desk, drafts[0]))
        elif drafts:
            self._desk.window.open_form(InvoiceRunForm(self._desk, drafts))
        else:
            self._say(_("These invoices are validated already."))

    def _on_pay(self, rows: list[InvoiceRow]) -> None:
        unpaid = [row.id for row in rows if is_invoice(row) and row.open > 0]
        if unpaid:
            self._desk.window.ask("payments", "pay", unpaid)
        else:
            self._say(_("Nothing is left to pay on these invoices."))

    def _say(self, text: str) -> None:
        self._desk.notices.say(text, tone=Tone.WARN)
