"""`adv inventory`: the sheet to count with, and its differences once it is filled in."""

from __future__ import annotations

import argparse
from pathlib import Path

from adv_desktop.cli import output
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue, money, number
from adv_desktop.cli.output import Answer
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.formats import Formats
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.inventory import Difference, Inventory
from adv_desktop.services.queries import filters
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import N_, _, ngettext


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    sheet = verbs.add("inventory sheet", N_("write the sheet to count the stock with"), write_sheet)
    sheet.option("--out", "FILE", N_("the file, .xlsx or .csv"), required=True)
    sheet.option("--query", "Q", N_("key: value, a..b, free words; a semicolon between two conditions"))
    post = verbs.add("inventory post", N_("post the differences of a counted sheet"), post_counts, show_posted)
    post.argument("file", "FILE", N_("the sheet, with its counts"))
    post.option("--reason", "R", N_("why the stock differs; needed without --dry-run"))
    post.flag("--dry-run", N_("read and check, write nothing"))
    post.flag("--skip-bad", N_("take the good rows in spite of the bad ones"))


def write_sheet(asked: argparse.Namespace, console: Console) -> Answer:
    """Write what is to be counted, with the stock of this moment."""
    done = console.services.inventory.write_sheet(filters.parse(asked.query or ""), Path(asked.out))
    said = ngettext("{count} row in {path}", "{count} rows in {path}", done.rows)
    content: JsonObject = {"file": str(done.path), "rows": done.rows, "sha256": done.sha256}
    return Answer(content, (said.format(count=done.rows, path=done.path),))


def post_counts(asked: argparse.Namespace, console: Console) -> Answer:
    """Post the differences of a sheet together, or only show them."""
    service, path = console.services.inventory, Path(asked.file)
    found = service.preview(path)
    lines = (*map(_line, found.differences), *map(_fault_line, found.faults))
    if asked.dry_run:
        return Answer(_content(found, 0), lines)
    if found.faults and not asked.skip_bad:
        error = DomainError("inventory.bad_rows", rows=[str(fault.row) for fault in found.faults])
        content = {"error": output.error_object(error), **_content(found, 0)}
        return Answer(content, (*lines, sentence(error, texts.current())), output.REFUSED)
    done = service.post(path, asked.reason or "", skip_bad=asked.skip_bad)
    count = len(done.differences)
    return Answer(_content(done, count), (*lines, _counted(count)))


def show_posted(asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Say how many differences of the sheet are posted."""
    found = console.services.inventory.preview(Path(asked.file))
    return Answer(_content(found, found.posted), (_counted(found.posted),))


def _counted(count: int) -> str:
    return ngettext("{count} difference posted.", "{count} differences posted.", count).format(count=count)


def _content(found: Inventory, written: int) -> JsonObject:
    differences: list[JsonValue] = [_object(one) for one in found.differences]
    rejected: list[JsonValue] = [_fault_object(fault) for fault in found.faults]
    return {
        "file": found.file,
        "counted": found.counted,
        "written": written,
        "posted_before": found.posted,
        "differences": differences,
        "rejected": rejected,
    }


def _object(one: Difference) -> JsonObject:
    quantities = ("on_sheet", "counted", "difference", "moved", "now", "after")
    return {
        "code": one.code,
        "place": one.place,
        "lot": one.lot,
        **{name: number(getattr(one, name)) for name in quantities},
        "value": money(one.value),
    }


def _fault_object(fault: RowFault) -> JsonObject:
    return {"row": fault.row, "field": fault.field, "code": fault.code, "message": _message(fault)}


def _message(fault: RowFault) -> str:
    return sentence(DomainError(fault.code, **fault.facts), texts.current())


def _fault_line(fault: RowFault) -> str:
    return "✗ " + _("Row {row}: {message}").format(row=fault.row, message=_message(fault))


def _line(one: Difference) -> str:
    formats = Formats(texts.current().language)
    where = " · ".join(part for part in (one.code, one.place, one.lot) if part)
    counts = f"{formats.quantity(one.on_sheet)} → {formats.quantity(one.counted)}"
    return f"  {where}: {counts}  ({formats.money(one.value, 'EUR')})"
