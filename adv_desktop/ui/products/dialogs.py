"""The dialog that adds a price to a product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from adv_desktop.models.enums import PriceSource
from adv_desktop.services.price_lists import NewPrice
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.widgets.choices import Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, PriceEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.services.queries.product_detail import ProductDetail

_LISTS = (PriceSource.CONTRACT, PriceSource.CUSTOMER_LIST, PriceSource.CATEGORY)


def ask_price(
    product: ProductDetail, today: dt.date, customers: Search, done: Callable[[NewPrice], object], parent: QWidget
) -> FormDialog:
    """Ask for a price: a customer's contract, a price list's or a category's."""
    source = ChoiceCombo(_("Price from"), [(one.value, label(one)) for one in _LISTS])
    customer, name = Picker(_("Customer"), customers, _("Code, name or town")), TextEdit(_("Price list or category"))
    price, start, end = PriceEdit(_("Price")), DateEdit(_("From"), today), DateEdit(_("Until"), today)
    from_quantity, net = QuantityEdit(_("From qty")), QCheckBox(_("Net: takes no discount"))
    from_quantity.set_value(Decimal(1))
    form = Form(
        [
            Field("source", N_("Price from"), source, span=2),
            Field("customer", N_("Customer"), customer, span=2),
            Field("name", N_("Price list or category"), name, span=2),
            Field("price", N_("Price"), price, required=True),
            Field("from_quantity", N_("From qty"), from_quantity, required=True),
            Field("start", N_("From"), start),
            Field("end", N_("Until"), end),
            Field("net", N_("Discounts"), net, span=2),
        ]
    )

    def show_whom() -> None:
        contract = source.key() == PriceSource.CONTRACT
        customer.setEnabled(contract)
        name.setEnabled(not contract)

    def submit() -> None:
        chosen = customer.choice()
        done(
            NewPrice(
                product.row.id,
                PriceSource(source.key()),
                price.value() or Decimal(0),
                chosen.id if chosen else None,
                name.value(),
                from_quantity.value() or Decimal(1),
                net.isChecked(),
                start.value(),
                end.value(),
            )
        )

    source.picked.connect(lambda _key: show_whom())
    show_whom()
    return opened(_("Price of {code}").format(code=product.row.code), form, _("Add the price"), submit, parent)


def opened(title: str, form: Form, ok_text: str, submit: Callable[[], None], parent: QWidget) -> FormDialog:
    """Open a form in a dialog; it is submitted once nothing is missing."""

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        submit()
        return ""

    dialog = FormDialog(title, form, ok_text, on_ok, parent)
    dialog.open()
    return dialog
