"""Writing what was decided of a file: drafts, and their confirmation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.orders_import import ImportedOrder, ImportPreview, OrderImportService
from adv_desktop.services.order_commands import OrderRef
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class ImportWriting(QObject):
    """One command writes every order of the file; each is then confirmed on its own."""

    written = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.service = OrderImportService(desk.services.store, desk.services.clock)

    def write(self, preview: ImportPreview, *, skip_bad: bool, confirm: bool) -> None:
        """Write the drafts, and confirm them when asked."""
        done = self._confirm if confirm else self._on_saved
        title = _("Writing the order")
        service = self.service
        self._desk.runner.job(
            lambda progress: service.write(preview, skip_bad=skip_bad, progress=progress),
            done,
            title=title,
            lane=Lane.WRITE,
            stopped=self._on_stopped,
        )

    def _on_stopped(self) -> None:
        self._desk.notices.say(_("Writing stopped: nothing was written, the file is still here."))

    def _on_saved(self, written: list[ImportedOrder]) -> None:
        revised = next((one.ref for one in written if one.ref.number is not None), None)
        if revised is not None:
            self._say_revised(revised)
            self.written.emit()
            return
        text = ngettext("{count} draft order written.", "{count} draft orders written.", len(written))
        self._desk.notices.say(text.format(count=len(written)), self._show(written[0].ref))
        self.written.emit()

    def _confirm(self, written: list[ImportedOrder]) -> None:
        orders = self._desk.services.orders
        for imported in written:
            ref = imported.ref
            if ref.number is not None:  # a revision of an order that has its number
                self._say_revised(ref)
                continue
            self._desk.runner.write(
                partial(orders.confirm, ref.id, ref.version), self._on_confirmed, partial(self._on_blocked, ref.id)
            )
        self.written.emit()

    def _say_revised(self, ref: OrderRef) -> None:
        """Say what was revised, and offer the acknowledgement that the customer now needs."""
        text = _("Order {number} revised as the file says; its acknowledgement is to be sent again.")
        tell = Action(_("Put the new acknowledgement in the outbox"), partial(self._tell, ref))
        self._desk.notices.say(text.format(number=ref.number), tell, self._show(ref))

    def _tell(self, ref: OrderRef) -> None:
        filling, window = self._desk.services.outbox_filling, self._desk.window
        self._desk.runner.write(
            lambda: filling.acknowledgements([ref.id]), lambda _messages: window.show_list("outbox", "to_send")
        )

    def _on_confirmed(self, ref: OrderRef) -> None:
        text = _("Order {number} confirmed, its goods are reserved.").format(number=ref.number)
        self._desk.notices.say(text, self._show(ref))

    def _on_blocked(self, order_id: int, error: Exception) -> None:
        """Open the draft that could not be confirmed, with what blocks it."""
        if isinstance(error, DomainError) and error.code == "order.blocked":
            self._desk.window.ask("orders", "edit", [order_id])
        self._desk.failed(error)

    def _show(self, ref: OrderRef) -> Action:
        return Action(_("Show it"), partial(self._desk.window.open_document, DocumentKind.ORDER, ref.id))
