"""`adv close`, `adv archive`: the end of a month and of a year."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, money
from adv_desktop.cli.output import DONE, REFUSED, Answer
from adv_desktop.cli.typed import month, year
from adv_desktop.cli.verbs import Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services import labels, texts
from adv_desktop.services.closing import ClosureRow
from adv_desktop.services.formats import Formats
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext


def register(verbs: Verbs) -> None:
    """Declare the verb."""
    verb = verbs.add("close", N_("close a month: no document may be dated in it any more"), close)
    verb.option("--month", "YYYY-MM", N_("the month; the open ones before it are closed too"), month, required=True)
    archive = verbs.add("archive", N_("write the archive of a year, or check one"), archive_year)
    archive.option("--year", "YYYY", N_("the calendar year"), year)
    archive.option("--out", "ZIP", N_("the archive to write"))
    archive.option("--check", "ZIP", N_("the archive to check"))


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


def archive_year(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the archive of a year, or check one (2 when something is wrong)."""
    from adv_desktop.services import archive

    if asked.check is not None:
        return _check(Path(asked.check))
    if asked.year is None or asked.out is None:
        raise DomainError("archive.choose")
    done = archive.write(console.services.store, console.clock, asked.year, Path(asked.out))
    content: JsonObject = {
        "file": str(done.path), "year": done.year, "documents": done.documents, "files": done.files,
        "sha256": done.sha256,
    }  # fmt: skip
    said = ngettext("{count} document archived in {path}", "{count} documents archived in {path}", done.documents)
    lines = (said.format(count=done.documents, path=done.path), f"SHA-256 {done.sha256}")
    return Answer(content, lines)


def _check(path: Path) -> Answer:
    from adv_desktop.services import archive_check

    checked = archive_check.check(path)
    reader = texts.current()
    said = [sentence(problem.error, reader) for problem in checked.problems]
    problems: list[JsonValue] = [
        {"code": problem.code, "message": message, "facts": {"where": problem.where}}
        for problem, message in zip(checked.problems, said, strict=True)
    ]
    content: JsonObject = {
        "ok": not problems, "file": str(path), "files": checked.files, "sha256": checked.sha256, "problems": problems,
    }  # fmt: skip
    lines = (*said, f"SHA-256 {checked.sha256}") if problems else (_("The archive is as it was made."),)
    return Answer(content, lines, REFUSED if problems else DONE)
