"""`adv export`: lists of documents as files."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Verbs
from adv_desktop.services import list_files
from adv_desktop.services.queries import filters
from adv_desktop.services.texts import N_, ngettext

_SUMMARIES = {"orders": N_("write orders"), "deliveries": N_("write deliveries"), "invoices": N_("write invoices")}


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    for noun, summary in _SUMMARIES.items():
        verb = verbs.add(f"export {noun}", summary, export)
        verb.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)
        verb.option("--query", "Q", N_("key: value, a..b, free words; a semicolon between two conditions"))
        verb.also(noun=noun)


def export(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the list of a noun."""
    wanted = filters.parse(asked.query or "")
    with console.services.store.read() as session:
        done = list_files.write(session, asked.noun, wanted, Path(asked.out), console.clock.today())
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    lines = (said.format(count=done.rows, path=done.path),)
    return Answer({"file": str(done.path), "rows": done.rows, "sha256": done.sha256}, lines)
