"""The eco-contributions: the dated rates of each category, one added, one deleted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.eco_contributions import EcoRow, NewEcoRate
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.commands import Command, Menu
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.products.columns import ECO_RATES
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, row, text_label
from adv_desktop.ui.widgets.edits import DateEdit, PriceEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class EcoForm(DocumentForm):
    """A new rate of a category begins on its day: orders that are agreed keep what they bear."""

    guide = "products"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.category, self.label = TextEdit(_("Category of eco-contribution")), TextEdit(_("Name on papers"))
        self.amount, self.per_kg = PriceEdit(_("Amount, net")), QCheckBox(_("for a kilogram"))
        self.starts_on = DateEdit(_("In force from"), desk.today())
        self.form = Form(self._fields(), columns=5)
        self.rates = RowsTable(_("Eco-contributions"), ECO_RATES, stretch=1, max_rows=16)
        self.told = text_label("", "muted", wrap=True)
        self.remove_button = Button(_("Delete the chosen rate"), icon="trash", small=True, on_click=self.remove)
        self._build()
        self.setFocusProxy(self.category)
        self._read()

    @property
    def title(self) -> str:
        """What the form is about."""
        return _("Eco-contributions")

    def commands(self) -> list[Command]:
        """Return what can be done in the form."""
        return [
            Command("add", N_("Record the rate"), self.add, "Ctrl+Return", "check", Menu.SALES),
            Command("remove", N_("Delete the chosen rate"), self.remove, "", "trash", Menu.SALES),
            Command("close", N_("Close"), self.closed.emit, "Esc", "", Menu.SALES),
        ]

    def add(self) -> None:
        """Record the rate that is typed."""
        self.form.clear_messages()
        if self.form.first_problem():
            return
        command = NewEcoRate(
            self.category.value() or "",
            self.label.value() or "",
            self.amount.value() or Decimal(0),
            per_kg=self.per_kg.isChecked(),
            starts_on=self.starts_on.value(),
        )
        rates = self.desk.services.eco_contributions
        self.desk.runner.write(lambda: rates.add(command), self._on_added)

    def remove(self) -> None:
        """Delete the chosen rate."""
        chosen, rates = self.rates.current(), self.desk.services.eco_contributions
        if isinstance(chosen, EcoRow):
            self.desk.runner.write(lambda: rates.remove(chosen.id), self._on_removed)

    def _fields(self) -> list[Field]:
        return [
            Field("category", N_("Category of eco-contribution"), self.category, required=True),
            Field("label", N_("Name on papers"), self.label, required=True),
            Field("amount", N_("Amount, net"), self.amount, N_("0 ends the contribution."), required=True),
            Field("per_kg", N_("Counted"), self.per_kg),
            Field("starts_on", N_("In force from"), self.starts_on, N_("Empty: always.")),
        ]

    def _build(self) -> None:
        new, known = Card(_("New rate")), Card(_("Rates"))
        new.body.addWidget(self.form)
        new.body.addWidget(row(Button(_("Record"), "primary", icon="check", hint=_("Ctrl+Enter"), on_click=self.add)))
        known.body.addWidget(self.told)
        known.body.addWidget(self.rates)
        known.body.addWidget(row(self.remove_button))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        layout = QVBoxLayout(self)
        theme().space(buttons, spacing=8)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(new)
        layout.addWidget(known)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def _on_added(self, _rate_id: object) -> None:
        self.desk.notices.say(_("The rate is recorded; lines typed from now on bear it."))
        self.category.setFocus()
        self._read()

    def _on_removed(self, _done: object) -> None:
        self.desk.notices.say(_("The rate is deleted; agreed lines keep theirs."))
        self._read()

    def _read(self) -> None:
        self.desk.runner.read(self.desk.services.eco_contributions.all, self._show)

    def _show(self, rates: list[EcoRow]) -> None:
        self.rates.set_rows(rates)
        self.remove_button.setEnabled(bool(rates))
        empty = _("No eco-contribution yet: record a category here, then choose it on its products.")
        self.told.setText("" if rates else empty)
        self.told.setVisible(not rates)
