"""Horizontal bars: one row a customer, an age, a carrier. Painted by hand: eight rows need no plotting library."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from adv_desktop.services.formats import NO_BREAK_SPACE
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.chart_data import RankData, StackData

ROW, BAR = 28, 11
MOST_LABEL = 0.42
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Row:
    key: object
    label: str
    text: str
    parts: tuple[tuple[float, str], ...]

    @property
    def total(self) -> float:
        return sum(length for length, _colour in self.parts)


class RowsChart(QWidget):
    """Rows with a bar; one is chosen with the mouse or with Up, Down and Enter."""

    point_clicked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._place: int | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_rows(self, data: RankData | StackData) -> None:
        """Draw the rows of a ranking or of stacked bars."""
        self._rows = _ranked(data) if isinstance(data, RankData) else _stacked(data)
        self._place = None
        self.setAccessibleDescription("\n".join(f"{row.label}{NO_BREAK_SPACE}: {row.text}" for row in self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(ROW) * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), theme().px(20) * max(1, len(self._rows)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(theme().font("secondary"))
        label = max((metrics.horizontalAdvance(row.label) for row in self._rows), default=0.0) + 1
        label = min(label, self.width() * MOST_LABEL)
        figures = QFontMetricsF(theme().font("header"))
        text = max((figures.horizontalAdvance(row.text) for row in self._rows), default=0.0) + 1
        longest = max((row.total for row in self._rows), default=0.0) or 1.0
        for place, row in enumerate(self._rows):
            self._paint_row(painter, self._area(place), row, (label, text, longest))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().y())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.point_clicked.emit(self._rows[place].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().y())
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)
        self._go(place)

    def leaveEvent(self, event: QEvent) -> None:
        self._go(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}
        if self._rows and event.key() in steps:
            start = -1 if self._place is None else self._place
            self._go(max(0, min(len(self._rows) - 1, start + steps[event.key()])))
        elif self._place is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.point_clicked.emit(self._rows[self._place].key)
        else:
            event.ignore()

    def _pitch(self) -> float:
        return min(self.height() / max(1, len(self._rows)), theme().px(ROW))

    def _area(self, place: int) -> QRectF:
        return QRectF(0, place * self._pitch(), self.width(), self._pitch())

    def _place_at(self, y: float) -> int | None:
        place = int(y // self._pitch())
        return place if 0 <= place < len(self._rows) else None

    def _go(self, place: int | None) -> None:
        if place != self._place:
            self._place = place
            self.update()

    def _paint_row(self, painter: QPainter, area: QRectF, row: _Row, widths: tuple[float, float, float]) -> None:
        look, (label, text, longest) = theme(), widths
        gap = look.px(16)
        if self._place is not None and row is self._rows[self._place]:
            painter.fillRect(area, look.color("sel" if self.hasFocus() else "surface2"))
        painter.setFont(look.font("secondary"))
        painter.setPen(look.color("text"))
        name = QRectF(area.left(), area.top(), label, area.height())
        cut = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, int(label) + 1)
        painter.drawText(name, int(_LEFT), cut)
        painter.setFont(look.font("header"))
        painter.drawText(area, int(_RIGHT), row.text)
        room = area.width() - label - text - 2 * gap
        high = min(look.px(BAR), area.height() - 2)
        _paint_bar(painter, QRectF(label + gap, area.center().y() - high / 2, max(room, 1.0), high), row, longest)


def _paint_bar(painter: QPainter, track: QRectF, row: _Row, longest: float) -> None:
    radius = theme().px(3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("surface2"))
    painter.drawRoundedRect(track, radius, radius)
    left = track.left()
    for length, colour in row.parts:
        if length <= 0:
            continue
        width = max(track.width() * length / longest, theme().px(3))
        painter.setBrush(theme().color(colour))
        painter.drawRoundedRect(QRectF(left, track.top(), width, track.height()), radius, radius)
        left += width + (1 if len(row.parts) > 1 else 0)


def _ranked(data: RankData) -> list[_Row]:
    return [_Row(key, label, text, ((max(value, 0.0), colour),)) for key, label, value, text, colour in data.rows]


def _stacked(data: StackData) -> list[_Row]:
    return [
        _Row(key, label, total, tuple((part.values[place] or 0.0, part.colour) for part in data.parts))
        for place, (key, label, total) in enumerate(zip(data.keys, data.labels, data.totals, strict=True))
    ]
