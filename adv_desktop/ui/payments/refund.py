"""Giving money back out of what a customer has in credit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.payments.reads import Account
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit
from adv_desktop.ui.widgets.form import Field, Form

OnRefund = Callable[[int, dt.date, PaymentMethod], object]


class RefundDialog(FormDialog):
    """How much, when and how; `on_refund` runs once all is readable."""

    def __init__(self, account: Account, asked: int, today: dt.date, on_refund: OnRefund, parent: QWidget) -> None:
        self.amount = MoneyEdit(_("Amount given back"), account.currency)
        self.date = DateEdit(_("Date of the refund"), today)
        self.method = ChoiceCombo(_("Payment method"), [(method.value, label(method)) for method in PaymentMethod])
        self._account, self._on_refund = account, on_refund
        self.amount.set_value(asked)
        self.date.set_value(today)
        self.method.set_key(account.method.value)
        self.form = Form(
            [
                Field("amount", N_("Amount given back"), self.amount, required=True, span=2),
                Field("date", N_("Date"), self.date, required=True),
                Field("method", N_("Method"), self.method),
            ]
        )
        title = _("Refund {customer}").format(customer=account.customer.label)
        super().__init__(title, self.form, _("Refund"), self._submit, parent)
        self.amount.setFocus()

    def _submit(self) -> str:
        minor, date = self.amount.value(), self.date.value()
        if self.form.first_problem() is not None or minor is None or date is None:
            return _("Fill in the amount and the date.")
        if not 0 < minor <= self._account.in_credit:
            available = formats().money(self._account.in_credit, self._account.currency)
            return _("The customer has {available} in credit: no more can be given back.").format(available=available)
        self._on_refund(minor, date, PaymentMethod(self.method.key()))
        return ""
