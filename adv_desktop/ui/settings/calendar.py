"""« Calendriers »: the hour of the last orders, our own days off, the carriers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.rules.dates import Whose
from adv_desktop.services.calendars import Calendars
from adv_desktop.services.setting_list import Group
from adv_desktop.services.texts import _
from adv_desktop.ui.days_off import closure_list
from adv_desktop.ui.settings.carriers import carrier_list
from adv_desktop.ui.settings.generated import GeneratedSection
from adv_desktop.ui.widgets.basics import Card

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class CalendarSection(GeneratedSection):
    """Each list is written as soon as it changes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sub = _("What the promised dates and the departures are computed with.")
        super().__init__(desk, _("Calendars and carriers"), sub, (Group.CALENDAR,), 2, parent)
        self._known = Calendars((), ())
        self.closures = closure_list(
            Whose.COMPANY, desk.today(), _("We are open every day but week-ends and public holidays.")
        )
        self.carriers = carrier_list(desk.today())
        cards = (
            (_("Our days off"), _("Nothing leaves on these days, and lead times do not begin on them."), self.closures),
            (_("Carriers"), _("Goods leave so many of the carrier's working days before they are due."), self.carriers),
        )
        for title, said, records in cards:
            card = Card(title, said)
            card.body.addWidget(records)
            self.body.insertWidget(self.body.count() - 1, card)
        self.closures.changed.connect(self._on_closures)
        self.carriers.changed.connect(self._on_carriers)

    def refresh(self) -> None:
        """Read the settings, the days off and the carriers."""
        super().refresh()
        self.desk.runner.read(self.desk.services.calendars.show, self._on_read)

    def _on_read(self, calendars: Calendars) -> None:
        self._known = calendars
        self.closures.set_records(calendars.closures)
        self.carriers.set_records(calendars.carriers)

    def _on_closures(self) -> None:
        service, known, closures = self.desk.services.calendars, self._known.closures, self.closures.records()
        self.desk.runner.write(lambda: service.set_closures(known, closures), self._on_written, self._on_refused)

    def _on_carriers(self) -> None:
        service, carriers = self.desk.services.calendars, self.carriers.records()
        self.desk.runner.write(lambda: service.set_carriers(carriers), self._on_written, self._on_refused)

    def _on_written(self, _done: None) -> None:
        self.refresh()

    def _on_refused(self, error: Exception) -> None:
        """Say why, and show again what is kept."""
        self.desk.failed(error)
        self.refresh()
