"""The embedded typeface of the documents, the widths of its texts and how they wrap."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol, cast

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from adv_desktop.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REGULAR = "InterDoc"
MEDIUM = "InterDoc-Medium"
SEMIBOLD = "InterDoc-SemiBold"
BOLD = "InterDoc-Bold"

_FILES = {REGULAR: "Regular", MEDIUM: "Medium", SEMIBOLD: "SemiBold", BOLD: "Bold"}
# Break after a space (never a no-break one, nor one beside the sign that French sets it off from), or after a hyphen or
# slash that a letter follows.
_BREAKS = re.compile(r".*?(?:(?<!«) +(?![ :;?!»%€])|[\-/](?=[^\W\d_])|$)")
# The narrow no-break space of the figures is too narrow in this face: it takes the width of a space.
_NARROW, _SPACE = 0x202F, 0x20


@cache
def register() -> None:
    """Make the four weights known to reportlab, once a process."""
    # Binary streams: base 85 makes the files a quarter larger and is slow in Python.
    rl_config.useA85 = 0
    for name, weight in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resource(f"fonts/documents/Inter-{weight}.ttf"))))


class _Face(Protocol):
    """The part of reportlab's TrueType face that is used here; its stubs do not name it."""

    charWidths: Mapping[int, float]  # noqa: N815 (reportlab's name)
    charToGlyph: Mapping[int, int]  # noqa: N815 (reportlab's name)
    defaultWidth: float  # noqa: N815 (reportlab's name)


def _face(font: str) -> _Face:
    register()
    return cast("TTFont", pdfmetrics.getFont(font)).face


@cache
def _widths(font: str) -> tuple[Mapping[int, float], float]:
    face = _face(font)
    return {**face.charWidths, _NARROW: face.charWidths[_SPACE]}, face.defaultWidth


@lru_cache(maxsize=8192)
def width(text: str, font: str, size: float) -> float:
    """Return the width of a text in points."""
    widths, default = _widths(font)
    return sum(widths.get(code, default) for code in map(ord, text)) * size / 1000


@cache
def _glyphs(font: str) -> Mapping[int, int]:
    return _face(font).charToGlyph


@lru_cache(maxsize=8192)
def printable(text: str) -> str:
    """Return the text without control characters, letters outside the font reduced to their base letter."""
    glyphs = _glyphs(REGULAR)
    text = text.replace("\u202f", "\u00a0")
    if all(code in glyphs for code in map(ord, text)):
        return text
    return "".join(_shown(letter, glyphs) for letter in unicodedata.normalize("NFC", text))


def _shown(letter: str, glyphs: Mapping[int, int]) -> str:
    if ord(letter) in glyphs:
        return letter
    if unicodedata.category(letter).startswith("Z") or letter in "\t\n\r":
        return " "
    if unicodedata.category(letter).startswith("C"):
        return ""
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if ord(part) in glyphs)
    return base or "?"


@lru_cache(maxsize=4096)
def wrap(text: str, font: str, size: float, limit: float) -> tuple[str, ...]:
    """Break a text into lines no wider than `limit` points; a word wider than the line is cut."""
    if "\n" not in text:
        text = printable(text)
        if width(text, font, size) <= limit:
            return (text,) if text else ()

    def measure(piece: str) -> float:
        return width(piece, font, size)

    return tuple(
        line for paragraph in text.splitlines() for line in _wrapped(printable(paragraph.strip()), measure, limit)
    )


def _wrapped(text: str, measure: Callable[[str], float], limit: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _BREAKS.findall(text):
        if not line or measure((line + piece).rstrip(" ")) <= limit:
            line += piece
        else:
            lines.append(line.rstrip(" "))
            line = piece
        while len(line) > 1 and measure(line.rstrip(" ")) > limit:
            cut = _longest(line, measure, limit)
            lines.append(line[:cut])
            line = line[cut:]
    if line.strip(" "):
        lines.append(line.rstrip(" "))
    return lines


def _longest(text: str, measure: Callable[[str], float], limit: float) -> int:
    count = 1
    while count < len(text) and measure(text[: count + 1]) <= limit:
        count += 1
    return count


def fitted(text: str, font: str, size: float, limit: float, smallest: float) -> float:
    """Return the largest size ≤ `size` at which the text fits, not under `smallest`."""
    needed = width(text, font, size)
    return size if needed <= limit else max(smallest, size * limit / needed)
