"""`adv serial find`: where a unit is, whom it went to, and until when it is under warranty."""

from __future__ import annotations

import argparse

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, iso
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services import labels, texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.queries import installed
from adv_desktop.services.queries.installed import FoundUnit, InstalledUnit
from adv_desktop.services.texts import N_, _


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("serial find", N_("find units by their serial number"), find)
    verb.argument("number", "NUMBER", N_("a serial number, or its first characters"))


def find(asked: argparse.Namespace, console: Console) -> Answer:
    """Show the units of a number with every delivery that they left with."""
    with console.services.store.read() as session:
        units = installed.find(session, asked.number)
    if not units:
        raise DomainError("serial.not_found", number=asked.number)
    lines = [line for unit in units for line in _lines(unit, console)]
    return Answer({"units": [_object(unit, console) for unit in units]}, tuple(lines))


def _object(unit: FoundUnit, console: Console) -> JsonObject:
    return {
        "number": unit.number,
        "product": unit.product,
        "label": unit.label,
        "state": unit.state.value,
        "deliveries": [
            {
                "delivery": left.delivery,
                "customer": left.customer,
                "date": iso(left.delivered_on),
                "warranty_until": iso(left.warranty_until),
                "under_warranty": left.is_covered(console.clock.today()),
                "back_on": iso(left.back_on),
            }
            for left in unit.left
        ],
    }


def _lines(unit: FoundUnit, console: Console) -> list[str]:
    state = labels.written(unit.state, texts.current())
    return [f"{unit.number} · {unit.product} {unit.label} · {state}", *(_line(left, console) for left in unit.left)]


def _line(left: InstalledUnit, console: Console) -> str:
    formats = Formats(texts.current().language)
    end = formats.date(left.warranty_until) if left.warranty_until else ""
    covered = installed.warranty_words(left, console.clock.today(), texts.current(), end)
    said = f"  {left.delivery} · {formats.date(left.delivered_on)} · {left.customer} · {covered}"
    back = _("came back on {date}").format(date=formats.date(left.back_on)) if left.back_on else ""
    return f"{said} · {back}" if back else said
