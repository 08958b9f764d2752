"""The head of a free invoice: customer, references, terms, period, discount, freight and currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from adv_desktop.models.enums import Nature, PaymentMethod
from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.models.values import plain
from adv_desktop.services.customers import CustomerRecord
from adv_desktop.services.invoice_drafts import NewInvoice
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.invoices.currency import CurrencyFields
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.choices import Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, TextEdit, ValueEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

FOLLOWS = "goods"  # the freight takes the rates of what it carries (R30)


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
        self.natures = ChoiceCombo(_("Lines without product"), [(nature.value, label(nature)) for nature in Nature])
        self.discount = PercentEdit(_("Discount on the invoice %"))
        self.freight = MoneyEdit(_("Freight, net"))
        self.freight_rate = ChoiceCombo(_("VAT of the freight"), [(FOLLOWS, _("Follows the goods"))])
        self.gross = QCheckBox(_("Prices typed with VAT"))
        self.money = CurrencyFields(today)
        self.notes = TextEdit(_("Note to the customer"))
        self.date.set_value(today)
        self.form = Form(self._fields(), columns=6)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(self.form)
        self._connect()

    def show_customer(self, record: CustomerRecord) -> None:
        """Show the terms that a customer brings."""
        self.terms.set_value(record.data.terms)
        self.method.set_key(record.data.method.value)
        self.money.show_currency(record.data.currency)

    def show_rates(self, rates: Sequence[Decimal]) -> None:
        """Offer the VAT rates in force for the freight."""
        shown = [(plain(rate), formats().percent(rate)) for rate in rates]
        self.freight_rate.set_options([(FOLLOWS, _("Follows the goods")), *shown])

    def nature(self) -> Nature:
        """Return what the lines without product are: goods or services."""
        return Nature(self.natures.key())

    def command(self) -> NewInvoice | None:
        """Return the header as typed, without lines; None while there is no customer."""
        customer = self.customer.choice()
        if customer is None:
            return None
        percent = self.discount.value()
        content = NewOrder(
            customer=customer.code,
            lines=(),
            customer_reference=self.reference.value(),
            date=self.date.value(),
            requested=self.delivered.value(),
            terms=self.terms.value(),
            method=PaymentMethod(self.method.key()) if self.method.key() else None,
            discount=DocumentDiscount(percent=percent) if percent else None,
            freight=self._freight(),
            gross_prices=self.gross.isChecked(),
            currency=self.money.currency(),
            exchange_rate=self.money.rate(),
            notes=self.notes.value(),
        )
        return NewInvoice(content, self.start.value(), self.end.value())

    def _freight(self) -> Freight | None:
        minor, rate = self.freight.value(), self.freight_rate.key()
        return Freight(minor, None if rate == FOLLOWS else Decimal(rate)) if minor else None

    def _connect(self) -> None:
        self.customer.chosen.connect(self.customer_chosen)
        edits: tuple[ValueEdit[Any], ...] = (self.discount, self.freight, self.date, *self.money.edits)
        for edit in edits:
            edit.committed.connect(lambda _value: self.changed.emit())
        self.money.code.committed.connect(lambda _code: self.freight.set_currency(self.money.currency()))
        for combo in (self.natures, self.freight_rate):
            combo.picked.connect(lambda _key: self.changed.emit())
        self.gross.clicked.connect(lambda _checked: self.changed.emit())

    def _fields(self) -> list[Field]:
        money = self.money
        return [
            Field("customer", N_("Customer"), self.customer, required=True, span=2),
            Field("reference", N_("Your ref. (customer's order number)"), self.reference, span=2),
            Field("date", N_("Date of the invoice"), self.date, required=True),
            Field("delivered", N_("Delivery or service on"), self.delivered),
            Field("terms", N_("Payment terms"), self.terms, span=2),
            Field("method", N_("Payment method"), self.method),
            Field("nature", N_("Lines without product"), self.natures),
            Field("start", N_("Period from"), self.start),
            Field("end", N_("Period to"), self.end),
            Field("notes", N_("Note to the customer"), self.notes, span=2),
            Field("discount", N_("Discount %"), self.discount),
            Field("freight", N_("Freight, net"), self.freight),
            Field("freight_rate", N_("VAT of the freight"), self.freight_rate),
            Field("gross", N_("Prices"), self.gross),
            Field("currency", N_("Currency"), money.code),
            Field("rate", N_("Euros for one unit"), money.value),
            Field("rate_date", N_("Rate of"), money.date),
            Field("rate_source", N_("Source of the rate"), money.source, span=2),
        ]
