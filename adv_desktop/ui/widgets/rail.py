"""The rail: the tab bar of the window, upright, with icons and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import theme

WIDTH = 208
ITEM = 38
LEAST = 27  # the height of an item in a window that is too low for all of them
_GAP = 10
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class RailItem:
    """A tab of the rail; a new group starts under a line, `bottom` puts the last one at the foot."""

    key: str
    title: str
    icon: str
    group: int = 0
    bottom: bool = False


class Rail(QTabBar):
    """A real tab bar (so that screen readers see tabs) drawn as a list of items."""

    picked = Signal(str)

    def __init__(self, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = list(items)
        self._counts: dict[str, int] = {}
        self._hover = -1
        self.setShape(QTabBar.Shape.RoundedWest)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Sections"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        for item in items:
            self.addTab(_(item.title))
            self._name(self.count() - 1)
        self.currentChanged.connect(lambda index: self.picked.emit(self._items[index].key))
        theme().changed.connect(self._on_theme)

    def current(self) -> str:
        """Return the key of the tab in front."""
        return self._items[self.currentIndex()].key

    def select(self, key: str) -> None:
        """Bring a tab to the front."""
        self.setCurrentIndex(self._place(key))

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many things wait behind a tab; nothing for None or 0."""
        if count:
            self._counts[key] = count
        else:
            self._counts.pop(key, None)
        self._name(self._place(key))
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(theme().px(WIDTH), self._gap(index) + self._height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(WIDTH), self._needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(WIDTH), self._gaps() + theme().px(LEAST) * len(self._items))

    def item_rect(self, index: int) -> QRect:
        """Return where an item is drawn inside its tab."""
        return self.tabRect(index).adjusted(theme().px(10), self._gap(index) + 1, -theme().px(10), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._under(event.position().toPoint()) >= 0:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._under(event.position().toPoint())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.setCurrentIndex((self.currentIndex() + step) % self.count())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("surface"))
        for index in range(self.count()):
            if self._starts_group(index) and not self._items[index].bottom:
                top = self.tabRect(index).top() + self._gap(index) // 2
                painter.fillRect(theme().px(10), top, self.width() - theme().px(20), 1, theme().color("border"))
            self._paint_item(painter, index)
        painter.end()

    def _paint_item(self, painter: QPainter, index: int) -> None:
        look, item, box = theme(), self._items[index], self.item_rect(index)
        current = index == self.currentIndex()
        if current or index == self._hover:
            painter.setPen(look.color("accent") if current and self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft" if current else "surface2"))
            painter.drawRoundedRect(box, look.px(7), look.px(7))
        if current:
            painter.fillRect(
                box.left(), box.top() + look.px(6), look.px(3), box.height() - look.px(12), look.color("accent")
            )
        token = "accent" if current else "text"
        icon = pixmap(item.icon, token if current else "muted", 18)
        painter.drawPixmap(box.left() + look.px(12), box.center().y() - look.px(9) + 1, icon)
        painter.setFont(look.font("strong" if current else "body"))
        painter.setPen(look.color(token))
        text = box.adjusted(look.px(42), 0, -look.px(8), 0)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), self.tabText(index))
        if item.key in self._counts:
            self._paint_count(painter, box, str(self._counts[item.key]), current)

    def _paint_count(self, painter: QPainter, box: QRect, text: str, current: bool) -> None:
        look = theme()
        painter.setFont(look.font("badge"))
        width = max(look.px(22), QFontMetrics(painter.font()).horizontalAdvance(text) + look.px(14))
        height = look.px(18)
        badge = QRectF(box.right() - look.px(8) - width, box.center().y() - height / 2 + 1, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent" if current else "surface2"))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setPen(look.color("on_accent" if current else "muted"))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), text)

    def _gap(self, index: int) -> int:
        if self._items[index].bottom:
            return max(0, self.height() - self._needed())
        return theme().px(_GAP * 1.6) if self._starts_group(index) else 0

    def _starts_group(self, index: int) -> bool:
        return index > 0 and self._items[index].group != self._items[index - 1].group

    def _needed(self) -> int:
        return self._gaps() + theme().px(ITEM) * len(self._items)

    def _gaps(self) -> int:
        return sum(self._gap(index) for index in range(len(self._items)) if not self._items[index].bottom)

    def _height(self) -> int:
        """Return the height of an item: lower, down to a limit, where the window is too low for all of them."""
        room = (self.height() - self._gaps()) // len(self._items)
        return max(theme().px(LEAST), min(theme().px(ITEM), room))

    def _under(self, at: QPoint) -> int:
        index = self.tabAt(at)
        return index if index >= 0 and self.item_rect(index).contains(at) else -1

    def _place(self, key: str) -> int:
        return next(place for place, item in enumerate(self._items) if item.key == key)

    def _name(self, index: int) -> None:
        count = self._counts.get(self._items[index].key)
        title = self.tabText(index)
        self.setAccessibleTabName(index, f"{title}, {count}" if count else title)

    def _on_theme(self) -> None:
        self.setIconSize(QSize(theme().px(18), theme().px(18)))
        self.updateGeometry()
        self.update()
