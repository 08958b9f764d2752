"""A free invoice: customer, period, lines typed like those of an order; validated from its preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.customers import CustomerRecord
from adv_desktop.services.invoice_drafts import InvoiceRef, NewInvoice
from adv_desktop.services.order_preview import OrderPreview
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.invoices.header import InvoiceHeader
from adv_desktop.ui.invoices.issue import IssueForm
from adv_desktop.ui.invoices.lines import invoice_grid
from adv_desktop.ui.invoices.reads import InvoiceReads
from adv_desktop.ui.invoices.totals import typed_rows
from adv_desktop.ui.line_commands import unfinished, word_commands
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Task
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.line_grid import LineGrid, SkippedRow, paste_sentence
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.typed_lines import TypedLine, asked_lines
from adv_desktop.ui.widgets.basics import Button, Card, Pill, text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.notice import Action
from adv_desktop.ui.widgets.scroll import scrolled
from adv_desktop.ui.widgets.totals import TotalsPanel
from adv_desktop.ui.widgets.vat_why import VatWhyLine

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

PRICING_DELAY = 120


class InvoiceForm(DocumentForm):
    """A new invoice that no order and no delivery stands behind."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.searches = Searches(desk)
        self.header = InvoiceHeader(self.searches.customers, desk.today())
        spec = invoice_grid(self.searches.products, self.searches.product)
        self.grid: LineGrid[TypedLine] = LineGrid(_("Invoice lines"), spec, desk.today())
        self.totals = TotalsPanel(columns=2)
        self.warning, self._foot = text_label("", "bad"), text_label("", "strong")
        self.vat_why = VatWhyLine()
        self._asked: Task | None = None
        self._pricing = QTimer(self, singleShot=True, interval=PRICING_DELAY)
        self._build()
        self._connect()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("New invoice")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("preview", N_("Preview and validate"), self.preview, "Ctrl+Return", "check", Menu.INVOICING),
            Command("save", N_("Save the draft"), self.save, "Ctrl+S", "save", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
            *word_commands(lambda: self.grid),
        ]

    def command(self) -> NewInvoice | None:
        """Return the invoice as typed; None while the customer or every line is missing."""
        header = self.header.command()
        nature = self.header.nature()
        typed = asked_lines(self.grid.lines())
        lines = tuple(line if line.product else replace(line, nature=nature) for line in typed)
        if header is None or not lines:
            return None
        return replace(header, content=replace(header.content, lines=lines))

    def save(self) -> None:
        """Write the draft."""
        self._write(self._on_saved)

    def preview(self) -> None:
        """Write the draft and show it as it will be printed, to be validated there."""
        self._write(self._on_previewed)

    def _write(self, done: Callable[[InvoiceRef], None]) -> None:
        command = self._complete()
        if command is not None:
            create = self.desk.services.drafts.create
            self.desk.runner.write(lambda: create(command), done)

    def _complete(self) -> NewInvoice | None:
        if not self.grid.finish_editing() or self.header.form.first_problem() is not None:
            return None
        if said := unfinished(self.grid):
            self.warning.setText(said)
            return None
        command = self.command()
        self.warning.setText("" if command else _("Choose the customer and type at least one line."))
        return command

    def _build(self) -> None:
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        for widget in (text_label(self.title, "page"), Pill(_("Draft"), Tone.NEUTRAL)):
            head.addWidget(widget)
        head.addStretch(1)
        fields = Card()
        fields.body.addWidget(self.header)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addLayout(head)
        layout.addWidget(scrolled(fields, self._lines_card(), parent=self), 1)
        layout.addWidget(self._buttons())

    def _lines_card(self) -> Card:
        card = Card(margins=(1, 1, 1, 8))
        self.grid.keep_lines_in_sight()
        card.body.addWidget(self.grid, 1)
        hints = QVBoxLayout()
        hints.addWidget(text_label(_("Enter: next field   ·   Tab: every cell   ·   F4: search a product"), "muted"))
        free = _("A line without a product code takes the text and the price that you type.")
        hints.addWidget(text_label(free, "muted"))
        hints.addWidget(self._foot)
        hints.addWidget(self.vat_why)
        foot = QHBoxLayout()
        theme().space(foot, (14, 6, 14, 4), 24)
        foot.addLayout(hints, 1)
        foot.addWidget(self.totals)
        card.body.addLayout(foot)
        return card

    def _buttons(self) -> Foot:
        buttons = [
            Button(_("Save the draft"), icon="save", hint="Ctrl+S", on_click=self.save),
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Preview and validate"), "primary", icon="eye", hint=_("Ctrl+Enter"), on_click=self.preview),
        ]
        return Foot([self.warning], buttons)

    def _connect(self) -> None:
        self.header.customer_chosen.connect(self._on_customer)
        self.header.changed.connect(self._pricing.start)
        self.grid.lines_changed.connect(self._pricing.start)
        self.grid.pasted.connect(self._on_pasted)
        self._pricing.timeout.connect(self._price)
        self.setFocusProxy(self.header.customer)
        self.desk.runner.read(InvoiceReads(self.desk).vat_rates, self.header.show_rates)

    def _on_customer(self, choice: Choice) -> None:
        self.searches.customer_id = choice.id
        customers = self.desk.services.customers
        self.desk.runner.read(lambda: customers.show(choice.code), self._on_record)

    def _on_record(self, record: CustomerRecord) -> None:
        self.header.show_customer(record)
        self._pricing.start()

    def _on_pasted(self, done: int, skipped: list[SkippedRow]) -> None:
        self.desk.notices.say(paste_sentence(done, skipped), tone=Tone.WARN if skipped else Tone.OK)

    def _price(self) -> None:
        command = self.command()
        if self._asked is not None:
            self._asked.cancel()
        if command is None:
            self.totals.set_rows([])
            self.vat_why.show_reasons(())
            return
        preview = partial(self.desk.services.orders.preview, command.content)
        self._asked = self.desk.runner.read(preview, self._on_priced, self._on_unpriceable)

    def _on_priced(self, preview: OrderPreview) -> None:
        self.warning.setText("")
        answers = iter(preview.lines)
        for line in self.grid.lines():
            shown = next(answers, None) if line.is_complete else None
            answered = line.answered(shown)
            if answered != line:
                self.grid.refresh(line, answered)
        self.vat_why.show_reasons(preview.vat_why)
        self.totals.set_rows(typed_rows(preview.totals, preview.currency))
        count = preview.items
        self._foot.setText(ngettext("{count} line", "{count} lines", count).format(count=count))

    def _on_unpriceable(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.warning.setText(sentence(error, texts.current()))
        else:
            self.desk.failed(error)

    def _on_saved(self, ref: InvoiceRef) -> None:
        show = partial(self.desk.window.open_document, DocumentKind.INVOICE, ref.id)
        self.desk.notices.say(_("Draft invoice saved."), Action(_("Show it"), show))
        self.closed.emit()

    def _on_previewed(self, ref: InvoiceRef) -> None:
        self.closed.emit()
        self.desk.window.open_form(IssueForm(self.desk, ref.id))
