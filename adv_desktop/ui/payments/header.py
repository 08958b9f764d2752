"""The head of the payment form: who paid, how much, when, how."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.choices import Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.ui.payments.reads import Account


class PaymentHeader(QWidget):
    """The fields above the open items; with `offset` the customer alone, as no money is received."""

    changed = Signal()

    def __init__(self, customers: Search, today: dt.date, *, offset: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offset = offset
        self.customer = Picker(_("Customer"), customers, _("Code, name or town"))
        self.amount = MoneyEdit(_("Amount received"))
        self.date = DateEdit(_("Date of the payment"), today)
        self.method = ChoiceCombo(_("Payment method"), [(method.value, label(method)) for method in PaymentMethod])
        self.reference = TextEdit(_("Reference (cheque, transfer)"))
        self.bank = TextEdit(_("Bank"))
        self.date.set_value(today)
        self.form = Form(self._fields(), columns=1 if offset else 4)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(self.form)
        self.amount.textEdited.connect(lambda _text: self.changed.emit())
        self.amount.committed.connect(lambda _value: self.changed.emit())

    def received(self) -> int:
        """Return the money received, in minor units."""
        return 0 if self._offset else self.amount.value() or 0

    def first_problem(self) -> bool:
        """Mark what is missing or unreadable; tell whether anything is."""
        return self.form.first_problem() is not None

    def show_account(self, account: Account) -> None:
        """Show the customer and how it pays."""
        self.customer.set_choice(account.customer)
        self.method.set_key(account.method.value)
        self.amount.set_currency(account.currency)

    def _fields(self) -> list[Field]:
        customer = Field("customer", N_("Customer"), self.customer, required=True, span=1 if self._offset else 2)
        if self._offset:
            for widget in (self.amount, self.date, self.method, self.reference, self.bank):
                widget.setParent(self)
                widget.hide()
            return [customer]
        return [
            customer,
            Field("amount", N_("Amount received"), self.amount),
            Field("date", N_("Date"), self.date, required=True),
            Field("method", N_("Method"), self.method),
            Field("reference", N_("Reference"), self.reference),
            Field("bank", N_("Bank"), self.bank, span=2),
        ]
