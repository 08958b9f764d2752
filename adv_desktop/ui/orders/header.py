"""The head of the order form: customer, references, dates, delivery, terms, discount and freight."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import PaymentMethod
from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Choice, Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.services.customers import CustomerRecord

OWN_ADDRESS = "0"


@dataclass(frozen=True, slots=True)
class Places:
    """What the form needs of a customer: his terms, and his delivery addresses as (id, text)."""

    customer: CustomerRecord
    addresses: tuple[tuple[int, str], ...]


class OrderHeader(QWidget):
    """The fields above the lines; `changed` follows each of them, `customer_chosen` the customer alone."""

    changed = Signal()
    customer_chosen = Signal(object)

    def __init__(self, customers: Search, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._base = NewOrder("", ())
        self.customer = Picker(_("Customer"), customers, _("Code, name or town"))
        self.reference = TextEdit(_("Your ref. (customer's order number)"))
        self.reference_date = DateEdit(_("Date of the customer's order"), today)
        self.requested = DateEdit(_("Requested date"), today)
        self.ship_to = ChoiceCombo(_("Deliver to"))
        self.terms = TextEdit(_("Payment terms"))
        self.method = ChoiceCombo(_("Payment method"), [(method.value, label(method)) for method in PaymentMethod])
        self.carrier = TextEdit(_("Carrier"))
        self.salesperson = TextEdit(_("Salesperson"))
        self.discount = PercentEdit(_("Discount on the order %"))
        self.freight = MoneyEdit(_("Freight, net"))
        self.notes = TextEdit(_("Note to the customer"))
        self.form = Form(self._fields(), columns=6)
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(self.form)
        self._connect()

    def _fields(self) -> list[Field]:
        return [
            Field("customer", N_("Customer"), self.customer, required=True, span=2),
            Field("reference", N_("Your ref. (customer's order number)"), self.reference),
            Field("reference_date", N_("Dated"), self.reference_date),
            Field("requested", N_("Requested date"), self.requested),
            Field("salesperson", N_("Salesperson"), self.salesperson),
            Field("ship_to", N_("Deliver to"), self.ship_to, span=2),
            Field("terms", N_("Payment terms"), self.terms),
            Field("method", N_("Payment method"), self.method),
            Field("carrier", N_("Carrier"), self.carrier),
            Field("discount", N_("Discount %"), self.discount),
            Field("freight", N_("Freight, net"), self.freight),
            Field("notes", N_("Note to the customer"), self.notes, span=3),
        ]

    def _connect(self) -> None:
        self.customer.chosen.connect(self.customer_chosen)
        for edit in (
            self.reference,
            self.reference_date,
            self.requested,
            self.terms,
            self.carrier,
            self.salesperson,
            self.discount,
            self.freight,
            self.notes,
        ):
            edit.committed.connect(lambda _value: self.changed.emit())
        for combo in (self.ship_to, self.method):
            combo.picked.connect(lambda _key: self.changed.emit())

    def show_places(self, places: Places, *, keep_terms: bool) -> None:
        """Show what a customer brings: his addresses, and his terms unless the order has its own."""
        data = places.customer.data
        own = _("Customer's address, {town}").format(town=data.town or "—")
        self.ship_to.set_options([(OWN_ADDRESS, own), *((str(key), text) for key, text in places.addresses)])
        if self._base.ship_to_id is not None:
            self.ship_to.set_key(str(self._base.ship_to_id))
        if not keep_terms:
            self.terms.set_value(data.terms)
            self.method.set_key(data.method.value)
            self.carrier.set_value(data.carrier)
            self.salesperson.set_value(data.salesperson)

    def show_command(self, command: NewOrder, customer: Choice | None) -> None:
        """Show an order that exists, or what is known of one to type."""
        self._base = command
        self.customer.set_choice(customer)
        self.reference.set_value(command.customer_reference)
        self.reference_date.set_value(command.customer_reference_date)
        self.requested.set_value(command.requested)
        self.terms.set_value(command.terms)
        self.method.set_key(command.method.value if command.method else "")
        self.carrier.set_value(command.carrier)
        self.salesperson.set_value(command.salesperson)
        self.discount.set_value(command.discount.percent if command.discount else None)
        self.freight.set_value(command.freight.minor if command.freight else None)
        self.notes.set_value(command.notes)

    def command(self) -> NewOrder | None:
        """Return the header as typed, without lines; None while there is no customer."""
        customer = self.customer.choice()
        if customer is None:
            return None
        ship_to = self.ship_to.key()
        percent, freight = self.discount.value(), self.freight.value()
        kept = self._base.discount if self._base.discount and self._base.discount.percent is None else None
        rate = self._base.freight.vat_rate if self._base.freight else None
        return replace(
            self._base,
            customer=customer.code,
            customer_reference=self.reference.value(),
            customer_reference_date=self.reference_date.value(),
            requested=self.requested.value(),
            terms=self.terms.value(),
            method=PaymentMethod(self.method.key()) if self.method.key() else None,
            carrier=self.carrier.value(),
            salesperson=self.salesperson.value(),
            ship_to_id=int(ship_to) if ship_to not in {"", OWN_ADDRESS} else None,
            discount=DocumentDiscount(percent=percent) if percent else kept,
            freight=Freight(freight, rate) if freight else None,
            notes=self.notes.value(),
        )

    def say_duplicate(self, sentence: str) -> None:
        """Name, under the reference, the order that already has it; nothing when there is none."""
        self.form.set_message("reference", sentence, Tone.WARN)
