"""Two forms on goods that come back: what the customer may send, then what was found and what settles it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from adv_desktop.models.enums import DocumentKind, ReturnSettlement, ReturnState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.serial_numbers import read
from adv_desktop.services import texts
from adv_desktop.services.queries.installed import InstalledUnit
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, ReturnRef, ReturnSettled
from adv_desktop.services.sentences import sentence
from adv_desktop.services.serial_returns import NamedUnits, named_units
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.installed import warranty_of
from adv_desktop.ui.labels import options
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.returns.columns import LineToAllow, LineToInspect, allowing_grid, inspecting_grid
from adv_desktop.ui.returns.reads import ReturnReads, ToAllow, ToInspect
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import TextEdit
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class AllowForm(DocumentForm):
    """The return that a customer is allowed, of one delivery."""

    guide = "returns"

    def __init__(
        self,
        desk: Desk,
        delivery_id: int,
        claim_id: int | None = None,
        parent: QWidget | None = None,
        unit: InstalledUnit | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._unit = unit
        self._loaded: ToAllow | None = None
        self.reason = TextEdit(_("Reason"))
        self.form = Form([Field("reason", N_("Reason"), self.reason, required=True)])
        self.grid: LineGrid[LineToAllow] = LineGrid(_("Lines that come back"), allowing_grid(), desk.today())
        self._title, self._sub, self.problem = text_label("", "page"), ElidedLabel("", "muted"), text_label("", "bad")
        buttons = [
            Button(_("Allow the return"), icon="check", hint="Ctrl+S", on_click=self.allow),
            Button(_("Inspect and settle…"), "primary", hint=_("Ctrl+Enter"), on_click=self.allow_and_inspect),
        ]
        _arrange(self, (self._title, self._sub), self.form, self.grid, self.problem, buttons)
        self.reason.returnPressed.connect(lambda: self.grid.edit_cell(0, "quantity"))
        self.setFocusProxy(self.reason)
        reads = ReturnReads(desk)
        desk.runner.read(lambda: reads.to_allow(delivery_id, claim_id), self._on_loaded, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("allow", N_("Allow the return"), self.allow, "Ctrl+S", "check", Menu.DELIVERIES),
            Command("inspect", N_("Inspect and settle…"), self.allow_and_inspect, "Ctrl+Return", "", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def allow(self) -> None:
        """Record the return; its goods are awaited."""
        self._write(self._on_allowed)

    def allow_and_inspect(self) -> None:
        """Record the return of goods that are here already, and go on to what was found."""
        self._write(self._on_here)

    def _write(self, done: object) -> None:
        try:
            command = self._command()
        except DomainError as error:  # serial numbers that cannot be read
            self.problem.setText(sentence(error, texts.current()))
            return
        if command is not None and callable(done):
            self.desk.runner.write(lambda: self.desk.services.returns.authorise(command), done)

    def _command(self) -> AuthoriseReturn | None:
        if self._loaded is None or not self.grid.finish_editing():
            return None
        chosen = {line.delivery_line_id: line.quantity for line in self.grid.lines() if line.quantity}
        if not chosen:
            self.problem.setText(_("Type how much comes back of one line at least."))
            return None
        if self.form.first_problem() is not None:
            self.problem.setText(_("Write why the goods come back."))
            self.reason.setFocus()
            return None
        self.problem.setText("")
        units = {line.delivery_line_id: read(line.serials) for line in self.grid.lines() if line.serials}
        return AuthoriseReturn(self._loaded.delivery_id, chosen, self.reason.value() or "", self._loaded.claim, units)

    def _on_loaded(self, loaded: ToAllow) -> None:
        self._loaded = loaded
        self._title.setText(_("Return of goods of {number}").format(number=loaded.number))
        self._sub.setText("  ·  ".join(part for part in (loaded.customer_name, loaded.claim or "") if part))
        self.grid.set_lines(loaded.lines)
        if self._unit is not None:
            self._show_unit(self._unit)
        self.reason.setFocus()
        self.title_changed.emit(self.title)

    def _show_unit(self, unit: InstalledUnit) -> None:
        """Put the unit on its line, and say whether it is under warranty."""
        one = [
            replace(line, serials=unit.number, quantity=Decimal(1)) if line.delivery_line_id == unit.line_id else line
            for line in self.grid.lines()
        ]
        self.grid.set_lines(one)
        parts = (self._sub.text(), unit.number, warranty_of(unit, self.desk.today()))
        self._sub.setText("  ·  ".join(part for part in parts if part))

    def _on_allowed(self, ref: ReturnRef) -> None:
        show = partial(self.desk.window.open_document, DocumentKind.RETURN, ref.id)
        said = _("Return {number} allowed: its goods are awaited.").format(number=ref.number)
        self.desk.notices.say(said, Action(_("Show it"), show))
        self.closed.emit()

    def _on_here(self, ref: ReturnRef) -> None:
        self.closed.emit()
        self.desk.window.open_form(InspectForm(self.desk, ref.id))

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)


class InspectForm(DocumentForm):
    """What was found of goods that came back, and what the customer gets."""

    guide = "returns"

    def __init__(self, desk: Desk, return_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._loaded: ToInspect | None = None
        self.settlement = ChoiceCombo(_("The customer gets"), options(ReturnSettlement))
        self.form = Form([Field("settlement", N_("The customer gets"), self.settlement)])
        self.grid: LineGrid[LineToInspect] = LineGrid(_("Goods that came back"), inspecting_grid(), desk.today())
        self._title, self._sub, self.problem = text_label("", "page"), ElidedLabel("", "muted"), text_label("", "bad")
        settle = Button(_("Settle"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.settle)
        _arrange(self, (self._title, self._sub), self.form, self.grid, self.problem, [settle])
        self.setFocusProxy(self.grid)
        reads = ReturnReads(desk)
        desk.runner.read(lambda: reads.to_inspect(return_id), self._on_loaded, self._on_gone)

    @property
    def title(self) -> str:
        """What the form is about."""
        return self._title.text()

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("settle", N_("Settle"), self.settle, "Ctrl+Return", "check", Menu.DELIVERIES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.DELIVERIES),
        ]

    def settle(self) -> None:
        """Record what was found; stock, what is to invoice and the credit note or new delivery follow."""
        if self._loaded is None or not self.grid.finish_editing():
            return
        row = self._loaded.detail.row
        try:
            found = {
                line.line_id: Inspected(line.restocked, line.scrapped, line.to_supplier, line.weight, _units(line))
                for line in self.grid.lines()
            }
        except DomainError as error:  # serial numbers that cannot be read
            self.problem.setText(sentence(error, texts.current()))
            return
        settlement = ReturnSettlement(self.settlement.key())
        returns = self.desk.services.returns
        command = InspectReturn(row.id, row.version, found, settlement)
        self.desk.runner.write(lambda: returns.inspect(command), self._on_settled)

    def _on_loaded(self, loaded: ToInspect) -> None:
        row = loaded.detail.row
        if row.return_state not in {ReturnState.AUTHORISED, ReturnState.RECEIVED}:
            self.closed.emit()
            return
        self._loaded = loaded
        self._title.setText(_("Inspection of return {number}").format(number=row.number))
        self._sub.setText("  ·  ".join((row.customer_name, row.delivery_number, row.reason)))
        self.grid.set_lines(loaded.lines)
        if loaded.lines:
            self.grid.edit_cell(0, "restocked")
        self.title_changed.emit(self.title)

    def _on_settled(self, settled: ReturnSettled) -> None:
        said = _("Return {number} settled.")
        if ReturnSettlement(self.settlement.key()) is ReturnSettlement.CREDIT and not settled.credits:
            said = _("Return {number} settled: nothing of it was invoiced, so no credit note is due.")
        self.desk.notices.say(said.format(number=settled.goods_return.number), *self._next(settled))
        self.closed.emit()

    def _next(self, settled: ReturnSettled) -> list[Action]:
        """Return what comes after: the credit note to validate, the new delivery to prepare."""
        window = self.desk.window
        if settled.credits:
            credit = settled.credits[0].id
            return [Action(_("Show the credit note"), lambda: window.open_document(DocumentKind.INVOICE, credit))]
        if settled.replacement is not None:
            again = settled.replacement.id
            return [Action(_("Show the new delivery"), lambda: window.open_document(DocumentKind.DELIVERY, again))]
        return []

    def _on_gone(self, error: Exception) -> None:
        self.closed.emit()
        self.desk.failed(error)


def _units(line: LineToInspect) -> NamedUnits:
    return named_units(line.came, line.unfit, line.scrapped)


def _arrange(
    form: DocumentForm,
    heads: tuple[QWidget, QWidget],
    fields: Form,
    grid: QWidget,
    problem: QLabel,
    buttons: list[Button],
) -> None:
    """Lay a form out: title, fields, grid, buttons."""
    head = QHBoxLayout()
    theme().space(head, spacing=10)
    for widget in heads:
        head.addWidget(widget)
    head.addStretch(1)
    top = Card()
    top.body.addWidget(fields)
    lines = Card(margins=(1, 1, 1, 8))
    lines.body.addWidget(grid, 1)
    layout = QVBoxLayout(form)
    theme().space(layout, (20, 16, 20, 14), 12)
    layout.addLayout(head)
    layout.addWidget(top)
    layout.addWidget(lines, 1)
    layout.addWidget(Foot([problem], [Button(_("Close"), on_click=form.closed.emit), *buttons]))
