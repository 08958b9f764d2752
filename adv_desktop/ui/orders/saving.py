"""Writing what the order form holds: draft, confirmation, pass-over, and the draft of the form itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from adv_desktop.services.order_commands import NewOrder, OrderRef
from adv_desktop.services.texts import _
from adv_desktop.ui.widgets.dialog import ask_reason

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class OrderSaving(QObject):
    """Each verb is one command; `saved` and `confirmed` carry the order."""

    draft_kind: ClassVar[str] = "order"
    saved = Signal(object)
    confirmed = Signal(object)
    kept = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self.ref: OrderRef | None = None
        self.slot = 0  # where the draft of a new document is kept, 0 and below

    @property
    def key(self) -> int:
        """The document that the form's draft is kept for, 0 or less for a new one."""
        return self.ref.id if self.ref else self.slot

    def save(self, command: NewOrder) -> None:
        """Write the order, as a draft or amended."""
        self._write(command, self._on_saved)

    def confirm(self, command: NewOrder, override: str | None = None) -> None:
        """Write the order and give it its number; an amended order is confirmed already."""
        self._write(command, partial(self._number, override))

    def pass_over(self, command: NewOrder) -> None:
        """Ask why what blocks the order is passed over, then confirm it."""
        title = _("Pass over what blocks the order")
        ask_reason(title, _("Reason"), _("Confirm"), lambda reason: self.confirm(command, reason), self._parent)

    def keep(self, payload: Mapping[str, Any]) -> None:
        """Keep what is typed, outside the order itself."""
        drafts, key = self._desk.services.form_drafts, self.key
        self._desk.runner.write(lambda: drafts.keep(self.draft_kind, key, dict(payload)), self._on_kept)

    def forget(self) -> None:
        """Forget the draft of the form: the order itself was written."""
        drafts, key = self._desk.services.form_drafts, self.key
        self._desk.runner.write(lambda: drafts.forget(self.draft_kind, key), lambda _done: None)

    def _write(self, command: NewOrder, done: Callable[[OrderRef], None]) -> None:
        self._desk.runner.write(self._work(command), done)

    def _work(self, command: NewOrder) -> Callable[[], OrderRef]:
        """Return what writes the document."""
        orders, ref = self._desk.services.orders, self.ref
        return partial(orders.create, command) if ref is None else partial(orders.update, ref.id, ref.version, command)

    def _on_saved(self, ref: OrderRef) -> None:
        self.forget()
        self.ref = ref
        self.saved.emit(ref)

    def _number(self, override: str | None, ref: OrderRef) -> None:
        self.forget()
        self.ref = ref
        if ref.number is not None:
            self.saved.emit(ref)
            return
        self._desk.runner.write(self._numbering(ref, override), self.confirmed.emit)

    def _numbering(self, ref: OrderRef, override: str | None) -> Callable[[], OrderRef]:
        """Return what gives the document its number."""
        return partial(self._desk.services.orders.confirm, ref.id, ref.version, override)

    def _on_kept(self, moment: datetime) -> None:
        self.kept.emit(moment)
