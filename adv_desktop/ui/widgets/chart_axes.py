"""Charts on two axes. Importing this module imports pyqtgraph, which takes half a second: see charts.py."""

from __future__ import annotations

import math
from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QToolTip, QWidget

from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.chart_data import GROUP_WIDTH, Bars, Drawing, Line, Mark, shown_places, spread

PALE = "s2"
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class _SideAxis(pg.AxisItem):  # type: ignore[misc]
    """Texts beside values, moved apart where they would touch."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.marks: list[Mark] = []

    def show_marks(self, marks: list[Mark], font: QFont) -> None:
        """Write these texts and be as wide as they need."""
        self.marks, self.text_font = marks, font
        metrics = QFontMetricsF(font)
        widest = max((metrics.horizontalAdvance(mark.text) for mark in marks), default=0.0)
        self.setWidth(math.ceil(widest) + theme().px(8))
        self.picture = None
        self.update()

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        low, high = self.linkedView().viewRange()[1]
        area = QRectF(0, 0, self.size().width(), self.size().height())
        painter.setFont(self.text_font)
        gap = QFontMetricsF(self.text_font).height()
        wanted = [area.height() * (1 - (mark.value - low) / (high - low)) for mark in self.marks]
        left = self.orientation == "left"
        side = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
        shift = theme().px(6)
        for mark, middle in zip(self.marks, spread(wanted, gap, 0, area.height()), strict=True):
            box = QRectF(0 if left else shift, middle - gap / 2, area.width() - shift, gap)
            painter.setPen(theme().color(mark.colour))
            painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), mark.text)


class _LabelAxis(pg.AxisItem):  # type: ignore[misc]
    """The labels under a chart: thinned out, or on two lines, so that none touches another."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.labels: list[str] = []
        self.wrapped = False

    def show_labels(self, labels: list[str], wrapped: bool) -> None:
        """Write a label under each place."""
        self.labels, self.wrapped = labels, wrapped
        lines = 2 if wrapped else 1
        self.setHeight(round(QFontMetricsF(theme().font("small")).height() * lines) + theme().px(8))
        self.update()

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        low, high = self.linkedView().viewRange()[0]
        slot = self.size().width() / (high - low)
        metrics = QFontMetricsF(theme().font("small"))
        widest = max((metrics.horizontalAdvance(label) for label in self.labels), default=0.0) + theme().px(8)
        places = range(len(self.labels)) if self.wrapped else shown_places(len(self.labels), slot, widest)
        painter.setPen(theme().color("muted"))
        painter.setFont(theme().font("small"))
        room = self.size().width() - widest
        for place in places:
            middle = (place - low) * slot
            if self.wrapped:
                column = QRectF(middle - slot / 2, theme().px(5), slot, self.size().height())
                self._write_wrapped(painter, column, place)
                continue
            left = max(0.0, min(room, middle - widest / 2))
            last = place == len(self.labels) - 1
            if last:
                painter.setFont(theme().font("badge"))
                painter.setPen(theme().color("text"))
            if last or left + widest <= min(room, self.size().width() - slot / 2 - widest / 2):
                painter.drawText(
                    QRectF(left, theme().px(5), widest, metrics.height()), int(_CENTRE), self.labels[place]
                )

    def _write_wrapped(self, painter: QPainter, box: QRectF, place: int) -> None:
        metrics, room = painter.fontMetrics(), int(box.width()) - theme().px(2)
        for line in two_lines(self.labels[place], lambda text: metrics.horizontalAdvance(text) <= room):
            painter.drawText(box, int(_CENTRE), metrics.elidedText(line, Qt.TextElideMode.ElideRight, room))
            box.translate(0, metrics.height())


def two_lines(label: str, fits: Callable[[str], bool]) -> list[str]:
    """Break a label once, at the last space before which it fits."""
    words = label.split(" ")
    if fits(label) or len(words) == 1:
        return [label]
    cut = max((at for at in range(1, len(words)) if fits(" ".join(words[:at]))), default=1)
    return [" ".join(words[:cut]), " ".join(words[cut:])]


def _room(drawing: Drawing) -> tuple[float, float]:
    """Return the ends of the axis, with room for the dots that lie on them."""
    scale = drawing.scale
    margin = (scale.high - scale.low) * 0.04
    return (scale.low if drawing.bars else scale.low - margin), scale.high + margin


