"""Pages of a PDF as images. One call of PDFium at a time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage

from adv_desktop.services.pdfium import ONE_AT_A_TIME

POINTS_PER_INCH = 72
PIXELS_PER_INCH = 96


@dataclass(frozen=True, slots=True)
class PageSize:
    """The width and the height of a page in pixels at 100 %."""

    width: float
    height: float


def page_sizes(pdf: bytes) -> tuple[PageSize, ...] | None:
    """Return the sizes of all pages; None when this is no PDF that can be read (broken, or with a password)."""
    from pypdfium2 import PdfDocument, PdfiumError

    scale = PIXELS_PER_INCH / POINTS_PER_INCH
    with ONE_AT_A_TIME:
        try:
            document = PdfDocument(pdf)
        except PdfiumError:
            return None
        try:
            sizes = [document.get_page_size(place) for place in range(len(document))]
        finally:
            document.close()
    return tuple(PageSize(width * scale, height * scale) for width, height in sizes)


def page_image(pdf: bytes, place: int, zoom: float) -> QImage:
    """Draw a page; zoom 1 is its natural size on a screen of 96 pixels an inch."""
    from pypdfium2 import PdfDocument

    with ONE_AT_A_TIME:
        document = PdfDocument(pdf)
        try:
            page = document[place]
            bitmap = page.render(scale=zoom * PIXELS_PER_INCH / POINTS_PER_INCH, prefer_bgrx=True)
            shape = (bitmap.width, bitmap.height, bitmap.stride)
            # The copy owns its pixels; those of the bitmap go with it.
            image = QImage(bytes(bitmap.buffer), *shape, QImage.Format.Format_RGB32).copy()
            bitmap.close()
        finally:
            document.close()
    return image
