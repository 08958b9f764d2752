"""What stands around invoices: pro formas, the statement of an order, the invoice that replaces another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.services.invoice_replacing import Replaced
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.invoices.billing import BillingForm
from adv_desktop.ui.invoices.columns import is_invoice
from adv_desktop.ui.invoices.contracts import ContractsForm
from adv_desktop.ui.invoices.proforma import ProformaForm, show_proforma
from adv_desktop.ui.invoices.run import InvoiceRunForm
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.dialog import ask_reason
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class AroundInvoices(QObject):
    """The verbs that pages of orders, deliveries and invoices share."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent

    def send(self, ids: Sequence[int]) -> None:
        """Put issued invoices in the outbox, one message a customer; nothing leaves yet."""
        filling = self._desk.services.outbox_filling
        self._desk.runner.write(lambda: filling.invoices(ids), self._on_queued)

    def _on_queued(self, messages: tuple[int, ...]) -> None:
        count = len(messages)
        told = ngettext("{count} message waits in the outbox.", "{count} messages wait in the outbox.", count)
        self._desk.notices.say(
            told.format(count=count),
            Action(_("Send now"), partial(self._desk.window.ask, "outbox", "send", messages)),
            Action(_("Show the outbox"), partial(self._desk.window.show_list, "outbox", "")),
        )

    def contracts(self) -> None:
        """Show the contracts that are invoiced again and again."""
        self._desk.window.open_form(ContractsForm(self._desk))

    def proforma(self, order_id: int) -> None:
        """Ask what of an order a pro forma shows."""
        self._desk.window.open_form(ProformaForm(self._desk, order_id))

    def proforma_of_delivery(self, delivery_id: int) -> None:
        """Make the pro forma of a delivery and show it."""
        proformas = self._desk.services.proformas
        self._desk.runner.write(lambda: proformas.of_delivery(delivery_id), partial(show_proforma, self._desk))

    def billing(self, order_id: int) -> None:
        """Show what of an order is invoiced."""
        self._desk.window.open_form(BillingForm(self._desk, order_id))

    def replace(self, row: InvoiceRow) -> None:
        """Credit an issued invoice whole and draft what replaces it, with one reason."""
        if not row.issued or not is_invoice(row):
            said = _("Only a validated invoice can be cancelled and replaced.")
            self._desk.notices.say(said, tone=Tone.WARN)
            return
        replacements = self._desk.services.replacements

        def run(reason: str) -> None:
            self._desk.runner.write(lambda: replacements.replace(row.id, reason), self._show_replaced)

        title = _("Cancel {number} and replace it").format(number=row.number)
        ask_reason(title, _("Reason"), _("Make both drafts"), run, self._parent)

    def _show_replaced(self, made: Replaced) -> None:
        self._desk.window.open_form(InvoiceRunForm(self._desk, [made.credit.id, made.draft.id]))
