"""The list of products under the cell that is typed in: one for the whole life of the grid.

It is laid over the window instead of being a window of its own, and never takes the focus, so that no
window manager comes between the keys and the cell. (A QCompleter in a cell needs two Enters and crashes
when its list is filtered.)
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.choices import Choice

MOST_ROWS = 8
WIDTH = 580
_CHOICE = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChoicePopup(QFrame):
    """Choices with their code, name and extras, or one sentence that tells why there are none."""

    picked = Signal(object)

    def __init__(self, titles: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._header = _Header(titles, self)
        self._message = text_label("", "muted", wrap=True, parent=self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(_("Products found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_ChoiceDelegate(self._header, self._list))
        self._list.itemClicked.connect(lambda item: self.picked.emit(item.data(_CHOICE)))
        box = QVBoxLayout(self)
        theme().space(box, (5, 5, 5, 5))
        for part in (self._header, self._message, self._list):
            box.addWidget(part)
        self.touched = False
        self.hide()

    def show_choices(self, choices: Sequence[Choice], under: QWidget) -> None:
        """Show what was found under a cell, the first one ready for Enter."""
        self.touched = False
        self._list.clear()
        for choice in choices:
            item = QListWidgetItem(f"{choice.code} {choice.label}")
            item.setData(_CHOICE, choice)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._header.measure(choices)
        self._lay_out(under, bool(choices), min(len(choices), MOST_ROWS) * theme().px(32))

    def say(self, sentence: str, under: QWidget) -> None:
        """Show a sentence under a cell."""
        self._list.clear()
        self._message.setText(sentence)
        width = min(theme().px(WIDTH), under.window().width()) - theme().px(30)
        self._lay_out(under, False, self._message.heightForWidth(width) + theme().px(12))

    def current(self) -> Choice | None:
        """Return the choice that Enter would take."""
        item = self._list.currentItem()
        found = item.data(_CHOICE) if self._list.count() and self.isVisible() else None
        return found if isinstance(found, Choice) else None

    def count(self) -> int:
        """Return how many choices are shown."""
        return self._list.count()

    def step(self, rows: int) -> None:
        """Go down or up the list."""
        if self._list.count():
            self.touched = True
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + rows)))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_frame(self)

    def _lay_out(self, under: QWidget, found: bool, height: int) -> None:
        look = theme()
        self._header.setFixedHeight(look.px(30))
        self._header.setVisible(found)
        self._list.setVisible(found)
        self._message.setVisible(not found)
        self._message.setContentsMargins(*[look.px(6)] * 4)
        whole = height + look.px(14) + (look.px(30) if found else 0)
        self._place(under, QSize(look.px(WIDTH), whole))

    def _place(self, under: QWidget, size: QSize) -> None:
        window = under.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        below = under.mapTo(window, QPoint(0, under.height() + theme().px(3)))
        width = min(size.width(), window.width())
        top = below.y()
        if top + size.height() > window.height():
            top = max(0, below.y() - under.height() - theme().px(6) - size.height())
        self.setGeometry(max(0, min(below.x(), window.width() - width)), top, width, size.height())
        self.show()
        self.raise_()


def paint_frame(frame: QFrame) -> None:
    """Draw the ground and the border of a list that is laid over the window."""
    painter = QPainter(frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color("accent"), 1))
    painter.setBrush(theme().color("surface"))
    radius = theme().px(8)
    painter.drawRoundedRect(QRectF(frame.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.end()


class _Header(QWidget):
    """The titles of the popup, and where its columns lie."""

    def __init__(self, titles: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._titles = titles
        self._code = 0
        self._extras: list[int] = []

    def measure(self, choices: Sequence[Choice]) -> None:
        """Make the columns as wide as what they show."""
        metrics, gap = QFontMetrics(theme().font("strong")), theme().px(24)
        self._code = _widest(metrics, [_("Code"), *(choice.code for choice in choices)]) + gap
        self._extras = [
            _widest(metrics, [_(title), *(choice.extras[place] for choice in choices if place < len(choice.extras))])
            + gap
            for place, title in enumerate(self._titles)
        ]
        if self._extras:
            self._extras[-1] += theme().px(20)
        self.update()

    def cells(self, area: QRect) -> list[QRect]:
        """Return the places of code, label and extras in a row."""
        inner = area.adjusted(theme().px(10), 0, -theme().px(10), 0)
        label = inner.width() - self._code - sum(self._extras)
        left, found = inner.left(), []
        for width in (self._code, label, *self._extras):
            found.append(QRect(left, area.top(), width, area.height()))
            left += width
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("header"))
        painter.setPen(theme().color("muted"))
        titles = (N_("Code"), N_("Description"), *self._titles)
        for place, (title, cell) in enumerate(zip(titles, self.cells(self.rect()), strict=True)):
            painter.drawText(cell, int(_LEFT if place < 2 else _RIGHT), _(title))
        painter.setPen(theme().color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()


class _ChoiceDelegate(QStyledItemDelegate):
    def __init__(self, header: _Header, parent: QWidget) -> None:
        super().__init__(parent)
        self._header = header

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme().px(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice, look = index.data(_CHOICE), theme()
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.color("sel"))
            painter.fillRect(QRect(area.left(), area.top(), look.px(3), area.height()), look.color("accent"))
        code, label, *extras = self._header.cells(area)
        _write(painter, code, choice.code, "strong", "text")
        _write(painter, label, choice.label, "body", "text")
        for place, (cell, text) in enumerate(zip(extras, choice.extras, strict=False)):
            if choice.warn and place == len(extras) - 1:
                _warn(painter, cell, text)
            else:
                _write(painter, cell, text, "body", "text", right=True)


def _write(painter: QPainter, cell: QRect, text: str, font: str, token: str, *, right: bool = False) -> None:
    painter.setFont(theme().font(font))
    painter.setPen(theme().color(token))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, cell.width())
    painter.drawText(cell, int(_RIGHT if right else _LEFT), cut)


def _warn(painter: QPainter, cell: QRect, text: str) -> None:
    _write(painter, cell, text, "strong", "bad", right=True)
    size = theme().px(16)
    left = cell.right() - painter.fontMetrics().horizontalAdvance(text) - size - theme().px(7)
    painter.drawPixmap(left, cell.center().y() - size // 2 + 1, pixmap("warning", "bad"))


def _widest(metrics: QFontMetrics, texts: Sequence[str]) -> int:
    return max(metrics.horizontalAdvance(text) for text in texts)
