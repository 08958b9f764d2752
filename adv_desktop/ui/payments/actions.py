"""What can be done with a payment from its list or its pane."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind, PaymentMethod
from adv_desktop.services.payments import PaymentRef
from adv_desktop.services.queries.payments import AllocationRow, PaymentRow
from adv_desktop.services.texts import _
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.payments.form import PaymentForm, undo_offset
from adv_desktop.ui.payments.reads import Account, PaymentReads
from adv_desktop.ui.payments.refund import RefundDialog
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.dialog import ask_reason
from adv_desktop.ui.widgets.notice import Action


class PaymentActions(QObject):
    """The verbs on one payment."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self._reads = PaymentReads(desk)

    def offset(self, row: PaymentRow) -> None:
        """Set what is left of a payment against invoices."""
        form = PaymentForm(self._desk, customer_id=row.customer_id, credit=row.number, offset=True)
        self._desk.window.open_form(form)

    def reverse(self, row: PaymentRow) -> None:
        """Ask why a payment bounced, and undo it."""
        payments = self._desk.services.payments

        def run(reason: str) -> None:
            self._desk.runner.write(lambda: payments.reverse(row.number, reason), partial(self._reversed, row))

        title = _("Payment {number} has bounced").format(number=row.number)
        ask_reason(title, _("Reason"), _("Record as bounced"), run, self._parent)

    def refund(self, row: PaymentRow) -> None:
        """Ask how much to give back, and do it."""
        ask = partial(self._ask_refund, row)
        self._desk.runner.read(lambda: self._reads.account(row.customer_id), ask)

    def take_back(self, allocation: AllocationRow) -> None:
        """Take an allocation back."""
        undo_offset(self._desk, [allocation.id])

    def _reversed(self, row: PaymentRow, ref: PaymentRef) -> None:
        said = _("{counter} undoes {number}: what it had paid is due again.")
        self._desk.notices.say(
            said.format(counter=ref.number, number=row.number),
            Action(_("Show it"), partial(self._desk.window.open_document, DocumentKind.PAYMENT, ref.id)),
            tone=Tone.WARN,
        )

    def _ask_refund(self, row: PaymentRow, account: Account) -> None:
        if not account.in_credit:
            said = _("{customer} has nothing in credit.").format(customer=row.customer_name)
            self._desk.notices.say(said, tone=Tone.WARN)
            return
        run = partial(self._refund, account)
        RefundDialog(account, row.unallocated or account.in_credit, self._desk.today(), run, self._parent).open()

    def _refund(self, account: Account, minor: int, date: dt.date, method: PaymentMethod) -> None:
        payments, code = self._desk.services.payments, account.customer.code
        self._desk.runner.write(
            lambda: payments.refund(code, minor, date, method), partial(self._refunded, account, minor)
        )

    def _refunded(self, account: Account, minor: int, ref: PaymentRef) -> None:
        amount = formats().money(minor, account.currency)
        said = _("{amount} given back to {customer}: {number}.")
        self._desk.notices.say(
            said.format(amount=amount, customer=account.customer.label, number=ref.number),
            Action(_("Show it"), partial(self._desk.window.open_document, DocumentKind.PAYMENT, ref.id)),
        )
