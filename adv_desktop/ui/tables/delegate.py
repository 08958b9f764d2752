"""Draw the cells of a list: text, state pills, warning icons, links, two lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.tables.columns import Cell, CellLook, Column
from adv_desktop.ui.tables.model import ColumnsModel
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import paint_pill, pill_width

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ELIDE = Qt.TextElideMode.ElideRight
_SELECTED = QStyle.StateFlag.State_Selected
_PADDING = 10

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a `ColumnsModel` from its `CellLook`s, without asking role by role."""

    def __init__(self, model: ColumnsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._metrics: dict[str, QFontMetrics] = {}
        theme().changed.connect(self._metrics.clear)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        column = self._model.columns[index.column()]
        look = self._model.look(index.row(), index.column())
        box: QRect = option.rect
        selected = bool(option.state & _SELECTED)
        painter.save()
        self._paint_ground(painter, box, selected, first=self._is_first(option, index))
        inner = box.adjusted(theme().px(_PADDING), 0, -theme().px(_PADDING), 0)
        if column.cell is Cell.PILL:
            self._paint_pill(painter, inner, look)
        elif column.cell is Cell.TWO_LINES:
            self._paint_two(painter, inner, look)
        else:
            self._paint_text(painter, inner, column, look)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        column = self._model.columns[index.column()]
        look = self._model.look(index.row(), index.column())
        if column.cell is Cell.PILL:
            wide = pill_width(look.text)
        else:
            wide = max(self._width("body", look.text), self._width("secondary", look.second))
        icon = theme().px(22) if look.icon else 0
        return QSize(wide + icon + theme().px(2 * _PADDING + 4), theme().row_height)

    def _is_first(self, option: QStyleOptionViewItem, index: _Index) -> bool:
        view = option.widget
        header = getattr(view, "horizontalHeader", None)
        return bool(header is not None and header().visualIndex(index.column()) == 0)

    def _paint_ground(self, painter: QPainter, box: QRect, selected: bool, *, first: bool) -> None:
        look = theme()
        if selected:
            painter.fillRect(box, look.color("sel"))
            if first:
                painter.fillRect(box.left(), box.top(), look.px(3), box.height(), look.color("accent"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, look.color("line"))

    def _paint_pill(self, painter: QPainter, box: QRect, look: CellLook) -> None:
        if not look.text:
            return
        height = theme().px(22)
        width = min(pill_width(look.text), box.width() + theme().px(8))
        top = box.top() + (box.height() - height) / 2
        ground = QRectF(box.left() - theme().px(2), top, width, height)
        paint_pill(painter, ground, look.text, look.tone or Tone.NEUTRAL)

    def _paint_two(self, painter: QPainter, box: QRect, look: CellLook) -> None:
        half = box.height() // 2 if look.second else box.height()
        shift = theme().px(3) if look.second else 0
        first = QRect(box.left(), box.top() + shift, box.width(), half - shift)
        second = QRect(box.left(), box.top() + half - shift, box.width(), box.height() - half)
        self._write(painter, first, look.text, ("body", look.tone.value if look.tone else "text"), _LEFT)
        self._write(painter, second, look.second, ("secondary", "muted"), _LEFT)

    def _paint_text(self, painter: QPainter, box: QRect, column: Column[object], look: CellLook) -> None:
        token = look.tone.value if look.tone else "accent" if column.cell is Cell.LINK else "text"
        if look.icon:
            box = self._paint_icon(painter, box, column, look, token)
        role = "strong" if column.bold else "body"
        self._write(painter, box, look.text, (role, token), _RIGHT if column.right else _LEFT)

    def _paint_icon(self, painter: QPainter, box: QRect, column: Column[object], look: CellLook, token: str) -> QRect:
        size, gap = theme().px(16), theme().px(6)
        left = box.left()
        if column.right:
            left = max(left, box.right() - self._width("body", look.text) - gap - size)
        painter.drawPixmap(left, box.top() + (box.height() - size) // 2, pixmap(look.icon or "", token))
        return box if column.right else box.adjusted(size + gap, 0, 0, 0)

    def _write(self, painter: QPainter, box: QRect, text: str, style: tuple[str, str], align: int) -> None:
        role, token = style
        painter.setFont(theme().font(role))
        painter.setPen(theme().color(token))
        if self._width(role, text) > box.width():
            text = self._metric(role).elidedText(text, _ELIDE, box.width())
        painter.drawText(box, align, text)

    def _metric(self, role: str) -> QFontMetrics:
        found = self._metrics.get(role)
        if found is None:
            found = self._metrics[role] = QFontMetrics(theme().font(role))
        return found

    def _width(self, role: str, text: str) -> int:
        return self._metric(role).horizontalAdvance(text)
