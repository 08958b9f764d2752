"""`adv export late-lines`, `adv import new-dates`: the round trip of dates with logistics."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli import output
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, iso
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.new_dates import DateRow, DateVerdict, NewDates
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext


def register_export(verbs: Verbs) -> None:
    """Declare what goes out."""
    verb = verbs.add("export late-lines", N_("write the lines late or at risk, for new dates"), export)
    verb.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)


def register_import(verbs: Verbs) -> None:
    """Declare what comes back."""
    verb = verbs.add("import new-dates", N_("promise the new dates of that file"), take, show_taken)
    verb.argument("file", "FILE", N_("a workbook or a CSV file"))
    verb.flag("--dry-run", N_("read and check, write nothing"))
    verb.flag("--skip-bad", N_("take the good rows in spite of the bad ones"))


def export(asked: argparse.Namespace, console: Console) -> Answer:
    """Write the late and at-risk lines."""
    done = console.services.new_dates.write(Path(asked.out))
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    content: JsonObject = {"file": str(done.path), "rows": done.rows, "sha256": done.sha256}
    return Answer(content, (said.format(count=done.rows, path=done.path),))


def take(asked: argparse.Namespace, console: Console) -> Answer:
    """Promise the days of a file, or only say what it would change."""
    service = console.services.new_dates
    found = service.preview(Path(asked.file))
    refused = found.of(DateVerdict.REFUSED)
    lines = tuple(_line(row) for row in found.rows if row.verdict is not DateVerdict.KEPT)
    if asked.dry_run:
        return Answer(_content(found, 0), lines)
    if refused and not asked.skip_bad:
        error = DomainError("bad_lines", rows=[str(row.row) for row in refused])
        content = {"error": output.error_object(error), **_content(found, 0)}
        return Answer(content, (*lines, sentence(error, texts.current())), output.REFUSED)
    moved = len(found.of(DateVerdict.MOVED))
    if moved:
        service.take(found, skip_bad=asked.skip_bad)
    return Answer(_content(found, moved), (*lines, _counted(moved)))


def show_taken(_asked: argparse.Namespace, _console: Console, documents: Documents) -> Answer:
    """Say what the request did the first time."""
    count = sum(kind == DocumentKind.ORDER for kind, _id in documents)
    said = ngettext("{count} order dated anew", "{count} orders dated anew", count)
    return Answer({"orders": count, "rows": []}, (said.format(count=count),))


def _counted(count: int) -> str:
    return ngettext("{count} line promised anew.", "{count} lines promised anew.", count).format(count=count)


def _content(found: NewDates, written: int) -> JsonObject:
    rows: list[JsonValue] = [_object(row) for row in found.rows]
    return {"file": found.file, "written": written, "rows": rows}


def _object(row: DateRow) -> JsonObject:
    return {
        "row": row.row,
        "line": row.name,
        "verdict": row.verdict.value,
        "before": iso(row.line.promised) if row.line else None,
        "after": iso(row.on),
        "reason": row.reason.value if row.reason else None,
        "error": output.error_object(row.error) if row.error else None,
    }


def _line(row: DateRow) -> str:
    if row.error is not None:
        return _("Row {row}, {column}: {message}").format(
            row=row.row, column=row.name, message=sentence(row.error, texts.current())
        )
    before = row.line.promised.isoformat() if row.line else "—"
    return f"  + {row.name}: {before} → {row.on}"
