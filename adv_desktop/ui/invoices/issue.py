"""A draft as it will be printed, what stands between it and its number, and the button that gives it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services.invoice_drafts import InvoiceRef
from adv_desktop.services.issue_preview import IssuePreview
from adv_desktop.services.queries.invoices import InvoiceRow
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.invoices import mending
from adv_desktop.ui.invoices.columns import is_invoice
from adv_desktop.ui.invoices.deductions import ask_deductions
from adv_desktop.ui.invoices.dialogs import ask_requirement
from adv_desktop.ui.invoices.papers import preview_invoices
from adv_desktop.ui.invoices.reads import Draft, InvoiceReads
from adv_desktop.ui.invoices.totals import stored_rows
from adv_desktop.ui.labels import label
from adv_desktop.ui.preview import PreviewForm
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Pill, row, text_label
from adv_desktop.ui.widgets.checks import ChecksPanel
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.totals import TotalsPanel
from adv_desktop.ui.widgets.vat_why import VatWhy

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

SIDE = 330


class IssueForm(PreviewForm):
    """One draft invoice or credit note."""

    def __init__(self, desk: Desk, invoice_id: int, parent: QWidget | None = None) -> None:
        copies = desk.services.copies
        title = _("Draft {id}").format(id=invoice_id)
        super().__init__(desk, title, lambda: copies.invoices([invoice_id]), f"{title}.pdf", parent=parent)
        self._id = invoice_id
        self._draft: Draft | None = None
        self._refused: DomainError | None = None
        self.reads = InvoiceReads(desk)
        self.checks = ChecksPanel()
        self.totals = TotalsPanel()
        self.date = DateEdit(_("Date of the invoice"), desk.today())
        self._kind, self._state = text_label("", "page"), Pill(_("Draft"), Tone.NEUTRAL)
        self._who = Button("", "link", on_click=self._on_customer)
        self._terms = text_label("", "muted", wrap=True)
        self.vat_why = VatWhy()
        self._clear = text_label(_("Nothing prevents its validation."), "ok", wrap=True)
        self.body.addWidget(self._side())
        self.checks.fix_asked.connect(self._on_fix)
        self.load()

    def commands(self) -> list[Command]:
        """Return what can be done with the draft."""
        kept = [command for command in super().commands() if command.key != "close"]
        return [
            Command("issue", N_("Validate the invoice"), self.issue, "Ctrl+Return", "check", Menu.INVOICING),
            Command("deductions", N_("Deposits deducted…"), self.lower_deductions, "", "", Menu.INVOICING),
            Command("delete", N_("Delete the draft"), self.delete, "", "trash", Menu.INVOICING),
            *kept,
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def load(self) -> None:
        """Read the draft and judge it."""
        self.desk.runner.read(lambda: self.reads.draft(self._id), self._on_draft, self._on_failed)

    def issue(self) -> None:
        """Give the draft its number; what prevents it is said beside the paper."""
        if self._draft is None:
            return
        day = self.date.value()
        if day is None:
            self.date.set_error(_("Type the date of the invoice."))
            self.date.setFocus()
            return
        issuing, version = self.desk.services.issuing, self._draft.invoice.row.version
        self.desk.runner.write(lambda: issuing.issue(self._id, day, version), self._on_issued, self._on_refused)

    def lower_deductions(self) -> None:
        """Deduct less of the deposits than is proposed."""
        if self._draft is not None:
            version = self._draft.invoice.row.version
            ask_deductions(self.desk, self._id, version, lambda _done: self._read_again(), self)

    def delete(self) -> None:
        """Delete the draft, which never had a number."""
        if self._draft is not None:
            drafts, version = self.desk.services.drafts, self._draft.invoice.row.version
            self.desk.runner.write(lambda: drafts.delete(self._id, version), self._on_deleted)

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(theme().px(SIDE))
        layout = QVBoxLayout(side)
        theme().space(layout, spacing=10)
        layout.addWidget(row(self._kind, self._state))
        layout.addWidget(row(self._who))
        layout.addWidget(self._terms)
        layout.addWidget(text_label(_("Date of the invoice"), "label"))
        layout.addWidget(self.date)
        layout.addWidget(self.totals)
        layout.addWidget(self.vat_why)
        layout.addWidget(self._clear)
        layout.addWidget(Scroll(self.checks), 1)
        hint = _("Ctrl+Enter")
        self.validate = Button(_("Validate the invoice"), "primary", icon="check", hint=hint, on_click=self.issue)
        layout.addWidget(self.validate)
        layout.addWidget(Button(_("Delete the draft"), "danger", icon="trash", on_click=self.delete))
        layout.addWidget(Button(_("Close"), on_click=self.closed.emit))
        return side

    def _on_draft(self, draft: Draft) -> None:
        shown = draft.invoice.row
        if shown.issued:
            self.closed.emit()
            return
        self._draft = draft
        self._kind.setText(label(shown.type))
        self._who.setText(shown.customer_name)
        self._who.setAccessibleName(shown.customer_name)
        terms = (shown.terms if is_invoice(shown) else shown.reason, label(shown.method), shown.customer_reference)
        self._terms.setText("  ·  ".join(part for part in terms if part))
        self.date.set_value(draft.invoice.wished_date or self.desk.today())
        self.vat_why.show_reasons(draft.vat_why)
        self.totals.set_rows(stored_rows(draft.invoice.amounts, shown.currency))
        self._show_checks(draft.preview.prevented)

    def _show_checks(self, refused: DomainError | None) -> None:
        self._refused = refused
        judged = self._draft.preview if self._draft else None
        remarks = [mending.remark(check) for check in judged.remarks] if judged else []
        if judged is not None and judged.faults and refused is judged.prevented:
            found = [*map(mending.fault, judged.faults), *remarks]
        else:
            found = [mending.refusal(refused), *remarks] if refused else remarks
        self.checks.set_checks(found)
        self.checks.setVisible(bool(found))
        self._clear.setText(_clear_text(judged))
        self._clear.setVisible(not found)

    def _on_issued(self, ref: InvoiceRef) -> None:
        self.closed.emit()
        self.desk.runner.read(lambda: self.reads.rows([ref.id]), self._say_issued)

    def _say_issued(self, rows: list[InvoiceRow]) -> None:
        issued = rows[0]
        actions = [Action(_("Preview and print"), partial(preview_invoices, self.desk, rows))]
        if is_invoice(issued) and issued.open:
            pay = partial(self.desk.window.ask, "payments", "pay", [issued.id])
            actions.append(Action(_("Record a payment"), pay))
        show = partial(self.desk.window.open_document, DocumentKind.INVOICE, issued.id)
        told = _("{number} validated.").format(number=issued.number)
        self.desk.notices.say(told, *actions, Action(_("Show it"), show))

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self._show_checks(error)
            self.validate.setFocus()
        else:
            self.desk.failed(error)

    def _on_deleted(self, _done: None) -> None:
        self.desk.notices.say(_("The draft is deleted: what it held can be invoiced again."))
        self.closed.emit()

    def _on_customer(self) -> None:
        if self._draft is not None:
            self.desk.window.open_document(DocumentKind.CUSTOMER, self._draft.invoice.row.customer_id)

    def _ask_requirement(self) -> None:
        """Ask for the first thing that the customer requires and the draft lacks."""
        if self._draft is None or not self._draft.missing:
            return
        drafts, version, field = self.desk.services.drafts, self._draft.invoice.row.version, self._draft.missing[0]

        def write(value: str) -> None:
            self.desk.runner.write(
                lambda: drafts.complete(self._id, version, field, value), lambda _ref: self._read_again()
            )

        ask_requirement(field, write, self)

    def _read_again(self) -> None:
        self.load()
        self.reload()

    def _on_fix(self, check: str, fix: str) -> None:
        """Do what a remark proposes."""
        if fix == mending.SETTINGS:
            self.desk.window.show_list("settings", "company")
        elif fix == mending.CUSTOMER:
            self._on_customer()
        elif fix == mending.DELETE:
            self.delete()
        elif fix == mending.COMPLETE:
            self._ask_requirement()
        elif fix == mending.AGAIN:
            self._read_again()
        else:
            last = self._refused.facts.get("last") if self._refused and fix == mending.LAST else None
            self.date.set_value(last if isinstance(last, dt.date) else self.desk.today())
            self.issue()


def _clear_text(judged: IssuePreview | None) -> str:
    """Say that nothing stands in the way, and what was not looked at."""
    said = _("Nothing prevents its validation.")
    if judged is None or judged.official:
        return said
    more = _("The engine of the official e-invoice rules (saxonche) is not installed: our own checks were made.")
    return f"{said} {more}"
