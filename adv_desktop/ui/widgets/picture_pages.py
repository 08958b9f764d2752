"""A scanned order as pages: the frames of a picture, each on its sheet."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPageLayout, QPageSize, QPainter, QPdfWriter

MAX_FRAMES = 50
LONGEST = 2400  # pixels: an A4 page at 200 to the inch, sharp enough to read


def pages_of_picture(content: bytes) -> bytes:
    """Return a PDF with a page for each frame of a picture; empty when it cannot be read. Runs in a read thread."""
    frames = list(_frames(content))
    if not frames:
        return b""
    out = QByteArray()
    buffer = QBuffer(out)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(200)
    painter = QPainter()
    for place, frame in enumerate(frames):
        way = QPageLayout.Orientation.Landscape if frame.width() > frame.height() else QPageLayout.Orientation.Portrait
        writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF()))
        if place:
            writer.newPage()
        else:
            painter.begin(writer)
        _draw(painter, frame)
    painter.end()
    buffer.close()
    return bytes(out.data())


def _frames(content: bytes) -> list[QImage]:
    source = QBuffer()
    source.setData(QByteArray(content))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setAutoTransform(True)  # a photograph says which way up it was taken
    frames: list[QImage] = []
    while len(frames) < MAX_FRAMES and not (frame := reader.read()).isNull():
        size = QSize(LONGEST, LONGEST)
        larger = max(frame.width(), frame.height()) > LONGEST
        smooth = Qt.TransformationMode.SmoothTransformation
        frames.append(frame.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth) if larger else frame)
    return frames


def _draw(painter: QPainter, frame: QImage) -> None:
    sheet = painter.viewport()
    size = frame.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect(sheet.topLeft(), size), frame)
