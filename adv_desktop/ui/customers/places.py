"""The delivery addresses of a customer in its form: each with who receives, who is invoiced and when it is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from adv_desktop.models.rules.dates import Whose
from adv_desktop.services.customers import Address
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.bindings import Binding, Bindings, text_or_empty
from adv_desktop.ui.customers.columns import ADDRESSES
from adv_desktop.ui.customers.fields import day_choices
from adv_desktop.ui.days_off import closure_list
from adv_desktop.ui.identifiers import IdentifierChecks
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.check_row import CheckRow
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

WIDTH, HEIGHT = 760, 640
_TEXTS = (
    "label", "name", "line1", "line2", "postcode", "town", "country", "siret", "code", "hours", "contact", "phone",
    "carrier", "instructions",
)  # fmt: skip
_REQUIRED = ("label", "name", "country")


def address_list(desk: Desk) -> RecordList[Address]:
    """Return the editable list of delivery addresses."""

    def edit(address: Address | None, done: Callable[[Address], None], parent: QWidget) -> FormDialog:
        return edit_address(desk, address or Address("", ""), done, parent)

    return RecordList(
        _("Delivery addresses"),
        ADDRESSES,
        edit,
        add_text=_("Add an address"),
        empty=_("Delivered at its own address."),
        stretch=2,
    )


def edit_address(desk: Desk, address: Address, done: Callable[[Address], None], parent: QWidget) -> FormDialog:
    """Ask for a delivery address."""
    edits: dict[str, QWidget] = {name: TextEdit("") for name in _TEXTS}
    search = Searches(desk).customers
    edits |= {
        "bill_to": Picker(_("Who is invoiced"), search, _("Code, name or town")),
        "payer": Picker(_("Who pays"), search, _("Code, name or town")),
        "delivery_days": CheckRow(_("Days of delivery"), day_choices()),
        "is_default": QCheckBox(_("Proposed first")),
    }
    form = Form(_fields(edits), columns=3)
    closures = closure_list(Whose.SHIP_TO, desk.today(), _("It receives as the customer does."))
    closures.set_records(address.closures)
    bindings = _bindings(edits, form)
    bindings.show(address)
    checks = IdentifierChecks(
        form,
        {name: edit for name, edit in edits.items() if isinstance(edit, TextEdit)},
        lambda: str(bindings.values()["country"]).upper() or "FR",
        form,
    )

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem() or checks.check_all():
            return _("Correct what is marked.")
        values = bindings.values()
        values["country"] = str(values["country"]).upper() or "FR"
        done(replace(address, **values, closures=closures.records()))
        return ""

    dialog = FormDialog(_("Delivery address"), _body(form, closures), _("OK"), on_ok, parent)
    dialog.resize(theme().px(WIDTH), theme().px(HEIGHT))
    edits["label"].setFocus()
    dialog.open()
    return dialog


def _fields(of: dict[str, QWidget]) -> list[Field]:
    return [
        Field("label", N_("Label"), of["label"], N_("How you call it: Dépôt nord, Magasin…"), required=True),
        Field("name", N_("Recipient"), of["name"], required=True),
        Field("code", N_("Customer's code of the place"), of["code"]),
        Field("line1", N_("Address"), of["line1"], span=2),
        Field("line2", N_("Address, second line"), of["line2"]),
        Field("postcode", N_("Postcode"), of["postcode"]),
        Field("town", N_("Town"), of["town"]),
        Field("country", N_("Country (code)"), of["country"]),
        Field("siret", N_("SIRET"), of["siret"]),
        Field("contact", N_("Contact on site"), of["contact"]),
        Field("phone", N_("Phone"), of["phone"]),
        Field("hours", N_("Hours of reception"), of["hours"], N_("For instance: 8 h – 12 h, by appointment.")),
        Field("carrier", N_("Carrier"), of["carrier"], N_("Empty: the customer's.")),
        Field("is_default", N_("Default"), of["is_default"]),
        Field("instructions", N_("Delivery instructions"), of["instructions"], span=3),
        Field("bill_to", N_("Who is invoiced"), of["bill_to"], N_("Empty: as for the customer.")),
        Field("payer", N_("Who pays"), of["payer"], N_("Empty: as for the customer.")),
        Field("delivery_days", N_("Days of delivery"), of["delivery_days"], N_("None: those of the customer."), span=3),
    ]


def _bindings(edits: dict[str, QWidget], form: Form) -> Bindings:
    bound = {name: Binding(edit, text_or_empty) if name in _REQUIRED else Binding(edit) for name, edit in edits.items()}
    bound["delivery_days"] = Binding(edits["delivery_days"], lambda keys: tuple(int(key) for key in keys))
    return Bindings(bound, form)


def _body(form: Form, closures: QWidget) -> QWidget:
    inside = QWidget()
    layout = QVBoxLayout(inside)
    theme().space(layout, spacing=10)
    for widget in (form, text_label(_("Days off"), "card"), closures):
        layout.addWidget(widget)
    layout.addStretch(1)
    return Scroll(inside)
