"""Another product on a line, agreed with the customer: who said yes, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from shiboken6 import isValid

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.typed_lines import TypedLine
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker

if TYPE_CHECKING:
    from adv_desktop.ui.orders.form import OrderForm

OnChosen = Callable[[TypedLine], object]


def ask_substitute(form: OrderForm, line: TypedLine, on_chosen: OnChosen) -> None:
    """Propose what replaces the product (any other may be chosen) and ask who agreed."""
    form.desk.runner.read(
        lambda: form.reads.replacement_of(line.code), lambda found: _ask(form, line, found, on_chosen)
    )


def _ask(form: OrderForm, line: TypedLine, proposed: Choice | None, on_chosen: OnChosen) -> None:
    if not isValid(form):  # closed before the answer came
        return
    product = Picker(_("Replaced by"), form.reads.search.products, _("Code or words"))
    product.set_choice(proposed)
    agreed_by = TextEdit(_("Agreed with (the customer's contact)"))
    agreed_on = DateEdit(_("Agreed on"), form.desk.today())
    agreed_on.set_value(form.desk.today())
    fields = Form(
        [
            Field("product", N_("Replaced by"), product, required=True, span=2),
            Field("agreed_by", N_("Agreed with (the customer's contact)"), agreed_by, required=True),
            Field("agreed_on", N_("Agreed on"), agreed_on, required=True),
        ]
    )

    def on_ok() -> str:
        choice, day, who = product.choice(), agreed_on.value(), agreed_by.value()
        if fields.first_problem() is not None or choice is None or day is None or who is None:
            return _("Choose the other product, and write who agreed to it and when.")
        on_chosen(substituted(line, choice, who, day))
        return ""

    title = _("Replace {code}").format(code=line.code)
    dialog = FormDialog(title, fields, _("Replace"), on_ok, form)
    dialog.open()
    (agreed_by if proposed else product).setFocus()


def substituted(line: TypedLine, choice: Choice, who: str, day: dt.date) -> TypedLine:
    """Return the line with the other product at its own price, the former code and the consent beside it."""
    consent = {"kind": "substituted", "code": line.code, "agreed_by": who, "agreed_on": day.isoformat()}
    kept = replace(line.kept, differences=(*line.kept.differences, consent), price_reason=None)
    return replace(
        line, product_id=choice.id, code=choice.code, label=choice.label, price=None, discounts=None, shown=None,
        kept=kept,
    )  # fmt: skip
