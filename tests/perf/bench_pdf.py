"""P10: one invoice page against the same marks on a bare canvas.

The bare side replays what our side drew: the same strings in the same faces at the same places, the same lines,
boxes, logo and QR code, with nothing to decide. What it does not do is what is measured: wrapping, widths,
pagination, translation, formats.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from reportlab.pdfgen.canvas import Canvas

from adv_desktop.services import documents
from adv_desktop.services.documents import fonts, pen
from tests.documents import examples
from tests.perf.measure import Result, against

TARGET = 2.0
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
        documents.pdf_bytes(examples.invoice())
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
    """Render the model invoice."""
    return documents.pdf_bytes(examples.invoice())


def run() -> list[Result]:
    """Measure and assert that both sides print the same text."""
    recording = record()
    strings = sum(1 for name, _, _ in recording.calls if name == "drawString")
    if strings < 100:
        raise AssertionError(f"only {strings} strings were noted")
    limit, mine = against(lambda: bare(recording), ours, repeat=REPEAT)
    sizes = {"strings": float(strings), "bytes": float(len(ours())), "bare_bytes": float(len(bare(recording)))}
    if abs(sizes["bytes"] - sizes["bare_bytes"]) > 0.05 * sizes["bytes"]:
        raise AssertionError(f"the two sides do not print the same page: {sizes}")
    return [Result("P10", "one invoice page (without e-invoice)", limit, mine, TARGET, details=sizes)]


def measure() -> dict[str, object]:
    """Return the facts of the benchmark."""
    return run()[0].facts()
