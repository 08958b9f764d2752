"""The carriers in the settings: transit, by département where it is another, and days off."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.rules.dates import Whose
from adv_desktop.services.calendars import LONGEST_TRANSIT, CarrierRecord
from adv_desktop.services.texts import N_, _, ngettext
from adv_desktop.ui.days_off import closure_list
from adv_desktop.ui.format import formats
from adv_desktop.ui.record_list import RecordList
from adv_desktop.ui.settings.charging import ChargingFields
from adv_desktop.ui.tables.columns import Column
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.combo import ChoiceCombo
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.edits import TextEdit, ValueEdit
from adv_desktop.ui.widgets.form import Field, Form

_DEPARTEMENT = re.compile(r"\d{2,3}|2[AB]")
OURS, PICKUP = "ours", "pickup"
_EXAMPLE = N_("Write for instance 75, 92 = 1 / 2A, 2B = 4.")


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=formats().integer(count))


COLUMNS: list[Column[CarrierRecord]] = [
    Column(N_("Carrier"), lambda carrier: carrier.name, width=220, key="name"),
    Column(N_("Transit"), lambda carrier: _days(carrier.transit_days), width=90, key="transit"),
    Column(N_("By département"), lambda carrier: written(carrier.transit) or "—", width=200, key="departements"),
    Column(N_("Cut-off hour"), lambda carrier: carrier.cut_off or "—", width=100, key="cut_off"),
    Column(N_("Tracking page"), lambda carrier: carrier.tracking_url or "—", width=160, key="page"),
    Column(
        N_("Days off"),
        lambda carrier: formats().integer(len(carrier.closures)) if carrier.closures else "—",
        right=True,
        width=110,
        key="closures",
    ),
]


class DaysEdit(ValueEdit[int]):
    """A number of days of transit."""

    unreadable = N_("Write a whole number of days, 60 at most.")

    def read(self, text: str) -> int | None:
        return int(text) if text.isdecimal() and int(text) <= LONGEST_TRANSIT else None

    def write(self, value: int) -> str:
        return formats().integer(value)


class TransitEdit(ValueEdit[dict[str, int]]):
    """Days of transit by département: « 75, 92 = 1 / 2A, 2B = 4 »."""

    unreadable = _EXAMPLE

    def read(self, text: str) -> dict[str, int] | None:
        found: dict[str, int] = {}
        for part in filter(None, (piece.strip() for piece in text.split("/"))):
            places, equals, days = part.partition("=")
            codes = [code.strip().upper() for code in places.split(",")]
            if not equals or not days.strip().isdecimal() or int(days) > LONGEST_TRANSIT:
                return None
            if not all(_DEPARTEMENT.fullmatch(code) for code in codes):
                return None
            found |= dict.fromkeys(codes, int(days))
        return found

    def write(self, value: dict[str, int]) -> str:
        return written(value)


def written(transit: Mapping[str, int]) -> str:
    """Write the départements by their days."""
    by_days: dict[int, list[str]] = {}
    for code, days in sorted(transit.items()):
        by_days.setdefault(days, []).append(code)
    return " / ".join(f"{', '.join(codes)} = {days}" for days, codes in sorted(by_days.items()))


def carrier_list(today: dt.date) -> RecordList[CarrierRecord]:
    """Return the editable list of carriers."""

    def edit(carrier: CarrierRecord | None, done: Callable[[CarrierRecord], None], parent: QWidget) -> FormDialog:
        return edit_carrier(carrier or CarrierRecord(""), done, today, parent)

    return RecordList(
        _("Carriers"),
        COLUMNS,
        edit,
        add_text=_("Add a carrier"),
        empty=_("No carrier yet: goods are taken to arrive on the day they leave."),
        stretch=2,
    )


def edit_carrier(
    carrier: CarrierRecord, done: Callable[[CarrierRecord], None], today: dt.date, parent: QWidget
) -> FormDialog:
    """Ask for a carrier."""
    name, days, elsewhere = TextEdit(_("Name")), DaysEdit(_("Transit (days)")), TransitEdit(_("By département"))
    name.set_value(carrier.name)
    days.set_value(carrier.transit_days)
    elsewhere.set_value(dict(carrier.transit) or None)
    cut_off, page = TextEdit(_("Cut-off hour")), TextEdit(_("Tracking page"))
    cut_off.set_value(carrier.cut_off)
    page.set_value(carrier.tracking_url)
    who = ChoiceCombo(_("Who collects"), [(OURS, _("The carrier")), (PICKUP, _("The customer"))])
    who.set_key(PICKUP if carrier.pickup else OURS)
    charging = ChargingFields(carrier)
    closures = closure_list(Whose.CARRIER, today, _("It runs every working day."))
    closures.set_records(carrier.closures)
    form = Form(
        [
            Field("name", N_("Name"), name, N_("As orders and deliveries name it."), required=True),
            Field("days", N_("Transit (days)"), days, N_("In its working days."), required=True),
            Field("elsewhere", N_("By département"), elsewhere, _EXAMPLE, span=2),
            *_collecting(cut_off, who, page),
            *charging.fields(),
        ],
        columns=4,
    )
    body = QWidget()
    layout = QVBoxLayout(body)
    theme().space(layout, spacing=10)
    for widget in (form, text_label(_("Days off"), "card"), closures):
        layout.addWidget(widget)

    def on_ok() -> str:
        form.clear_messages()
        if form.first_problem():
            return _("Correct what is marked.")
        transit = elsewhere.value() or {}
        made = replace(carrier, name=name.value() or "", transit_days=days.value() or 0, transit=transit)
        collected = replace(made, cut_off=cut_off.value(), tracking_url=page.value(), pickup=who.key() == PICKUP)
        done(charging.on(replace(collected, closures=closures.records())))
        return ""

    dialog = FormDialog(_("Carrier"), body, _("OK"), on_ok, parent)
    dialog.setMinimumWidth(theme().px(820))
    name.setFocus()
    dialog.open()
    return dialog


def _collecting(cut_off: TextEdit, who: ChoiceCombo, page: TextEdit) -> list[Field]:
    """Return the fields on how goods are collected and followed."""
    return [
        Field("cut_off", N_("Cut-off hour"), cut_off, N_("For instance: 16:30.")),
        Field("who", N_("Who collects"), who),
        Field("page", N_("Tracking page"), page, N_("Its address, the number written as {number}."), span=2),
    ]
