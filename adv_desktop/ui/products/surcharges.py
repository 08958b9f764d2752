"""The surcharges on goods: the dated percents of each, one added, one deleted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.services.surcharges import NewSurcharge
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.products.columns import SURCHARGES
from adv_desktop.ui.products.dated_rates import DatedRatesForm, RateWords
from adv_desktop.ui.widgets.edits import DateEdit, PercentEdit, TextEdit
from adv_desktop.ui.widgets.form import Field

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class SurchargeForm(DatedRatesForm):
    """A new percent begins on its day: what was delivered before bears the former one."""

    words = RateWords(
        N_("Surcharges"),
        N_("No surcharge yet: record the name and the percent that goods delivered from a day on bear."),
        N_("The rate is recorded; invoices of goods delivered from its day on bear it."),
        N_("The rate is deleted; invoices that were made keep their lines."),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.name, self.percent = TextEdit(_("Name on papers")), PercentEdit(_("Percent of the goods"))
        self.families, self.categories = TextEdit(_("Families")), TextEdit(_("Categories of customers"))
        self.starts_on = DateEdit(_("Delivered from"), desk.today())
        super().__init__(desk, desk.services.surcharges, self._fields(), SURCHARGES, parent)

    def typed(self) -> NewSurcharge:
        """Return the rate as it is typed, complete."""
        return NewSurcharge(
            self.name.value() or "",
            self.percent.value() or Decimal(0),
            _named(self.families),
            _named(self.categories),
            self.starts_on.value(),
        )

    def _fields(self) -> list[Field]:
        every = N_("Empty: all. Several: separated by commas.")
        return [
            Field("name", N_("Name on papers"), self.name, required=True),
            Field("percent", N_("Percent of the goods"), self.percent, N_("0 ends the surcharge."), required=True),
            Field("families", N_("Families"), self.families, every),
            Field("categories", N_("Categories of customers"), self.categories, every),
            Field("starts_on", N_("Delivered from"), self.starts_on, N_("Empty: always.")),
        ]


def _named(edit: TextEdit) -> tuple[str, ...]:
    return tuple((edit.value() or "").split(","))
