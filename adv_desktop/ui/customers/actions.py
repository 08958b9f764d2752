"""What can be done with a customer from its list, its pane or its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.dialog import ask_reason
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.services.queries.customers import CustomerRow
    from adv_desktop.ui.desk import Desk


class CustomerActions(QObject):
    """The verbs on one customer; `edit` opens its form."""

    def __init__(self, desk: Desk, edit: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._edit = edit
        self._parent = parent

    def buttons(self, row: CustomerRow, orders_text: Callable[[], str]) -> list[Button]:
        """Return what the customer's state allows."""
        copy = Button(
            _("Copy the state of the orders"),
            "soft",
            icon="copy",
            small=True,
            on_click=lambda: self.copy_orders(orders_text()),
        )
        edit = Button(_("Edit"), icon="edit", small=True, on_click=partial(self._edit, row.id))
        block = _("Unblock…") if row.blocked else _("Block…")
        return [copy, edit, Button(block, small=True, on_click=partial(self.toggle_block, row))]

    def copy_orders(self, text: str) -> None:
        """Put the state of the orders on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self._desk.notices.say(_("The state of the orders is on the clipboard: paste it in your answer."))

    def toggle_block(self, row: CustomerRow) -> None:
        """Block a customer with a reason, or unblock it."""
        if row.blocked:
            self._unblock(row.id, row.version, row.name)
        else:
            title = _("Block the orders of {name}").format(name=row.name)
            ask_reason(title, _("Reason"), _("Block"), partial(self._block, row), self._parent)

    def _block(self, row: CustomerRow, reason: str) -> None:
        customers = self._desk.services.customers
        self._desk.runner.write(lambda: customers.block(row.id, row.version, reason), partial(self._blocked, row))

    def _blocked(self, row: CustomerRow, _done: None) -> None:
        said = _("The orders of {name} are blocked.").format(name=row.name)
        undo = Action(_("Undo this action"), lambda: self._unblock(row.id, row.version + 1, row.name))
        self._desk.notices.say(said, undo)

    def _unblock(self, customer_id: int, version: int, name: str) -> None:
        customers = self._desk.services.customers
        said = _("{name} may order again.").format(name=name)
        self._desk.runner.write(
            lambda: customers.unblock(customer_id, version), lambda _done: self._desk.notices.say(said)
        )
