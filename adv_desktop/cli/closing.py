"""`adv close`: the end of a month."""

from __future__ import annotations

import argparse

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, money
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import month
from adv_desktop.cli.verbs import Verbs
from adv_desktop.services import labels, texts
from adv_desktop.services.closing import ClosureRow
from adv_desktop.services.formats import Formats
from adv_desktop.services.texts import N_, _


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("close", N_("close a month: no document may be dated in it any more"), close)
    verb.option("--month", "YYYY-MM", N_("the month; the open ones before it are closed too"), month, required=True)


def close(asked: argparse.Namespace, console: Console) -> Answer:
    """Close a month and what is open before it."""
    made = console.services.closing.close_month(asked.month)
    closures: list[JsonValue] = [_object(row) for row in made]
    until = max(row.last_day for row in made)
    return Answer({"closures": closures, "closed_until": until.isoformat()}, tuple(_line(row) for row in made))


def _object(row: ClosureRow) -> JsonObject:
    return {
        "period": row.period.value,
        "name": row.name,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "counts": dict(row.counts),
        "net": money(row.net),
        "vat": money(row.vat),
        "gross": money(row.gross),
        "receipts": money(row.receipts),
        "grand_total": money(row.total),
        "hash": row.hash,
    }


def _line(row: ClosureRow) -> str:
    reader = texts.current()
    formats = Formats(reader.language)
    said = _("{period} {name} closed: net {net}, VAT {vat}, gross {gross}; grand total {total}.")
    return said.format(
        period=labels.written(row.period, reader),
        name=row.name,
        net=formats.money(row.net),
        vat=formats.money(row.vat),
        gross=formats.money(row.gross),
        total=formats.money(row.total),
    )
