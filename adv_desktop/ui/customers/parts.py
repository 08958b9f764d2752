"""What hangs on a customer in its form: contacts, item codes, discounts, each edited in a small dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import ContactPurpose
from adv_desktop.services.customers import Contact, FamilyDiscount, ItemCode
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.bindings import Binding, Bindings
from adv_desktop.ui.customers.columns import CONTACTS, FAMILY_DISCOUNTS, ITEM_CODES
from adv_desktop.ui.labels import options
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.widgets.check_row import CheckRow
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def contact_list() -> RecordList[Contact]:
    """Return the editable list of contacts."""
    return RecordList(
        _("Contacts"), CONTACTS, edit_contact, add_text=_("Add a contact"), empty=_("No contact yet."), stretch=3
    )


def item_code_list(desk: Desk) -> RecordList[ItemCode]:
    """Return the editable list of what the customer calls our products."""

    def edit(item: ItemCode | None, done: Callable[[ItemCode], None], parent: QWidget) -> FormDialog:
        return edit_item_code(desk, item, done, parent)

    return RecordList(
        _("Customer's codes"), ITEM_CODES, edit, add_text=_("Add a code"), empty=_("It uses our codes."), stretch=2
    )


def family_discount_list(desk: Desk) -> RecordList[FamilyDiscount]:
    """Return the editable list of discounts by family."""

    def edit(item: FamilyDiscount | None, done: Callable[[FamilyDiscount], None], parent: QWidget) -> FormDialog:
        return edit_family_discount(desk, item, done, parent)

    return RecordList(
        _("Discounts by family"),
        FAMILY_DISCOUNTS,
        edit,
        add_text=_("Add a discount"),
        empty=_("No discount of its own on a family."),
        stretch=0,
    )


def edit_item_code(desk: Desk, item: ItemCode | None, done: Callable[[ItemCode], None], parent: QWidget) -> FormDialog:
    """Ask what the customer calls one of our products."""
    code, name = TextEdit(_("Customer's code")), TextEdit(_("Customer's description"))
    product = Picker(_("Product"), Searches(desk).products, _("Code or words"))
    if item is not None:
        code.set_value(item.code)
        name.set_value(item.label)
        product.set_choice(Choice(0, item.product, "", ()))
    form = Form(
        [
            Field("code", N_("Customer's code"), code, required=True),
            Field("product", N_("Product"), product, required=True),
            Field("label", N_("Customer's description"), name, span=2),
        ]
    )

    def on_ok() -> str:
        form.clear_messages()
        chosen = product.choice()
        if form.first_problem() or chosen is None:
            return _("Correct what is marked.")
        done(ItemCode(code.value() or "", chosen.code, name.value()))
        return ""

    return _asked(_("Customer's code"), form, on_ok, parent)


def edit_family_discount(
    desk: Desk, item: FamilyDiscount | None, done: Callable[[FamilyDiscount], None], parent: QWidget
) -> FormDialog:
    """Ask for a discount on a family of products."""
    family, percent = TextEdit(_("Family")), PercentEdit(_("Discount %"))
    start, end = DateEdit(_("From"), desk.today()), DateEdit(_("Until"), desk.today())
    if item is not None:
        for edit, value in ((family, item.family), (percent, item.percent), (start, item.starts_on)):
            edit.set_value(value)  # type: ignore[arg-type]
        end.set_value(item.ends_on)
    form = Form(
        [
            Field("family", N_("Family"), family, required=True),
            Field("percent", N_("Discount %"), percent, required=True),
            Field("starts_on", N_("From"), start),
            Field("ends_on", N_("Until"), end),
        ]
    )

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        first, last = start.value(), end.value()
        if first and last and last < first:
            return _("It ends before it begins.")
        done(FamilyDiscount(family.value() or "", percent.value() or Decimal(0), first, last))
        return ""

    return _asked(_("Discount on a family"), form, on_ok, parent)


def edit_contact(contact: Contact | None, done: Callable[[Contact], None], parent: QWidget) -> FormDialog:
    """Ask for a contact."""
    edits: dict[str, QWidget] = {name: TextEdit("") for name in ("name", "function", "phone", "email")}
    edits["purposes"] = CheckRow(_("Is sent"), options(ContactPurpose))
    form = Form(
        [
            Field("name", N_("Name"), edits["name"], required=True),
            Field("function", N_("Function"), edits["function"], N_("Purchasing, accounting, reception…")),
            Field("phone", N_("Phone"), edits["phone"]),
            Field("email", N_("E-mail"), edits["email"]),
            Field("purposes", N_("Is sent"), edits["purposes"], span=2),
        ]
    )
    bound = {name: Binding(edit) for name, edit in edits.items()}
    bound["purposes"] = Binding(edits["purposes"], lambda keys: tuple(ContactPurpose(key) for key in keys))
    bindings = Bindings(bound, form)
    bindings.show(contact or Contact(""))

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        typed = replace(contact or Contact(""), **bindings.values())
        if typed.purposes and not typed.email:
            form.set_message("email", _("Please fill this in."))
            return _("Correct what is marked.")
        done(typed)
        return ""

    return _asked(_("Contact"), form, on_ok, parent)


def _asked(title: str, form: Form, on_ok: Callable[[], str], parent: QWidget) -> FormDialog:
    dialog = FormDialog(title, form, _("OK"), on_ok, parent)
    dialog.open()
    return dialog
