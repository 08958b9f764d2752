"""« Numérotation »: what numbers begin with, and where a series goes on from the former program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import Series
from adv_desktop.models.errors import AdvError
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.setting_list import Group
from adv_desktop.services.texts import N_, _
from adv_desktop.ui.labels import label
from adv_desktop.ui.settings.generated import GeneratedSection
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, Card, row
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.edits import DateEdit, QuantityEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

_STARTED = (Series.INVOICE, Series.CREDIT_NOTE, Series.ORDER, Series.DELIVERY)


class NumberingSection(GeneratedSection):
    """The prefixes, then the first number of this year."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("Numbers are this prefix, the year and six digits. They are given without hole and without repeat.")
        super().__init__(desk, _("Numbering"), sub, (Group.NUMBERING,), parent=parent)
        self.series = ChoiceCombo(_("Series"), [(series.value, label(series)) for series in _STARTED])
        self.rank = QuantityEdit(_("Next number"))
        self.last_date = DateEdit(_("Date of the last one"), desk.today())
        self.form = Form(
            [
                Field("series", N_("Series"), self.series),
                Field("rank", N_("Next number"), self.rank, N_("For instance 352 after FA2026000351."), required=True),
                Field("last_date", N_("Date of the last one"), self.last_date, N_("No earlier date is taken then.")),
            ],
            columns=3,
        )
        self.start_button = Button(_("Go on from this number"), on_click=self.start)
        card = Card(_("Go on from the former program"), _("Possible before the first document of the year."))
        card.body.addWidget(self.form)
        card.body.addWidget(row(self.start_button))
        self.body.insertWidget(self.body.count() - 1, card)

    def start(self) -> None:
        """Move the series to the number typed."""
        self.form.clear_messages()
        rank = self.rank.value()
        if self.form.first_problem() or rank is None:
            return
        from adv_desktop.services.number_starts import NumberStarts

        starts = NumberStarts(self.desk.services.store, self.desk.services.clock)
        series, last_date = Series(self.series.key()), self.last_date.value()
        self.desk.runner.write(lambda: starts.start(series, int(rank), last_date), self._on_started, self._on_refused)

    def _on_started(self, number: str) -> None:
        self.form.set_message("rank", _("The next number is {number}.").format(number=number), Tone.OK)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, AdvError):
            self.form.set_message("rank", sentence(error, texts.current()))
        else:
            self.desk.failed(error)
