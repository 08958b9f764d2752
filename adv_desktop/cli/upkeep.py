"""`adv backup`, `adv restore`, `adv verify`, `adv recount`."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue
from adv_desktop.cli.output import DONE, REFUSED, Answer, plain_fact
from adv_desktop.cli.verbs import Verbs
from adv_desktop.services import texts
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verbs.add("backup", N_("make a verified backup"), make_backup).argument("file", "FILE", N_("where it goes"))
    verbs.add("restore", N_("put a backup back"), restore_backup).argument("file", "FILE", N_("the backup"))
    verbs.add("verify", N_("check everything the database holds"), verify_database)
    verbs.add("recount", N_("count the sums of the dashboards again"), recount_sums)


def make_backup(asked: argparse.Namespace, console: Console) -> Answer:
    """Copy the database into a verified file."""
    from adv_desktop.services.backup import check, copy_database

    check(console.database)
    copy_database(console.database, Path(asked.file))
    return Answer({"ok": True, "problems": [], "file": asked.file}, (_("Backup made: {path}").format(path=asked.file),))


def restore_backup(asked: argparse.Namespace, console: Console) -> Answer:
    """Put a backup in the place of the database; the former file is kept beside it."""
    from adv_desktop.services.restoring import restore

    done = restore(Path(asked.file), console.database, console.clock)
    former = None if done.former is None else str(done.former)
    lost: list[JsonValue] = [{"first": row.first, "last": row.last} for row in done.lost]
    lines = [_("Restored: {path}").format(path=done.path)]
    if former is not None:
        lines.append(_("The former file is kept: {path}").format(path=former))
    lines += [
        _("Numbers {first} to {last} are in the former file only.").format(first=row.first, last=row.last)
        for row in done.lost
    ]
    content: JsonObject = {
        "ok": True, "problems": [], "database": str(done.path), "former": former, "lost_numbers": lost,
    }  # fmt: skip
    return Answer(content, tuple(lines))


def verify_database(_asked: argparse.Namespace, console: Console) -> Answer:
    """Check the file and every rule; 2 when something is wrong."""
    from adv_desktop.models.errors import KnownError
    from adv_desktop.services.integrity import verify
    from adv_desktop.services.statement import chain_ends

    if not console.database.exists():
        raise KnownError("database.missing", path=str(console.database))
    found = [problem.error for problem in verify(console.database)]
    reader = texts.current()
    problems: list[JsonValue] = [
        {
            "code": error.code,
            "message": sentence(error, reader),
            "facts": {name: plain_fact(value) for name, value in error.facts.items()},
        }
        for error in found
    ]
    ends = chain_ends(console.services.store) if not found else None
    chain: JsonValue = None
    if ends is not None:
        chain = {
            "seals": ends.seals,
            "last_seal": ends.last_seal,
            "closures": ends.closures,
            "last_closure": ends.closure_name,
        }
    verdict = ngettext("{count} problem", "{count} problems", len(found)).format(count=len(found))
    lines = [sentence(error, reader) for error in found] + [verdict if found else _("Everything is in order.")]
    return Answer({"ok": not found, "problems": problems, "chain": chain}, tuple(lines), REFUSED if found else DONE)


def recount_sums(_asked: argparse.Namespace, console: Console) -> Answer:
    """Count every sum of the dashboards again from the documents."""
    wrong = console.services.summaries.recount()
    said = ngettext("{count} sum was wrong.", "{count} sums were wrong.", wrong).format(count=wrong)
    return Answer({"ok": True, "problems": [], "wrong": wrong}, (said if wrong else _("Every sum was right."),))
