"""The icons of resources/icons, drawn in a colour token of the current theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from adv_desktop.paths import resource
from adv_desktop.ui.theme import theme


def pixmap(name: str, color: str = "text", size: int = 16) -> QPixmap:
    """Return an icon of `size` px (at 100 % zoom) in a colour token."""
    screen = QGuiApplication.primaryScreen()
    return _drawn(name, theme().token(color), theme().px(size), screen.devicePixelRatio())


def icon(name: str, color: str = "text", size: int = 16) -> QIcon:
    """Return the same as a QIcon."""
    return QIcon(pixmap(name, color, size))


def logo(size: int = 24) -> QPixmap:
    """Return the mark of the program."""
    return pixmap("logo", "accent", size)


@cache
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def _drawn(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    text = _source(name).replace("currentColor", colour).replace("onColor", theme().token("on_accent"))
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
