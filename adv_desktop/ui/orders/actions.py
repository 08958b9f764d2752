"""What can be done with an order from its list or its pane; each is one command and one notice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DocumentKind, OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.services.order_commands import OrderRef
from adv_desktop.services.queries.orders import OrderRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.desk import Desk
from adv_desktop.ui.orders.cancelling import Cancelling
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.dialog import ask_reason
from adv_desktop.ui.widgets.notice import Action

_REASONED = {
    "hold": N_("Put the order on hold"),
    "close_short": N_("Close the remainder short"),
}


class OrderActions(QObject):
    """The verbs on one order; `edit` opens its form."""

    def __init__(self, desk: Desk, edit: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edit = edit
        self._parent = parent
        self._cancelling = Cancelling(desk, parent)

    def run(self, verb: str, row: OrderRow) -> None:
        """Run a verb by its key."""
        if verb in _REASONED:
            self._with_reason(verb, row)
        else:
            verbs: dict[str, Callable[[OrderRow], None]] = {
                "confirm": self._confirm,
                "deliver": self._deliver,
                "complete": partial(self._of_deliveries, "complete"),
                "direct": partial(self._of_deliveries, "direct"),
                "invoice": self._invoice,
                "deposit": self._deposit,
                "proforma": partial(self._of_invoices, "proforma"),
                "billing": partial(self._of_invoices, "billing"),
                "claim": self._claim,
                "acknowledgement": self.acknowledgement,
                "send": self._send,
                "delay_notice": self._delay_notice,
                "duplicate": self._duplicate,
                "resume": self._resume,
                "delete": self._delete,
                "cancel": self._cancelling.ask,
            }
            verbs[verb](row)

    def acknowledgement(self, row: OrderRow) -> None:
        """Preview the acknowledgement; making it freezes the dates promised for the first time."""
        services = self._desk.services

        def load() -> bytes:
            from adv_desktop.services.orders import order_by_id

            services.orders.acknowledge(row.id)
            with services.store.read() as session:
                return services.papers.acknowledgement(session, order_by_id(session, row.id))

        if row.number is None:
            self._confirm_first()
            return
        title = _("Acknowledgement of order {number}").format(number=row.number)
        to_print = partial(services.copies.acknowledgement_to_print, row.id)
        file_name = f"ARC_{row.number}.pdf"
        self._desk.window.open_form(PreviewForm(self._desk, title, load, file_name, to_print=to_print))

    def copy_state(self, order_id: int) -> None:
        """Copy where an order is, in the customer's language, to answer him."""
        services = self._desk.services

        def read() -> str:
            from adv_desktop.services.queries import order_status

            with services.store.read() as session:
                return order_status.text(session, order_id, services.clock.today())

        self._desk.runner.read(read, self._copied)

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.notices.say(_("The state of the order is copied: paste it in your answer."))

    def _send(self, row: OrderRow) -> None:
        """Put the acknowledgement in the outbox, as it is now."""
        if row.number is None:
            self._confirm_first()
            return
        filling = self._desk.services.outbox_filling
        self._desk.runner.write(lambda: filling.acknowledgements([row.id]), partial(self._queued, row))

    def _delay_notice(self, row: OrderRow) -> None:
        """Put a notice of the dates that moved later in the outbox, with the new acknowledgement."""
        filling = self._desk.services.outbox_filling
        self._desk.runner.write(lambda: filling.delay_notice(row.id), partial(self._queued, row))

    def _queued(self, row: OrderRow, messages: tuple[int, ...]) -> None:
        said = _("The message on order {number} waits in the outbox.").format(number=row.number)
        self._desk.notices.say(
            said,
            Action(_("Send it now"), lambda: self._desk.window.ask("outbox", "send", messages)),
            Action(_("Read it"), lambda: self._desk.window.open_document(DocumentKind.MESSAGE, messages[0])),
        )

    def _confirm_first(self) -> None:
        self._desk.notices.say(_("Confirm the order first: only a confirmed order is acknowledged."), tone=Tone.WARN)

    def _confirm(self, row: OrderRow, override: str | None = None) -> None:
        orders = self._desk.services.orders
        self._desk.runner.write(
            lambda: orders.confirm(row.id, row.version, override),
            partial(self._confirmed, row),
            partial(self._not_confirmed, row),
        )

    def _confirmed(self, row: OrderRow, ref: OrderRef) -> None:
        self._desk.notices.say(
            _("Order {number} confirmed, its goods are reserved.").format(number=ref.number),
            Action(_("Deliver"), lambda: self._desk.window.ask("deliveries", "deliver", [row.id])),
            Action(_("Put on hold…"), lambda: self._desk.window.open_document(DocumentKind.ORDER, row.id)),
        )

    def _not_confirmed(self, row: OrderRow, error: Exception) -> None:
        """Offer to mend what blocks the order, or to pass over it with a reason."""
        if not isinstance(error, DomainError) or error.code != "order.blocked":
            self._desk.failed(error)
            return
        self._desk.notices.say(
            _("The order of {customer} is blocked: mend what blocks it, or pass over it with a reason.").format(
                customer=row.customer_name
            ),
            Action(_("Open the order"), partial(self._edit, row.id)),
            Action(_("Pass over… (reason)"), partial(self._override, row)),
            tone=Tone.BAD,
            seconds=0,
        )

    def _override(self, row: OrderRow) -> None:
        title = _("Pass over what blocks the order")
        ask_reason(title, _("Reason"), _("Confirm"), lambda reason: self._confirm(row, reason), self._parent)

    def _with_reason(self, verb: str, row: OrderRow) -> None:
        orders = self._desk.services.orders
        command: Callable[[int, int, str], None] = getattr(orders, verb)

        def run(reason: str) -> None:
            self._desk.runner.write(lambda: command(row.id, row.version, reason), partial(self._told, verb, row))

        ask_reason(_(_REASONED[verb]), _("Reason"), _("OK"), run, self._parent)

    def _told(self, verb: str, row: OrderRow, _done: None) -> None:
        said = {
            "hold": _("Order {number} is on hold."),
            "close_short": _("The remainder of order {number} is closed short."),
            "resume": _("Order {number} goes on."),
            "delete": _("Draft {number} deleted."),
        }
        actions = [Action(_("Take it off hold"), partial(self._resume_now, row.id))] if verb == "hold" else []
        self._desk.notices.say(said[verb].format(number=row.number or row.id), *actions)

    def _resume(self, row: OrderRow) -> None:
        orders = self._desk.services.orders
        self._desk.runner.write(lambda: orders.resume(row.id, row.version), partial(self._told, "resume", row))

    def _resume_now(self, order_id: int) -> None:
        """Undo a hold whatever the version has become: nothing else is changed by it."""
        services = self._desk.services

        def resume() -> None:
            from adv_desktop.services.queries import orders

            with services.store.read() as session:
                row = orders.rows(session, [order_id], services.clock.today())[order_id]
            services.orders.resume(order_id, row.version)

        self._desk.runner.write(resume, lambda _done: self._desk.notices.dismiss())

    def _delete(self, row: OrderRow) -> None:
        orders = self._desk.services.orders
        self._desk.runner.write(lambda: orders.delete_draft(row.id, row.version), partial(self._told, "delete", row))

    def _duplicate(self, row: OrderRow) -> None:
        orders = self._desk.services.orders
        self._desk.runner.write(lambda: orders.duplicate(row.id), lambda ref: self._edit(ref.id))

    def _deliver(self, row: OrderRow) -> None:
        if row.order_state is OrderState.DRAFT:
            self._confirm(row)
        else:
            self._desk.window.ask("deliveries", "deliver", [row.id])

    def _of_deliveries(self, verb: str, row: OrderRow) -> None:
        """Record services that were carried out, or what the supplier sent."""
        self._desk.window.ask("deliveries", verb, [row.id])

    def _invoice(self, row: OrderRow) -> None:
        self._desk.window.ask("invoices", "invoice_orders", [row.id])

    def _deposit(self, row: OrderRow) -> None:
        self._desk.window.ask("invoices", "deposit", [row.id])

    def _of_invoices(self, verb: str, row: OrderRow) -> None:
        """Ask the page of invoices for a paper of the order."""
        self._desk.window.ask("invoices", verb, [row.id])

    def _claim(self, row: OrderRow) -> None:
        self._desk.window.ask("claims", "claim_order", [row.id])
