"""The fields of the customer form, in the cards that they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from adv_desktop.models.enums import (
    BackorderPolicy,
    BlockScope,
    InvoiceGrouping,
    PartialPolicy,
    PaymentMethod,
    VatRegime,
)
from adv_desktop.models.rules.dates import DateKind
from adv_desktop.models.rules.notes import NoteStyle, Notified
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.bindings import Binding, Bindings, text_or_empty
from adv_desktop.ui.format import formats, read_percent
from adv_desktop.ui.identifiers import IdentifierChecks
from adv_desktop.ui.labels import options
from adv_desktop.ui.requirements import RequirementsEdit
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Card
from adv_desktop.ui.widgets.check_row import CheckRow
from adv_desktop.ui.widgets.choices import Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import MoneyEdit, QuantityEdit, TextEdit, ValueEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

WORKING_WEEK = range(1, 7)
_ENUMS = {
    "method": PaymentMethod,
    "vat_regime": VatRegime,
    "backorder_policy": BackorderPolicy,
    "partial_policy": PartialPolicy,
    "invoice_grouping": InvoiceGrouping,
    "block_scope": BlockScope,
    "note_style": NoteStyle,
}
_COPIES = ("note_copies", "invoice_copies", "acknowledgement_copies")
_REQUIRED_TEXTS = ("code", "name", "terms")


class PercentsEdit(ValueEdit[tuple[Decimal, ...]]):
    """A cascade of discounts: « 10 + 5 » is 5 % after 10 %."""

    unreadable = N_("This is not a percent. Write for instance 10 or 10 + 5.")

    def read(self, text: str) -> tuple[Decimal, ...] | None:
        parts = [read_percent(part) for part in text.split("+")]
        percents = tuple(part for part in parts if part is not None)
        return percents if len(percents) == len(parts) else None

    def write(self, value: tuple[Decimal, ...]) -> str:
        return " + ".join(formats().percent(percent) for percent in value)


class CustomerFields(QWidget):
    """Every fact of a customer but its addresses and contacts; `changed` follows each."""

    changed = Signal()

    def __init__(self, customers: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base: CustomerData | None = None
        self.edits: dict[str, QWidget] = _edits(customers)
        self.identity = Form(self._identity(), columns=4)
        self.money = Form(self._money(), columns=3)
        self.delivery = Form(self._delivery(), columns=3)
        self.papers = Form(self._papers(), columns=4)
        bindings = {name: Binding(edit, _CONVERTERS.get(name, _same)) for name, edit in self.edits.items()}
        self.bindings = Bindings(bindings, self)
        self.bindings.changed.connect(self.changed)
        texts = {name: edit for name, edit in self.edits.items() if isinstance(edit, TextEdit)}
        self.checks = IdentifierChecks(self.identity, texts, self.country, self)
        self.bank_checks = IdentifierChecks(
            self.money, {"iban": texts["iban"], "bic": texts["bic"]}, self.country, self
        )
        self.customs_checks = IdentifierChecks(self.delivery, {"eori": texts["eori"]}, self.country, self)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=12)
        for title, form in (
            (_("Identity"), self.identity),
            (_("Terms, payment and VAT"), self.money),
            (_("Orders, deliveries and invoices"), self.delivery),
            (_("Printed documents"), self.papers),
        ):
            card = Card(title)
            card.body.addWidget(form)
            layout.addWidget(card)
        self.show_data(None)

    def country(self) -> str:
        """Return the country as typed, in capitals."""
        edit = self.edits["country"]
        return (edit.text().strip().upper() or "FR") if isinstance(edit, TextEdit) else "FR"

    def show_data(self, data: CustomerData | None) -> None:
        """Show a customer; None empties the form for a new one."""
        self._base = data
        self.bindings.show(data or CustomerData("", "", ""))

    def data(self) -> CustomerData:
        """Return what is typed; what the form does not show stays as it was."""
        base = self._base or CustomerData("", "", "")
        values = self.bindings.values()
        values["country"] = self.country()
        return replace(base, **values)

    def first_problem(self) -> bool:
        """Mark what is missing or wrong, go to the first of it; tell whether there is anything."""
        for form in self._forms:
            form.clear_messages()
        found = [form.first_problem() for form in reversed(self._forms)]
        wrong = self.customs_checks.check_all() or self.bank_checks.check_all() or self.checks.check_all()
        return wrong is not None or any(found)

    def say(self, name: str, sentence: str) -> None:
        """Say a refusal under the field that it speaks of, and go there; nothing when the form has no such field."""
        for form in self._forms:
            if form.has(name):
                form.set_message(name, sentence)
                form.widget(name).setFocus()

    @property
    def _forms(self) -> tuple[Form, ...]:
        return self.identity, self.money, self.delivery, self.papers

    def _papers(self) -> list[Field]:
        of = self.edits
        return [
            Field("note_style", N_("Delivery note"), of["note_style"]),
            Field("shipping_notice", N_("Shipping notice"), of["shipping_notice"]),
            Field("note_copies", N_("Copies of the delivery note"), of["note_copies"]),
            Field("invoice_copies", N_("Copies of the invoice"), of["invoice_copies"]),
            Field("acknowledgement_copies", N_("Copies of the acknowledgement"), of["acknowledgement_copies"]),
            Field(
                "invoice_file_name",
                N_("File name of the invoice"),
                of["invoice_file_name"],
                N_("Empty: its number. Between braces, number, order, customer and date are filled in."),
            ),
            Field("signed_note_first", N_("Before invoicing"), of["signed_note_first"]),
            Field("encloses_notes", N_("Sent with the invoice"), of["encloses_notes"]),
            Field("encloses_orders", N_("Sent with the invoice"), of["encloses_orders"]),
        ]

    def _identity(self) -> list[Field]:
        of = self.edits
        return [
            Field("code", N_("Code"), of["code"], required=True),
            Field("name", N_("Company name"), of["name"], required=True, span=2),
            Field("legal_form", N_("Legal form"), of["legal_form"]),
            Field("siren", N_("SIREN"), of["siren"]),
            Field("siret", N_("SIRET"), of["siret"]),
            Field("vat_number", N_("VAT number"), of["vat_number"]),
            Field("public_buyer", N_("Kind of buyer"), of["public_buyer"]),
            Field("line1", N_("Address"), of["line1"], span=2),
            Field("line2", N_("Address, second line"), of["line2"], span=2),
            Field("postcode", N_("Postcode"), of["postcode"]),
            Field("town", N_("Town"), of["town"], span=2),
            Field("country", N_("Country (code)"), of["country"]),
            Field("contact", N_("Contact"), of["contact"]),
            Field("phone", N_("Phone"), of["phone"]),
            Field("email", N_("E-mail"), of["email"]),
            Field("invoice_email", N_("E-mail for invoices"), of["invoice_email"]),
            Field(
                "e_address_scheme", N_("E-invoicing scheme"), of["e_address_scheme"], N_("0225 for a French company.")
            ),
            Field("e_address", N_("E-invoicing address"), of["e_address"], N_("Empty: the SIREN."), span=2),
        ]

    def _money(self) -> list[Field]:
        of = self.edits
        return [
            Field("terms", N_("Payment terms"), of["terms"], N_("For instance: 30 jours fin de mois."), required=True),
            Field("method", N_("Payment method"), of["method"]),
            Field("iban", N_("IBAN"), of["iban"]),
            Field("bic", N_("BIC"), of["bic"]),
            Field(
                "credit_limit",
                N_("Credit limit"),
                of["credit_limit"],
                N_("Empty: no limit. 0: nothing on credit."),
            ),
            Field("discounts", N_("Discount %"), of["discounts"], N_("10 + 5 is a cascade.")),
            Field("free_shipping_threshold", N_("Free shipping from, net"), of["free_shipping_threshold"]),
            Field("minimum_order", N_("Minimum order, net"), of["minimum_order"]),
            Field("price_list", N_("Price list"), of["price_list"]),
            Field("category", N_("Category"), of["category"]),
            Field("customer_group", N_("Group"), of["customer_group"]),
            Field("vat_regime", N_("VAT regime"), of["vat_regime"]),
            Field("currency", N_("Currency"), of["currency"]),
            Field("bill_to", N_("Who is invoiced"), of["bill_to"], N_("Empty: the customer.")),
            Field("payer", N_("Who pays"), of["payer"], N_("Empty: who is invoiced.")),
        ]

    def _delivery(self) -> list[Field]:
        of = self.edits
        return [
            Field("priority", N_("Priority"), of["priority"]),
            Field("minimum_life_days", N_("Days left before the use-by date"), of["minimum_life_days"]),
            Field(
                "minimum_life_part",
                N_("Part of the life that is left"),
                of["minimum_life_part"],
                N_("Contract date: 2/3, or 66 %."),
            ),
            Field("partial_policy", N_("Partial deliveries"), of["partial_policy"]),
            Field("backorder_policy", N_("Backorder"), of["backorder_policy"]),
            Field("invoice_grouping", N_("Grouping of invoices"), of["invoice_grouping"]),
            Field("carrier", N_("Carrier"), of["carrier"]),
            Field("incoterm", N_("Incoterm and place"), of["incoterm"], N_("For instance: DAP Genève.")),
            Field("eori", N_("EORI number (customs)"), of["eori"]),
            Field("date_kind", N_("Promised dates say"), of["date_kind"]),
            Field("salesperson", N_("Salesperson"), of["salesperson"]),
            Field("language", N_("Language of documents"), of["language"]),
            Field("delivery_days", N_("Days of delivery"), of["delivery_days"], N_("None: every working day."), span=3),
            Field("requirements", N_("Requirements"), of["requirements"], span=3),
            Field("blocked", N_("Block of the customer"), of["blocked"]),
            Field("block_scope", N_("What is blocked"), of["block_scope"]),
            Field("block_reason", N_("Reason"), of["block_reason"]),
            Field("note", N_("Note"), of["note"], span=3),
        ]


def _same(value: object) -> object:
    return value


def _copies(value: Decimal | None) -> int:
    return 1 if value is None else int(value)


_CONVERTERS: dict[str, Callable[[Any], object]] = {
    **_ENUMS,
    **dict.fromkeys(_REQUIRED_TEXTS, text_or_empty),
    **dict.fromkeys(_COPIES, _copies),
    "discounts": lambda value: value or (),
    "date_kind": lambda key: DateKind(key) if key else None,
    "shipping_notice": lambda key: Notified(key) if key else None,
    "delivery_days": lambda keys: tuple(int(key) for key in keys),
    "currency": lambda value: (value or "EUR").upper(),
    "minimum_life_days": lambda value: None if value is None else max(int(value), 0),
}


def _edits(customers: Search) -> dict[str, QWidget]:
    note = QPlainTextEdit()
    note.setAccessibleName(_("Note"))
    note.setTabChangesFocus(True)
    note.setFixedHeight(theme().px(70))
    buyers = [("", _("Company")), ("public", _("Public buyer")), ("hospital", _("Public hospital"))]
    texts = {
        "code": _("Code"), "name": _("Company name"), "legal_form": _("Legal form"), "siren": _("SIREN"),
        "siret": _("SIRET"), "vat_number": _("VAT number"), "line1": _("Address"), "line2": _("Address, second line"),
        "postcode": _("Postcode"), "town": _("Town"), "country": _("Country (code)"), "contact": _("Contact"),
        "phone": _("Phone"), "email": _("E-mail"), "invoice_email": _("E-mail for invoices"),
        "e_address_scheme": _("E-invoicing scheme"), "e_address": _("E-invoicing address"),
        "terms": _("Payment terms"), "iban": _("IBAN"), "price_list": _("Price list"), "category": _("Category"),
        "currency": _("Currency"), "minimum_life_part": _("Part of the life that is left"),
        "carrier": _("Carrier"), "eori": _("EORI number (customs)"),
        "incoterm": _("Incoterm and place"), "salesperson": _("Salesperson"),
        "block_reason": _("Reason of the blocking"), "bic": _("BIC"), "customer_group": _("Group"),
    }  # fmt: skip
    edits: dict[str, QWidget] = {name: TextEdit(text) for name, text in texts.items()}
    edits |= _paper_edits() | {
        "public_buyer": ChoiceCombo(_("Kind of buyer"), buyers),
        "credit_limit": MoneyEdit(_("Credit limit")),
        "minimum_order": MoneyEdit(_("Minimum order, net")),
        "free_shipping_threshold": MoneyEdit(_("Free shipping from, net")),
        "discounts": PercentsEdit(_("Discount %")),
        "bill_to": Picker(_("Who is invoiced"), customers, _("Code, name or town")),
        "payer": Picker(_("Who pays"), customers, _("Code, name or town")),
        "date_kind": ChoiceCombo(_("Promised dates say"), [("", _("What the incoterm says")), *options(DateKind)]),
        "minimum_life_days": QuantityEdit(_("Days left before the use-by date")),
        "priority": ChoiceCombo(_("Priority"), [(letter, letter) for letter in "ABC"]),
        "language": ChoiceCombo(_("Language of documents"), [("fr", _("French")), ("en", _("English"))]),
        "blocked": QCheckBox(_("The customer is blocked")),
        "delivery_days": CheckRow(_("Days of delivery"), day_choices()),
        "requirements": RequirementsEdit(_("Requirements")),
        "note": note,
    }
    names = {
        "method": _("Payment method"), "vat_regime": _("VAT regime"), "backorder_policy": _("Backorder"),
        "partial_policy": _("Partial deliveries"), "invoice_grouping": _("Grouping of invoices"),
        "block_scope": _("What is blocked"), "note_style": _("Delivery note"),
    }  # fmt: skip
    return edits | {name: ChoiceCombo(text, options(_ENUMS[name])) for name, text in names.items()}


def _paper_edits() -> dict[str, QWidget]:
    return {
        "shipping_notice": ChoiceCombo(_("Shipping notice"), [("", _("As in the settings")), *options(Notified)]),
        "note_copies": QuantityEdit(_("Copies of the delivery note")),
        "invoice_copies": QuantityEdit(_("Copies of the invoice")),
        "acknowledgement_copies": QuantityEdit(_("Copies of the acknowledgement")),
        "invoice_file_name": TextEdit(_("File name of the invoice")),
        "signed_note_first": QCheckBox(_("Signed note wanted")),
        "encloses_notes": QCheckBox(_("Delivery notes")),
        "encloses_orders": QCheckBox(_("Orders as received")),
    }


def day_choices() -> list[tuple[str, str]]:
    """Return the days of the working week for a row of boxes: (« 1 » = Monday, its short name)."""
    return [(str(day), _day_name(day)) for day in WORKING_WEEK]


def _day_name(day: int) -> str:
    return QLocale().standaloneDayName(day, QLocale.FormatType.ShortFormat)
