"""Finished PDF files: put together for printing, stamped DUPLICATA when they are printed again."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.models.errors import DomainError
from adv_desktop.services.documents import fonts, pdfa, tags
from adv_desktop.services.documents.pen import PAGE_WIDTH, RIGHT, Pen
from adv_desktop.services.documents.styles import Style
from adv_desktop.services.documents.voice import voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STAMP = "#B42318"
STAMP_NAME = "/Duplicate"


def merge(pdfs: Iterable[bytes], stream: BinaryIO) -> int:
    """Write the pages of many PDFs to one, in order; return their number. No file at all is refused."""
    import pikepdf

    with pikepdf.new() as merged:
        properties: list[pdfa.Properties] = []
        joined = tags.Joined(merged)
        for content in pdfs:
            with pikepdf.open(io.BytesIO(content)) as pdf:
                joined.add(pdf)
                merged.Root.Lang = str(pdf.Root.Lang)
                properties.append(pdfa.Properties(str(pdf.docinfo.Title), str(pdf.docinfo.Author)))
        if not properties:
            raise DomainError("document.nothing_to_print")
        count = len(merged.pages)
        joined.close()
        merged.remove_unreferenced_resources()
        pdfa.archive(merged, _together(properties))
        pdfa.save(merged, stream)
    return count


def _together(properties: Sequence[pdfa.Properties]) -> pdfa.Properties:
    """Return what a file of many documents says of itself: the first and the last of them."""
    first, last = properties[0], properties[-1]
    return first if first.title == last.title else replace(first, title=f"{first.title} – {last.title}")


def stamp_duplicate(content: bytes, language: str = "fr", note: str = "") -> bytes:
    """Return a copy with DUPLICATA on every page; `note` is a sentence under it (unpaid invoice, CGI 272)."""
    return _stamped(content, _stamp(language, voice(language).gettext("DUPLICATE"), note))


def stamp_void(content: bytes, language: str, note: str) -> bytes:
    """Return a copy with ANNULÉ on every page; `note` says what took its place."""
    return _stamped(content, _stamp(language, voice(language).gettext("VOID"), note))


def _stamped(content: bytes, mark_of_all: io.BytesIO) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(mark_of_all) as stamp:
        form = pdf.copy_foreign(stamp.pages[0].as_form_xobject())
        for number, page in enumerate(pdf.pages):
            # Read aloud once, before everything else.
            mark = "/Artifact BMC" if number else f"/P <</MCID {tags.insert_paragraph(pdf, page)}>> BDC"
            # Not page.add_overlay: it names its resource at random, and the same copy must give the same bytes.
            page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(STAMP_NAME))
            page.contents_add(b"q", prepend=True)
            page.contents_add(f"Q {mark} q {STAMP_NAME} Do Q EMC".encode())
        result = io.BytesIO()
        pdfa.save(pdf, result)
    return result.getvalue()


def _stamp(language: str, word: str, note: str) -> io.BytesIO:
    stream = io.BytesIO()
    pen = Pen(stream, language, marked=False)
    style = Style(fonts.BOLD, 13, STAMP)
    width = style.width(word) + 18
    left = (PAGE_WIDTH - width) / 2
    pen.box(left, 10, width, 20, fill="#FFFFFF", stroke=STAMP)
    pen.text(PAGE_WIDTH / 2, 24.6, word, style, "centre")
    small = Style(fonts.SEMIBOLD, 6.6, STAMP, 8.4)
    pen.lines(40, 834 - 8.4 * (len(small.wrap(note, RIGHT - 40)) - 1), small.wrap(note, RIGHT - 40), small)
    pen.next_page()
    pen.save()
    stream.seek(0)
    return stream
