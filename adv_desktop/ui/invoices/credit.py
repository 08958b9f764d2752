"""A credit note on an issued invoice: whole, some lines, a percent, an amount, the freight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.models.enums import LineKind
from adv_desktop.models.values import plain
from adv_desktop.services.credits import NewCredit
from adv_desktop.services.invoice_drafts import InvoiceRef
from adv_desktop.services.queries.invoice_detail import InvoicedLine
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.format import formats
from adv_desktop.ui.invoices.issue import IssueForm
from adv_desktop.ui.invoices.reads import InvoiceReads, ToCredit
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.tables.line_grid import Edit, GridColumn, LineGrid, fixed_spec
from adv_desktop.ui.tables.line_grid_model import Value
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.weights import labelled
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import MoneyEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

WHOLE, LINES, PERCENT, AMOUNT, FREIGHT = "whole", "lines", "percent", "amount", "freight"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A line of the invoice with the quantity to credit of it."""

    no: int
    code: str
    label: str
    invoiced: Decimal
    credited: Decimal
    net_price: Decimal
    quantity: Decimal = ZERO
    by_weight: bool = False
    weight: Decimal | None = None  # kilograms typed; None: the share of the quantity

    @property
    def left(self) -> Decimal:
        """What may still be credited."""
        return self.invoiced - self.credited


