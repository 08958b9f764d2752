"""Finished PDF files: put together for printing, stamped DUPLICATA when they are printed again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from adv_desktop.models.errors import DomainError
from adv_desktop.services.documents import fonts
from adv_desktop.services.documents.pen import PAGE_WIDTH, RIGHT, Pen
from adv_desktop.services.documents.styles import Style
from adv_desktop.services.documents.voice import voice

if TYPE_CHECKING:
    from collections.abc import Iterable

STAMP = "#B42318"
STAMP_NAME = "/Duplicate"


def merge(pdfs: Iterable[bytes], stream: BinaryIO) -> int:
    """Write the pages of many PDFs to one, in order; return their number. No file at all is refused."""
    import pikepdf

    with pikepdf.new() as merged:
        for content in pdfs:
            with pikepdf.open(io.BytesIO(content)) as pdf:
                merged.pages.extend(pdf.pages)
        if not len(merged.pages):
            raise DomainError("document.nothing_to_print")
        count = len(merged.pages)
        merged.remove_unreferenced_resources()
        merged.save(stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return count


def stamp_duplicate(content: bytes, language: str = "fr", note: str = "") -> bytes:
    """Return a copy with DUPLICATA on every page; `note` is a sentence under it (unpaid invoice, CGI 272)."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(_stamp(language, note)) as stamp:
        form = pdf.copy_foreign(stamp.pages[0].as_form_xobject())
        for page in pdf.pages:
            # Not page.add_overlay: it names its resource at random, and the same copy must give the same bytes.
            page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(STAMP_NAME))
            page.contents_add(b"q", prepend=True)
            page.contents_add(f"Q q {STAMP_NAME} Do Q".encode())
        result = io.BytesIO()
        pdf.save(result, deterministic_id=True)
    return result.getvalue()


def _stamp(language: str, note: str) -> io.BytesIO:
    stream = io.BytesIO()
    say = voice(language)
    word = say.gettext("DUPLICATE")
    pen = Pen(stream, language, word, "")
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
