"""Widgets one after the other, on as many lines as the width takes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """A row that wraps: its least width is that of its widest widget."""

    def __init__(self, parent: QWidget | None = None, *, to_the_right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._to_the_right = to_the_right

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(QRect(0, 0, width, 0))), default=0)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def sizeHint(self) -> QSize:
        gaps = max(0, len(self._items) - 1) * self.spacing()
        return QSize(sum(item.sizeHint().width() for item in self._items) + gaps, self.minimumSize().height())

    def setGeometry(self, room: QRect) -> None:
        super().setGeometry(room)
        for item, place in zip(self._items, self._places(room), strict=True):
            item.setGeometry(place)

    def _places(self, room: QRect) -> list[QRect]:
        """Return where each widget goes; a line is as high as the highest in it, the others stand in its middle."""
        places: list[QRect] = []
        line: list[QSize] = []
        left = 0
        for item in self._items:
            size = item.sizeHint()
            if line and left + size.width() > room.width():
                places += self._line(line, room, _below(places, room.top(), self.spacing()))
                line, left = [], 0
            line.append(size)
            left += size.width() + self.spacing()
        return places + self._line(line, room, _below(places, room.top(), self.spacing()))

    def _line(self, sizes: list[QSize], room: QRect, top: int) -> list[QRect]:
        high = max((size.height() for size in sizes), default=0)
        wide = sum(size.width() for size in sizes) + max(0, len(sizes) - 1) * self.spacing()
        left = room.left() + (max(0, room.width() - wide) if self._to_the_right else 0)
        places = []
        for size in sizes:
            places.append(QRect(QPoint(left, top + (high - size.height()) // 2), size))
            left += size.width() + self.spacing()
        return places


def _below(places: list[QRect], top: int, spacing: int) -> int:
    """Return the top of the next line."""
    return max(place.bottom() for place in places) + 1 + spacing if places else top