class CreditForm(DocumentForm):
    """The credit note of one invoice, for a claim when there is one."""

    def __init__(
        self,
        desk: Desk,
        invoice_id: int,
        claim_id: int | None = None,
        parent: QWidget | None = None,
        *,
        reason: str = "",
    ) -> None:
        super().__init__(desk, parent)
        self._id, self._asked_reason = invoice_id, reason
        self._loaded: ToCredit | None = None
        self._reasons: dict[str, str] = {}
        self.reads = InvoiceReads(desk)
        self.kind = ChoiceCombo(_("What is credited"))
        self.reason, self.why = ChoiceCombo(_("Reason")), TextEdit(_("Reason as printed"))
        self.percent, self.amount = PercentEdit(_("Percent")), MoneyEdit(_("Amount, net"))
        self.form = Form(self._fields(), columns=6)
        self.grid: LineGrid[CreditLine] = LineGrid(_("Lines to credit"), fixed_spec(_COLUMNS, _apply), desk.today())
        self._title, self._sub = text_label(_("Credit note"), "page"), text_label("", "muted")
        self.warning = text_label("", "bad")
        self._build()
        self.kind.picked.connect(self._on_kind)
        self.reason.picked.connect(self._on_reason)
        self.grid.lines_changed.connect(self._on_lines)
        self.setFocusProxy(self.kind)
        desk.runner.read(lambda: self.reads.to_credit(invoice_id, claim_id), self._on_loaded, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("draft", N_("Preview and validate"), self.draft, "Ctrl+Return", "check", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def draft(self) -> None:
        """Write the draft of the credit note and show it, to be validated there."""
        command = self.command()
        if command is not None:
            credit = self.desk.services.credits
            self.desk.runner.write(lambda: credit.draft(command), self._on_drafted)

    def command(self) -> NewCredit | None:
        """Return what is asked; None, said beside the buttons, while something is missing."""
        if not self.grid.finish_editing() or self.form.first_problem() is not None or self._loaded is None:
            return None
        kind = self.kind.key()
        chosen = self.grid.lines() if kind == LINES else []
        lines = {line.no: line.quantity for line in chosen if line.quantity} if kind == LINES else None
        weights = {line.no: line.weight for line in chosen if line.weight}
        if lines == {} and not weights:
            self.warning.setText(_("Type the quantity of one line at least."))
            return None
        self.warning.setText("")
        return NewCredit(
            self._id,
            self.why.value() or "",
            lines={} if kind == FREIGHT else lines,
            percent=self.percent.value() if kind == PERCENT else None,
            net=self.amount.value() if kind == AMOUNT else None,
            freight=kind == FREIGHT,
            reason_code=self.reason.key() or None,
            claim=self._loaded.claim,
            weights=weights,
        )

    def _fields(self) -> list[Field]:
        return [
            Field("kind", N_("What is credited"), self.kind, span=2),
            Field("percent", N_("Percent"), self.percent, required=True),
            Field("amount", N_("Amount, net"), self.amount, required=True),
            Field("reason", N_("Reason"), self.reason, span=2),
            Field("why", N_("Reason as printed"), self.why, required=True, span=6),
        ]

    def _build(self) -> None:
        fields = Card()
        fields.body.addWidget(self.form)
        lines = Card(margins=(1, 1, 1, 8))
        self.grid.keep_lines_in_sight()
        lines.body.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        theme().space(foot, (14, 6, 14, 4), 8)
        foot.addWidget(text_label(_("A quantity typed here credits these lines only."), "muted"), 1)
        foot.addWidget(Button(_("Credit every line"), small=True, on_click=self._on_every_line))
        lines.body.addLayout(foot)
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        for widget in (self._title, self._sub):
            layout.addWidget(widget)
        layout.addWidget(scrolled(fields, lines, parent=self), 1)
        layout.addWidget(self._buttons())

    def _buttons(self) -> Foot:
        buttons = [
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Preview and validate"), "primary", icon="eye", hint=_("Ctrl+Enter"), on_click=self.draft),
        ]
        return Foot(
            [text_label(_("Nothing is numbered yet: the draft is shown first."), "muted"), self.warning], buttons
        )

    def _on_loaded(self, loaded: ToCredit) -> None:
        self._loaded = loaded
        row = loaded.invoice.row
        self._title.setText(_("Credit note on {number}").format(number=row.number))
        gross, open_ = formats().money(row.gross, row.currency), formats().money(row.open, row.currency)
        sub = _("{customer}  ·  total gross {gross}  ·  left to pay {open}")
        self._sub.setText(sub.format(customer=row.customer_name, gross=gross, open=open_))
        self.amount.set_currency(row.currency)
        self.kind.set_options(_kinds(has_freight=loaded.invoice.amounts.freight > 0))
        self._reasons = dict(loaded.reasons)
        self.reason.set_options(loaded.reasons)
        if self._asked_reason in self._reasons:
            self.reason.set_key(self._asked_reason)
        self.why.set_value(loaded.why or self._reasons.get(self.reason.key()))
        self.grid.set_lines([_line(line) for line in loaded.invoice.lines if line.kind is LineKind.ITEM])
        self._show_fields()
        self.title_changed.emit(self.title)

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)

    def _on_drafted(self, ref: InvoiceRef) -> None:
        self.closed.emit()
        self.desk.window.open_form(IssueForm(self.desk, ref.id))

    def _on_kind(self, kind: object) -> None:
        self._show_fields()
        if kind == LINES and self.grid.lines():
            self.grid.edit_cell(0, "quantity")

    def _on_reason(self, code: object) -> None:
        """Propose the words of the reason, unless others were typed."""
        if not self.why.value() or self.why.value() in self._reasons.values():
            self.why.set_value(self._reasons.get(str(code)))

    def _on_lines(self) -> None:
        if any(line.quantity or line.weight for line in self.grid.lines()):
            self.kind.set_key(LINES)
            self._show_fields()

    def _show_fields(self) -> None:
        self.percent.setEnabled(self.kind.key() == PERCENT)
        self.amount.setEnabled(self.kind.key() == AMOUNT)

    def _on_every_line(self) -> None:
        if self.grid.finish_editing():
            self.grid.lines_model.put_all([replace(line, quantity=line.left) for line in self.grid.lines()])


def _kinds(*, has_freight: bool) -> list[tuple[str, str]]:
    kinds = [
        (WHOLE, _("The whole invoice")),
        (LINES, _("Some lines or quantities")),
        (PERCENT, _("A percent of the invoice")),
        (AMOUNT, _("An amount, net")),
    ]
    return [*kinds, (FREIGHT, _("The freight alone"))] if has_freight else kinds


def _line(line: InvoicedLine) -> CreditLine:
    return CreditLine(
        line.no, line.product_code or "—", labelled(line), line.quantity, line.credited, line.net_price,
        by_weight=line.catch_weight is not None,
    )  # fmt: skip


def _apply(line: CreditLine, key: str, value: Value) -> CreditLine:
    number = max(value, ZERO) if isinstance(value, Decimal) else None
    if key == "weight":
        return replace(line, weight=number or None)
    return replace(line, quantity=number or ZERO)


def _weight(line: CreditLine) -> str:
    if not line.by_weight:
        return ""
    return formats().price(line.weight, 3) if line.weight else "—"


def _too_much(line: CreditLine) -> bool:
    return line.quantity > line.left


def _shown(value: Decimal) -> str:
    return formats().quantity(value) if value else "—"


_COLUMNS: tuple[GridColumn[CreditLine], ...] = (
    GridColumn("code", N_("Product code"), lambda line: line.code, width=110),
    GridColumn("label", N_("Description"), lambda line: line.label, width=240, stretch=True),
    GridColumn("price", N_("Net price"), lambda line: formats().price(line.net_price), right=True, width=96),
    GridColumn("invoiced", N_("Invoiced quantity"), lambda line: _shown(line.invoiced), right=True, width=130),
    GridColumn("credited", N_("Credited already"), lambda line: _shown(line.credited), right=True, width=130),
    GridColumn(
        "quantity",
        N_("To credit"),
        lambda line: _shown(line.quantity),
        Edit.QUANTITY,
        right=True,
        width=110,
        short=True,
        bold=True,
        tone=lambda line: Tone.BAD if _too_much(line) else None,
        icon=lambda line: "warning" if _too_much(line) else None,
        typed=lambda line: plain(line.quantity) if line.quantity else "",
    ),
    GridColumn(
        "weight",
        N_("To credit, kg"),
        _weight,
        Edit.QUANTITY,
        right=True,
        width=110,
        bold=True,
        tip=lambda line: _("Empty: the share of the quantity.") if line.by_weight else "",
        typed=lambda line: plain(line.weight) if line.weight else "",
        open_to=lambda line: line.by_weight,
        optional=True,
    ),
)
