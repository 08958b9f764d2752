"""Papers as a scanner gives them back: drawn with few dots, askew, upside down, with specks."""

from __future__ import annotations

import random
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter


def scanned(pdf: bytes, page: int = 0, *, dots: int = 200, askew: float = 0.0, noise: int = 24) -> Image.Image:
    """Return a page as a scanner sees it; `noise` is how far a grey may be off."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=dots / 72).to_pil().convert("L")
    turned = image.rotate(askew, Image.Resampling.BICUBIC, expand=abs(askew) % 180 == 90, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    drawn = random.Random(7)
    specks = Image.frombytes("L", (256, 256), bytes(drawn.randrange(noise) for _ in range(256 * 256)))
    ground = Image.new("L", soft.size)
    for left in range(0, soft.width, 256):
        for top in range(0, soft.height, 256):
            ground.paste(specks, (left, top))
    return ImageChops.subtract(soft, ground)


def blank() -> Image.Image:
    """Return a page without anything on it."""
    return Image.new("L", (1240, 1754), 250)


def as_pdf(path: Path, *pages: Image.Image, dots: int = 200) -> Path:
    """Write pages as a scanner's PDF."""
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=dots)
    return path


def as_picture(path: Path, page: Image.Image, *others: Image.Image, dots: int = 200) -> Path:
    """Write pages as JPEG, PNG or a TIFF of several pages."""
    kinds = {".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF", ".tiff": "TIFF"}
    more = {"save_all": True, "append_images": others} if others else {}
    page.save(path, kinds[path.suffix], dpi=(dots, dots), **more)
    return path
