"""The delivery addresses and the contacts of the customer form, each edited in a small dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QWidget

from adv_desktop.services.customers import Address, Contact
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.bindings import Binding, Bindings, text_or_empty
from adv_desktop.ui.customers.columns import ADDRESSES, CONTACTS
from adv_desktop.ui.identifiers import IdentifierChecks
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form


def address_list() -> RecordList[Address]:
    """Return the editable list of delivery addresses."""
    return RecordList(
        _("Delivery addresses"),
        ADDRESSES,
        edit_address,
        add_text=_("Add an address"),
        empty=_("Delivered at its own address."),
        stretch=2,
    )


def contact_list() -> RecordList[Contact]:
    """Return the editable list of contacts."""
    return RecordList(
        _("Contacts"), CONTACTS, edit_contact, add_text=_("Add a contact"), empty=_("No contact yet."), stretch=3
    )


def edit_address(address: Address | None, done: Callable[[Address], None], parent: QWidget) -> FormDialog:
    """Ask for a delivery address."""
    names = ("label", "name", "line1", "line2", "postcode", "town", "country", "siret", "instructions")
    edits = {name: TextEdit("") for name in names}
    default = QCheckBox(_("Proposed first"))
    form = Form(
        [
            Field("label", N_("Label"), edits["label"], N_("How you call it: Dépôt nord, Magasin…"), required=True),
            Field("name", N_("Recipient"), edits["name"], required=True),
            Field("line1", N_("Address"), edits["line1"]),
            Field("line2", N_("Address, second line"), edits["line2"]),
            Field("postcode", N_("Postcode"), edits["postcode"]),
            Field("town", N_("Town"), edits["town"]),
            Field("country", N_("Country (code)"), edits["country"]),
            Field("siret", N_("SIRET"), edits["siret"]),
            Field("instructions", N_("Delivery instructions"), edits["instructions"], span=2),
            Field("is_default", N_("Default"), default),
        ]
    )
    required = ("label", "name", "country")
    bindings = Bindings(
        {name: Binding(edit, text_or_empty) if name in required else Binding(edit) for name, edit in edits.items()}
        | {"is_default": Binding(default)},
        form,
    )
    checks = IdentifierChecks(form, edits, lambda: edits["country"].text().strip().upper() or "FR", form)
    bindings.show(address or Address("", ""))

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem() or checks.check_all():
            return _("Correct what is marked.")
        values = bindings.values()
        values["country"] = str(values["country"]).upper() or "FR"
        done(replace(address or Address("", ""), **values))
        return ""

    return _asked(_("Delivery address"), form, on_ok, parent)


def edit_contact(contact: Contact | None, done: Callable[[Contact], None], parent: QWidget) -> FormDialog:
    """Ask for a contact."""
    edits = {name: TextEdit("") for name in ("name", "function", "phone", "email")}
    form = Form(
        [
            Field("name", N_("Name"), edits["name"], required=True),
            Field("function", N_("Function"), edits["function"], N_("Purchasing, accounting, reception…")),
            Field("phone", N_("Phone"), edits["phone"]),
            Field("email", N_("E-mail"), edits["email"]),
        ]
    )
    bindings = Bindings({name: Binding(edit) for name, edit in edits.items()}, form)
    bindings.show(contact or Contact(""))

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        done(replace(contact or Contact(""), **bindings.values()))
        return ""

    return _asked(_("Contact"), form, on_ok, parent)


def _asked(title: str, form: Form, on_ok: Callable[[], str], parent: QWidget) -> FormDialog:
    dialog = FormDialog(title, form, _("OK"), on_ok, parent)
    dialog.open()
    return dialog
