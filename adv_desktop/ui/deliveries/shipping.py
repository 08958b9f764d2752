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
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.remainders import Remainder
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.deliveries.obstacles import TITLES, Obstacles, said_of, title_of
from adv_desktop.ui.deliveries.papers import preview_notes
from adv_desktop.ui.deliveries.remainder import ask_remainder, is_undecided
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

# What no reason passes over.
_MENDED = frozenset(code for code in TITLES if code.startswith("serial.")) | frozenset(
    {"delivery.partial_refused", "delivery.prepared_already", "order.not_confirmed"}
)
PASSED_OVER = frozenset(TITLES) - _MENDED
Verb = Callable[[str | None], Sequence[DeliveryRef]]  # given the reason for which what is in the way is passed over
Done = Callable[[Sequence[DeliveryRef]], None]


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
        self.remainder: Remainder | None = None  # what the customer said, where it is asked
        self._obstacles: Obstacles | None = None

    @property
    def obstacles(self) -> Obstacles:
        """What prevents the departure, made for the form that shows it."""
        if self._obstacles is None:
            self._obstacles = Obstacles(self._desk, self._parent)
        return self._obstacles

    def run(self, ship: Verb) -> None:
        """Ship; what may be passed over asks for a reason and ships again."""
        self.attempt(ship, self._on_shipped)

    def attempt(self, verb: Verb, done: Done, override: str | None = None) -> None:
        """Run a command; what may be passed over asks for a reason and runs it again."""
        self._desk.runner.write(partial(verb, override), done, partial(self._on_refused, verb, done, override))

    def pass_over(self, one: Obstacle, verb: Verb) -> None:
        """Ask why what is in the way is passed over, then ship."""
        self._ask(title_of(one), self._told(said_of(one)), verb, self._on_shipped)

    def _ask(self, title: str, told: str, verb: Verb, done: Done) -> None:
        ask_override(title, told, partial(self.attempt, verb, done), self._parent)

    def _on_shipped(self, refs: Sequence[DeliveryRef]) -> None:
        self.remainder = None
        self._say(self._desk, refs)
        self.shipped.emit()

    def _on_refused(self, verb: Verb, done: Done, override: str | None, error: Exception) -> None:
        self.refused.emit()
        if is_undecided(error):
            ask_remainder(str(error.facts["customer"]), partial(self._ship_with, verb, done, override), self._parent)
            return
        if isinstance(error, DomainError) and error.code in PASSED_OVER:
            self._ask(_(TITLES[error.code]), self._told(sentence(error, texts.current())), verb, done)
        else:
            self._desk.failed(error)

    def _ship_with(self, verb: Verb, done: Done, override: str | None, said: Remainder) -> None:
        self.remainder = said
        self.attempt(verb, done, override)

    def _told(self, first: str) -> str:
        """Say all that would be passed over."""
        others = [said_of(one) for one in (self._obstacles.blocking if self._obstacles else ()) if one.passable]
        return "\n".join(dict.fromkeys([first, *others]))


def say_shipped(desk: Desk, refs: Sequence[DeliveryRef], more: str = "") -> None:
    """Tell what left and what its sale without VAT still asks for, and offer its papers and its invoice."""
    store, today = desk.services.store, desk.today()

    def read() -> list[str]:
        from adv_desktop.services import transport_proofs

        with store.read() as session:
            carried = transport_proofs.carried_by_buyer(session, [ref.id for ref in refs], today)
            return [transport_proofs.carriage_warning(state, texts.current()) for state in carried]

    desk.runner.read(read, partial(_say_shipped, desk, refs, more))


def _say_shipped(desk: Desk, refs: Sequence[DeliveryRef], more: str, warned: Sequence[str]) -> None:
    ids, names = [ref.id for ref in refs], [ref.number or str(ref.id) for ref in refs]
    if len(refs) == 1:
        told = _("{number} shipped.").format(number=names[0])
    else:
        told = ngettext("{count} delivery shipped.", "{count} deliveries shipped.", len(refs)).format(count=len(refs))
    desk.notices.say(
        " ".join(part for part in (told, *warned, more) if part),
        Action(_("Print the delivery note"), lambda: preview_notes(desk, ids, names)),
        Action(_("To the outbox"), partial(queue_notices, desk, ids)),
        Action(_("Invoice now"), lambda: desk.window.ask("invoices", "invoice_deliveries", ids)),
        tone=Tone.WARN if warned else Tone.OK,
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
