"""A field that finds customers or products while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.choices import Choice, Search
from adv_desktop.ui.widgets.field_icon import FieldIcon

WAIT = 120
MOST = 9
_CHOICE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Picker(QLineEdit):
    """Type, see what answers, take one; leaving the field with another text puts the chosen one back.

    Enter before the answer takes the one that bears this code, or the only one, as soon as it is known; what was
    typed meanwhile then goes where the cursor went.
    """

    chosen = Signal(object)
    cleared = Signal()

    def __init__(self, name: str, search: Search, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._search = search
        self._choice: Choice | None = None
        self._popup: QListWidget | None = None
        self._answered: str | None = None
        self._ahead: list[QKeyEvent] | None = None  # keys typed since an Enter that waits for its answer
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._ask)
        self._find = FieldIcon("search", _("Search"), self, self.open)
        self.textEdited.connect(lambda _text: self._timer.start())

    def choice(self) -> Choice | None:
        """Return what is chosen."""
        return self._choice

    def set_choice(self, choice: Choice | None) -> None:
        """Show a choice without telling anybody."""
        self._choice = choice
        self._show_choice()

    def open(self) -> None:
        """Show what answers to the text now."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._find.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._popup is not None and self._popup.isVisible() and self._answered == self.text()
        if self._ahead is not None and event.key() != Qt.Key.Key_Escape:
            self._ahead.append(event.clone())
        elif event.key() in _ENTER and self._is_searching():
            self._ahead = []
            self._ask()
        elif event.key() == Qt.Key.Key_F4:
            self.open()
        elif shown and event.key() in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Down:
            self.open()
        elif shown and event.key() in _ENTER:
            self._take(self._list().currentItem())
        elif event.key() == Qt.Key.Key_Escape and (shown or self._ahead is not None):
            self._ahead = None
            self._hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._timer.stop()
        self._ahead = None
        self._hide()
        if not self.text().strip() and self._choice is not None:
            self._choice = None
            self.cleared.emit()
        self._show_choice()

    @property
    def popup(self) -> QListWidget:
        """The list under the field."""
        return self._list()

    def _ask(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if self._choice is not None and text == _written(self._choice):
            text = ""
        asked = self.text()
        self._search(text, lambda found: self._on_found(asked, found))

    def _on_found(self, asked: str, found: Sequence[Choice]) -> None:
        if not isValid(self) or asked != self.text() or not self.hasFocus():
            return
        self._answered = asked
        ahead, self._ahead = self._ahead, None
        meant = None if ahead is None else _meant(asked, found)
        if ahead is not None and meant is not None:
            self._choose(meant)
            _type(ahead)
            return
        popup = self._list()
        popup.clear()
        for choice in found:
            item = QListWidgetItem(_written(choice))
            item.setData(_CHOICE, choice)
            popup.addItem(item)
        if not found:
            popup.addItem(_("Nothing answers to “{text}”.").format(text=asked))
        popup.setCurrentRow(0)
        self._place(popup)

    def _place(self, popup: QListWidget) -> None:
        rows = min(popup.count(), MOST)
        size = QSize(max(self.width(), theme().px(460)), rows * theme().px(34) + theme().px(12))
        window = self.window()
        at = self.mapTo(window, QPoint(0, self.height() + 2))
        left = max(0, min(at.x(), window.width() - size.width()))
        over = self.mapTo(window, QPoint(0, -size.height() - 2)).y()
        top = over if at.y() + size.height() > window.height() and over >= 0 else at.y()
        popup.setGeometry(QRect(QPoint(left, top), size))
        popup.show()
        popup.raise_()

    def _is_searching(self) -> bool:
        """Whether what is typed has no answer yet."""
        text = self.text()
        kept = _written(self._choice) if self._choice else ""
        return bool(text.strip()) and text not in {kept, self._answered}

    def _step(self, rows: int) -> None:
        popup = self._list()
        popup.setCurrentRow(max(0, min(popup.count() - 1, popup.currentRow() + rows)))

    def _take(self, item: QListWidgetItem | None) -> None:
        choice = item.data(_CHOICE) if item is not None else None
        if isinstance(choice, Choice):
            self._choose(choice)

    def _choose(self, choice: Choice) -> None:
        self._choice = choice
        self._hide()
        self._show_choice()
        self.chosen.emit(choice)

    def _list(self) -> QListWidget:
        if self._popup is None or not isValid(self._popup):
            self._popup = QListWidget(self.window())
            self._popup.setProperty("popup", True)
            self._popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._popup.setAccessibleName(self.accessibleName())
            self._popup.setItemDelegate(_ChoiceDelegate(self._popup))
            self._popup.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            self._popup.itemClicked.connect(self._take)
            self._popup.hide()
            self.destroyed.connect(self._popup.deleteLater)
        return self._popup

    def _hide(self) -> None:
        if self._popup is not None and isValid(self._popup):
            self._popup.hide()

    def _show_choice(self) -> None:
        self.setText(_written(self._choice) if self._choice else "")
        self.setCursorPosition(0)


class _ChoiceDelegate(QStyledItemDelegate):
    """The name, its code in grey, the extras at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme().px(200), theme().px(34))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, choice = theme(), index.data(_CHOICE)
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.color("sel"))
            painter.fillRect(box.left(), box.top(), look.px(3), box.height(), look.color("accent"))
        inner = box.adjusted(look.px(12), 0, -look.px(12), 0)
        if not isinstance(choice, Choice):
            painter.setPen(look.color("muted"))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        else:
            _paint_choice(painter, inner, choice)
        painter.restore()


def _paint_choice(painter: QPainter, box: QRect, choice: Choice) -> None:
    look = theme()
    extras = "   ".join(choice.extras)
    painter.setFont(look.font("secondary"))
    painter.setPen(look.color("bad" if choice.warn else "muted"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), extras)
    room = box.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(extras) - look.px(12), 0)
    painter.setFont(look.font("body"))
    painter.setPen(look.color("text"))
    label = painter.fontMetrics().elidedText(choice.label, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), label)
    room = room.adjusted(painter.fontMetrics().horizontalAdvance(label) + look.px(10), 0, 0, 0)
    painter.setPen(look.color("muted"))
    painter.setFont(look.font("secondary"))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), choice.code)


def _meant(asked: str, found: Sequence[Choice]) -> Choice | None:
    """Return the choice that a typed text can only mean: its code, or all that answers."""
    typed = asked.strip().casefold()
    exact = [choice for choice in found if choice.code.casefold() == typed] or list(found)
    return exact[0] if len(exact) == 1 else None


def _type(keys: Sequence[QKeyEvent]) -> None:
    """Press keys where the cursor is now; each may move it."""
    for key in keys:
        field = QApplication.focusWidget()
        if field is not None:
            QApplication.sendEvent(field, key)


def _written(choice: Choice) -> str:
    return " · ".join(part for part in (choice.label, choice.code) if part)
