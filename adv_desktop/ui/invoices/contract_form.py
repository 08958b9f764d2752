"""A new contract: whose, how often, from when, at which prices, and the lines of each of its invoices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from adv_desktop.models.enums import Nature
from adv_desktop.models.rules.recurrence import ContractPrices, RecurrenceUnit
from adv_desktop.services.contracts import NewContract
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.invoices.lines import invoice_grid
from adv_desktop.ui.labels import label
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.searches import Searches
from adv_desktop.ui.tables.line_grid import LineGrid
from adv_desktop.ui.theme import theme
from adv_desktop.ui.typed_lines import TypedLine
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.choices import Choice
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit, TextEdit
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.form import Field, Form
from adv_desktop.ui.widgets.picker import Picker
from adv_desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class ContractForm(DocumentForm):
    """Writes one contract; `written` follows."""

    written = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.searches = Searches(desk)
        self.customer = Picker(_("Customer"), self.searches.customers, _("Code, name or town"))
        self.label, self.reference = TextEdit(_("Name of the contract")), TextEdit(_("Your ref."))
        self.every = QuantityEdit(_("Every"))
        self.unit = ChoiceCombo(_("Weeks or months"), [(unit.value, label(unit)) for unit in RecurrenceUnit])
        self.start, self.end = DateEdit(_("First day"), desk.today()), DateEdit(_("Last day"), desk.today())
        self.prices = ChoiceCombo(_("Prices"), [(policy.value, label(policy)) for policy in ContractPrices])
        self.natures = ChoiceCombo(_("Lines without product"), [(nature.value, label(nature)) for nature in Nature])
        self.in_advance = QCheckBox(_("On the first day of the period"))
        self.grid: LineGrid[TypedLine] = LineGrid(
            _("Lines of each invoice"), invoice_grid(self.searches.products, self.searches.product), desk.today()
        )
        self.warning = text_label("", "bad")
        self.form = Form(self._fields(), columns=6)
        self._build()
        self.every.set_value(self.every.read("1"))
        self.unit.set_key(RecurrenceUnit.MONTH)
        self.natures.set_key(Nature.SERVICE)
        self.start.set_value(desk.today())
        self.customer.chosen.connect(self._on_customer)
        self.setFocusProxy(self.customer)

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("New contract")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("save", N_("Write the contract"), self.save, "Ctrl+Return", "check", Menu.INVOICING),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.INVOICING),
        ]

    def save(self) -> None:
        """Write the contract."""
        command = self.command()
        if command is not None:
            contracts = self.desk.services.contracts
            self.desk.runner.write(lambda: contracts.create(command), self._on_written)

    def command(self) -> NewContract | None:
        """Return the contract as typed; None, said beside the buttons, while something is missing."""
        if not self.grid.finish_editing() or self.form.first_problem() is not None:
            return None
        customer, start, every = self.customer.choice(), self.start.value(), self.every.value()
        nature = Nature(self.natures.key())
        typed = [line.asked() for line in self.grid.lines() if line.is_complete]
        if customer is None or start is None or every is None or not typed or every != int(every):
            self.warning.setText(_("Choose the customer, the rhythm and the first day, and type at least one line."))
            return None
        self.warning.setText("")
        return NewContract(
            customer=customer.code,
            label=self.label.value() or "",
            lines=tuple(line if line.product else replace(line, nature=nature) for line in typed),
            start=start,
            every=int(every),
            unit=RecurrenceUnit(self.unit.key()),
            end=self.end.value(),
            in_advance=self.in_advance.isChecked(),
            prices=ContractPrices(self.prices.key()),
            customer_reference=self.reference.value(),
        )

    def _fields(self) -> list[Field]:
        return [
            Field("customer", N_("Customer"), self.customer, required=True, span=2),
            Field("label", N_("Name of the contract"), self.label, required=True, span=3),
            Field("reference", N_("Your ref."), self.reference),
            Field("every", N_("Every"), self.every, required=True),
            Field("unit", N_("Weeks or months"), self.unit),
            Field("start", N_("First day"), self.start, required=True),
            Field("end", N_("Last day"), self.end),
            Field("in_advance", N_("Invoice due"), self.in_advance, span=2),
            Field("prices", N_("Prices"), self.prices, span=2),
            Field("nature", N_("Lines without product"), self.natures, span=2),
        ]

    def _build(self) -> None:
        fields, lines = Card(), Card(margins=(1, 1, 1, 8))
        fields.body.addWidget(self.form)
        self.grid.keep_lines_in_sight()
        lines.body.addWidget(self.grid, 1)
        buttons = [
            Button(_("Close"), on_click=self.closed.emit),
            Button(_("Write the contract"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.save),
        ]
        layout = QVBoxLayout(self)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(scrolled(fields, lines, parent=self), 1)
        layout.addWidget(Foot([self.warning], buttons))

    def _on_customer(self, choice: Choice) -> None:
        self.searches.customer_id = choice.id

    def _on_written(self, _contract_id: int) -> None:
        self.written.emit()
        self.desk.notices.say(_("Contract written: its invoices are proposed when they are due."))
        self.closed.emit()
