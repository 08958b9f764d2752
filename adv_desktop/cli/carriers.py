"""`adv carrier`: the carriers, listed and added."""

from __future__ import annotations

import argparse

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, number_or_none
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import line_number, quantity
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verbs.add("carrier list", N_("list the carriers"), list_carriers)
    add = verbs.add("carrier add", N_("add a carrier"), add_carrier, list_again)
    add.argument("name", "NAME")
    add.option("--transit", "DAYS", N_("its working days on the road; default: none"), line_number)
    add.option("--cut-off", "HH:MM", N_("when it comes"))
    add.option("--tracking-url", "URL", N_("the page of a parcel, {number} in the place of its number"))
    add.option("--serves", "DEP", N_("a département that it serves; default: all"), several=True)
    add.option("--max-kg", "KG", N_("the most that it takes"), quantity)
    add.flag("--pickup", N_("the customer collects"))


def list_carriers(_asked: argparse.Namespace, console: Console) -> Answer:
    """List the carriers."""
    found = console.services.calendars.show().carriers
    lines = tuple(f"{one.name}  {one.transit_days} j  {one.cut_off or ''}".rstrip() for one in found)
    return Answer({"carriers": [_object(one) for one in found]}, lines)


def list_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a request already wrote."""
    return list_carriers(asked, console)


def add_carrier(asked: argparse.Namespace, console: Console) -> Answer:
    """Add a carrier beside those that are known."""
    calendars = console.services.calendars
    made = CarrierRecord(
        asked.name, asked.transit or 0, cut_off=asked.cut_off, tracking_url=asked.tracking_url, pickup=asked.pickup,
        serves=tuple(asked.serves), max_kg=asked.max_kg,
    )  # fmt: skip
    calendars.set_carriers([*calendars.show().carriers, made])
    return list_carriers(asked, console)


def _object(one: CarrierRecord) -> JsonObject:
    return {
        "id": one.id,
        "name": one.name,
        "transit_days": one.transit_days,
        "transit": dict(one.transit),
        "cut_off": one.cut_off,
        "tracking_url": one.tracking_url,
        "pickup": one.pickup,
        "serves": list(one.serves),
        "max_kg": number_or_none(one.max_kg),
    }
