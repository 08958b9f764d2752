"""The faces and colours of the documents (A4 house style: body 8.2 pt, smallest 6.3 pt)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from adv_desktop.services.documents import fonts

Side = Literal["left", "right", "centre"]

INK = "#18212D"
MUTED = "#566273"
BORDER = "#D8DEE6"
PALE = "#F3F5F8"
WHITE = "#FFFFFF"
AMBER = "#8A4B14"
AMBER_GROUND = "#FFF4DC"


@dataclass(frozen=True, slots=True)
class Style:
    """A face, a size, a colour and the distance between two lines."""

    font: str = fonts.REGULAR
    size: float = 8.2
    fill: str = INK
    leading: float = 10.9

    def width(self, text: str) -> float:
        """Return the width of a text in points."""
        return fonts.width(text, self.font, self.size)

    def wrap(self, text: str, limit: float) -> tuple[str, ...]:
        """Break a text into lines no wider than `limit` points."""
        return fonts.wrap(text, self.font, self.size, limit)

    def joined(self, parts: Iterable[str], limit: float, separator: str = " · ") -> list[str]:
        """Join the parts that say something; one that would make the line wider than `limit` begins another."""
        lines: list[str] = []
        for part in filter(None, parts):
            joined = f"{lines[-1]}{separator}{part}" if lines else part
            if lines and self.width(joined) <= limit:
                lines[-1] = joined
            else:
                lines.extend(self.wrap(part, limit))
        return lines

    def fitted(self, text: str, limit: float, smallest: float) -> Style:
        """Return the style, reduced down to `smallest` when the text would be wider than `limit`."""
        size = fonts.fitted(text, self.font, self.size, limit, smallest)
        return self if size == self.size else replace(self, size=size)

    def scaled(self, scale: float) -> Style:
        """Return the style at another scale."""
        return replace(self, size=self.size * scale, leading=self.leading * scale)

    def coloured(self, fill: str) -> Style:
        """Return the style in another colour."""
        return replace(self, fill=fill)


BODY = Style()
QUIET = Style(fill=MUTED)
STRONG = Style(font=fonts.SEMIBOLD)
NAME = Style(font=fonts.SEMIBOLD, size=9.4, leading=11.4)
HEADING = Style(font=fonts.SEMIBOLD, size=10.4, leading=13)
ASIDE = Style(size=7.7, fill=MUTED, leading=10.4)
SMALL = Style(size=6.9, fill=MUTED, leading=8.8)
SMALL_STRONG = Style(font=fonts.SEMIBOLD, size=6.9, fill=MUTED, leading=8.8)
LEGAL = Style(size=6.3, leading=8.2)
FOOT = Style(size=6.3, fill=MUTED, leading=8.8)
FOOT_STRONG = Style(font=fonts.MEDIUM, size=6.3, fill=MUTED, leading=8.8)


def tint(code: str, strength: float) -> str:
    """Mix a colour with white; `strength` 0 is white, 1 the colour itself."""
    parts = (int(code[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02X}" for part in parts)


def luminance(code: str) -> float:
    """Return the relative luminance of a colour (WCAG 2): 0 black, 1 white."""
    parts = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_on(ground: str) -> str:
    """Return white or ink, whichever reads better on a ground."""
    return WHITE if luminance(ground) < 0.3 else INK


def readable(code: str) -> str:
    """Return the house colour as a text colour on white; ink when it would be too pale to read (4.5:1)."""
    return code if luminance(code) < 0.183 else INK


NUMBER_FONT = fonts.BOLD
