"""`adv closure`: our days off, listed, added and removed."""

from __future__ import annotations

import argparse

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import iso
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import period
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.dates import Closure
from adv_desktop.services.texts import N_


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verbs.add("closure list", N_("list our days off"), list_closures)
    add = verbs.add("closure add", N_("add days off"), add_closure, list_again)
    add.argument("days", "FROM..TO", N_("the first and the last day"))
    add.option("--label", "TEXT", N_("why"))
    verbs.add("closure remove", N_("remove days off"), remove_closure, list_again).argument("days", "FROM..TO")


def list_closures(_asked: argparse.Namespace, console: Console) -> Answer:
    """List our days off."""
    found = console.services.calendars.show().closures
    rows = [{"start": iso(one.start), "end": iso(one.end), "label": one.label or None} for one in found]
    lines = tuple(f"{iso(one.start)}..{iso(one.end)}  {one.label}".rstrip() for one in found)
    return Answer({"closures": rows}, lines)


def list_again(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a request already wrote."""
    return list_closures(asked, console)


def add_closure(asked: argparse.Namespace, console: Console) -> Answer:
    """Add days off."""
    start, end = period(asked.days)
    known = console.services.calendars.show().closures
    console.services.calendars.set_closures(known, [*known, Closure(start, end, asked.label or "")])
    return list_closures(asked, console)


def remove_closure(asked: argparse.Namespace, console: Console) -> Answer:
    """Remove the days off that begin and end so."""
    start, end = period(asked.days)
    known = console.services.calendars.show().closures
    kept = [one for one in known if (one.start, one.end) != (start, end)]
    if len(kept) == len(known):
        raise DomainError("closure.not_found", start=start, end=end)
    console.services.calendars.set_closures(known, kept)
    return list_closures(asked, console)
