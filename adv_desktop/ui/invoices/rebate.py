"""The rebate of a period: whose, from when to when, how much, under which contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.invoice_drafts import InvoiceRef
from adv_desktop.services.rebates import NewRebate
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.invoices.issue import IssueForm
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

PERCENT, AMOUNT = "percent", "amount"


class RebateDialog(FormDialog):
    """Drafts one credit note on all that a customer was invoiced in a period, then shows it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        today = desk.today()
        self.customer = Picker(_("Customer"), Searches(desk).customers, _("Code, name or town"))
        self.start, self.end = DateEdit(_("Sales from"), today), DateEdit(_("Sales to"), today)
        self.start.set_value(today.replace(month=1, day=1))
        self.end.set_value(today)
        kinds = [(PERCENT, _("Percent of the sales, net")), (AMOUNT, _("Amount, net"))]
        self.kind = ChoiceCombo(_("Rebate by"), kinds)
        self.percent, self.amount = PercentEdit(_("Percent")), MoneyEdit(_("Amount, net"))
        self.contract, self.reason = TextEdit(_("Contract number")), TextEdit(_("Reason as printed"))
        self.reason.set_value(_("Year-end rebate"))
        self.form = Form(self._fields())
        super().__init__(_("Rebate of a period"), self.form, _("Make the draft"), self._on_ok_asked, parent)
        self.kind.picked.connect(self._show_kind)
        self._show_kind(PERCENT)
        self.customer.setFocus()

    def _fields(self) -> list[Field]:
        contract = N_("With a contract the credit note bears its number; without, it names each invoice.")
        return [
            Field("customer", N_("Customer"), self.customer, required=True, span=2),
            Field("start", N_("Sales from"), self.start, required=True),
            Field("end", N_("Sales to"), self.end, required=True),
            Field("kind", N_("Rebate by"), self.kind, span=2),
            Field("percent", N_("Percent"), self.percent, required=True),
            Field("amount", N_("Amount, net"), self.amount, required=True),
            Field("contract", N_("Contract number"), self.contract, help=contract, span=2),
            Field("reason", N_("Reason as printed"), self.reason, required=True, span=2),
        ]

    def command(self) -> NewRebate | None:
        """Return the rebate as typed; None while something is missing."""
        customer, start, end = self.customer.choice(), self.start.value(), self.end.value()
        if self.form.first_problem() is not None or customer is None or start is None or end is None:
            return None
        by_percent = self.kind.key() == PERCENT
        return NewRebate(
            customer=customer.code,
            start=start,
            end=end,
            reason=self.reason.value() or "",
            percent=self.percent.value() if by_percent else None,
            net=None if by_percent else self.amount.value(),
            contract=self.contract.value() or None,
        )

    def _show_kind(self, kind: object) -> None:
        self.percent.setEnabled(kind == PERCENT)
        self.amount.setEnabled(kind == AMOUNT)

    def _on_ok_asked(self) -> str:
        command = self.command()
        if command is None:
            return _("Choose the customer, the period and how much.")
        rebates = self._desk.services.rebates
        self._desk.runner.write(lambda: rebates.draft(command), self._on_drafted)
        return ""

    def _on_drafted(self, ref: InvoiceRef) -> None:
        self._desk.window.open_form(IssueForm(self._desk, ref.id))
