"""The drafts of a run: what each bills, what prevents it, and the paper of the current one beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.invoice_drafts import Prevented
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.invoices.columns import name_of
from adv_desktop.ui.invoices.issue import IssueForm
from adv_desktop.ui.invoices.papers import preview_invoices
from adv_desktop.ui.invoices.reads import InvoiceReads, RunRow
from adv_desktop.ui.runner import Task
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.pdf_preview import PdfPreview
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


def _check(one: RunRow) -> str:
    if one.invoice.issued:
        return _("Validated")
    return sentence(one.prevented, texts.current()) if one.prevented else _("Ready")


def _check_tone(one: RunRow) -> Tone:
    return Tone.BAD if one.prevented else Tone.OK


COLUMNS: list[Column[RunRow]] = [
    Column(N_("Invoice"), lambda one: name_of(one.invoice), width=128, key="number"),
    Column(N_("Customer"), lambda one: one.invoice.customer_name, width=160, key="customer"),
    Column(N_("Made from"), lambda one: one.sources or "—", width=136, tip=lambda one: one.sources, key="sources"),
    Column(N_("Lines"), lambda one: str(one.lines), right=True, width=62, key="lines"),
    Column(
        N_("Total gross"), lambda one: formats().money(one.invoice.gross, one.invoice.currency), right=True, width=110,
        key="gross",
    ),
    Column(
        N_("Check"), _check, width=150, tone=_check_tone, tip=_check, key="check",
        icon=lambda one: "warning" if one.prevented else "check",
    ),
]  # fmt: skip


class DraftsPanel(QWidget):
    """The drafts and the paper of the current one; `changed` follows what is shown."""

    changed = Signal()

    def __init__(self, desk: Desk, reads: InvoiceReads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reads = reads
        self._ids: list[int] = []
        self._prevented: dict[int, DomainError] = {}
        self._asked: Task | None = None
        self._shown: tuple[int, int] | None = None
        self.table = RowsTable(_("Drafts"), COLUMNS, stretch=1, max_rows=60)
        self.preview = PdfPreview(desk.runner, tools=False)
        self._build()
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_paper())

    def show_drafts(self, ids: Sequence[int]) -> None:
        """Show invoices by id."""
        self._ids = list(ids)
        self.reload()

    def rows(self) -> list[RunRow]:
        """Return what is shown."""
        rows: list[RunRow] = self.table.rows()
        return rows

    def waiting(self) -> list[RunRow]:
        """Return the drafts that are not validated yet."""
        return [one for one in self.rows() if not one.invoice.issued]

    def reload(self) -> None:
        """Read the invoices again."""
        ids = list(self._ids)
        self._desk.runner.read(lambda: self._reads.run_rows(ids), self._on_read)

    def say_prevented(self, prevented: Sequence[Prevented]) -> None:
        """Show, beside the drafts, what refused them."""
        self._prevented = {int(one.source): DomainError(one.code, **one.facts) for one in prevented}
        self.reload()

    def remove_current(self) -> None:
        """Delete the draft under the cursor: what it held can be invoiced again."""
        one = self._current()
        if one is None or one.invoice.issued:
            return
        drafts, invoice = self._desk.services.drafts, one.invoice
        self._desk.runner.write(lambda: drafts.delete(invoice.id, invoice.version), lambda _done: self.reload())

    def _build(self) -> None:
        card = Card(margins=(1, 1, 1, 8))
        card.body.addWidget(Scroll(self.table), 1)
        tools = QHBoxLayout()
        theme().space(tools, (14, 4, 14, 4), 8)
        tools.addWidget(text_label(_("Enter opens the draft: what prevents it is mended there."), "muted"), 1)
        tools.addWidget(Button(_("Delete this draft"), icon="trash", small=True, on_click=self.remove_current))
        card.body.addLayout(tools)
        splitter = QSplitter(self, childrenCollapsible=False)
        splitter.setHandleWidth(theme().px(12))
        splitter.addWidget(card)
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([theme().px(700), theme().px(440)])
        layout = QVBoxLayout(self)
        theme().space(layout, (0, 0, 0, 0), 0)
        layout.addWidget(splitter)

    def _on_read(self, rows: list[RunRow]) -> None:
        place = max(self.table.currentIndex().row(), 0)
        refused = self._prevented
        judged = [
            replace(one, prevented=None if one.invoice.issued else refused.get(one.invoice.id, one.prevented))
            for one in rows
        ]
        self._ids = [one.invoice.id for one in rows]
        self.table.set_rows(judged)
        if rows:
            self.table.selectRow(min(place, len(rows) - 1))
            self._show_paper()
        self.changed.emit()

    def _current(self) -> RunRow | None:
        one = self.table.current()
        return one if isinstance(one, RunRow) else None

    def _show_paper(self) -> None:
        one = self._current()
        if one is None or self._shown == (one.invoice.id, one.invoice.version):
            return
        self._shown = (one.invoice.id, one.invoice.version)
        if self._asked is not None:
            self._asked.cancel()
        copies, title = self._desk.services.copies, name_of(one.invoice)
        show = partial(self._show_pdf, title)
        self._asked = self._desk.runner.read(lambda: copies.invoices([one.invoice.id]), show)

    def _show_pdf(self, title: str, pdf: bytes) -> None:
        self.preview.show_pdf(pdf, title)

    def _on_opened(self, one: object) -> None:
        if not isinstance(one, RunRow):
            return
        if one.invoice.issued:
            preview_invoices(self._desk, [one.invoice])
        else:
            self._desk.window.open_form(IssueForm(self._desk, one.invoice.id))
