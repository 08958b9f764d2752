"""What can be done with a customer from its list, its pane or its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import ActivityKind, BlockScope, DocumentKind
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.customers.deposits import DepositsForm
from adv_desktop.ui.customers.insurance import InsuranceForm
from adv_desktop.ui.customers.merging import ask_merge
from adv_desktop.ui.customers.packaging import PackagingForm
from adv_desktop.ui.customers.vat_dialogs import ask_vat_check, ask_vat_ground
from adv_desktop.ui.file_dialogs import file_to_write
from adv_desktop.ui.labels import options
from adv_desktop.ui.notes import take_note
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.widgets.basics import Button
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.written_files import say_saved

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
        left = Button(_("Left to deliver…"), icon="printer", small=True, on_click=partial(self.preview_left, row))
        note = Button(_("Note…"), icon="note", small=True, on_click=partial(self.note, row))
        edit = Button(_("Edit"), icon="edit", small=True, on_click=partial(self._edit, row.id))
        block = _("Unblock…") if row.blocked else _("Block…")
        return [copy, left, note, edit, Button(block, small=True, on_click=partial(self.toggle_block, row))]

    def copy_orders(self, text: str) -> None:
        """Put the state of the orders on the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self._desk.notices.say(_("The state of the orders is on the clipboard: paste it in your answer."))

    def note(self, row: CustomerRow) -> None:
        """Ask for a note on the customer."""
        take_note(self._desk, (DocumentKind.CUSTOMER, row.id), self._parent, ActivityKind.NOTE)

    def preview_left(self, row: CustomerRow) -> None:
        """Show what is left to deliver, to print or to send."""
        copies, today = self._desk.services.copies, self._desk.today()
        title = _("Left to deliver to {name}").format(name=row.name)
        file = f"{row.code}_{today:%Y-%m-%d}.pdf"
        self._desk.window.open_form(PreviewForm(self._desk, title, lambda: copies.left_to_deliver(row.id, today), file))

    def preview_account(self, row: CustomerRow) -> None:
        """Show what the customer has to pay, to print or to send."""
        copies, today = self._desk.services.copies, self._desk.today()
        title = _("Statement of account of {name}").format(name=row.name)
        file = f"{row.code}_{today:%Y-%m-%d}.pdf"
        self._desk.window.open_form(PreviewForm(self._desk, title, lambda: copies.account(row.id, today), file))

    def send_accounts(self, customer_ids: Sequence[int]) -> None:
        """Put the statements of account of customers in the outbox."""
        filling = self._desk.services.outbox_filling
        self._desk.runner.write(lambda: filling.accounts(customer_ids), self._on_queued)

    def _on_queued(self, messages: tuple[int, ...]) -> None:
        said = ngettext("{count} statement waits in the outbox.", "{count} statements wait in the outbox.",
                        len(messages))  # fmt: skip
        send = Action(_("Send it now"), lambda: self._desk.window.ask("outbox", "send", messages))
        self._desk.notices.say(said.format(count=len(messages)), send)

    def export_left(self, row: CustomerRow) -> None:
        """Write what is left to deliver to Excel, in the customer's language."""
        copies, today = self._desk.services.copies, self._desk.today()
        title, kinds = _("Left to deliver to {name}").format(name=row.name), _("Excel workbook (*.xlsx)")
        chosen = file_to_write(self._parent, title, f"{row.code} {today.isoformat()}.xlsx", kinds)
        if chosen:
            self._write(chosen, lambda path: copies.write_left_to_deliver(row.id, today, path))

    def packaging(self, customer_id: int) -> None:
        """Open the packaging account."""
        self._desk.window.open_form(PackagingForm(self._desk, customer_id))

    def insurance(self, customer_id: int) -> None:
        """Open the insured amounts."""
        self._desk.window.open_form(InsuranceForm(self._desk, customer_id))

    def deposits(self) -> None:
        """Open the packaging on deposit of all customers."""
        self._desk.window.open_form(DepositsForm(self._desk))

    def export_packaging(self) -> None:
        """Write what every customer holds of our packaging to Excel."""
        copies, today = self._desk.services.copies, self._desk.today()
        title, kinds = _("Packaging held by customers"), _("Excel workbook (*.xlsx)")
        chosen = file_to_write(self._parent, title, f"{today.isoformat()}.xlsx", kinds)
        if chosen:
            self._write(chosen, copies.write_packaging_holders)

    def _write(self, path: Path, write: Callable[[Path], int]) -> None:
        """Write a file off the window's thread, and offer to open it."""
        self._desk.runner.read(lambda: write(path), lambda _count: say_saved(self._desk, path))

    def check_vat(self, customer_id: int) -> None:
        """Record what the authorities answer about the VAT number."""
        ask_vat_check(self._desk, customer_id, self._parent)

    def ground_vat(self, customer_id: int) -> None:
        """Say what a regime without VAT rests on."""
        ask_vat_ground(self._desk, customer_id, self._parent)

    def merge(self, row: CustomerRow) -> None:
        """Have the record taken over by another."""
        ask_merge(self._desk, row, self._parent)

    def toggle_block(self, row: CustomerRow) -> None:
        """Block a customer with a reason, or unblock it."""
        if row.blocked:
            self._unblock(row.id, row.version, row.name)
        else:
            ask_block(row.name, partial(self._block, row), self._parent)

    def _block(self, row: CustomerRow, reason: str, scope: BlockScope) -> None:
        customers = self._desk.services.customers
        self._desk.runner.write(
            lambda: customers.block(row.id, row.version, reason, scope), partial(self._blocked, row)
        )

    def _blocked(self, row: CustomerRow, _done: None) -> None:
        said = _("{name} is blocked.").format(name=row.name)
        undo = Action(_("Undo this action"), lambda: self._unblock(row.id, row.version + 1, row.name))
        self._desk.notices.say(said, undo)

    def _unblock(self, customer_id: int, version: int, name: str) -> None:
        customers = self._desk.services.customers
        said = _("{name} is no longer blocked.").format(name=name)
        self._desk.runner.write(
            lambda: customers.unblock(customer_id, version), lambda _done: self._desk.notices.say(said)
        )


def ask_block(name: str, done: Callable[[str, BlockScope], object], parent: QWidget) -> FormDialog:
    """Ask what is blocked and why."""
    scope, reason = ChoiceCombo(_("What is blocked"), options(BlockScope)), TextEdit(_("Reason"))
    form = Form(
        [
            Field("reason", N_("Reason"), reason, required=True),
            Field("scope", N_("What is blocked"), scope),
        ]
    )

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Please write the reason: it stays in the history.")
        done(reason.value() or "", BlockScope(scope.key()))
        return ""

    dialog = FormDialog(_("Block {name}").format(name=name), form, _("Block"), on_ok, parent)
    reason.setFocus()
    dialog.open()
    return dialog
