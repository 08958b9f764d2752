"""What a file shows to someone who types its order by hand: its pages, its pictures, its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from adv_desktop.models.errors import AdvError
from adv_desktop.services.imports.archive import files_inside
from adv_desktop.services.imports.order_mail import read_mail
from adv_desktop.services.imports.safety import FileKind, OpenedFile, decode, is_picture, recognise
from adv_desktop.services.imports.sheets import read_sheets

MAX_TEXT = 200_000  # characters; nobody types an order from more


class PartKind(StrEnum):
    """How a part of a file is shown."""

    PAGES = "pages"
    PICTURE = "picture"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One thing to look at: the bytes of a PDF or a picture, or a text."""

    name: str
    kind: PartKind
    content: bytes = b""
    text: str = ""


def source_parts(name: str, content: bytes) -> tuple[SourcePart, ...]:
    """Return what can be shown of a file, pages and pictures before words; empty when nothing can."""
    parts = sorted(_parts(name, content), key=lambda part: part.kind is PartKind.TEXT)
    return tuple(parts)


def _parts(name: str, content: bytes, *, is_packed: bool = False) -> Iterator[SourcePart]:
    if is_picture(content):
        yield SourcePart(name, PartKind.PICTURE, content)
        return
    try:
        file = recognise(name, content)
        if file.kind is FileKind.PDF:
            yield SourcePart(name, PartKind.PAGES, content)
        elif file.kind is FileKind.MAIL:
            yield from _parts_of_mail(file)
        elif file.kind is FileKind.ARCHIVE and not is_packed:
            for inside, part in files_inside(file):
                yield from _parts(inside, part, is_packed=True)
        else:
            yield SourcePart(name, PartKind.TEXT, text=_text(file)[:MAX_TEXT])
    except AdvError:
        return  # it was refused with its reason before: there is only nothing to show


def _parts_of_mail(file: OpenedFile) -> Iterator[SourcePart]:
    mail = read_mail(file)
    for name, content in mail.attachments:
        yield from _parts(name, content)
    text = next(iter(mail.texts), "")
    if text.strip():
        yield SourcePart(file.name, PartKind.TEXT, text=text[:MAX_TEXT])


def _text(file: OpenedFile) -> str:
    if file.kind in {FileKind.TEXT, FileKind.XML}:
        return decode(file.name, file.content)
    rows = (row for sheet in read_sheets(file) for row in sheet.rows)
    return "\n".join("\t".join(cell.text for cell in row.cells).rstrip() for row in rows)
