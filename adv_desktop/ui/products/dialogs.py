"""Small dialogs on a product: goods received, stock counted, receipt expected, price added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from adv_desktop.models.enums import PriceSource
from adv_desktop.services.price_lists import NewPrice
from adv_desktop.services.stock import ReceiveGoods
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.widgets.choices import Search
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, PriceEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.services.queries.product_detail import ProductDetail, Receipt
    from adv_desktop.services.queries.products import ProductRow

_LISTS = (PriceSource.CONTRACT, PriceSource.CUSTOMER_LIST, PriceSource.CATEGORY)


def ask_receipt(
    product: ProductRow, receipts: tuple[Receipt, ...], done: Callable[[ReceiveGoods], object], parent: QWidget
) -> FormDialog:
    """Ask what came in, against an announced receipt or not."""
    from adv_desktop.ui.products.columns import day, some

    announced = [("", _("Not announced"))] + [
        (str(one.id), f"{day(one.due)} · {some(one.left)} · {one.supplier_reference or '—'}") for one in receipts
    ]
    quantity, reason = QuantityEdit(_("Quantity received")), TextEdit(_("Supplier's delivery note"))
    which = ChoiceCombo(_("Announced receipt"), announced)
    if receipts:
        which.set_key(str(receipts[0].id))
        quantity.set_value(receipts[0].left)
    form = Form(
        [
            Field("quantity", N_("Quantity received"), quantity, required=True),
            Field("which", N_("Announced receipt"), which),
            Field("reason", N_("Supplier's delivery note"), reason, span=2),
        ]
    )

    def submit() -> None:
        received = quantity.value() or Decimal(0)
        done(ReceiveGoods(product.id, received, int(which.key()) if which.key() else None, reason.value()))

    return _opened(_("Receive {code}").format(code=product.code), form, _("Receive"), submit, parent)


def ask_count(product: ProductRow, done: Callable[[Decimal, str], object], parent: QWidget) -> FormDialog:
    """Ask what was counted and why."""
    quantity, reason = QuantityEdit(_("Quantity counted")), TextEdit(_("Reason"))
    quantity.set_value(product.physical)
    form = Form(
        [
            Field("quantity", N_("Quantity counted"), quantity, required=True),
            Field("reason", N_("Reason"), reason, N_("Inventory, breakage, found again…"), required=True),
        ]
    )

    def submit() -> None:
        done(quantity.value() or Decimal(0), reason.value() or "")

    return _opened(_("Count {code}").format(code=product.code), form, _("Set the stock"), submit, parent)


def ask_expected(
    product: ProductRow, today: dt.date, done: Callable[[Decimal, dt.date, str | None], object], parent: QWidget
) -> FormDialog:
    """Ask what a supplier announced."""
    quantity, due = QuantityEdit(_("Quantity expected")), DateEdit(_("Expected on"), today)
    reference = TextEdit(_("Supplier reference"))
    form = Form(
        [
            Field("quantity", N_("Quantity expected"), quantity, required=True),
            Field("due", N_("Expected on"), due, N_("Type +15 for in fifteen days."), required=True),
            Field("reference", N_("Supplier reference"), reference, span=2),
        ]
    )

    def submit() -> None:
        done(quantity.value() or Decimal(0), due.value() or today, reference.value())

    return _opened(_("Expect {code}").format(code=product.code), form, _("Announce"), submit, parent)


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
    return _opened(_("Price of {code}").format(code=product.row.code), form, _("Add the price"), submit, parent)


def _opened(title: str, form: Form, ok_text: str, submit: Callable[[], None], parent: QWidget) -> FormDialog:
    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        submit()
        return ""

    dialog = FormDialog(title, form, ok_text, on_ok, parent)
    dialog.open()
    return dialog
