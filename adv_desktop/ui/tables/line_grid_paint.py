"""How a cell of the line grid is drawn: text in a tone, an icon beside it, a tinted ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.tables.line_grid_model import GridColumn, LineModel, LineStyle, LineT
from adv_desktop.ui.theme import theme

PADDING = 10


@dataclass(frozen=True, slots=True)
class _Look:
    """The text colour, the ground and the weight of a whole line."""

    ink: str = "text"
    ground: str = ""
    strong: bool = False


_LOOKS = {
    LineStyle.PLAIN: _Look(),
    LineStyle.HEADING: _Look("accent", "accent_soft", strong=True),
    LineStyle.REMARK: _Look("muted"),
    LineStyle.SUM: _Look(ground="surface2", strong=True),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_State = QStyle.StateFlag


class CellPainter(QStyledItemDelegate, Generic[LineT]):
    """Draws the cells of a model of lines."""

    def __init__(self, model: LineModel[LineT], parent: QWidget) -> None:
        super().__init__(parent)
        self.model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        column, line = self.model.spec.columns[index.column()], self.model.line(index.row())
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        blank = self.model.spec.is_blank(line)
        ground = None if blank or column.ground is None else column.ground(line)
        look = _LOOKS[self.model.spec.style(line)]
        if look.ground:
            painter.fillRect(area, theme().color(look.ground))
        if state & _State.State_Selected:
            painter.fillRect(area, theme().color("sel"))
        if ground is not None:
            painter.fillRect(area, theme().color(ground.ground))
        if not blank:
            self._paint_text(painter, area.adjusted(theme().px(PADDING), 0, -theme().px(PADDING), 0), column, line)
        if state & _State.State_HasFocus:
            painter.setPen(QPen(theme().color("accent"), theme().px(2)))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _paint_text(self, painter: QPainter, area: QRect, column: GridColumn[LineT], line: LineT) -> None:
        tone = column.tone(line) if column.tone else None
        icon = column.icon(line) if column.icon else None
        look = _LOOKS[self.model.spec.style(line)]
        token = tone.value if tone else look.ink
        painter.setFont(theme().font("strong" if column.bold or icon or look.strong else "body"))
        painter.setPen(theme().color(token))
        metrics = painter.fontMetrics()
        room = theme().px(23) if icon else 0
        text = metrics.elidedText(column.text(line), Qt.TextElideMode.ElideRight, area.width() - room)
        if icon:
            left = area.right() - metrics.horizontalAdvance(text) - room if column.right else area.left()
            painter.drawPixmap(left, area.center().y() - theme().px(8) + 1, pixmap(icon, token))
        cell = area if column.right else area.adjusted(room, 0, 0, 0)
        painter.drawText(cell, int(_RIGHT if column.right else _LEFT), text)
