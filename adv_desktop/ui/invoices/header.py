"""The head of a free invoice: customer, references, terms, period, discount and freight."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.services.customers import CustomerRecord
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.choices import Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker


class InvoiceHeader(QWidget):
    """The fields above the lines; `changed` follows those that amounts depend on."""

    changed = Signal()
    customer_chosen = Signal(object)

    def __init__(self, customers: Search, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.customer = Picker(_("Customer"), customers, _("Code, name or town"))
        self.reference = TextEdit(_("Your ref. (customer's order number)"))
        self.date = DateEdit(_("Date of the invoice"), today)
        self.delivered = DateEdit(_("Date of delivery or service"), today)
        self.start, self.end = DateEdit(_("Period from"), today), DateEdit(_("Period to"), today)
        self.terms = TextEdit(_("Payment terms"))
        self.method = ChoiceCombo(_("Payment method"), [(method.value, label(method)) for method in PaymentMethod])
        self.discount = PercentEdit(_("Discount on the invoice %"))
        self.freight = MoneyEdit(_("Freight, net"))
        self.notes = TextEdit(_("Note to the customer"))
        self.date.set_value(today)
        self.form = Form(self._fields(), columns=6)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(self.form)
        self.customer.chosen.connect(self.customer_chosen)
        for edit in (self.discount, self.freight, self.date):
            edit.committed.connect(lambda _value: self.changed.emit())

    def show_customer(self, record: CustomerRecord) -> None:
        """Show the terms that a customer brings."""
        self.terms.set_value(record.data.terms)
        self.method.set_key(record.data.method.value)

    def command(self) -> NewInvoice | None:
        """Return the header as typed, without lines; None while there is no customer."""
        customer = self.customer.choice()
        if customer is None:
            return None
        percent, freight = self.discount.value(), self.freight.value()
        content = NewOrder(
            customer=customer.code,
            lines=(),
            customer_reference=self.reference.value(),
            date=self.date.value(),
            requested=self.delivered.value(),
            terms=self.terms.value(),
            method=PaymentMethod(self.method.key()) if self.method.key() else None,
            discount=DocumentDiscount(percent=percent) if percent else None,
            freight=Freight(freight, None) if freight else None,
            notes=self.notes.value(),
        )
        return NewInvoice(content, self.start.value(), self.end.value())

    def _fields(self) -> list[Field]:
        return [
            Field("customer", N_("Customer"), self.customer, required=True, span=2),
            Field("reference", N_("Your ref. (customer's order number)"), self.reference, span=2),
            Field("date", N_("Date of the invoice"), self.date, required=True),
            Field("delivered", N_("Delivery or service on"), self.delivered),
            Field("terms", N_("Payment terms"), self.terms, span=2),
            Field("method", N_("Payment method"), self.method, span=2),
            Field("start", N_("Period from"), self.start),
            Field("end", N_("Period to"), self.end),
            Field("notes", N_("Note to the customer"), self.notes, span=4),
            Field("discount", N_("Discount %"), self.discount),
            Field("freight", N_("Freight, net"), self.freight),
        ]
