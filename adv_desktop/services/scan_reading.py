"""Scanned papers: the pages of a PDF or of a picture, and the bar codes that stand on them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adv_desktop.models.errors import DomainError
from adv_desktop.services.imports.safety import MAX_BYTES, is_picture
from adv_desktop.services.jobs import Progress
from adv_desktop.services.pdfium import ONE_AT_A_TIME

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

SUFFIXES = frozenset(".pdf .png .jpg .jpeg .tif .tiff".split())
MAX_PAGES = 300
SHARP = 300  # dots to the inch that the pages of a PDF are drawn with
COARSE, FINE = 1400, 2600  # pixels of the long side: below it is enlarged, above it is also read made smaller
LONGEST = 5000
POINTS = 72
UNKNOWN_DENSITY = 200  # dots to the inch, where a picture does not say
JPEG_QUALITY = 88
_ORIENTATION = 0x0112  # the tag of a picture that says which way up it was taken


@dataclass(frozen=True, slots=True)
class Scan:
    """A file of scanned pages as a PDF; `codes` are those of each page, `turns` the degrees that set it upright."""

    name: str
    pdf: bytes
    codes: tuple[tuple[str, ...], ...]
    turns: tuple[int, ...]

    def pages(self, numbers: Sequence[int]) -> bytes:
        """Return some of its pages, numbered from 1, as a PDF of their own, upright."""
        return _extract(self.pdf, [(number - 1, self.turns[number - 1]) for number in numbers])


def read_scan(name: str, content: bytes, progress: Progress | None = None) -> Scan:
    """Read the bar codes of every page; raise `scan.wrong_type`, `scan.unreadable` or `scan.too_long`."""
    if len(content) > MAX_BYTES:
        raise DomainError("too_large", file=name, limit=MAX_BYTES // 1024 // 1024)
    if is_picture(content):
        pages = _frames(name, content)
    elif b"%PDF-" in content[:1024]:
        pages = _drawn(name, content)
    else:
        raise DomainError("scan.wrong_type", file=name)
    codes: list[tuple[str, ...]] = []
    turns: list[int] = []
    for page in pages:
        if progress is not None:
            progress.step(len(codes))
        found, turn = _codes_on(page)
        codes.append(found)
        turns.append(turn)
    pdf = _pdf_of_pictures(content) if is_picture(content) else content
    return Scan(name, pdf, tuple(codes), tuple(turns))


def _codes_on(page: Image) -> tuple[tuple[str, ...], int]:
    """Return the texts of the Code 128 on a page and how far it is to be turned; as scanned, then at other sizes."""
    import zxingcpp

    code_128 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    for attempt in _sizes(page):
        found = zxingcpp.read_barcodes(attempt, formats=code_128)
        if found:
            texts = tuple(dict.fromkeys(code.text.strip() for code in found))
            return texts, -round(found[0].orientation / 90) * 90 % 360
    return (), 0


def _sizes(page: Image) -> Iterator[Image]:
    """Yield a page as it is, then made smaller (coarse print, noise) or larger (few dots to a bar)."""
    yield page
    longest = max(page.size)
    if longest > FINE:
        yield page.resize((page.width // 2, page.height // 2))
    if longest > COARSE:
        yield page.reduce(3) if longest > FINE else page.resize((page.width * 3 // 2, page.height * 3 // 2))
    else:
        yield page.resize((page.width * 2, page.height * 2))


def _drawn(name: str, content: bytes) -> Iterator[Image]:
    """Yield the pages of a PDF, drawn sharply enough to be read."""
    from pypdfium2 import PdfDocument, PdfiumError

    with ONE_AT_A_TIME:
        try:
            document = PdfDocument(content)
        except PdfiumError:
            raise DomainError("scan.unreadable", file=name) from None
        count = len(document)
    try:
        if not 0 < count <= MAX_PAGES:
            raise DomainError("scan.too_long", file=name, pages=count, most=MAX_PAGES)
        for place in range(count):
            with ONE_AT_A_TIME:
                page = _draw(document, place)
            yield page
    finally:
        with ONE_AT_A_TIME:
            document.close()


def _draw(document: PdfDocument, place: int) -> Image:
    page: PdfPage = document[place]
    scale = min(SHARP / POINTS, LONGEST / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale, grayscale=True)
    image: Image = bitmap.to_pil().convert("L")
    bitmap.close()
    page.close()
    return image


def _frames(name: str, content: bytes) -> Iterator[Image]:
    """Yield the pages of a picture, upright as its camera says, in greys."""
    from PIL import Image, ImageOps

    count = 0
    try:
        with warnings.catch_warnings(), _opened(content) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            count = getattr(picture, "n_frames", 1)
            if count > MAX_PAGES:
                raise DomainError("scan.too_long", file=name, pages=count, most=MAX_PAGES)
            for place in range(count):
                picture.seek(place)
                yield ImageOps.exif_transpose(picture).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise DomainError("scan.unreadable", file=name) from None


def _opened(content: bytes) -> Image:
    from PIL import Image

    return Image.open(io.BytesIO(content))


def _pdf_of_pictures(content: bytes) -> bytes:
    """Return a PDF with a page for each frame, as large as the paper was; a JPEG keeps its own bytes."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    with _opened(content) as picture:
        for place in range(getattr(picture, "n_frames", 1)):
            picture.seek(place)
            width, height = _points(picture)
            data, turned = _jpeg(picture, content)
            if turned:
                width, height = height, width
            canvas.setPageSize((width, height))
            canvas.drawImage(ImageReader(io.BytesIO(data)), 0, 0, width, height)
            canvas.showPage()
    canvas.save()
    return made.getvalue()


def _points(picture: Image) -> tuple[float, float]:
    across, down = picture.info.get("dpi", (0, 0))
    across, down = (float(one) if one and one > POINTS / 2 else UNKNOWN_DENSITY for one in (across, down))
    return picture.width / across * POINTS, picture.height / down * POINTS


def _jpeg(picture: Image, content: bytes) -> tuple[bytes, bool]:
    """Return a frame as a JPEG, and whether it lay on its side."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    turned = upright.size != picture.size
    sideways = picture.getexif().get(_ORIENTATION, 1) != 1
    if picture.format == "JPEG" and not sideways and picture.mode in {"L", "RGB"}:
        return content, turned
    made = io.BytesIO()
    upright.convert("L" if picture.mode in {"1", "L", "I;16"} else "RGB").save(made, "JPEG", quality=JPEG_QUALITY)
    return made.getvalue(), turned


def _extract(content: bytes, wanted: Sequence[tuple[int, int]]) -> bytes:
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as target:
        for place, turn in wanted:
            target.pages.append(source.pages[place])
            if turn:
                target.pages[-1].rotate(turn, relative=True)
        target.save(made, deterministic_id=True)
    return made.getvalue()
