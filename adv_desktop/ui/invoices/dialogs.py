"""The questions of invoices: how much of an order a deposit asks for, what a customer requires on a draft."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from adv_desktop.services import texts
from adv_desktop.services.labels import requirement
from adv_desktop.services.queries.order_detail import OrderDetail
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import MoneyEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

PERCENT, AMOUNT = "percent", "amount"
USUAL = Decimal(30)


def ask_requirement(field: str, on_typed: Callable[[str], object], parent: QWidget) -> FormDialog:
    """Ask for what the customer requires on a draft and hand it on."""
    words = requirement(field, texts.current())
    edit = TextEdit(words)

    def on_ok() -> str:
        value = edit.value()
        if not value:
            return _("Type what the customer requires: {field}.").format(field=words)
        on_typed(value)
        return ""

    dialog = FormDialog(_("The customer requires {field}").format(field=words), edit, _("Write it"), on_ok, parent)
    edit.setFocus()
    dialog.open()
    return dialog


class DepositDialog(FormDialog):
    """Ask for a percent of the order or an amount, VAT included; `on_chosen(percent, gross)` gets one of them."""

    def __init__(
        self, order: OrderDetail, on_chosen: Callable[[Decimal | None, int | None], object], parent: QWidget
    ) -> None:
        self._on_chosen = on_chosen
        self.kind = ChoiceCombo(
            _("Deposit by"), [(PERCENT, _("Percent of the order")), (AMOUNT, _("Amount, VAT included"))]
        )
        self.percent, self.amount = PercentEdit(_("Percent")), MoneyEdit(_("Amount"), order.row.currency)
        self.percent.set_value(order.deposit_percent or USUAL)
        self.form = Form(
            [
                Field("kind", N_("Deposit by"), self.kind, span=2),
                Field("percent", N_("Percent"), self.percent, required=True),
                Field("amount", N_("Amount"), self.amount, required=True),
            ]
        )
        gross = formats().money(order.row.gross, order.row.currency)
        title = _("Deposit on order {number}, {gross} gross").format(number=order.row.number, gross=gross)
        super().__init__(title, self.form, _("Make the draft"), self._on_ok_asked, parent)
        self.kind.picked.connect(self._show_kind)
        self._show_kind(PERCENT)
        self.percent.setFocus()
        self.percent.selectAll()

    def _show_kind(self, kind: object) -> None:
        self.percent.setEnabled(kind == PERCENT)
        self.amount.setEnabled(kind == AMOUNT)

    def _on_ok_asked(self) -> str:
        if self.form.first_problem() is not None:
            return _("Type how much is asked for.")
        by_percent = self.kind.key() == PERCENT
        self._on_chosen(self.percent.value() if by_percent else None, None if by_percent else self.amount.value())
        return ""
