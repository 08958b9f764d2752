"""What the palette finds, and how its rows are drawn: a hit on two lines, what answers it under it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import paint_pill, pill_width

HIT = Qt.ItemDataRole.UserRole
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_MIDDLE_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_ANSWER_LINE = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found; `kind` is what the window opens it by."""

    kind: str
    id: int
    title: str
    sub: str = ""
    right: str = ""
    state: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = "document"


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one kind under their title; `total` counts those not shown too."""

    kind: str
    title: str
    hits: tuple[Hit, ...]
    total: int = 0


@dataclass(frozen=True, slots=True)
class HitAnswer:
    """What is told under a hit, a line each; `order_id` is the order whose state may be copied, 0 for none."""

    lines: tuple[str, ...] = ()
    order_id: int = 0


class HitDelegate(QStyledItemDelegate):
    """Two lines, what counts at the right, the state as a pill."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        held = index.data(HIT)
        if isinstance(held, HitAnswer):
            return QSize(theme().px(400), theme().px(_ANSWER_LINE * len(held.lines) + 8))
        return QSize(theme().px(400), theme().px(46 if held is not None else 30))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, hit, box = theme(), index.data(HIT), option.rect
        painter.save()
        if isinstance(hit, HitAnswer):
            _paint_answer(painter, box, hit)
        elif not isinstance(hit, Hit):
            title, _tab, count = str(index.data()).partition("\t")
            inner = box.adjusted(look.px(64), 0, -look.px(16), 0)
            painter.setFont(look.font("header"))
            painter.setPen(look.color("muted"))
            painter.drawText(inner, _MIDDLE, title)
            painter.drawText(inner, _MIDDLE_RIGHT, count)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, look.color("sel"))
                painter.fillRect(box.left(), box.top(), look.px(3), box.height(), look.color("accent"))
            _paint_hit(painter, box, hit)
        painter.restore()


def _paint_hit(painter: QPainter, box: QRect, hit: Hit) -> None:
    look = theme()
    icon = pixmap(hit.icon, "muted", 18)
    painter.drawPixmap(box.left() + look.px(24), box.center().y() - look.px(9), icon)
    states = box.right() - look.px(230)
    if hit.state:
        height = look.px(22)
        width = min(pill_width(hit.state), look.px(214))
        paint_pill(painter, QRectF(states, box.center().y() - height / 2, width, height), hit.state, hit.tone)
    amounts = QRect(states - look.px(172), box.top(), look.px(160), box.height())
    painter.setFont(look.font("body"))
    painter.setPen(look.color("text"))
    painter.drawText(amounts, _MIDDLE_RIGHT, hit.right)
    half = box.height() // 2
    text = QRect(box.left() + look.px(64), box.top() + look.px(4), amounts.left() - box.left() - look.px(76), half)
    _write(painter, text, hit.title, "strong", "text")
    _write(painter, text.translated(0, half - look.px(6)), hit.sub, "secondary", "muted")


def _paint_answer(painter: QPainter, box: QRect, answer: HitAnswer) -> None:
    look = theme()
    painter.fillRect(box, look.color("sel"))
    painter.fillRect(box.left(), box.top(), look.px(3), box.height(), look.color("accent"))
    left, width, height = box.left() + look.px(64), box.width() - look.px(80), look.px(_ANSWER_LINE)
    for place, line in enumerate(answer.lines):
        _write(painter, QRect(left, box.top() + place * height, width, height), line, "secondary", "text")


def _write(painter: QPainter, box: QRect, text: str, font: str, color: str) -> None:
    painter.setFont(theme().font(font))
    painter.setPen(theme().color(color))
    painter.drawText(
        box, _MIDDLE, QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    )
