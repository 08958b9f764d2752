"""Drawing on a page with coordinates that run down from its top left corner, in points."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from adv_desktop.models.errors import DomainError
from adv_desktop.services.documents import fonts
from adv_desktop.services.documents.styles import BODY, BORDER, INK
from adv_desktop.services.documents.tags import Element, Role, Tagging

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adv_desktop.services.documents.styles import Side, Style
    from adv_desktop.services.documents.tags import Box, Within

PAGE_WIDTH = 595.276
PAGE_HEIGHT = 841.89
MARGIN = 40.0
LEFT = MARGIN
RIGHT = PAGE_WIDTH - MARGIN
INNER = RIGHT - LEFT

LOGO_PIXELS = 480
_DARK = re.compile(b"\x01+")


@lru_cache(maxsize=64)
def colour(code: str) -> Color:
    """Return the colour of a "#RRGGBB" code."""
    return HexColor(code)


@lru_cache(maxsize=8)
def picture(content: bytes) -> ImageReader:
    """Read a logo, reduced to what print needs, its transparency kept; CMYK becomes RGB."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(content))
        image.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
        return ImageReader(image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise DomainError("document.logo_unreadable") from error


class Pen:
    """A canvas that counts from the top and sends a font or a colour only when it changes."""

    def __init__(self, stream: BinaryIO, language: str, *, marked: bool = True) -> None:
        fonts.register()
        self.canvas = Canvas(
            stream,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.REGULAR,  # type: ignore[arg-type] # a name; the stub asks for a number
            lang="fr-FR" if language == "fr" else "en-GB",
        )
        # A stamp goes unmarked: the page that it is put on says what it is.
        self.tagging = Tagging(self.canvas.addLiteral if marked else lambda _mark: None)
        self.forget()

    def tag(self, role: Role, alt: str = "", scope: str = "", box: Box | None = None) -> Within:
        """Have what is drawn belong to a new element; `box` is where a figure stands, in coordinates from the top."""
        element = Element(role, alt, scope, box=_from_bottom(box) if box else None)
        self.tagging.place(element)
        return self.tagging.within(element)

    def forget(self) -> None:
        """Take nothing for granted: the canvas was used by other code or a page began."""
        self._font: tuple[str, float] | None = None
        self._fill = ""
        self._stroke: tuple[str, float] | None = None

    def next_page(self) -> None:
        """End the page."""
        self.tagging.next_page()
        self.canvas.showPage()
        self.forget()

    def save(self) -> None:
        """Write the file."""
        self.canvas.save()

    def text(self, x: float, y: float, text: str, style: Style = BODY, side: Side = "left") -> None:
        """Write one line with its baseline at y."""
        if not text:
            return
        text = fonts.printable(text)
        if side != "left":
            x -= style.width(text) / (1 if side == "right" else 2)
        if self.tagging.read():
            # Read aloud, the last word of a line and the first of the next are two.
            text, x = f" {text}", x - style.width(" ")
        self._set_font(style.font, style.size)
        self._set_fill(style.fill)
        self.canvas.drawString(x, PAGE_HEIGHT - y, text)

    def lines(self, x: float, y: float, texts: Iterable[str], style: Style = BODY) -> float:
        """Write lines one under the other; return the baseline that would come next."""
        for text in texts:
            self.text(x, y, text, style)
            y += style.leading
        return y

    def box(
        self, x: float, y: float, width: float, height: float, fill: str = "", stroke: str = "", radius: float = 4
    ) -> None:
        """Draw a rectangle whose top left corner is at (x, y)."""
        self.tagging.decorate()
        if fill:
            self._set_fill(fill)
        if stroke:
            self._set_stroke(stroke, 0.6)
        bottom = PAGE_HEIGHT - y - height
        if radius:
            self.canvas.roundRect(x, bottom, width, height, radius, stroke=bool(stroke), fill=bool(fill))
        else:
            self.canvas.rect(x, bottom, width, height, stroke=bool(stroke), fill=bool(fill))

    def rule(self, x: float, y: float, width: float, *, stroke: str = BORDER, line: float = 0.6) -> None:
        """Draw a horizontal line."""
        self.tagging.decorate()
        self._set_stroke(stroke, line)
        self.canvas.line(x, PAGE_HEIGHT - y, x + width, PAGE_HEIGHT - y)

    def upright(self, x: float, y: float, height: float, *, stroke: str = BORDER, line: float = 0.6) -> None:
        """Draw a vertical line down from (x, y)."""
        self.tagging.decorate()
        self._set_stroke(stroke, line)
        self.canvas.line(x, PAGE_HEIGHT - y, x, PAGE_HEIGHT - y - height)

    def dot(self, x: float, y: float, radius: float, *, fill: str, stroke: str) -> None:
        """Draw a filled circle."""
        self.tagging.decorate()
        self._set_fill(fill)
        self._set_stroke(stroke, 1.2)
        self.canvas.circle(x, PAGE_HEIGHT - y, radius, stroke=1, fill=1)

    def image(self, content: bytes, x: float, y: float, width: float, height: float, alt: str) -> float:
        """Draw a logo inside a frame, its shape kept; `alt` says what it shows. Return the width it takes."""
        reader = picture(content)
        pixels = reader.getSize()
        scale = min(width / pixels[0], height / pixels[1])
        drawn = (pixels[0] * scale, pixels[1] * scale)
        with self.tag(Role.FIGURE, alt, box=(x, y, *drawn)):
            self.tagging.read()
            self.canvas.drawImage(reader, x, PAGE_HEIGHT - y - drawn[1], drawn[0], drawn[1], mask="auto")
        return float(drawn[0])

    def modules(self, rows: Sequence[bytes | bytearray], x: float, y: float, side: float, alt: str) -> None:
        """Draw a matrix code: each run of dark modules is one rectangle, in units of a module."""
        step = side / len(rows)
        self._set_fill(INK)
        runs = (
            f"{run.start()} {-number} {run.end() - run.start()} 1 re"
            for number, row in enumerate(rows, 1)
            for run in _DARK.finditer(row)
        )
        # Literal: some 450 rectangles through the path object cost as much as the rest of the page.
        place = f"{step:.4f} 0 0 {step:.4f} {x:.3f} {PAGE_HEIGHT - y:.3f}"
        with self.tag(Role.FIGURE, alt, box=(x, y, side, side)):
            self.tagging.read()
            self.canvas.addLiteral(f"q {place} cm {' '.join(runs)} f Q")

    def across(self, text: str, fill: str) -> None:
        """Write a large word across the middle of the page."""
        self.tagging.read()
        self.canvas.saveState()
        self.canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        self.canvas.rotate(52)
        size = fonts.fitted(text, fonts.BOLD, 110, 640, 30)
        self.canvas.setFont(fonts.BOLD, size)
        self.canvas.setFillColor(colour(fill))
        self.canvas.drawCentredString(0, -size / 3, text)
        self.canvas.restoreState()
        self.forget()

    def _set_font(self, font: str, size: float) -> None:
        if self._font != (font, size):
            self._font = (font, size)
            self.canvas.setFont(font, size)

    def _set_fill(self, code: str) -> None:
        if self._fill != code:
            self._fill = code
            self.canvas.setFillColor(colour(code))

    def _set_stroke(self, code: str, line: float) -> None:
        if self._stroke != (code, line):
            self._stroke = (code, line)
            self.canvas.setStrokeColor(colour(code))
            self.canvas.setLineWidth(line)


def _from_bottom(box: Box) -> Box:
    """Return the corners of (left, top, width, height) the way a PDF counts them."""
    left, top, width, height = box
    return left, PAGE_HEIGHT - top - height, left + width, PAGE_HEIGHT - top
