"""Invoicing what left: choose the deliveries, look at the drafts as they are grouped, validate them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind, Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.events import Changed
from adv_desktop.services.invoice_drafts import Drafts, Prevented
from adv_desktop.services.issuing import Issued
from adv_desktop.services.jobs import Progress
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.listing import Summary
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.invoices.choosing import DeliveryChooser
from adv_desktop.ui.invoices.papers import preview_invoices
from adv_desktop.ui.invoices.reads import InvoiceReads
from adv_desktop.ui.invoices.run_table import DraftsPanel
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Lane, Task
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.checks import Check, ChecksPanel, Fix
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import Scroll
from adv_desktop.ui.widgets.steps import Steps

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

CHOOSING, DRAFTS = 0, 1


def _left_out(one: Prevented) -> Check:
    """Return the card of what could not be drafted, with the way to it."""
    why = sentence(DomainError(one.code, **one.facts), texts.current())
    return Check(Severity.BLOCKING, one.source, why, (Fix(_("Show it"), "show"),), one.source)


class InvoiceRunForm(DocumentForm):
    """A run over every delivery to invoice, or over drafts that exist (`invoice_ids`)."""

    def __init__(self, desk: Desk, invoice_ids: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.reads = InvoiceReads(desk)
        self.chooser = DeliveryChooser()
        self.drafts = DraftsPanel(desk, self.reads)
        self.steps = Steps([_("Deliveries to invoice"), _("Drafts"), _("Validation")])
        self.date = DateEdit(_("Date of the invoices"), desk.today())
        self.left_out = ChecksPanel()
        self._said = text_label("", "strong")
        self._adding: Task | None = None
        self._stack = QStackedWidget()
        self.forward = Button(_("Make the drafts"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.go_on)
        self._build()
        self.chooser.changed.connect(self._show_choice)
        self.drafts.changed.connect(self._show_drafts)
        self.left_out.fix_asked.connect(lambda number, _fix: self.desk.window.show_list("deliveries", number))
        if invoice_ids:
            self._go_to_drafts(invoice_ids)
        else:
            self.setFocusProxy(self.chooser)
            desk.runner.read(self.reads.to_invoice, self._on_deliveries)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Invoice the deliveries")

    def commands(self) -> list[Command]:
        """Return what can be done in the run."""
        return [
            Command("forward", N_("Go on: make the drafts, validate them"), self.go_on, "Ctrl+Return", "check",
                    Menu.INVOICING),
            Command("remove", N_("Delete this draft"), self._on_remove, "Ctrl+Del", "trash", Menu.INVOICING),
            Command("print", N_("Preview and print"), self.print_all, "Ctrl+P", "printer", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]  # fmt: skip

    def go_on(self) -> None:
        """Make the drafts of what is chosen; then validate them."""
        if self._stack.currentIndex() == CHOOSING:
            self._make_drafts()
        elif self.drafts.waiting():
            self._validate()
        else:
            self.print_all()

    def print_all(self) -> None:
        """Show every invoice of the run as one file."""
        rows = [one.invoice for one in self.drafts.rows()]
        if rows:
            preview_invoices(self.desk, [row for row in rows if row.issued] or rows)

    def show_prevented(self, prevented: Sequence[Prevented]) -> None:
        """Say, under the drafts, what could not be drafted and why."""
        self.left_out.set_checks([_left_out(one) for one in prevented])
        self.left_out.setVisible(bool(prevented))

    def on_changed(self, changed: Changed) -> None:
        """Show what was validated, even when the run was stopped between two chunks."""
        if changed.of(DocumentKind.INVOICE):
            self.drafts.reload()

    def _build(self) -> None:
        choosing = QWidget()
        column = QVBoxLayout(choosing)
        theme().space(column, spacing=10)
        tools = QHBoxLayout()
        theme().space(tools, spacing=8)
        tools.addWidget(text_label(_("Space takes a delivery out or in."), "muted"))
        tools.addStretch(1)
        tools.addWidget(Button(_("Take all"), small=True, on_click=partial(self.chooser.take_all, True)))
        tools.addWidget(Button(_("Take none"), small=True, on_click=partial(self.chooser.take_all, False)))
        column.addLayout(tools)
        card = Card(margins=(1, 1, 1, 1))
        card.body.addWidget(Scroll(self.chooser), 1)
        column.addWidget(card, 1)
        for widget in (choosing, self.drafts):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(self.steps)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.left_out)
        self.left_out.hide()
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        theme().space(row, spacing=8)
        row.addWidget(self._said)
        row.addStretch(1)
        self._dated = QWidget()
        dated = QHBoxLayout(self._dated)
        theme().space(dated, spacing=8)
        dated.addWidget(text_label(_("Date of the invoices"), "label"))
        dated.addWidget(self.date)
        self._dated.hide()
        row.addWidget(self._dated)
        row.addWidget(Button(_("Close"), on_click=self.closed.emit))
        row.addWidget(self.forward)
        return row

    def _on_deliveries(self, rows: list[DeliveryRow]) -> None:
        self.chooser.show_deliveries(rows)
        self.steps.set_current(0, 0)
        if rows:
            self.chooser.selectRow(0)

    def _show_choice(self) -> None:
        taken = self.chooser.taken()
        told = ngettext("{count} delivery to invoice", "{count} deliveries to invoice", len(taken))
        ids = [row.id for row in taken]
        self._say(told.format(count=len(taken)), lambda: self.reads.deliveries_total(ids))
        self.forward.setText(_("Make the drafts") + "   " + _("Ctrl+Enter"))
        self.forward.setEnabled(bool(taken))

    def _say(self, told: str, total: Callable[[], Summary]) -> None:
        """Say how many there are, then what they come to."""
        if self._adding is not None:
            self._adding.cancel()
        self._adding = self.desk.runner.read(total, partial(self._show_sums, told))

    def _show_sums(self, told: str, summary: Summary) -> None:
        sums = [formats().money(minor, currency) for currency, minor in summary.amounts]
        self._said.setText("  ·  ".join([told, *sums]))

    def _make_drafts(self) -> None:
        ids = [row.id for row in self.chooser.taken()]
        drafts = self.desk.services.drafts
        if ids:
            self.desk.runner.write(lambda: drafts.from_deliveries(ids), self._on_drafts)

    def _on_drafts(self, made: Drafts) -> None:
        self.show_prevented(made.prevented)
        self._go_to_drafts([ref.id for ref in made.invoices])

    def _go_to_drafts(self, ids: Sequence[int]) -> None:
        self._stack.setCurrentIndex(DRAFTS)
        self.setFocusProxy(self.drafts.table)
        self.drafts.show_drafts(ids)
        self.drafts.table.setFocus()
        self.desk.runner.read(lambda: self.reads.run_date(ids), self.date.set_value)

    def _show_drafts(self) -> None:
        if self._stack.currentIndex() != DRAFTS:
            return
        rows, waiting = self.drafts.rows(), self.drafts.waiting()
        shown = waiting or rows
        told = ngettext("{count} invoice", "{count} invoices", len(shown)).format(count=len(shown))
        ids = [one.invoice.id for one in shown]
        self._say(told, lambda: self.reads.invoices_total(ids))
        if waiting:
            text = ngettext("Validate the invoice", "Validate the {count} invoices", len(waiting))
            self.forward.setText(text.format(count=len(waiting)) + "   " + _("Ctrl+Enter"))
        else:
            self.forward.setText(_("Preview and print"))
        self.forward.setEnabled(bool(rows))
        self._dated.setVisible(bool(waiting))
        self.steps.set_current(1 if waiting else 2, 1 if waiting else 3)

    def _validate(self) -> None:
        day = self.date.value()
        if day is None:
            self.date.set_error(_("Type the date of the invoices."))
            self.date.setFocus()
            return
        issuing, ids = self.desk.services.issuing, [one.invoice.id for one in self.drafts.waiting()]

        def issue(progress: Progress) -> Issued:
            return issuing.issue_all(ids, day, progress.step)

        title = ngettext("Validating {count} invoice", "Validating {count} invoices", len(ids)).format(count=len(ids))
        self.forward.setEnabled(False)
        self.desk.runner.job(issue, self._on_issued, self._on_failed, title=title, lane=Lane.WRITE)

    def _on_issued(self, issued: Issued) -> None:
        self.drafts.say_prevented(issued.prevented)
        count = len(issued.invoices)
        told = ngettext("{count} invoice validated.", "{count} invoices validated.", count).format(count=count)
        left = len(issued.prevented)
        if left:
            more = ngettext("{count} is prevented: see why.", "{count} are prevented: see why.", left)
            told = f"{told} {more.format(count=left)}"
        ids = [ref.id for ref in issued.invoices]
        send = partial(self.desk.window.ask, "invoices", "send", ids)
        actions = [Action(_("Preview and print"), self.print_all), Action(_("To the outbox"), send)] if ids else []
        self.desk.notices.say(told, *actions, tone=Tone.WARN if left else Tone.OK)

    def _on_failed(self, error: Exception) -> None:
        self.drafts.reload()
        self.desk.failed(error)

    def _on_remove(self) -> None:
        self.drafts.remove_current()
