"""The eco-contributions: the dated rates of each category, one added, one deleted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from adv_desktop.services.eco_contributions import NewEcoRate
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.products.columns import ECO_RATES
from adv_desktop.ui.products.dated_rates import DatedRatesForm, RateWords
from adv_desktop.ui.widgets.edits import DateEdit, PriceEdit, TextEdit
from adv_desktop.ui.widgets.form import Field

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class EcoForm(DatedRatesForm):
    """A new rate of a category begins on its day: orders that are agreed keep what they bear."""

    words = RateWords(
        N_("Eco-contributions"),
        N_("No eco-contribution yet: record a category here, then choose it on its products."),
        N_("The rate is recorded; lines typed from now on bear it."),
        N_("The rate is deleted; agreed lines keep theirs."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.category, self.label = TextEdit(_("Category of eco-contribution")), TextEdit(_("Name on papers"))
        self.amount, self.per_kg = PriceEdit(_("Amount, net")), QCheckBox(_("for a kilogram"))
        self.starts_on = DateEdit(_("In force from"), desk.today())
        super().__init__(desk, desk.services.eco_contributions, self._fields(), ECO_RATES, parent)

    def typed(self) -> NewEcoRate:
        """Return the rate as it is typed, complete."""
        return NewEcoRate(
            self.category.value() or "",
            self.label.value() or "",
            self.amount.value() or Decimal(0),
            per_kg=self.per_kg.isChecked(),
            starts_on=self.starts_on.value(),
        )

    def _fields(self) -> list[Field]:
        return [
            Field("category", N_("Category of eco-contribution"), self.category, required=True),
            Field("label", N_("Name on papers"), self.label, required=True),
            Field("amount", N_("Amount, net"), self.amount, N_("0 ends the contribution."), required=True),
            Field("per_kg", N_("Counted"), self.per_kg),
            Field("starts_on", N_("In force from"), self.starts_on, N_("Empty: always.")),
        ]
