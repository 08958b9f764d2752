"""The question of an electronic status: which one, when, why, for how much."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from adv_desktop.models.rules import lifecycle
from adv_desktop.models.rules.lifecycle import EInvoiceStatus, StatusReason
from adv_desktop.services.einvoice_statuses import AMOUNT_KINDS, NewStatus, StatusAmount
from adv_desktop.services.queries.invoice_detail import InvoiceDetail
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.labels import label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

NO_REASON = "none"


class StatusDialog(FormDialog):
    """Ask for the next status of an invoice: only those that may follow are offered."""

    def __init__(
        self, desk: Desk, invoice: InvoiceDetail, on_chosen: Callable[[NewStatus], object], parent: QWidget
    ) -> None:
        self._on_chosen = on_chosen
        self._currency = invoice.row.currency
        following = lifecycle.next_statuses([given.said.status for given in invoice.statuses])
        self.status = ChoiceCombo(
            _("Status"), [(status.value, f"{status.value} {label(status)}") for status in following]
        )
        self.on, self.reason = DateEdit(_("Date of the status"), desk.today()), ChoiceCombo(_("Reason"))
        self.comment = TextEdit(_("Comment"))
        self.amount = MoneyEdit(_("Amount, VAT included"), invoice.row.currency)
        self.on.set_value(desk.today())
        self.form = Form(
            [
                Field("status", N_("Status"), self.status, span=2),
                Field("on", N_("Date of the status"), self.on, required=True),
                Field("amount", N_("Amount, VAT included"), self.amount),
                Field("reason", N_("Reason"), self.reason, span=2),
                Field("comment", N_("Comment"), self.comment, span=2),
            ]
        )
        title = _("Electronic status of {number}").format(number=invoice.row.number)
        super().__init__(title, self.form, _("Record the status"), self._on_ok_asked, parent)
        self.status.currentIndexChanged.connect(lambda _index: self._show_status())
        self._show_status()
        self.status.setFocus()

    def _show_status(self) -> None:
        """Offer the reasons of the status, and the amount where it has one."""
        status = EInvoiceStatus(self.status.key())
        reasons = [(reason.value, label(reason)) for reason in lifecycle.REASONS.get(status, ())]
        none = [] if status in lifecycle.REASON_NEEDED else [(NO_REASON, "—")]
        self.reason.set_options([*none, *reasons])
        self.reason.setEnabled(bool(reasons))
        self.amount.setEnabled(status in AMOUNT_KINDS)
        if status not in AMOUNT_KINDS:
            self.amount.set_value(None)

    def _on_ok_asked(self) -> str:
        on = self.on.value()
        if self.form.first_problem() is not None or on is None:
            return _("Type the date of the status.")
        status, amount = EInvoiceStatus(self.status.key()), self.amount.value()
        reason = self.reason.key()
        amounts = (StatusAmount(AMOUNT_KINDS[status], amount, self._currency),) if amount is not None else ()
        self._on_chosen(
            NewStatus(
                status,
                on,
                StatusReason(reason) if reason not in {"", NO_REASON} else None,
                self.comment.value() or "",
                amounts,
            )
        )
        return ""
