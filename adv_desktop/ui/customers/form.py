"""The customer form: identifiers checked and look-alikes told while it is typed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import AdvError
from adv_desktop.models.rules.dates import Whose
from adv_desktop.services import texts
from adv_desktop.services.customers import CustomerData, CustomerRecord
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.customers.fields import CustomerFields
from adv_desktop.ui.customers.look_alikes import LookAlikes
from adv_desktop.ui.customers.parts import contact_list, family_discount_list, item_code_list
from adv_desktop.ui.customers.places import address_list
from adv_desktop.ui.days_off import closure_list
from adv_desktop.ui.logo_edit import LogoEdit
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Task
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

LOOK_DELAY = 250
# The field that a refusal of the service speaks of.
_FIELD_OF = {
    "customer.code_taken": "code",
    "terms.unknown": "terms",
    "customer.not_found": "payer",
    "customer.copies": "note_copies",
}


class CustomerForm(DocumentForm):
    """A new customer, or one that exists (`customer_id`)."""

    def __init__(self, desk: Desk, customer_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._customer_id = customer_id
        self.about = None if customer_id is None else (DocumentKind.CUSTOMER, customer_id)
        self._record: CustomerRecord | None = None
        self._asked: Task | None = None
        self._title, self._warning = ElidedLabel(_("New customer"), "page"), text_label("", "bad", wrap=True)
        self.fields = CustomerFields(Searches(desk).customers)
        self.addresses, self.contacts = address_list(desk), contact_list()
        self.closures = closure_list(Whose.CUSTOMER, desk.today(), _("It receives on all its days of delivery."))
        self.item_codes, self.family_discounts = item_code_list(desk), family_discount_list(desk)
        self.look_alikes = LookAlikes()
        self.logo = LogoEdit(desk.runner, desk.failed)
        self.logo.buttons.insertWidget(1, Button(_("Remove the logo"), on_click=self.logo.remove))
        self._looking = QTimer(self, singleShot=True, interval=LOOK_DELAY)
        self._looking.timeout.connect(self._look)
        self.fields.changed.connect(self._on_typed)
        self.look_alikes.opened.connect(self._on_look_alike)
        self._build()
        self.setFocusProxy(self.fields.edits["code"])
        if customer_id is not None:
            desk.runner.read(lambda: desk.services.customers.record(customer_id), self._on_read, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("save", N_("Save"), self.save, "Ctrl+S", "save", Menu.SALES),
            Command("save_too", N_("Save and close"), self.save, "Ctrl+Return", "check"),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def data(self) -> CustomerData:
        """Return the customer as typed."""
        addresses = list(self.addresses.records())
        defaults = [place for place, address in enumerate(addresses) if address.is_default]
        for place in defaults[:-1]:
            addresses[place] = replace(addresses[place], is_default=False)
        return replace(
            self.fields.data(),
            addresses=tuple(addresses),
            contacts=self.contacts.records(),
            closures=self.closures.records(),
            item_codes=self.item_codes.records(),
            family_discounts=self.family_discounts.records(),
            logo=self.logo.content,
        )

    def save(self) -> None:
        """Write the customer, unless something is missing or wrong."""
        if self.fields.first_problem():
            self._warning.setText(_("Correct what is marked."))
            return
        data, record, customers = self.data(), self._record, self.desk.services.customers
        if record is None:
            self.desk.runner.write(lambda: customers.create(data), self._on_saved, self._on_refused)
        else:
            self.desk.runner.write(
                lambda: customers.update(record.id, record.version, data),
                lambda _done: self._on_saved(record.id),
                self._on_refused,
            )

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        for widget in (self.look_alikes, self.fields):
            column.addWidget(widget)
        neutral = Card(_("Logo on neutral delivery notes"), _("Printed on what goes to the customer's own customers."))
        neutral.body.addWidget(self.logo)
        column.addWidget(neutral)
        for title, records in (
            (_("Delivery addresses"), self.addresses),
            (_("Contacts"), self.contacts),
            (_("Days off"), self.closures),
            (_("Customer's codes"), self.item_codes),
            (_("Discounts by family"), self.family_discounts),
        ):
            card = Card(title, _("Enter edits, Ins adds, Del removes."))
            card.body.addWidget(records)
            column.addWidget(card)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._warning, 1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Save"), "primary", icon="check", hint=_("Ctrl+S"), on_click=self.save))
        layout = QVBoxLayout(self)
        theme().space(column, spacing=12)
        theme().space(buttons, spacing=8)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(self._title)
        layout.addWidget(Scroll(inside, self), 1)
        layout.addLayout(buttons)

    def _on_read(self, record: CustomerRecord) -> None:
        self._record = record
        self.fields.show_data(record.data)
        self.addresses.set_records(record.data.addresses or ())
        self.contacts.set_records(record.data.contacts or ())
        self.closures.set_records(record.data.closures)
        self.item_codes.set_records(record.data.item_codes or ())
        self.family_discounts.set_records(record.data.family_discounts or ())
        self.logo.show_logo(record.data.logo)
        self._title.setText(_("Customer {name}").format(name=record.data.name))
        self.title_changed.emit(self.title)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_typed(self) -> None:
        self._warning.setText("")
        self._looking.start()

    def _look(self) -> None:
        """Look for customers that may be the same as the one being typed."""
        if self._asked is not None:
            self._asked.cancel()
        data, customers = self.fields.data(), self.desk.services.customers
        checks = self.fields.checks
        known = replace(data, siren=checks.normal("siren") or None, vat_number=checks.normal("vat_number") or None)
        look = partial(customers.look_alikes, known, self._customer_id)
        self._asked = self.desk.runner.read(look, self.look_alikes.show_found)

    def _on_look_alike(self, code: str) -> None:
        customers = self.desk.services.customers
        self.desk.runner.read(lambda: customers.show(code).id, self.desk.open(DocumentKind.CUSTOMER))

    def _on_saved(self, customer_id: int) -> None:
        name = self.fields.data().name
        show = partial(self.desk.window.open_document, DocumentKind.CUSTOMER, customer_id)
        self.desk.notices.say(_("Customer {name} saved.").format(name=name), Action(_("Show it"), show))
        self.closed.emit()

    def _on_refused(self, error: Exception) -> None:
        """Say a refusal under the field that it speaks of; what is typed stays."""
        if not isinstance(error, AdvError):
            self.desk.failed(error)
            return
        said = sentence(error, texts.current())
        self._warning.setText(said)
        self.fields.say(_FIELD_OF.get(error.code, error.code.partition(".")[0]), said)
