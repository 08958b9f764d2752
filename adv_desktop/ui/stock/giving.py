"""Serving an order before others: whom it would hurt is shown while the quantity is typed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.reallocation import Reallocation
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.format import formats
from adv_desktop.ui.runner import Task
from adv_desktop.ui.stock.columns import HURT
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import QuantityEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

Give = Callable[[int, Decimal, str], object]


class Giving(QWidget):
    """The quantity, the reason, and the orders that lose goods by it."""

    def __init__(self, desk: Desk, plan: Reallocation) -> None:
        super().__init__()
        self._desk = desk
        self._asked: Task | None = None
        self.plan = plan
        self.quantity, self.reason = QuantityEdit(_("Quantity to give")), TextEdit(_("Reason"))
        self.quantity.set_value(plan.quantity)
        self.form = Form(
            [
                Field("quantity", N_("Quantity to give"), self.quantity, required=True),
                Field("reason", N_("Reason"), self.reason, N_("It is noted on each order."), required=True),
            ]
        )
        self.told = text_label("", "muted", wrap=True)
        self.hurt = RowsTable(_("Orders that lose goods"), HURT, stretch=1, max_rows=8)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=10)
        for widget in (self.form, self.told, self.hurt):
            layout.addWidget(widget)
        self.quantity.committed.connect(self._on_quantity)
        self.show_plan(plan)

    def show_plan(self, plan: Reallocation) -> None:
        """Show whom the quantity is taken from."""
        self.plan = plan
        count = len(plan.hurt)
        free = _("{free} come from the free stock.").format(free=formats().quantity(plan.free))
        others = ngettext("{count} order loses goods:", "{count} orders lose goods:", count).format(count=count)
        self.told.setText(f"{free} {others}" if count else free)
        self.hurt.set_rows(plan.hurt)
        self.hurt.setVisible(bool(count))

    def _on_quantity(self, quantity: Decimal | None) -> None:
        if quantity is None:
            return
        if self._asked is not None:
            self._asked.cancel()
        reallocations, line_id = self._desk.services.reallocations, self.plan.line_id
        self._asked = self._desk.runner.read(
            lambda: reallocations.preview(line_id, quantity), self.show_plan, self._on_refused
        )

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.quantity.set_error(sentence(error, texts.current()))
        else:
            self._desk.failed(error)


def ask_to_give(desk: Desk, plan: Reallocation, give: Give, parent: QWidget) -> FormDialog:
    """Ask how much of a product an order gets before the others, and why."""
    body = Giving(desk, plan)

    def on_ok() -> str:
        body.form.clear_messages()
        quantity = body.quantity.value()
        if body.form.first_problem() or quantity is None:
            return _("Correct what is marked.")
        give(plan.line_id, quantity, body.reason.value() or "")
        return ""

    title = _("Serve {order} of {customer} first").format(order=plan.number, customer=plan.customer)
    dialog = FormDialog(title, body, _("Give the goods"), on_ok, parent)
    dialog.setMinimumWidth(theme().px(640))
    dialog.open()
    return dialog
