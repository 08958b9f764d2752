"""Logos: whatever image is chosen becomes an RGB PNG without transparency, which every document can print."""

from __future__ import annotations

import io
from pathlib import Path

from adv_desktop.models.errors import DomainError, KnownError

LARGEST_FILE = 20_000_000
LARGEST_SIDE = 1200  # pixels: 300 dpi over 10 cm


def read_logo(path: Path) -> bytes:
    """Return an image file as an RGB PNG on white, made smaller where it is larger than a page needs."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KnownError("file.unreadable", path=str(path), detail=error.strerror or "") from None
    if len(content) > LARGEST_FILE:
        raise DomainError("file.too_large", path=str(path))
    return as_png(content, path.name)


def as_png(content: bytes, name: str) -> bytes:
    """Return image bytes as an RGB PNG on white."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            shown = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise DomainError("logo.not_an_image", file=name) from None
    shown.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    ground = Image.new("RGB", shown.size, "white")
    ground.paste(shown, mask=shown.getchannel("A"))
    made = io.BytesIO()
    ground.save(made, "PNG", optimize=True)
    return made.getvalue()
