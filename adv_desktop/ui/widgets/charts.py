"""A chart in its card.

The plotting library takes half a second to import, so a thread does it, before or while the card is first seen;
rankings are painted at once.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.chart_data import (
    BarLineData,
    Bars,
    ChartData,
    Line,
    LinesData,
    ParetoData,
    RankData,
    StackData,
    drawing,
)
from adv_desktop.ui.widgets.chart_rows import RowsChart

if TYPE_CHECKING:
    from adv_desktop.ui.widgets.chart_axes import AxisChart

_AXES = "adv_desktop.ui.widgets.chart_axes"
LEAST_HEIGHT, LEAST_TITLE, TITLE_SHARE = 150, 100, 100


class _Library(QObject):
    """The plotting library, imported once by a thread of its own."""

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.loaded = False
        self._started = False

    def load(self) -> None:
        """Start to import it, unless that was done."""
        if not self._started:
            self._started = True
            threading.Thread(target=self._import, name="charts", daemon=True).start()

    def _import(self) -> None:
        import_module(_AXES)
        self.loaded = True
        self.ready.emit()


@cache
def _library() -> _Library:
    return _Library()


def prepare_charts() -> None:
    """Import the plotting library in the background, so that the first chart is drawn at once."""
    _library().load()


class ChartCard(Card):
    """A title, links to the definition, the rows and Excel, a legend and a chart."""

    point_clicked = Signal(object)
    definition_asked = Signal()
    rows_asked = Signal()
    excel_asked = Signal()

    def __init__(self, title: str, sub: str = "", *, definition: bool = True) -> None:
        super().__init__(title, sub)
        self.title.setWordWrap(True)
        self.title.setMinimumWidth(theme().px(LEAST_TITLE))
        self.sub.setWordWrap(True)
        self.header_row.setStretch(0, TITLE_SHARE)
        self._data: ChartData | None = None
        self._axes: AxisChart | None = None
        self._waiting = False
        self._add_links(definition)
        self._legend = Legend(self)
        self._empty = text_label(_("Nothing to show for this period."), "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rows = RowsChart(title, self)
        self._rows.point_clicked.connect(self.point_clicked)
        self._room = QWidget(self)
        self.body.addWidget(self._legend)
        for part in (self._rows, self._empty, self._room):
            self.body.addWidget(part, 1)
            part.hide()
        self._room.setMinimumHeight(theme().px(LEAST_HEIGHT))
        theme().changed.connect(self._on_theme_changed)

    def show_chart(self, data: ChartData) -> None:
        """Show figures; they are drawn when the card is seen."""
        self._data = data
        self._legend.show_series(_legend(data))
        if self.isVisible():
            self._draw()

    @property
    def drawn(self) -> bool:
        """Whether the figures are on screen, and not still waiting for the plotting library."""
        return self._data is not None and not self._waiting and self._room.isHidden()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _add_links(self, definition: bool) -> None:
        links = [(_("Definition"), self.definition_asked)] if definition else []
        links += [(_("Rows"), self.rows_asked), (_("Excel"), self.excel_asked)]
        for text, signal in links:
            name = f"{text} – {self.title.text()}"
            self.header_row.addWidget(Button(text, "link", name=name, on_click=signal.emit))

    def _draw(self) -> None:
        data = self._data
        if data is None:
            return
        empty = _is_empty(data)
        self._empty.setVisible(empty)
        self._rows.setVisible(not empty and isinstance(data, RankData | StackData))
        if isinstance(data, RankData | StackData):
            self._room.hide()
            self._rows.show_rows(data)
        elif not empty and self._axes is None:
            self._wait()
        elif not empty:
            self._draw_axes(data)
        if self._axes is not None:
            self._axes.setVisible(not empty and not isinstance(data, RankData | StackData))

    def _draw_axes(self, data: BarLineData | LinesData | ParetoData) -> None:
        if self._axes is not None:
            self._room.hide()
            self._axes.show_drawing(drawing(data))

    def _wait(self) -> None:
        """Make the axes after the page is painted, one card at a time."""
        self._room.show()
        if self._waiting:
            return
        self._waiting = True
        if _library().loaded:
            QTimer.singleShot(0, self, self._on_ready)
        else:
            _library().ready.connect(self._on_ready)
            _library().load()

    def _on_ready(self) -> None:
        if not self._waiting:
            return
        from adv_desktop.ui.widgets.chart_axes import AxisChart

        self._waiting = False
        self._axes = AxisChart(self.title.text(), self)
        self._axes.point_clicked.connect(self.point_clicked)
        self.body.addWidget(self._axes, 1)
        self._draw()

    def _on_theme_changed(self) -> None:
        self._room.setMinimumHeight(theme().px(LEAST_HEIGHT))
        self._legend.updateGeometry()
        if self.isVisible():
            self._draw()


class Legend(QWidget):
    """The names of the series with their colours, on as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: list[Bars | Line] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_series(self, series: list[Bars | Line]) -> None:
        """Name these series."""
        self._series = series
        self.setVisible(bool(series))
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        return int(self._places(width)[-1].bottom()) + 1 if self._series else 0

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), self.heightForWidth(max(self.width(), theme().px(200))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("secondary"))
        for series, box in zip(self._series, self._places(self.width()), strict=True):
            _paint_sign(painter, box, series)
            painter.setPen(theme().color("muted"))
            text = box.adjusted(theme().px(18 if isinstance(series, Line) else 16), 0, 0, 0)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), series.name)
        painter.end()

    def _places(self, width: int) -> list[QRectF]:
        metrics, look = QFontMetrics(theme().font("secondary")), theme()
        left, top, high = 0.0, 0.0, look.px(18)
        found: list[QRectF] = []
        for series in self._series:
            wide = metrics.horizontalAdvance(series.name) + look.px(18)
            if found and left + wide > width:
                left, top = 0.0, top + high
            found.append(QRectF(left, top, wide, high))
            left += wide + look.px(14)
        return found


def _paint_sign(painter: QPainter, box: QRectF, series: Bars | Line) -> None:
    colour, look, middle = theme().color(series.colour), theme(), box.center().y()
    if isinstance(series, Bars):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(box.left(), middle - look.px(5), look.px(10), look.px(10)), 2, 2)
        return
    style = Qt.PenStyle.DashLine if series.dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colour, look.px(2), style))
    painter.drawLine(int(box.left()), int(middle), int(box.left()) + look.px(13), int(middle))


def _legend(data: ChartData) -> list[Bars | Line]:
    if isinstance(data, RankData):
        return []
    if isinstance(data, StackData):
        return list(data.parts)
    shown = drawing(data)
    return [*shown.bars, *shown.lines]


def _is_empty(data: ChartData) -> bool:
    if isinstance(data, RankData | ParetoData):
        return not data.rows
    if isinstance(data, StackData):
        return not data.labels
    shown: list[Bars | Line] = [*(data.bars if isinstance(data, BarLineData) else ()), *data.lines]
    return not any(value is not None for series in shown for value in series.values)
