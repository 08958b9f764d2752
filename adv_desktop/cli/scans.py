"""`adv deliver scans|identify`: signed delivery notes that come back scanned."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from adv_desktop.cli import output
from adv_desktop.cli.console import Console
from adv_desktop.cli.figures import JsonObject, JsonValue
from adv_desktop.cli.output import Answer
from adv_desktop.cli.typed import day
from adv_desktop.cli.verbs import Documents, Verbs
from adv_desktop.models.errors import DomainError
from adv_desktop.services import labels, numbering, texts
from adv_desktop.services.queries import scanned_pages
from adv_desktop.services.queries.scanned_pages import WaitingPage
from adv_desktop.services.sentences import sentence
from adv_desktop.services.signed_notes import Filed, FiledNote
from adv_desktop.services.texts import N_, _, ngettext


def register(verbs: Verbs) -> None:
    """Declare the verbs."""
    verb = verbs.add("deliver scans", N_("file signed delivery notes by their bar code"), scans, show_again)
    verb.argument("files", "FILE", N_("PDF, JPEG, PNG or TIFF; none: what came into the folder of the settings"),
                  several=True, optional=True)  # fmt: skip
    verb.option("--signed-on", "D", N_("the day on which all of them were signed; else it is to be confirmed"), day)
    verb = verbs.add("deliver identify", N_("file a scanned page with the delivery it is of"), identify, show_again)
    verb.argument("page", "PAGE", N_("the number of a page that waits"))
    verb.argument("delivery", "DELIVERY", N_("the number of a shipped delivery"))


def scans(asked: argparse.Namespace, console: Console) -> Answer:
    """File what was given, else what came into the folder; list what waits."""
    paths = [Path(name) for name in asked.files] or _from_folder(console)
    return _answer(console, console.services.signed_notes.file(paths, asked.signed_on))


def identify(asked: argparse.Namespace, console: Console) -> Answer:
    """File a page that waits."""
    page_id = numbering.id_in(asked.page)
    with console.services.store.read() as session:
        if page_id not in {page.id for page in scanned_pages.waiting(session)}:
            raise DomainError("scan.no_page", page=asked.page)
    assert page_id is not None  # noqa: S101 (it is one of those that wait)
    note = console.services.signed_notes.identify(page_id, asked.delivery)
    return _answer(console, Filed((note,)))


def show_again(_asked: argparse.Namespace, console: Console, _documents: Documents) -> Answer:
    """Say what still waits: what the request filed is filed."""
    return _answer(console, Filed())


def _from_folder(console: Console) -> list[Path]:
    found = console.services.signed_notes.folder()
    if found.folder is None:
        raise DomainError("scan.no_folder")
    if found.missing:
        raise DomainError("setting.folder_missing", path=str(found.folder))
    return [file.path for file in found.files]


def _answer(console: Console, done: Filed) -> Answer:
    with console.services.store.read() as session:
        waiting = scanned_pages.waiting(session)
        unsigned = [note.number for note in scanned_pages.to_confirm(session)]
    content: JsonObject = {
        "filed": [_note_object(note) for note in done.notes],
        "known": list(done.known),
        "refused": [{"file": str(one.path), **output.error_object(one.error)} for one in done.refused],
        "waiting": [_page_object(page) for page in waiting],
        "to_confirm": list[JsonValue](unsigned),
    }
    return Answer(content, tuple(_lines(done, waiting)))


def _lines(done: Filed, waiting: Sequence[WaitingPage]) -> list[str]:
    said = ngettext("{count} signed note filed", "{count} signed notes filed", len(done.notes))
    lines = [said.format(count=len(done.notes))]
    lines += [f"  {note.number}: {note.file}" for note in done.notes]
    lines += [f"  = {name}" for name in done.known]
    lines += [f"  ✗ {sentence(one.error, texts.current())}" for one in done.refused]
    if waiting:
        told = ngettext("{count} page waits for its delivery:", "{count} pages wait for their delivery:", len(waiting))
        lines.append(told.format(count=len(waiting)))
    lines += [_("  {id}: {file}, page {page} – {reason}").format(**_words(page)) for page in waiting]
    return lines


def _words(page: WaitingPage) -> dict[str, str]:
    reason = labels.written(page.reason, texts.current()) if page.reason else ""
    return {"id": str(page.id), "file": page.file, "page": str(page.page), "reason": reason}


def _note_object(note: FiledNote) -> JsonObject:
    return {
        "delivery": note.number, "file": note.file, "pages": list[JsonValue](note.pages),
        "date_recorded": note.dated,
    }  # fmt: skip


def _page_object(page: WaitingPage) -> JsonObject:
    return {
        "id": page.id, "file": page.file, "page": page.page, "written": page.written,
        "reason": page.reason.value if page.reason else None,
    }  # fmt: skip
