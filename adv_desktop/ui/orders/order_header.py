"""The head of an order: what a quotation has too, then the deposit asked before any goods leave."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from adv_desktop.services.order_commands import NewOrder
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.orders.header import OrderHeader
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field

USUAL, URGENT = "usual", "urgent"


class SalesOrderHeader(OrderHeader):
    """The fields above the lines of an order."""

    def _fields(self) -> list[Field]:
        self.deposit = PercentEdit(_("Deposit asked %"))
        self.deposit.committed.connect(lambda _value: self.changed.emit())
        self.urgency = ChoiceCombo(_("Urgency"), [(USUAL, _("Usual")), (URGENT, _("Urgent"))])
        self.urgency.picked.connect(lambda _key: self.changed.emit())
        *others, notes = super()._fields()
        self.freight_reason = TextEdit(_("Reason of the freight"))
        self.freight_reason.committed.connect(lambda _value: self.changed.emit())
        self.incoterm = TextEdit(_("Incoterm and place"))
        self.incoterm.committed.connect(lambda _value: self.changed.emit())
        more = [
            Field("incoterm", N_("Incoterm and place"), self.incoterm, N_("Empty: the customer's.")),
            Field("freight_reason", N_("Reason of the freight"), self.freight_reason),
            Field("deposit", N_("Deposit asked %"), self.deposit),
            Field("urgency", N_("Urgency"), self.urgency),
        ]
        return [*others, *more, replace(notes, span=3)]

    def _rare(self) -> dict[str, bool]:
        unusual = {
            "incoterm": bool(self.incoterm.value()),
            "deposit": self.deposit.value() is not None,
            "urgency": self.urgency.key() == URGENT,
            "freight_reason": bool(self.freight_reason.value()) or self.freight.value() is not None,
        }
        return super()._rare() | unusual

    def go_to(self, requirement: str) -> None:
        """Put the cursor in the field of what is missing: the reason of a typed freight, or what a customer asks."""
        if requirement != "freight_reason":
            super().go_to(requirement)
            return
        self.show_fewer(self._fewer)  # the freight that was typed brings its reason on screen
        self.freight_reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_command(self, command: NewOrder, customer: Choice | None) -> None:
        """Show an order that exists."""
        self.deposit.set_value(command.deposit_percent)
        self.freight_reason.set_value(command.freight_reason)
        self.incoterm.set_value(command.incoterm)
        self.urgency.set_key(URGENT if command.urgent else USUAL)
        super().show_command(command, customer)

    def command(self) -> NewOrder | None:
        """Return the header as typed, without lines; None while there is no customer."""
        typed = super().command()
        if typed is None:
            return None
        return replace(
            typed,
            deposit_percent=self.deposit.value(),
            urgent=self.urgency.key() == URGENT,
            freight_reason=self.freight_reason.value(),
            incoterm=self.incoterm.value(),
        )
