"""The head of the order form: customer, references, dates, delivery, terms, discount and freight."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import BackorderPolicy, Channel, PartialPolicy, PaymentMethod, Requirement
from adv_desktop.models.rules.requirements import Asked, asked
from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.services.order_commands import DeliverTo, NewOrder
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label, options
from adv_desktop.ui.orders.asked import AskedFields
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.choices import Choice, Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, MoneyEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.services.customers import Address, CustomerData, CustomerRecord

OWN_ADDRESS = "0"


@dataclass(frozen=True, slots=True)
class Places:
    """What the form needs of a customer: its terms, and its delivery addresses by id, the one proposed first ahead."""

    customer: CustomerRecord
    addresses: tuple[tuple[int, Address], ...]


class OrderHeader(QWidget):
    """The fields above the lines; `changed` follows each of them, `customer_chosen` the customer alone."""

    changed = Signal()
    customer_chosen = Signal(object)

    def __init__(self, customers: Search, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._base = NewOrder("", ())
        self._places: dict[str, Address] = {}
        self._data: CustomerData | None = None
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
        self.freight.setPlaceholderText(_("By the rule"))
        self.notes = TextEdit(_("Note to the customer"))
        self.bill_to = Picker(_("Who is invoiced"), customers, _("The customer"))
        self.payer = Picker(_("Who pays"), customers, _("Who is invoiced"))
        self.channel = ChoiceCombo(_("Channel"), [(channel.value, label(channel)) for channel in Channel])
        self.channel.set_key(Channel.OTHER.value)
        self.partial = ChoiceCombo(_("Partial deliveries"), options(PartialPolicy))
        self.backorder = ChoiceCombo(_("Backorder"), options(BackorderPolicy))
        self._fewer = False
        self.form = Form(self._fields(), columns=6)
        self.asked = AskedFields()
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(self.form)
        layout.addWidget(self.asked)
        self._connect()

    def _fields(self) -> list[Field]:
        return [
            Field("customer", N_("Customer"), self.customer, required=True, span=2),
            Field("reference", N_("Your ref. (customer's order number)"), self.reference, span=2),
            Field("reference_date", N_("Dated"), self.reference_date),
            Field("requested", N_("Requested date"), self.requested),
            Field("salesperson", N_("Salesperson"), self.salesperson),
            Field("ship_to", N_("Deliver to"), self.ship_to, span=2),
            Field("terms", N_("Payment terms"), self.terms),
            Field("method", N_("Payment method"), self.method),
            Field("carrier", N_("Carrier"), self.carrier),
            Field("discount", N_("Discount %"), self.discount),
            Field("freight", N_("Freight, net"), self.freight),
            Field("channel", N_("Channel"), self.channel),
            Field("bill_to", N_("Who is invoiced"), self.bill_to),
            Field("payer", N_("Who pays"), self.payer),
            Field("partial", N_("Partial deliveries"), self.partial),
            Field("backorder", N_("Backorder"), self.backorder),
            Field("notes", N_("Note to the customer"), self.notes, span=6),
        ]

    def show_fewer(self, fewer: bool) -> None:
        """Leave out the fields that most orders leave as they are; those that say something unusual stay."""
        self._fewer = fewer
        self.form.fold([key for key, unusual in self._rare().items() if fewer and not unusual])

    def _rare(self) -> dict[str, bool]:
        """Return the fields that may be left out, with whether they say something unusual."""
        customer, data = self.customer.choice(), self._data
        own = {customer.code if customer else None, None}
        chosen = {"bill_to": self.bill_to.choice(), "payer": self.payer.choice()}
        return {
            "freight": self.freight.value() is not None,
            "channel": False,
            **{key: choice is not None and choice.code not in own for key, choice in chosen.items()},
            "partial": data is not None and self.partial.key() not in {"", data.partial_policy.value},
            "backorder": data is not None and self.backorder.key() not in {"", data.backorder_policy.value},
            "notes": bool(self.notes.value()),
        }

    def _connect(self) -> None:
        self.asked.changed.connect(self.changed)
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
        for combo in (self.method, self.channel, self.partial, self.backorder):
            combo.picked.connect(lambda _key: self.changed.emit())
        self.ship_to.picked.connect(self._on_place)
        for picker in (self.bill_to, self.payer):
            picker.chosen.connect(lambda _choice: self.changed.emit())
            picker.cleared.connect(self.changed.emit)

    def show_places(self, places: Places, *, keep_terms: bool) -> None:
        """Show what a customer brings: its addresses, and its terms unless the order has its own."""
        data = self._data = places.customer.data
        self._places = {str(key): address for key, address in places.addresses}
        own = _("Customer's address, {town}").format(town=data.town or "—")
        self.ship_to.set_options([(OWN_ADDRESS, own), *((key, _place(one)) for key, one in self._places.items())])
        first = next((key for key, one in self._places.items() if one.is_default), OWN_ADDRESS)
        chosen = self._base.ship_to_id
        self.ship_to.set_key(str(chosen) if chosen is not None else OWN_ADDRESS if keep_terms else first)
        self.asked.ask(self.required_of(data), self._base.requirements)
        if not keep_terms:
            self.terms.set_value(data.terms)
            self.method.set_key(data.method.value)
            self.partial.set_key(data.partial_policy.value)
            self.backorder.set_key(data.backorder_policy.value)
            self.salesperson.set_value(data.salesperson)
            self._show_roles()
        self.show_fewer(self._fewer)

    def _show_roles(self) -> None:
        """Show the carrier, who is invoiced and who pays: those of the place, else the customer's."""
        data, place = self._data, self._places.get(self.ship_to.key())
        if data is None:
            return
        self.carrier.set_value((place.carrier if place else None) or data.carrier)
        for picker, of_place, own in (
            (self.bill_to, place.bill_to if place else None, data.bill_to),
            (self.payer, place.payer if place else None, data.payer),
        ):
            picker.set_choice(_customer(of_place or own))

    def _on_place(self, _key: str) -> None:
        self._show_roles()
        self.show_fewer(self._fewer)
        self.changed.emit()

    def required_of(self, customer: CustomerData) -> list[Asked]:
        """Return what a customer requires beside its order number, which has its field."""
        return [one for one in asked(customer.requirements) if one.name != Requirement.CUSTOMER_REFERENCE]

    def go_to(self, requirement: str) -> None:
        """Put the cursor in the field of what the customer requires."""
        edit = self.asked.edits.get(requirement, self.reference)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.selectAll()

    def show_command(self, command: NewOrder, customer: Choice | None) -> None:
        """Show an order that exists, or what is known of one to type."""
        self._base = command
        self.customer.set_choice(customer)
        self.reference.set_value(command.customer_reference)
        self.reference_date.set_value(command.customer_reference_date)
        self.requested.set_value(command.requested)
        self.terms.set_value(command.terms)
        self.method.set_key(command.method.value if command.method else "")
        self.partial.set_key(command.partial_policy.value if command.partial_policy else "")
        self.backorder.set_key(command.backorder_policy.value if command.backorder_policy else "")
        self.carrier.set_value(command.carrier)
        self.salesperson.set_value(command.salesperson)
        self.discount.set_value(command.discount.percent if command.discount else None)
        self.freight.set_value(command.freight.minor if command.freight else None)
        self.notes.set_value(command.notes)
        self.bill_to.set_choice(_customer(command.bill_to))
        self.payer.set_choice(_customer(command.payer))
        self.channel.set_key(command.channel.value)
        self.show_fewer(self._fewer)

    def command(self) -> NewOrder | None:
        """Return the header as typed, without lines; None while there is no customer."""
        customer = self.customer.choice()
        if customer is None:
            return None
        ship_to, bill_to, payer = self.ship_to.key(), self.bill_to.choice(), self.payer.choice()
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
            partial_policy=PartialPolicy(self.partial.key()) if self.partial.key() else None,
            backorder_policy=BackorderPolicy(self.backorder.key()) if self.backorder.key() else None,
            carrier=self.carrier.value(),
            salesperson=self.salesperson.value(),
            ship_to_id=int(ship_to) if ship_to not in {"", OWN_ADDRESS} else None,
            deliver_to=self._typed_place(ship_to),
            bill_to=bill_to.code if bill_to else None,
            payer=payer.code if payer else None,
            discount=DocumentDiscount(percent=percent) if percent else kept,
            freight=Freight(freight, rate) if freight is not None else None,
            notes=self.notes.value(),
            requirements=self._requirements(),
            channel=Channel(self.channel.key()),
        )

    def _typed_place(self, ship_to: str) -> DeliverTo | None:
        """Return the address to write out: that of a copied order, or the customer's own where another is usual."""
        if ship_to != OWN_ADDRESS:
            return None
        if self._base.deliver_to is not None or self._data is None:
            return self._base.deliver_to
        data = self._data
        if not any(one.is_default for one in self._places.values()):
            return None
        return DeliverTo(data.name, data.line1, data.line2, data.postcode, data.town, data.country)

    def _requirements(self) -> dict[str, str]:
        """Return what is typed of what is required; what has no field stays as it was."""
        kept = {name: text for name, text in self._base.requirements.items() if name not in self.asked.edits}
        return {**kept, **self.asked.values()}

    def say_duplicate(self, sentence: str) -> None:
        """Name, under the reference, the order that already has it; nothing when there is none."""
        self.form.set_message("reference", sentence, Tone.WARN)


def _place(address: Address) -> str:
    return f"{address.label}, {address.postcode or ''} {address.town or ''}"


def _customer(code: str | None) -> Choice | None:
    """Return a customer as a picker shows it by its code alone."""
    return Choice(0, code, "") if code else None