class AxisChart(pg.PlotWidget):  # type: ignore[misc]
    """Bars and lines over labels; a place is chosen with the mouse or with Left, Right and Enter."""

    point_clicked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        left, right, bottom = _SideAxis("left"), _SideAxis("right"), _LabelAxis()
        super().__init__(parent, background=None, axisItems={"left": left, "right": right, "bottom": bottom})
        self._left, self._right, self._bottom = left, right, bottom
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMinimumSize(theme().px(160), theme().px(120))
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.layout.setContentsMargins(0, theme().px(8), 0, 0)
        self._box = plot.getViewBox()
        self._box.setBorder(None)
        self._drawing: Drawing | None = None
        self._place: int | None = None
        self._spot = QGraphicsRectItem()

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw, in the colours and sizes of now."""
        self._drawing, self._place = drawing, None
        plot = self.getPlotItem()
        plot.clear()
        self.setBackground(theme().color("surface"))
        for place, bars in enumerate(drawing.bars):
            self._draw_bars(bars, place)
        self._draw_grid(drawing)
        for line in drawing.lines:
            self._draw_line(line)
        self._spot = QGraphicsRectItem()
        self._spot.setPen(Qt.PenStyle.NoPen)
        self._spot.setZValue(-30)
        self._box.addItem(self._spot, ignoreBounds=True)
        self._box.setRange(xRange=(-0.5, max(len(drawing.labels), 1) - 0.5), yRange=_room(drawing), padding=0)
        self._left.show_marks(list(drawing.left), theme().font("small"))
        plot.showAxis("right", bool(drawing.right))
        own = any(mark.colour != "muted" for mark in drawing.right)
        self._right.show_marks(list(drawing.right), theme().font("badge" if own else "small"))
        self._bottom.show_labels(list(drawing.labels), drawing.wrapped)
        plot.layout.activate()
        self.setAccessibleDescription("\n".join(drawing.spoken(place) for place in range(len(drawing.labels))))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSize())

    def place_at(self, x: float) -> int | None:
        """Return the place under a pixel of the widget."""
        place = round(self._abscissa(QPointF(x, 0)))
        return place if self._drawing and 0 <= place < len(self._drawing.labels) else None

    def pixel_of(self, place: int) -> QPointF:
        """Return the pixel in the middle of a place."""
        area = self._box.sceneBoundingRect()
        return QPointF(self._box.mapViewToScene(QPointF(place, 0)).x(), area.center().y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and self.place_at(event.position().x()) is not None:
            self._choose(self._abscissa(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().x())
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)
        if place != self._place:
            self._go(place)
            if place is not None and self._drawing:
                QToolTip.showText(event.globalPosition().toPoint(), self._drawing.spoken(place), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: object) -> None:
        self._go(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._go(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        count = len(self._drawing.labels) if self._drawing else 0
        if count and event.key() in steps:
            start = count if self._place is None and event.key() == Qt.Key.Key_Left else -1
            place = (start if self._place is None else self._place) + steps[Qt.Key(event.key())]
            self._go(max(0, min(count - 1, place)))
            self._tell()
        elif self._place is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self._place)
        else:
            event.ignore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        if self._drawing is not None and self._drawing.inside and self._drawing.bars:
            self._write_inside(painter, self._drawing)
        if self.hasFocus():
            painter.setPen(QPen(theme().color("accent"), theme().px(1)))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(0.5, 0.5, -1, -1))

    def _abscissa(self, point: QPointF) -> float:
        return float(self._box.mapSceneToView(self.mapToScene(point.toPoint())).x())

    def _choose(self, x: float) -> None:
        key = self._drawing.key_at(x) if self._drawing else None
        if key is not None:
            self.point_clicked.emit(key)

    def _go(self, place: int | None) -> None:
        self._place = place
        if place is None or self._drawing is None:
            self._spot.setRect(QRectF())
            return
        low, high = _room(self._drawing)
        self._spot.setBrush(theme().color("surface2"))
        self._spot.setRect(QRectF(place - 0.5, low, 1, high - low))

    def _tell(self) -> None:
        if self._drawing and self._place is not None:
            spot = self.viewport().mapToGlobal(self.pixel_of(self._place).toPoint())
            QToolTip.showText(spot, self._drawing.spoken(self._place), self)

    def _draw_grid(self, drawing: Drawing) -> None:
        for step in drawing.scale.steps:
            line = pg.InfiniteLine(step, angle=0, pen=pg.mkPen(theme().color("line"), width=1))
            line.setZValue(-20)
            self.getPlotItem().addItem(line, ignoreBounds=True)

    def _draw_bars(self, bars: Bars, at: int) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        width = GROUP_WIDTH / len(drawing.bars)
        places = [place for place, value in enumerate(bars.values) if value is not None]
        first = -GROUP_WIDTH / 2 + (at + 0.5) * width
        self.getPlotItem().addItem(
            pg.BarGraphItem(
                x=[place + first for place in places],
                height=[bars.values[place] for place in places],
                width=width * 0.9,
                pen=None,
                brushes=[self._bar_colour(bars, place) for place in places],
            )
        )

    def _bar_colour(self, bars: Bars, place: int) -> QColor:
        pale = self._drawing is not None and self._drawing.pale_from is not None and place >= self._drawing.pale_from
        return theme().color(PALE if pale else bars.colour)

    def _draw_line(self, line: Line) -> None:
        colour = theme().color(line.colour)
        values = [math.nan if value is None else value for value in line.values]
        style = Qt.PenStyle.DashLine if line.dashed else Qt.PenStyle.SolidLine
        ring = pg.mkPen(theme().color("surface"), width=theme().px(1))
        dots = {"symbol": "o", "symbolBrush": colour, "symbolSize": theme().px(7), "symbolPen": ring}
        item = pg.PlotDataItem(
            list(range(len(values))),
            values,
            pen=pg.mkPen(colour, width=theme().px(2), style=style),
            connect="finite",
            antialias=True,
            **({} if line.dashed else dots),
        )
        self.getPlotItem().addItem(item)

    def _write_inside(self, painter: QPainter, drawing: Drawing) -> None:
        bars, font = drawing.bars[0], theme().font("badge")
        height, gap = QFontMetricsF(font).height(), theme().px(3)
        painter.setFont(font)
        for place, value in enumerate(bars.values):
            if not value:
                continue
            foot = self._box.mapViewToScene(QPointF(place, 0))
            tall = foot.y() - self._box.mapViewToScene(QPointF(place, value)).y()
            within = tall > height + 2 * gap
            pale = drawing.pale_from is not None and place >= drawing.pale_from
            painter.setPen(theme().color("text" if pale or not within else "on_accent"))
            top = foot.y() - gap - height - (0 if within else tall)
            painter.drawText(QRectF(foot.x() - 40, top, 80, height), int(_CENTRE), drawing.unit(value))
