"""Tiles: one figure each, what it means, and its trend; a click opens the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.format import pair
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Button, IconLabel, clear_layout, set_role, text_label

_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Sparkline(QWidget):
    """A small curve without axes, its last point marked."""

    def __init__(self, values: Sequence[float] = (), color: str = "s1", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values, self._color = tuple(values), color
        self.setFixedHeight(theme().px(22))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_values(self, values: Sequence[float], color: str) -> None:
        """Draw other values."""
        self._values, self._color = tuple(values), color
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedHeight(theme().px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._values) < 2:
            return
        points = self._points()
        curve = QPainterPath(points[0])
        for point in points[1:]:
            curve.lineTo(point)
        ground = QPainterPath(curve)
        ground.lineTo(points[-1].x(), self.height())
        ground.lineTo(points[0].x(), self.height())
        color = theme().color(self._color)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.14)
        painter.fillPath(ground, color)
        painter.setOpacity(1.0)
        painter.setPen(QPen(color, theme().px(1.5)))
        painter.drawPath(curve)
        painter.setBrush(color)
        painter.drawEllipse(points[-1], theme().px(2), theme().px(2))
        painter.end()

    def _points(self) -> list[QPointF]:
        low, high = min(self._values), max(self._values)
        span = (high - low) or 1.0
        edge = theme().px(4)
        step = (self.width() - 2 * edge) / (len(self._values) - 1)
        room = self.height() - 2 * edge
        return [
            QPointF(edge + place * step, edge + room * (1 - (value - low) / span))
            for place, value in enumerate(self._values)
        ]


class Tile(QFrame):
    """A figure with its title; `clicked` opens the rows behind it."""

    clicked = Signal()
    definition_asked = Signal()

    def __init__(
        self,
        title: str,
        figure: str = "",
        sub: str = "",
        *,
        tone: Tone | None = None,
        icon: str = "",
        definition: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title = title
        self._icon = IconLabel(icon, "muted") if icon else None
        self._figure = text_label(figure, "figure")
        self._delta = text_label("", "ok")
        self._sub = text_label(sub, "muted", wrap=definition)
        self._trend = Sparkline()
        self._trend.hide()
        layout = QVBoxLayout(self)
        theme().space(layout, (14, 10, 14, 10), 4)
        layout.addLayout(self._top(definition))
        layout.addLayout(self._middle(definition))
        layout.addWidget(self._trend)
        self.set_figure(figure, sub, tone=tone)

    def set_figure(
        self, figure: str, sub: str = "", *, tone: Tone | None = None, delta: str = "", delta_tone: Tone | None = None
    ) -> None:
        """Show a figure, the line beside it, and how it moved ("▲ 2,3 %")."""
        self._figure.setText(figure)
        self._sub.setText(sub)
        self._delta.setText(delta)
        self._delta.setVisible(bool(delta))
        set_role(self._sub, "role", _role(tone))
        set_role(self._delta, "role", _role(delta_tone))
        if self._icon is not None and tone is not None:
            self._icon.set_icon(self._icon.icon_name, tone.value)
        self.setAccessibleName(pair(self.title, figure))
        self.setAccessibleDescription(" ".join(part for part in (delta, sub) if part))

    def shorten(self) -> None:
        """Leave the figure alone on its line: what stood beside it becomes its tip."""
        self.setToolTip(self._sub.text())
        self._sub.hide()

    def set_trend(self, values: Sequence[float], color: str = "s1") -> None:
        """Draw the last months under the figure."""
        self._trend.set_values(values, color)
        self._trend.show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESS:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def _top(self, definition: bool) -> QHBoxLayout:
        top = QHBoxLayout()
        top.addWidget(text_label(self.title, "label", wrap=definition), 1)
        if definition:
            name = _("Definition")
            top.addWidget(Button(name, "link", name=pair(name, self.title), on_click=self.definition_asked.emit))
        elif self._icon is not None:
            top.addWidget(self._icon)
        return top

    def _middle(self, definition: bool) -> QVBoxLayout | QHBoxLayout:
        line = QHBoxLayout()
        theme().space(line, spacing=8)
        if not definition:
            line.addWidget(self._figure)
        line.addWidget(self._delta)
        line.addWidget(self._sub, int(definition))
        line.addStretch(int(not definition))
        if not definition:
            return line
        both = QVBoxLayout()
        both.addWidget(self._figure)
        both.addLayout(line)
        return both


class TileRow(QWidget):
    """Tiles side by side, some a row."""

    def __init__(self, per_row: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._per_row = per_row
        self._grid = QGridLayout(self)
        theme().space(self._grid, spacing=12)
        self.tiles: list[Tile] = []
        self.hide()

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show other tiles."""
        clear_layout(self._grid)
        self.tiles = list(tiles)
        for place, tile in enumerate(tiles):
            self._grid.addWidget(tile, place // self._per_row, place % self._per_row)
            tile.show()  # at once: a layout shows what it is given one moment later
        for column in range(self._per_row):
            self._grid.setColumnStretch(column, 1)
        self.setVisible(bool(tiles))


def _role(tone: Tone | None) -> str:
    return "muted" if tone in {None, Tone.NEUTRAL, Tone.ACCENT} else str(tone)
