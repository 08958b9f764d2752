"""What is recorded after the departure: carrier and tracking number, proof of delivery, or that nothing arrived."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import Undelivered
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import N_, _
from adv_desktop.services.undelivered import BringBack
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.papers import preview_departures
from adv_desktop.ui.labels import options
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import DateEdit, TextEdit
from adv_desktop.ui.widgets.form import Field, Form

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

AGAIN, GIVE_UP = "again", "give_up"


def ask_tracking(desk: Desk, row: DeliveryRow, parent: QWidget) -> FormDialog:
    """Ask for the carrier and the tracking number of a shipped delivery."""
    carrier, tracking = TextEdit(_("Carrier")), TextEdit(_("Tracking number"))
    url = TextEdit(_("Tracking page"))
    for edit, value in ((carrier, row.carrier), (tracking, row.tracking), (url, row.tracking_url)):
        edit.set_value(value)
    form = Form(
        [
            Field("carrier", N_("Carrier"), carrier),
            Field("tracking", N_("Tracking number"), tracking),
            Field("url", N_("Tracking page"), url, help=N_("The address on the carrier's site."), span=2),
        ]
    )
    deliveries = desk.services.deliveries
    said = _("Tracking of {number} recorded.").format(number=name_of(row))

    def on_ok() -> str:
        values = (carrier.value(), tracking.value(), url.value())
        desk.runner.write(lambda: deliveries.track(row.id, *values), lambda _done: desk.notices.say(said))
        return ""

    title = _("Carrier and tracking of {number}").format(number=name_of(row))
    return _opened(FormDialog(title, form, _("Record"), on_ok, parent), tracking)


def ask_undelivered(desk: Desk, row: DeliveryRow, done: Callable[[BringBack], object], parent: QWidget) -> FormDialog:
    """Ask how a shipment ended that did not arrive, and whether its goods leave again."""
    outcome = ChoiceCombo(
        _("How the shipment ended"), [one for one in options(Undelivered) if one[0] != Undelivered.CORRECTED]
    )
    on = DateEdit(_("Known since"), desk.today())
    on.set_value(desk.today())
    then = ChoiceCombo(_("And then"), [(AGAIN, _("Ship the goods again")), (GIVE_UP, _("Close the remainder short"))])
    reason = TextEdit(_("Why"))
    form = Form(
        [
            Field("outcome", N_("How the shipment ended"), outcome),
            Field("on", N_("Known since"), on, required=True),
            Field("then", N_("And then"), then, span=2),
            Field("reason", N_("Why"), reason, help=N_("Printed on the document; needed after a mistake."), span=2),
        ]
    )

    def on_ok() -> str:
        day, ended, why = on.value(), Undelivered(outcome.key()), reason.value() or ""
        if form.first_problem() is not None or day is None:
            return _("Type the day on which it was known.")
        if ended is Undelivered.MISTAKE and not why.strip():
            return _("Type why it was shipped by mistake.")
        done(BringBack(row.id, ended, day, then.key() == AGAIN, why))
        return ""

    title = _("Cancel the shipment of {number}").format(number=name_of(row))
    return _opened(FormDialog(title, form, _("Cancel the shipment"), on_ok, parent), outcome)


def ask_departures(desk: Desk, parent: QWidget) -> FormDialog:
    """Ask for the day whose departures are printed by carrier."""
    on = DateEdit(_("Departures of"), desk.today())
    on.set_value(desk.today())
    form = Form([Field("on", N_("Departures of"), on, required=True)])

    def on_ok() -> str:
        day = on.value()
        if form.first_problem() is not None or day is None:
            return _("Type the day of the departures.")
        preview_departures(desk, day)
        return ""

    return _opened(FormDialog(_("Departures of the day…"), form, _("Preview"), on_ok, parent), on)


def _opened(dialog: FormDialog, first: QWidget) -> FormDialog:
    first.setFocus()
    dialog.open()
    return dialog
