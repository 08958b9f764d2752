"""`adv product eco` and `adv product eco-rates`: the rates of the eco-contributions."""

from __future__ import annotations

import argparse

from adv_desktop.cli import typed
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import iso, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.services import texts
from adv_desktop.services.eco_contributions import NewEcoRate
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import N_, _


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    rate = verbs.add("product eco", N_("record the eco-contribution of a category"), record, show_recorded)
    rate.option("--category", "C", N_("the category that products name"), required=True)
    rate.option("--label", "TEXT", N_("what papers call it"), required=True)
    rate.option("--amount", "A", N_("euros without VAT for a unit"), typed.number, required=True)
    rate.option("--from", "D", N_("the day from which it holds"), typed.day)
    rate.flag("--per-kg", N_("the amount is for a kilogram"))
    verbs.add("product eco-rates", N_("list the eco-contributions"), show_rates)


def record(asked: argparse.Namespace, console: Console) -> Answer:
    """Record a rate and show them all."""
    start = vars(asked)["from"]
    command = NewEcoRate(asked.category, asked.label, asked.amount, per_kg=asked.per_kg, starts_on=start)
    console.services.eco_contributions.add(command)
    return show_rates(asked, console)


def show_recorded(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Show what a repeated request recorded."""
    return show_rates(asked, console)


def show_rates(_asked: argparse.Namespace, console: Console) -> Answer:
    """List the rates."""
    rows = console.services.eco_contributions.all()
    formats = Formats(texts.current().language)
    content = [
        {
            "category": row.category,
            "label": row.label,
            "amount": number(row.amount),
            "per_kg": row.per_kg,
            "from": iso(row.starts_on),
            "products": row.products,
        }
        for row in rows
    ]
    per = {True: _("{price} per kg"), False: "{price}"}
    lines = [
        f"{row.category}  {row.label}  {per[row.per_kg].format(price=formats.unit_price(row.amount))}" for row in rows
    ]
    return Answer({"rates": content}, tuple(lines) or (_("No eco-contribution yet."),))
