"""Labels for parcels and addresses: sheets of A4 from any label on, or a roll of a thermal printer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from adv_desktop.services.documents import fonts
from adv_desktop.services.documents.voice import voice
from adv_desktop.services.label_formats import LabelFormat

BIG = 60.0  # mm of height from which a label has room for everything
TALL = 100.0
PAD = 4.0
UNDER = 12.5  # what the bar code of a small label takes
LEADING = 0.47  # mm a point
OTHERS = 0.85  # the address beside the name
_FNC1 = "\xf1"


@dataclass(frozen=True, slots=True)
class ShippingLabel:
    """One label; `rank` and `count` are 0 on an address label, which has no bar code either."""

    language: str
    sender: tuple[str, ...]
    to: tuple[str, ...]
    number: str
    references: tuple[str, ...] = ()
    carrier: str = ""
    instructions: str = ""
    rank: int = 0
    count: int = 0
    weight_kg: Decimal | None = None
    sscc: str = ""
    to_collect: str = ""  # what the carrier collects for us, as it is written


def pdf_bytes(labels: Sequence[ShippingLabel], form: LabelFormat, start: int = 1) -> bytes:
    """Return the labels as PDF, the first one at place `start` of its page, counted in reading order."""
    fonts.register()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(form.page[0] * mm, form.page[1] * mm), invariant=1, pageCompression=1)
    for place, label in enumerate(labels, start=start - 1):
        rank = place % form.places
        if rank == 0 and place != start - 1:
            canvas.showPage()
        row, column = divmod(rank, form.columns)
        x = form.left + column * (form.width + form.gap)
        top = form.page[1] - form.top - row * form.height
        _Drawing(canvas, label, form, x, top).draw()
    canvas.save()
    return stream.getvalue()


class _Drawing:
    """Draws one label whose upper left corner is at (x, top), in millimetres from the lower left of the page."""

    def __init__(self, canvas: Canvas, label: ShippingLabel, form: LabelFormat, x: float, top: float) -> None:
        self._canvas = canvas
        self._label = label
        self._x = x + PAD
        self._y = top - PAD
        self._bottom = top - form.height + PAD
        self._width = form.width - 2 * PAD
        self._height = form.height
        self._say = voice(label.language)

    def draw(self) -> None:
        """Draw what the height has room for: the address always, bar codes on the labels of parcels."""
        label = self._label
        if self._height >= BIG:
            for text in label.sender:
                self._line(text, fonts.REGULAR, 7, 3.0)
            self._rule()
        self._address()
        if label.instructions and self._height >= BIG:
            self._line(label.instructions, fonts.MEDIUM, 8, 3.8)
        if label.count:
            self._parcel()

    def _address(self) -> None:
        """Write the name and the address, smaller where there are too many lines for a small label."""
        large = 15.0 if self._height >= TALL else 11.0 if self._height >= BIG else 9.0
        name, *others = self._label.to
        if self._height < BIG:
            room = self._y - self._bottom - (UNDER if self._label.count else 0.0)
            large *= min(1.0, room / (large * (LEADING + len(others) * LEADING * OTHERS)))
        self._line(name, fonts.BOLD, large, large * LEADING)
        for text in others:
            self._line(text, fonts.REGULAR, large * OTHERS, large * LEADING * OTHERS)
        self._y -= 1.0

    def _parcel(self) -> None:
        label, _ = self._label, self._say.gettext
        rank = _("Parcel {rank}/{count}").format(rank=label.rank, count=label.count)
        weight = f"{self._say.formats.quantity(label.weight_kg)} kg" if label.weight_kg else ""
        facts = "  ·  ".join(part for part in (rank, weight, label.carrier) if part)
        if self._height >= BIG:
            self._rule()
            for text in label.references:
                self._line(text, fonts.REGULAR, 8, 3.6)
            self._line(facts, fonts.BOLD, 14 if self._height >= TALL else 10, 5.6)
            if label.to_collect:
                self._line(label.to_collect, fonts.BOLD, 14 if self._height >= TALL else 9, 5.6)
            self._codes()
        else:
            shown = "  ·  ".join(part for part in (facts, label.to_collect) if part)
            self._text(self._bottom + 9.5, shown, fonts.SEMIBOLD, 8)
            self._bar(f"{label.number}-{label.rank}", self._bottom + 2.6, 6.0, label.number)

    def _codes(self) -> None:
        label = self._label
        tall = self._height >= TALL
        height = 16.0 if tall else 8.0
        if label.sscc:
            shown = f"(00) {label.sscc}"
            self._bar(f"{_FNC1}00{label.sscc}", self._bottom + 3.0, height, shown)
        if not label.sscc or tall:
            above = height + 9.0 if label.sscc else 0.0
            self._bar(f"{label.number}-{label.rank}", self._bottom + 3.0 + above, height, label.number)

    def _bar(self, value: str, bottom: float, height: float, shown: str) -> None:
        """Draw a Code 128 as wide as the label lets it be, its text under it."""
        wide = Code128(value, barWidth=1.0, quiet=False).width  # in modules
        module = min(0.5, self._width / wide * 0.92) * mm
        code = Code128(value, barHeight=height * mm, barWidth=module, quiet=False)
        code.drawOn(self._canvas, (self._x + self._width / 2) * mm - code.width / 2, bottom * mm)
        self._canvas.setFont(fonts.REGULAR, 7)
        self._canvas.drawCentredString((self._x + self._width / 2) * mm, (bottom - 2.6) * mm, shown)

    def _line(self, text: str, font: str, size: float, leading: float) -> None:
        self._y -= leading
        self._text(self._y, text, font, size)

    def _text(self, y: float, text: str, font: str, size: float) -> None:
        shown = fonts.printable(text)
        size = fonts.fitted(shown, font, size, self._width * mm, 5.5)
        self._canvas.setFont(font, size)
        self._canvas.drawString(self._x * mm, y * mm, shown)

    def _rule(self) -> None:
        self._y -= 1.4
        self._canvas.setLineWidth(0.5)
        self._canvas.line(self._x * mm, self._y * mm, (self._x + self._width) * mm, self._y * mm)
