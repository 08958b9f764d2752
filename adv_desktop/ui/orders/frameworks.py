"""Framework orders in the window: their validity, and what is called off them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import LineKind
from adv_desktop.services.frameworks import CallOff
from adv_desktop.services.order_commands import OrderRef
from adv_desktop.services.queries.order_detail import OrderDetail, OrderedLine
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import Scroll


class FrameworkActions(QObject):
    """The verbs on framework orders; `edit` opens the form of the order that is called off."""

    def __init__(self, desk: Desk, edit: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edit = edit
        self._parent = parent

    def run(self, verb: str, order: OrderDetail) -> None:
        """Run a verb by its key."""
        verbs: dict[str, Callable[[OrderDetail], None]] = {"framework": self._open, "call_off": self._call_off}
        verbs[verb](order)

    def _open(self, order: OrderDetail) -> None:
        """Ask from when to when goods are called off a draft, and make it a framework order."""
        today = self._desk.today()
        start, end = DateEdit(_("Valid from"), today), DateEdit(_("Valid until"), today)
        start.set_value(order.valid_from or today)
        end.set_value(order.valid_until)
        fields = [Field("start", N_("Valid from"), start, required=True), Field("end", N_("Valid until"), end)]
        form = Form(fields)
        row = order.row

        def on_ok() -> str:
            first, last = start.value(), end.value()
            if first is None or last is None:
                return _("Type the first and the last day on which goods may be called off.")
            work = partial(self._desk.services.frameworks.open, row.id, row.version, first, last)
            self._desk.runner.write(work, self._opened)
            return ""

        title = _("Framework order of {customer}").format(customer=row.customer_name)
        FormDialog(title, form, _("Open it for call-offs"), on_ok, self._parent).open()
        end.setFocus()

    def _opened(self, ref: OrderRef) -> None:
        said = _("Framework order {number} is open: call goods off it with “Call-off…”.")
        self._desk.notices.say(said.format(number=ref.number))

    def _call_off(self, order: OrderDetail) -> None:
        """Ask what is called off a framework order, and open the draft that it makes."""
        row = order.row
        fields = _Quantities([line for line in order.lines if line.kind is LineKind.ITEM], self._desk)
        body = QWidget()
        layout = QVBoxLayout(body)
        theme().space(layout, (0, 0, 0, 0), 8)
        layout.addWidget(Scroll(fields))

        def on_ok() -> str:
            chosen = fields.chosen()
            if chosen is None:
                return _("This is not a number. Write for instance 1 234,50.")
            command = CallOff(row.id, chosen, fields.requested.value())
            self._desk.runner.write(
                lambda: self._desk.services.frameworks.call_off(command), lambda ref: self._edit(ref.id)
            )
            return ""

        title = _("Call off framework order {number}").format(number=row.number or row.id)
        FormDialog(title, body, _("Make the order"), on_ok, self._parent).open()
        fields.requested.setFocus()


class _Quantities(QWidget):
    """The day that the goods are wanted, and one quantity a line, empty: what is left is said beside."""

    def __init__(self, lines: Sequence[OrderedLine], desk: Desk) -> None:
        super().__init__()
        self.requested = DateEdit(_("Requested date"), desk.today())
        self.edits: dict[int, QuantityEdit] = {}
        grid = QGridLayout(self)
        theme().space(grid, spacing=8)
        grid.addWidget(text_label(_("Requested date"), "label"), 0, 0)
        grid.addWidget(self.requested, 0, 1)
        for place, line in enumerate(lines, start=1):
            left, agreed = formats().quantity(line.ordered - line.called), formats().quantity(line.ordered)
            said = _("{line}. {label}: {left} left of {agreed}").format(
                line=line.no, label=line.label, left=left, agreed=agreed
            )
            edit = QuantityEdit(said)
            self.edits[line.no] = edit
            grid.addWidget(text_label(said, "body", wrap=True), place, 0)
            grid.addWidget(edit, place, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)

    def chosen(self) -> dict[int, Decimal] | None:
        """Return the quantities by line number, None while one is unreadable."""
        if not all(edit.is_valid() for edit in self.edits.values()):
            return None
        return {no: edit.value() or Decimal(0) for no, edit in self.edits.items()}
