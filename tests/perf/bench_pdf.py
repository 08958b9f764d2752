"""P10: one invoice page against the same marks on a bare canvas.

The bare side replays what our side drew: the same strings in the same faces at the same places, the same lines,
boxes, logo and QR code, with nothing to decide. What it does not do is what is measured: wrapping, widths,
pagination, translation, formats, the XML and its checks, tags, PDF/A.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from unittest import mock

import pypdfium2
from lxml import etree
from reportlab.pdfgen.canvas import Canvas

from adv_desktop.services import documents
from adv_desktop.services.documents import fonts, pen, tags
from adv_desktop.services.einvoice.arithmetic import arithmetic_faults
from adv_desktop.services.einvoice.cii import to_cii
from adv_desktop.services.einvoice.profiles import CORE
from adv_desktop.services.einvoice.read_cii import read_cii
from adv_desktop.services.einvoice.schemas import xsd_faults
from tests.documents import examples
from tests.perf.einvoices import model_einvoice
from tests.perf.measure import Result, against

TARGET, TAGGED = 2.0, 3.0
REPEAT = 5
RECORDED = (
    "drawString", "setFont", "setFillColor", "setStrokeColor", "setLineWidth", "roundRect", "rect", "line", "drawImage",
    "addLiteral", "circle", "showPage",
)  # fmt: skip


@dataclass
class Recording:
    """The calls that a page makes on its canvas, in order; `depth` leaves out what the canvas calls itself."""

    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    depth: int = 0

    def wrapped(self, name: str) -> Callable[..., object]:
        """Return a method that notes its call and goes on."""
        original = getattr(Canvas, name)

        def noted(canvas: Canvas, *args: Any, **kwargs: Any) -> object:
            if not self.depth:
                self.calls.append((name, args, kwargs))
            self.depth += 1
            try:
                return original(canvas, *args, **kwargs)
            finally:
                self.depth -= 1

        return noted


def record() -> Recording:
    """Draw the model invoice once and note every mark."""
    recording = Recording()
    with mock.patch.multiple(Canvas, **{name: recording.wrapped(name) for name in RECORDED}):
        documents.pdf_bytes(replace(examples.invoice(), xml=to_cii(model_einvoice())))
    return recording


def bare(recording: Recording) -> bytes:
    """Draw the noted marks on a bare canvas."""
    stream = io.BytesIO()
    canvas = Canvas(
        stream,
        pagesize=(pen.PAGE_WIDTH, pen.PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,  # type: ignore[arg-type]
        lang="fr-FR",
    )
    for name, args, kwargs in recording.calls:
        getattr(canvas, name)(*args, **kwargs)
    canvas.save()
    return stream.getvalue()


def ours() -> bytes:
    """Make the whole Factur-X file: XML, its schema, its arithmetic, pages with their tags, PDF/A."""
    xml = to_cii(model_einvoice())
    root = etree.fromstring(xml)
    faults = [*xsd_faults(root, CORE.schema), *arithmetic_faults(read_cii(root))]
    if faults:
        raise AssertionError(faults)
    return documents.pdf_bytes(replace(examples.invoice(), xml=xml))


@contextlib.contextmanager
def untagged() -> Iterator[None]:
    """Have the files made without their tags."""
    with (
        mock.patch.object(tags, "attach"),
        mock.patch.multiple(tags.Tagging, read=lambda _self: False, decorate=lambda _self: None),
    ):
        yield


def run() -> list[Result]:
    """Measure and assert that both sides print the same text."""
    recording = record()
    strings = sum(1 for name, _, _ in recording.calls if name == "drawString")
    if strings < 100:
        raise AssertionError(f"only {strings} strings were noted")
    if printed(bare(recording)) != printed(ours()):
        raise AssertionError("the two sides do not print the same page")
    sizes = {"strings": float(strings), "bytes": float(len(ours())), "bare_bytes": float(len(bare(recording)))}
    limit, mine = against(lambda: bare(recording), ours, repeat=REPEAT)
    with untagged():
        plain_limit, plain = against(lambda: bare(recording), ours, repeat=REPEAT)
    return [
        Result("P10", "one Factur-X invoice, tagged (without schematron)", limit, mine, TAGGED, details=sizes),
        Result("P10", "the same without tags", plain_limit, plain, TARGET, details=sizes),
    ]


def printed(content: bytes) -> str:
    """Return the text of a page."""
    return pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()


def measure() -> dict[str, object]:
    """Return the facts of the benchmark."""
    return run()[0].facts()
