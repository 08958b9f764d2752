"""Recurring orders in the window: the rhythm of an order, and the drafts of what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import OrderKind
from adv_desktop.models.rules.recurrence import ContractPrices, RecurrenceUnit
from adv_desktop.services.order_commands import OrderRef
from adv_desktop.services.queries.order_detail import OrderDetail
from adv_desktop.services.rhythms import Rhythm
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.labels import label
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

_PRICES = {ContractPrices.LIST: N_("Of the day"), ContractPrices.FROZEN: N_("As in the order")}


class RecurringActions(QObject):
    """The verbs on recurring orders; `edit` opens the form of a draft."""

    def __init__(self, desk: Desk, edit: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edit = edit
        self._parent = parent

    def ask_rhythm(self, order: OrderDetail) -> None:
        """Ask how often an order comes back: a template is made of it, or its rhythm changes."""
        fields = _Rhythm(order, self._desk)

        def on_ok() -> str:
            rhythm = fields.rhythm()
            if rhythm is None:
                return _("Type how often the order comes back, in whole weeks or months, and its first day.")
            recurring, order_id = self._desk.services.recurring, order.row.id
            if order.row.kind is OrderKind.TEMPLATE:
                self._desk.runner.write(lambda: recurring.change(order_id, rhythm), lambda _done: None)
            else:
                self._desk.runner.write(lambda: recurring.create(order_id, rhythm), self._on_created)
            return ""

        title = _("Recurring order of {customer}").format(customer=order.row.customer_name)
        FormDialog(title, fields, _("Save"), on_ok, self._parent).open()
        fields.every.setFocus()

    def make_due(self, template_ids: Sequence[int] | None = None) -> None:
        """Write the drafts of what is due, of some templates or of all."""
        recurring = self._desk.services.recurring
        self._desk.runner.write(lambda: recurring.run(template_ids), self._on_made)

    def _on_created(self, template_id: int) -> None:
        said = _("Recurring order saved: its orders are proposed on the day's board when they are due.")
        show = Action(_("Show it"), partial(self._desk.window.show_list, "orders", "template"))
        self._desk.notices.say(said, show)

    def _on_made(self, made: Sequence[OrderRef]) -> None:
        if not made:
            self._desk.notices.say(_("No recurring order is due today."), tone=Tone.WARN)
            return
        count = len(made)
        said = ngettext("{count} recurring order made as a draft.", "{count} recurring orders made as drafts.", count)
        confirm = Action(_("Show the orders to confirm"), partial(self._desk.window.show_list, "orders", "to_confirm"))
        self._desk.notices.say(said.format(count=count), confirm)
        if count == 1:
            self._edit(made[0].id)


class _Rhythm(Form):
    """The fields of a rhythm."""

    def __init__(self, order: OrderDetail, desk: Desk) -> None:
        self.every = QuantityEdit(_("Every"))
        self.unit = ChoiceCombo(_("Weeks or months"), [(unit.value, label(unit)) for unit in RecurrenceUnit])
        self.start, self.end = DateEdit(_("First day"), desk.today()), DateEdit(_("Last day"), desk.today())
        self.prices = ChoiceCombo(_("Prices"), [(prices.value, _(word)) for prices, word in _PRICES.items()])
        super().__init__(
            [
                Field("every", N_("Every"), self.every, required=True),
                Field("unit", N_("Weeks or months"), self.unit),
                Field("start", N_("First day"), self.start, required=True),
                Field("end", N_("Last day"), self.end),
                Field("prices", N_("Prices"), self.prices, span=2),
            ]
        )
        rhythm = order.recurrence.rhythm if order.recurrence else Rhythm(desk.today())
        self.every.set_value(self.every.read(str(rhythm.every)))
        self.unit.set_key(rhythm.unit)
        self.start.set_value(rhythm.start)
        self.end.set_value(rhythm.end)
        self.prices.set_key(rhythm.prices)

    def rhythm(self) -> Rhythm | None:
        """Return the rhythm as typed; None while something is missing."""
        every, start = self.every.value(), self.start.value()
        if every is None or every != int(every) or every < 1 or start is None:
            return None
        unit, prices = RecurrenceUnit(self.unit.key()), ContractPrices(self.prices.key())
        return Rhythm(start, int(every), unit, self.end.value(), prices)


def rhythm_facts(order: OrderDetail) -> list[tuple[str, str]]:
    """Return the facts of a template."""
    if order.recurrence is None:
        return []
    rhythm, next_on = order.recurrence.rhythm, order.recurrence.next_on
    return [
        (_("Every"), f"{rhythm.every} {label(rhythm.unit).lower()}"),
        (_("Next order"), formats().date(next_on) if next_on else "—"),
        (_("Last day"), formats().date(rhythm.end) if rhythm.end else "—"),
        (_("Prices"), _(_PRICES[rhythm.prices])),
    ]
