"""Recurring invoices: the contracts with their next invoice, and the run that drafts what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services import texts
from adv_desktop.services.contracts import ContractRow
from adv_desktop.services.invoice_drafts import Drafts
from adv_desktop.services.labels import written
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.invoices.contract_form import ContractForm
from adv_desktop.ui.invoices.run import InvoiceRunForm
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def _rhythm(row: ContractRow) -> str:
    return f"{row.every} {written(row.unit, texts.current()).lower()}"


COLUMNS: list[Column[ContractRow]] = [
    Column(N_("Customer"), lambda row: row.customer_name, width=200, key="customer"),
    Column(N_("Contract"), lambda row: row.label, width=220, key="label"),
    Column(N_("Every"), _rhythm, width=100, key="every"),
    Column(N_("Prices"), lambda row: written(row.prices, texts.current()), width=200, key="prices"),
    Column(N_("First day"), lambda row: formats().date(row.start), width=100, key="start"),
    Column(N_("Last day"), lambda row: formats().date(row.end) if row.end else "—", width=100, key="end"),
    Column(
        N_("Next invoice"),
        lambda row: formats().date(row.next_on) if row.next_on else "—",
        width=120,
        tone=lambda row: Tone.WARN if row.due else None,
        key="next",
    ),
    Column(N_("To draft"), lambda row: str(row.due or "—"), right=True, width=90, key="due"),
]


class ContractsForm(DocumentForm):
    """Every contract, those to invoice first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.table = RowsTable(_("Contracts"), COLUMNS, stretch=1, max_rows=40)
        self._empty = text_label(
            _("No contract yet: F2 writes the first one, and its invoices are proposed when they are due."), "muted"
        )
        self._build()
        self.setFocusProxy(self.table)
        self.load()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Recurring invoices")

    def commands(self) -> list[Command]:
        """Return what can be done with contracts."""
        return [
            Command("new", N_("New contract"), self._on_new, "F2", "plus", Menu.INVOICING),
            Command("run", N_("Draft what is due"), self.run, "Ctrl+Return", "check", Menu.INVOICING),
            Command("stop", N_("End the contract…"), self._on_stop, "Ctrl+Del", "", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def load(self) -> None:
        """Read the contracts again."""
        self.desk.runner.read(self.desk.services.contracts.rows, self._on_rows)

    def run(self) -> None:
        """Draft what is due and show the drafts."""
        self.desk.runner.write(self.desk.services.contracts.run, self._on_run)

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(Scroll(self.table), 1)
        card.body.addWidget(self._empty)
        buttons = [
            Button(_("New contract"), icon="plus", hint="F2", on_click=self._on_new),
            Button(_("End the contract…"), on_click=self._on_stop),
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Draft what is due"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.run),
        ]
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(card, 1)
        layout.addWidget(Foot([], buttons))

    def _on_rows(self, rows: list[ContractRow]) -> None:
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        if rows:
            self.table.selectRow(0)

    def _on_new(self) -> None:
        form = ContractForm(self.desk)
        form.written.connect(self.load)
        self.desk.window.open_form(form)

    def _on_run(self, made: Drafts) -> None:
        self.load()
        if made.invoices:
            form = InvoiceRunForm(self.desk, [ref.id for ref in made.invoices])
            form.show_prevented(made.prevented)
            self.desk.window.open_form(form)
        elif made.prevented:
            left = len(made.prevented)
            told = ngettext("{count} contract cannot be drafted.", "{count} contracts cannot be drafted.", left)
            self.desk.notices.say(told.format(count=left), tone=Tone.WARN)
        else:
            self.desk.notices.say(_("Nothing is due today: every period is drafted or invoiced."))

    def _on_stop(self) -> None:
        row = self.table.current()
        if not isinstance(row, ContractRow):
            return
        edit = DateEdit(_("Last day of the contract"), self.desk.today())
        edit.set_value(self.desk.today())
        contracts = self.desk.services.contracts

        def on_ok() -> str:
            end = edit.value()
            if end is None:
                return _("Type the last day of the contract.")
            self.desk.runner.write(lambda: contracts.stop(row.id, row.version, end), lambda _done: self.load())
            return ""

        title = _("Last day of “{contract}”").format(contract=row.label)
        FormDialog(title, edit, _("End the contract"), on_ok, self).open()
