"""`adv product surcharge` and `adv product surcharges`: the percents that goods bear."""

from __future__ import annotations

import argparse

from adv_desktop.cli import typed
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import iso, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.services import texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.surcharges import NewSurcharge
from adv_desktop.services.texts import N_, _


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    rate = verbs.add("product surcharge", N_("record a surcharge on goods"), record, show_recorded)
    rate.option("--name", "TEXT", N_("what papers call it"), required=True)
    rate.option("--percent", "P", N_("percent of the net of the goods; 0 ends it"), typed.number, required=True)
    rate.option("--families", "F,F", N_("the families that bear it (all)"))
    rate.option("--categories", "C,C", N_("the categories of customers that bear it (all)"))
    rate.option("--from", "D", N_("the day of delivery from which it holds"), typed.day)
    verbs.add("product surcharges", N_("list the surcharges"), show_rates)


def record(asked: argparse.Namespace, console: Console) -> Answer:
    """Record a rate and show them all."""
    families, categories = ((words or "").split(",") for words in (asked.families, asked.categories))
    start = vars(asked)["from"]
    command = NewSurcharge(asked.name, asked.percent, tuple(families), tuple(categories), start)
    console.services.surcharges.add(command)
    return show_rates(asked, console)


def show_recorded(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a repeated request recorded."""
    return show_rates(asked, console)


def show_rates(_asked: argparse.Namespace, console: Console) -> Answer:
    """List the rates."""
    rows = console.services.surcharges.all()
    formats = Formats(texts.current().language)
    content = [
        {
            "name": row.name,
            "percent": number(row.percent),
            "families": list(row.families),
            "categories": list(row.categories),
            "from": iso(row.starts_on),
        }
        for row in rows
    ]
    lines = [f"{row.name}  {formats.percent(row.percent)}" for row in rows]
    return Answer({"surcharges": content}, tuple(lines) or (_("No surcharge yet."),))
