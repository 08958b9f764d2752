"""The main action of each line of the board: done at once where nothing is to be chosen, else opened where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.order_commands import OrderRef
from adv_desktop.services.snoozes import BoardLine, PutOff
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.format import formats
from adv_desktop.ui.today.board import Line
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

# What another page is asked for: page and verb.
_ASKED = {
    "deliver": ("deliveries", "deliver"),
    "complete": ("deliveries", "complete"),
    "invoice": ("invoices", "invoice_deliveries"),
    "remind": ("payments", "pay"),
    "answer": ("claims", "open"),
    "inspect": ("returns", "open"),
    "prove_transport": ("deliveries", "prove_transport"),
    "declare": ("invoices", "declare"),
    "make": ("orders", "make_recurring"),
}


class BoardActions(QObject):
    """Runs what lines ask for; `moved` tells that lines came or went."""

    moved = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def act(self, line: Line) -> None:
        """Run the main action of a line."""
        if line.action == "bring_back":
            self.bring_back([line.key])
        elif line.action == "confirm":
            self._confirm(line)
        elif line.action in _ASKED:
            page, verb = _ASKED[line.action]
            self._desk.window.ask(page, verb, [line.task.id])
        else:
            self.open(line)

    def open(self, line: Line) -> None:
        """Show the document of a line."""
        self._desk.window.open_document(line.task.kind, line.task.id)

    def put_off(self, lines: Sequence[Line], how: PutOff) -> None:
        """Hide lines for a while, or as done."""
        keys = [line.key for line in lines]
        if not keys:
            return
        snoozes = self._desk.services.snoozes
        self._desk.runner.write(lambda: snoozes.put_off(keys, how), partial(self._put_off_done, keys, how))

    def bring_back(self, keys: Sequence[BoardLine]) -> None:
        """Show hidden lines again."""
        snoozes = self._desk.services.snoozes
        self._desk.runner.write(lambda: snoozes.bring_back(keys), lambda _done: self.moved.emit())

    def _put_off_done(self, keys: Sequence[BoardLine], how: PutOff, until: object) -> None:
        count = len(keys)
        if how is PutOff.DONE:
            said = ngettext("{count} line done.", "{count} lines done.", count)
        else:
            said = ngettext("{count} line put off to {day}.", "{count} lines put off to {day}.", count)
        day = formats().long_date(until)  # type: ignore[arg-type]
        undo = Action(_("Undo this action"), partial(self.bring_back, keys))
        self._desk.notices.say(said.format(count=count, day=day), undo)
        self.moved.emit()

    def _confirm(self, line: Line) -> None:
        orders, order_id = self._desk.services.orders, line.task.id
        failed: Callable[[Exception], None] = partial(self._not_confirmed, line)
        self._desk.runner.write(lambda: orders.confirm(order_id), self._confirmed, failed)

    def _confirmed(self, ref: OrderRef) -> None:
        window = self._desk.window
        self._desk.notices.say(
            _("Order {number} confirmed, its goods are reserved.").format(number=ref.number),
            Action(_("Deliver"), partial(window.ask, "deliveries", "deliver", [ref.id])),
            Action(_("Show it"), partial(window.open_document, DocumentKind.ORDER, ref.id)),
        )

    def _not_confirmed(self, line: Line, error: Exception) -> None:
        """Show the order that something blocks: what to do about it is decided there."""
        if not isinstance(error, DomainError) or error.code != "order.blocked":
            self._desk.failed(error)
            return
        said = _("The order of {customer} is blocked: mend what blocks it, or pass over it with a reason.")
        self._desk.notices.say(
            said.format(customer=line.task.customer),
            Action(_("Open the order"), partial(self.open, line)),
            tone=Tone.BAD,
            seconds=0,
        )
