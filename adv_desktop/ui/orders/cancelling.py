"""Cancelling an order: the reason, and what becomes of the deposits that were invoiced on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.order_cancelling import CancelOrder, DepositFate, DepositsAtStake, Taker
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog, ask_reason
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from adv_desktop.services.invoice_drafts import InvoiceRef
    from adv_desktop.services.queries.orders import OrderRow
    from adv_desktop.ui.desk import Desk

TITLE = N_("Cancel the order")


class CancelDialog(FormDialog):
    """Ask for the reason and for what becomes of the deposits; `on_chosen(reason, fate, to_order_id)` gets them."""

    def __init__(
        self,
        at_stake: DepositsAtStake,
        on_chosen: Callable[[str, DepositFate, int | None], object],
        parent: QWidget,
    ) -> None:
        self._on_chosen = on_chosen
        self.reason = TextEdit(_("Reason"))
        self.fate = ChoiceCombo(_("Deposits"), _fates(at_stake))
        self.taker = ChoiceCombo(
            _("Order that takes them over"), [(str(one.id), _named(one)) for one in at_stake.takers]
        )
        self.form = Form(
            [
                Field("reason", N_("Reason"), self.reason, required=True, span=2),
                Field("fate", N_("Deposits"), self.fate, _invoiced(at_stake), span=2),
                Field("taker", N_("Order that takes them over"), self.taker, span=2),
            ]
        )
        super().__init__(_(TITLE), self.form, _(TITLE), self._on_ok_asked, parent)
        self.fate.picked.connect(self._show_fate)
        self._show_fate(self.fate.key())
        self.reason.setFocus()

    def _show_fate(self, fate: object) -> None:
        self.taker.setEnabled(fate == DepositFate.CARRY_OVER)

    def _on_ok_asked(self) -> str:
        reason, fate = self.reason.value(), DepositFate(self.fate.key())
        if not reason:
            return _("Please write the reason: it stays in the history.")
        self._on_chosen(reason, fate, int(self.taker.key()) if fate is DepositFate.CARRY_OVER else None)
        return ""


class Cancelling:
    """Asks what there is to decide, cancels and says what was done."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        self._parent = parent

    def ask(self, row: OrderRow) -> None:
        """Ask for the reason, and for the fate of deposits where there are any."""
        at_stake = partial(self._desk.services.cancellations.at_stake, row.id)
        self._desk.runner.read(at_stake, partial(self._ask, row))

    def _ask(self, row: OrderRow, at_stake: DepositsAtStake) -> None:
        if at_stake.deposits:
            CancelDialog(at_stake, partial(self._cancel, row), self._parent).open()
        else:
            on_reason = partial(self._cancel, row, fate=DepositFate.KEEP, to_order_id=None)
            ask_reason(_(TITLE), _("Reason"), _("OK"), on_reason, self._parent)

    def _cancel(self, row: OrderRow, reason: str, fate: DepositFate, to_order_id: int | None) -> None:
        command = CancelOrder(row.id, row.version, reason, fate, to_order_id)
        cancellations = self._desk.services.cancellations
        self._desk.runner.write(lambda: cancellations.cancel(command), partial(self._told, row, fate))

    def _told(self, row: OrderRow, fate: DepositFate, drafts: tuple[InvoiceRef, ...]) -> None:
        said = {
            DepositFate.KEEP: _("Order {number} is cancelled."),
            DepositFate.CARRY_OVER: _("Order {number} is cancelled; its deposits serve the other order."),
            DepositFate.GIVE_BACK: _("Order {number} is cancelled; the credit note of its deposit waits as a draft."),
        }
        actions = [Action(_("Open the credit note"), partial(self._open, drafts[0].id))] if drafts else []
        self._desk.notices.say(said[fate].format(number=row.number or row.id), *actions)

    def _open(self, credit_id: int) -> None:
        self._desk.window.open_document(DocumentKind.INVOICE, credit_id)


def _fates(at_stake: DepositsAtStake) -> list[tuple[str, str]]:
    fates = [(DepositFate.GIVE_BACK.value, _("Give back: draft the credit note"))]
    if at_stake.takers:
        fates.append((DepositFate.CARRY_OVER.value, _("Carry over to another order")))
    return [*fates, (DepositFate.KEEP.value, _("Keep: its VAT is for the accountant to decide"))]


def _invoiced(at_stake: DepositsAtStake) -> str:
    return ", ".join(f"{one.number} ({formats().money(one.gross, one.currency)})" for one in at_stake.deposits)


def _named(taker: Taker) -> str:
    parts = [taker.number, taker.customer_reference or "", formats().money(taker.gross, taker.currency)]
    return " · ".join(part for part in parts if part)
