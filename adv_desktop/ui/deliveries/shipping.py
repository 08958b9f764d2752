"""From a form to goods that left: the command, the stock that may be passed over, what is told after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.deliveries.papers import preview_notes
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

# What may be passed over with a reason, with the title of the question.
PASSED_OVER = {
    "stock.short": N_("Too little in stock"),
    "delivery.customer_blocked": N_("Customer blocked"),
    "delivery.credit_exceeded": N_("Credit limit exceeded"),
    "delivery.overdue": N_("Overdue invoices"),
    "delivery.vat_number_unchecked": N_("VAT number not checked lately"),
    "delivery.requirement_missing": N_("Customer's requirement not met"),
    "delivery.prepayment_missing": N_("Payment due before shipping not received"),
    "delivery.lot_life": N_("Lot too close to its use-by date"),
    "delivery.lot_expired": N_("Lot too close to its use-by date"),
    "delivery.lot_missing": N_("Lot not chosen"),
    "delivery.lot_short": N_("Too little of the lot"),
}
Ship = Callable[[str | None], Sequence[DeliveryRef]]  # given the reason for which what is in the way is passed over


Say = Callable[["Desk", Sequence[DeliveryRef]], object]


class Shipping(QObject):
    """Ships by one command; `shipped` tells it is done, `refused` that it is not (and why was shown).

    `say` tells what left and what may follow.
    """

    shipped = Signal()
    refused = Signal()

    def __init__(self, desk: Desk, parent: QWidget, say: Say | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self._say = say or say_shipped

    def run(self, ship: Ship, override: str | None = None) -> None:
        """Run the command; what may be passed over asks for a reason and runs it again."""
        self._desk.runner.write(partial(ship, override), self._on_shipped, partial(self._on_refused, ship))

    def _on_shipped(self, refs: Sequence[DeliveryRef]) -> None:
        self._say(self._desk, refs)
        self.shipped.emit()

    def _on_refused(self, ship: Ship, error: Exception) -> None:
        self.refused.emit()
        if isinstance(error, DomainError) and error.code in PASSED_OVER:
            told, source = sentence(error, texts.current()), PASSED_OVER[error.code]
            ask_override(_(source), told, partial(self.run, ship), self._parent)
        else:
            self._desk.failed(error)


def say_shipped(desk: Desk, refs: Sequence[DeliveryRef], more: str = "") -> None:
    """Tell what left, and offer its papers and its invoice."""
    ids, names = [ref.id for ref in refs], [ref.number or str(ref.id) for ref in refs]
    if len(refs) == 1:
        told = _("{number} shipped.").format(number=names[0])
    else:
        told = ngettext("{count} delivery shipped.", "{count} deliveries shipped.", len(refs)).format(count=len(refs))
    desk.notices.say(
        f"{told} {more}".strip(),
        Action(_("Print the delivery note"), lambda: preview_notes(desk, ids, names)),
        Action(_("To the outbox"), partial(queue_notices, desk, ids)),
        Action(_("Invoice now"), lambda: desk.window.ask("invoices", "invoice_deliveries", ids)),
    )


def queue_notices(desk: Desk, ids: Sequence[int]) -> None:
    """Put the shipping notices of deliveries, with their notes, in the outbox: nothing leaves yet."""
    filling = desk.services.outbox_filling
    desk.runner.write(lambda: filling.delivery_notes(ids), partial(_say_queued, desk))


def _say_queued(desk: Desk, messages: Sequence[int]) -> None:
    told = ngettext("{count} message waits in the outbox.", "{count} messages wait in the outbox.", len(messages))
    desk.notices.say(told.format(count=len(messages)))


def ask_override(title: str, told: str, on_reason: Callable[[str], object], parent: QWidget) -> FormDialog:
    """Say what is in the way and ask why it is passed over."""
    field = QLineEdit()
    field.setAccessibleName(_("Reason"))
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=8)
    layout.addWidget(text_label(told, wrap=True))
    layout.addWidget(text_label(_("Reason"), "label"))
    layout.addWidget(field)

    def on_ok() -> str:
        reason = field.text().strip()
        if not reason:
            return _("Please write the reason: it stays in the history.")
        on_reason(reason)
        return ""

    dialog = FormDialog(title, body, _("Pass over"), on_ok, parent)
    field.setFocus()
    dialog.open()
    return dialog
