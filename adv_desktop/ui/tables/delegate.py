"""Draw the cells of a list: text, state pills, warning icons, links, two lines.

A frame has some 200 cells: what is drawn of a text (cut where it is too long, already shaped) is kept, colours
and sizes are taken from the theme once, and no style is asked.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.tables.columns import Cell, CellLook, Column
from adv_desktop.ui.tables.model import ColumnsModel
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tokens import LIGHT
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import paint_pill, pill_width

_ELIDE = Qt.TextElideMode.ElideRight
_SELECTED = QStyle.StateFlag.State_Selected
PADDING = 8  # at the left and the right of a cell, at 100 %
_KEPT_TEXTS = 8_000
_KEPT_PILLS = 500

_Index = QModelIndex | QPersistentModelIndex


class _Text:
    """A text that is shaped once and drawn often."""

    __slots__ = ("height", "static", "width")

    def __init__(self, text: str, font: QFont, room: int) -> None:
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text)
        if width > room:
            text = metrics.elidedText(text, _ELIDE, room)
            width = metrics.horizontalAdvance(text)
        self.static = QStaticText(text)
        self.static.setTextFormat(Qt.TextFormat.PlainText)
        self.static.prepare(font=font)
        self.width = width
        self.height = metrics.height()


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a `ColumnsModel` from its `CellLook`s, without asking role by role."""

    def __init__(self, model: ColumnsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._texts: dict[tuple[str, str, int], _Text] = {}
        self._pills: dict[tuple[str, Tone, int, float], QPixmap] = {}
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        theme().changed.connect(self._on_theme)
        self._on_theme()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        section = index.column()
        column = self._model.columns[section]
        look = self._model.look(index.row(), section)
        box: QRect = option.rect
        self._paint_ground(painter, option, section, look.ground)
        inner = box.adjusted(self._padding, 0, -self._padding, 0)
        if column.cell is Cell.PILL:
            self._paint_pill(painter, inner, look)
        elif column.cell is Cell.TWO_LINES:
            self._paint_two(painter, inner, look)
        else:
            self._paint_text(painter, inner, column, look)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        column = self._model.columns[index.column()]
        look = self._model.look(index.row(), index.column())
        if column.cell is Cell.PILL:
            wide: float = pill_width(look.text)
        else:
            texts = (("strong" if column.bold else "body", look.text), ("secondary", look.second))
            wide = max(QFontMetricsF(self._fonts[role]).horizontalAdvance(text) for role, text in texts)
        icon = self._icon + self._gap if look.icon else 0
        return QSize(round(wide) + icon + 2 * self._padding + 4, theme().row_height)

    def _on_theme(self) -> None:
        look = theme()
        self._texts.clear()
        self._pills.clear()
        self._colors = {name: look.color(name) for name in LIGHT}
        self._fonts = {role: look.font(role) for role in ("body", "strong", "secondary")}
        self._padding, self._icon, self._gap = look.px(PADDING), look.px(16), look.px(6)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, section: int, ground: Tone | None = None
    ) -> None:
        box: QRect = option.rect
        if ground is not None:
            painter.fillRect(box, self._colors[ground.ground])
        if option.state & _SELECTED:
            if ground is None:
                painter.fillRect(box, self._colors["sel"])
            if _is_first(option.widget, section):
                painter.fillRect(box.left(), box.top(), theme().px(3), box.height(), self._colors["accent"])
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._colors["line"])

    def _paint_pill(self, painter: QPainter, box: QRect, look: CellLook) -> None:
        if not look.text:
            return
        drawn = self._pill(look, box.width() + theme().px(8), painter.device().devicePixelRatioF())
        top = box.top() + (box.height() - theme().px(22)) // 2
        painter.drawPixmap(box.left() - theme().px(2), top, drawn)

    def _pill(self, look: CellLook, room: int, ratio: float) -> QPixmap:
        tone = look.tone or Tone.NEUTRAL
        key = (look.text, tone, room, ratio)
        drawn = self._pills.get(key)
        if drawn is None:
            if len(self._pills) > _KEPT_PILLS:
                self._pills.clear()
            box = QRectF(0, 0, min(pill_width(look.text), room), theme().px(22))
            drawn = self._pills[key] = QPixmap(round(box.width() * ratio), round(box.height() * ratio))
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            paint_pill(painter, box, look.text, tone)
            painter.end()
        return drawn

    def _paint_two(self, painter: QPainter, box: QRect, look: CellLook) -> None:
        half = box.height() // 2 if look.second else box.height()
        shift = theme().px(3) if look.second else 0
        first = QRect(box.left(), box.top() + shift, box.width(), half - shift)
        self._write(painter, first, look.text, ("body", look.tone.value if look.tone else "text"))
        if look.second:
            second = QRect(box.left(), box.top() + half - shift, box.width(), box.height() - half)
            self._write(painter, second, look.second, ("secondary", "muted"))

    def _paint_text(self, painter: QPainter, box: QRect, column: Column[object], look: CellLook) -> None:
        color = look.tone.value if look.tone else "accent" if column.cell is Cell.LINK else "text"
        role = "strong" if column.bold else "body"
        if look.icon:
            box = self._paint_icon(painter, box, column, look)
        self._write(painter, box, look.text, (role, color), right=column.right)

    def _paint_icon(self, painter: QPainter, box: QRect, column: Column[object], look: CellLook) -> QRect:
        left, place = box.left(), self._icon + self._gap
        if column.right:
            text = self._text("strong" if column.bold else "body", look.text, box.width() - place)
            left = max(left, box.right() - round(text.width) - place)
        top = box.top() + (box.height() - self._icon) // 2
        painter.drawPixmap(left, top, pixmap(look.icon or "", (look.tone or Tone.NEUTRAL).value))
        return box.adjusted(place, 0, 0, 0)

    def _write(self, painter: QPainter, box: QRect, text: str, style: tuple[str, str], *, right: bool = False) -> None:
        role, color = style
        shaped = self._text(role, text, box.width())
        painter.setFont(self._fonts[role])
        painter.setPen(self._colors[color])
        left = box.left() + box.width() - shaped.width if right else float(box.left())
        painter.drawStaticText(QPointF(left, box.top() + (box.height() - shaped.height) / 2), shaped.static)

    def _text(self, role: str, text: str, room: int) -> _Text:
        key = (role, text, room)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.clear()
            found = self._texts[key] = _Text(text, self._fonts[role], room)
        return found


def _is_first(view: QWidget | None, section: int) -> bool:
    return isinstance(view, QTableView) and view.horizontalHeader().visualIndex(section) == 0
