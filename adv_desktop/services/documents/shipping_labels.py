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
LEADING = 0.47  # mm a point
OTHERS = 0.85  # the address beside the name
SMALLEST = 0.7  # a wide text is written that much smaller before it takes a second line
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a label and the millimetres that it goes down; without a text, a rule."""

    text: str
    font: str
    size: float
    leading: float


_RULE = _Line("", fonts.REGULAR, 0, 2.0)


class _Drawing:
    """Draws one label whose upper left corner is at (x, top), in millimetres from the lower left of the page."""

    def __init__(self, canvas: Canvas, label: ShippingLabel, form: LabelFormat, x: float, top: float) -> None:
        self._canvas = canvas
        self._label = label
        self._x = x + PAD
        self._y = top - PAD
        self._bottom = top - form.height + PAD
        self._width = form.width - 2 * PAD
        self._tall = form.height >= TALL
        self._big = form.height >= BIG
        self._say = voice(label.language)

    def draw(self) -> None:
        """Draw the texts, all smaller where they would run into the bar codes, and the codes of a parcel."""
        lines = [*self._sender(), *self._address(), *self._parcel()]
        room = self._y - self._bottom - self._codes_height
        scale = min(1.0, room / sum(line.leading for line in lines))
        for line in lines:
            self._y -= line.leading * scale
            if line.text:
                self._canvas.setFont(line.font, line.size * scale)
                self._canvas.drawString(self._x * mm, self._y * mm, line.text)
            else:
                self._canvas.setLineWidth(0.5)
                self._canvas.line(self._x * mm, self._y * mm, (self._x + self._width) * mm, self._y * mm)
        if self._label.count:
            self._codes()

    def _sender(self) -> list[_Line]:
        if not self._big:
            return []
        return [line for text in self._label.sender for line in self._fitted(text, fonts.REGULAR, 7, 3.0)] + [_RULE]

    def _address(self) -> list[_Line]:
        large = 15.0 if self._tall else 11.0 if self._big else 9.0
        name, *others = self._label.to
        lines = self._fitted(name, fonts.BOLD, large, large * LEADING)
        for text in others:
            lines += self._fitted(text, fonts.REGULAR, large * OTHERS, large * LEADING * OTHERS)
        if self._label.instructions and self._big:
            lines += self._fitted(self._label.instructions, fonts.MEDIUM, 8, 4.6)
        return lines

    def _parcel(self) -> list[_Line]:
        """Return what is said of the parcel: on a small label its number, its weight and what is collected."""
        label, _ = self._label, self._say.gettext
        if not label.count:
            return []
        rank = _("Parcel {rank}/{count}").format(rank=label.rank, count=label.count)
        weight = f"{self._say.formats.quantity(label.weight_kg)} kg" if label.weight_kg else ""
        facts = "  ·  ".join(part for part in (rank, weight, label.carrier) if part)
        told = [text for text in (facts, label.to_collect) if text]
        if not self._big:
            return [line for text in told for line in self._fitted(text, fonts.SEMIBOLD, 8, 3.5)]
        lines = [_RULE]
        for text in label.references:
            lines += self._fitted(text, fonts.REGULAR, 8, 3.6)
        for text in told:
            lines += self._fitted(text, fonts.BOLD, 14 if self._tall else 10, 6.6 if self._tall else 4.7)
        return lines

    @property
    def _codes_height(self) -> float:
        """What the bar codes of a parcel take, with the room over them."""
        if not self._label.count:
            return 0.0
        if not self._big:
            return 9.6
        if not self._tall:
            return 12.4
        return 46.0 if self._label.sscc else 21.0

    def _codes(self) -> None:
        label = self._label
        if not self._big:
            self._bar(f"{label.number}-{label.rank}", self._bottom + 2.6, 6.0, label.number)
            return
        height = 16.0 if self._tall else 8.0
        if label.sscc:
            shown = f"(00) {label.sscc}"
            self._bar(f"{_FNC1}00{label.sscc}", self._bottom + 3.0, height, shown)
        if not label.sscc or self._tall:
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

    def _fitted(self, text: str, font: str, size: float, leading: float) -> list[_Line]:
        """Return a text a little smaller where it is too wide, then on as many lines as it takes."""
        shown, limit = fonts.printable(text), self._width * mm
        fit = fonts.fitted(shown, font, size, limit, size * SMALLEST)
        # A tenth of a point of grace: at the size that just fits, the width is the limit but for its last digits.
        return [_Line(line, font, fit, leading * fit / size) for line in fonts.wrap(shown, font, fit, limit + 0.1)]
