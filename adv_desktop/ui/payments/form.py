"""The payment form: money received, or credits alone, shared between what a customer has open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind, PaymentMethod
from adv_desktop.models.rules.settlement import Balance
from adv_desktop.services.payments import NewPayment, PaymentRef
from adv_desktop.services.settlements import Offset
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.payments.header import PaymentHeader
from adv_desktop.ui.payments.parts import (
    Payable,
    balance_of,
    chosen_credits,
    chosen_parts,
    filled,
    grid_spec,
    with_oldest_paid,
)
from adv_desktop.ui.payments.reads import Account, PaymentReads
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.totals import TotalRow, TotalsPanel

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class PaymentForm(DocumentForm):
    """A payment of some invoices, or of a customer; `offset` sets credits against invoices without money."""

    def __init__(
        self,
        desk: Desk,
        *,
        invoice_ids: Sequence[int] = (),
        customer_id: int | None = None,
        credit: str = "",
        offset: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self.offset = offset
        super().__init__(desk, parent)
        self._wanted = tuple(invoice_ids)
        self._credit = credit
        self.account: Account | None = None
        self.reads = PaymentReads(desk)
        self.header = PaymentHeader(self.reads.search.customers, desk.today(), offset=offset)
        self.grid: LineGrid[Payable] = LineGrid(_("Open items of the customer"), grid_spec(), desk.today())
        self.totals = TotalsPanel()
        self.problem = text_label("", "bad", wrap=False)
        self._hint = text_label(_("Choose the customer to see what is open."), "muted")
        self._build()
        self._connect()
        self._show_balance()
        if self._wanted:
            desk.runner.read(lambda: self.reads.account_of(self._wanted), self._on_account)
        elif customer_id is not None:
            desk.runner.read(lambda: self.reads.account(customer_id), self._on_account)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Set credits against invoices") if self.offset else _("New payment")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        record = N_("Set off") if self.offset else N_("Record the payment")
        return [
            Command("record", record, self.record, "Ctrl+Return", "check", Menu.PAYMENTS),
            Command("oldest", N_("Share out, oldest first"), self.share_oldest, "F8", "split", Menu.PAYMENTS),
            Command("fill", N_("Pay the whole line"), self.fill_line, "F6", "", Menu.PAYMENTS),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.PAYMENTS),
        ]

    @property
    def balance(self) -> Balance:
        """What the parts typed leave of the money."""
        return balance_of(self.grid.lines(), self.header.received())

    def share_oldest(self) -> None:
        """Set the money against what is due the longest; disputed amounts are left out."""
        if self.grid.finish_editing() and self.account is not None:
            self.grid.set_lines(with_oldest_paid(self.grid.lines(), self.header.received()))
            self._show_balance()

    def fill_line(self) -> None:
        """Let the current line take all it can."""
        row = self.grid.current_row()
        if row >= 0 and self.grid.finish_editing():
            self.grid.replace(row, filled(self.grid.line(row), self.balance.rest))
            self._show_balance()

    def record(self) -> None:
        """Write the payment with its allocations, or say what is missing."""
        if not self.grid.finish_editing() or self.header.first_problem() or self.account is None:
            self._say_missing()
            return
        refusal = self._refusal()
        self.problem.setText(refusal)
        if not refusal:
            self._write(self.account)

    def _say_missing(self) -> None:
        if self.account is None:
            self.problem.setText(_("Choose the customer first."))

    def _refusal(self) -> str:
        """Return why what is typed cannot be recorded, "" when it can."""
        balance = self.balance
        currency = self._currency
        if balance.short:
            amount = formats().money(balance.short, currency)
            return _("{amount} too much is allocated: lower a part.").format(amount=amount)
        if balance.unused_credits:
            amount = formats().money(balance.unused_credits, currency)
            return _("{amount} of credits pay nothing: choose what they pay.").format(amount=amount)
        if not balance.received and not balance.credits:
            return _("Type a part of a credit, and what it pays.") if self.offset else _("Type the amount received.")
        return ""

    def _write(self, account: Account) -> None:
        lines = self.grid.lines()
        parts, used = chosen_parts(lines), chosen_credits(lines)
        settlements, code = self.desk.services.settlements, account.customer.code
        if self.header.received():
            command = self._command(account)
            self.desk.runner.write(lambda: settlements.settle(command, used), self._on_recorded)
        else:
            self.desk.runner.write(lambda: settlements.offset(code, used, parts), self._on_offset)

    def _command(self, account: Account) -> NewPayment:
        header = self.header
        return NewPayment(
            customer=account.customer.code,
            minor=header.received(),
            date=header.date.value() or self.desk.today(),
            method=PaymentMethod(header.method.key()),
            invoices=chosen_parts(self.grid.lines()),
            currency=account.currency,
            reference=header.reference.value(),
            bank=header.bank.value(),
        )

    @property
    def _currency(self) -> str:
        return self.account.currency if self.account else "EUR"

    def _build(self) -> None:
        fields = Card()
        fields.body.addWidget(self.header)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(fields)
        layout.addWidget(self._items_card(), 1)
        layout.addLayout(self._buttons())
        self.setFocusProxy(self.header.customer)

    def _items_card(self) -> Card:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(self.grid, 1)
        hints = QVBoxLayout()
        theme().space(hints, spacing=4)
        hints.addWidget(self._hint)
        hints.addWidget(text_label(_("Enter: type the part   ·   F6: the whole line   ·   F8: oldest first"), "muted"))
        hints.addStretch(1)
        foot = QHBoxLayout()
        theme().space(foot, (14, 6, 14, 4), 24)
        foot.addLayout(hints)
        foot.addStretch(1)
        foot.addWidget(self.totals)
        card.body.addLayout(foot)
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        theme().space(row, spacing=8)
        row.addWidget(Button(_("Share out, oldest first"), icon="split", hint="F8", on_click=self.share_oldest))
        row.addStretch(1)
        row.addWidget(self.problem)
        row.addWidget(Button(_("Close"), on_click=self.closed.emit))
        record = _("Set off") if self.offset else _("Record the payment")
        row.addWidget(Button(record, "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.record))
        return row

    def _connect(self) -> None:
        self.header.customer.chosen.connect(self._on_customer)
        self.header.changed.connect(self._show_balance)
        self.grid.lines_changed.connect(self._show_balance)

    def _on_customer(self, choice: Choice) -> None:
        self.desk.runner.read(lambda: self.reads.account(choice.id), self._on_account)

    def _on_account(self, account: Account | None) -> None:
        if account is None:
            return
        self.account = account
        self.header.show_account(account)
        lines = [filled(line, 0) if self._is_wanted(line) else line for line in account.lines]
        self.grid.set_lines(lines)
        asked = balance_of(lines, 0)
        if self._wanted and not self.offset:
            self.header.amount.set_value(max(asked.allocated - asked.credits, 0) or None)
        self._hint.setText(_hint(account))
        self._show_balance()

    def _is_wanted(self, line: Payable) -> bool:
        named = line.invoice_id is not None and line.invoice_id in self._wanted
        return named or (bool(self._credit) and line.number == self._credit)

    def _show_balance(self) -> None:
        balance, currency = self.balance, self._currency
        rows = [] if self.offset else [TotalRow(_("Received"), formats().money(balance.received, currency))]
        if balance.credits or self.offset:
            rows.append(TotalRow(_("Credits used"), formats().money(balance.credits, currency)))
        rows.append(TotalRow(_("Allocated"), formats().money(balance.allocated, currency)))
        rest = _("Too much allocated") if balance.short else _("Left to use") if self.offset else _("Keep on account")
        rows.append(TotalRow(rest, formats().money(balance.short or balance.rest, currency), big=True))
        self.totals.set_rows(rows)
        self.problem.setText(self._refusal() if balance.short else "")

    def _on_recorded(self, ref: PaymentRef) -> None:
        kept = formats().money(ref.unallocated, self._currency)
        said = _("Payment {number} recorded.").format(number=ref.number)
        if ref.unallocated:
            said = _("Payment {number} recorded, {amount} kept on account.").format(number=ref.number, amount=kept)
        self.desk.notices.say(
            said,
            Action(_("Show it"), partial(self.desk.window.open_document, DocumentKind.PAYMENT, ref.id)),
            Action(_("Undo this action"), partial(self._undo, ref.number)),
        )
        self.closed.emit()

    def _undo(self, number: str) -> None:
        desk, payments, reason = self.desk, self.desk.services.payments, _("Entered by mistake")
        said = _("Payment {number} is undone by {counter}.")
        desk.runner.write(
            lambda: payments.reverse(number, reason),
            lambda ref: desk.notices.say(said.format(number=number, counter=ref.number), tone=Tone.WARN),
        )

    def _on_offset(self, offset: Offset) -> None:
        invoices = ", ".join(dict.fromkeys(number for number, _minor in offset.parts))
        undo = Action(_("Undo this action"), partial(undo_offset, self.desk, offset.allocation_ids))
        self.desk.notices.say(_("Credits set against {invoices}.").format(invoices=invoices), undo)
        self.closed.emit()


def undo_offset(desk: Desk, allocation_ids: Sequence[int]) -> None:
    """Take allocations back."""
    payments = desk.services.payments

    def take_back() -> None:
        for allocation_id in allocation_ids:
            payments.unallocate(allocation_id)

    desk.runner.write(take_back, lambda _done: desk.notices.say(_("Allocation taken back."), tone=Tone.WARN))


def _hint(account: Account) -> str:
    if account.other_currencies:
        said = ngettext(
            "{count} item in another currency is not shown",
            "{count} items in other currencies are not shown",
            account.other_currencies,
        )
        return said.format(count=account.other_currencies)
    if not account.lines:
        return _("Nothing is open for this customer: the payment is kept on account.")
    count = len(account.lines)
    return ngettext("{count} open item", "{count} open items", count).format(count=count)
