"""Ctrl+K: search everything over the window, answers by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.labels import kind_title
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import ChipRow, IconLabel, paint_pill, pill_width, rule, text_label

WAIT = 120
KINDS = (DocumentKind.CUSTOMER, DocumentKind.ORDER, DocumentKind.DELIVERY, DocumentKind.INVOICE, DocumentKind.PRODUCT)
_HIT = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_MIDDLE_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


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


Search = Callable[[str, str, Callable[[Sequence[HitGroup]], None]], None]


class SearchPalette(QFrame):
    """A veil over the window with a field and its answers; Esc or a click beside closes it."""

    chosen = Signal(object, bool)

    def __init__(self, search: Search, parent: QWidget, kinds: Sequence[DocumentKind] = KINDS) -> None:
        super().__init__(parent)
        self._search = search
        self._kinds = ["", *(kind.value for kind in kinds)]
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._ask)
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(_("Search everything"))
        self.field.setPlaceholderText(_("Order, customer, product, reference, tracking number, amount…"))
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.field.installEventFilter(self)
        titled = [(kind.value, kind_title(kind), None) for kind in kinds]
        self.kinds = ChipRow(_("Kinds"), [("", _("Everything"), None), *titled])
        self.kinds.picked.connect(lambda _key: self._ask())
        self.list = QListWidget()
        self.list.setAccessibleName(_("Answers"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.itemClicked.connect(lambda item: self._take(item, in_tab=False))
        self._told = text_label("", "small")
        self._card = self._make_card()
        parent.installEventFilter(self)
        self.hide()

    def open(self, text: str = "") -> None:
        """Open over the window, with a text to start from."""
        self.setGeometry(self._ground().rect())
        self._place_card()
        self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self._ask()

    def close_palette(self) -> None:
        """Take the veil away."""
        self._timer.stop()
        self.hide()
        self._ground().setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._ground().rect())
            self._place_card()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor(theme().color("text" if not theme().dark else "bg"))
        veil.setAlpha(110)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER:
            self._take(self.list.currentItem(), in_tab=bool(event.modifiers() & _CONTROL))
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            turn = 1 if key == Qt.Key.Key_Tab else -1
            place = (self._kinds.index(self.kinds.current()) + turn) % len(self._kinds)
            self.kinds.select(self._kinds[place])
            self._ask()
        else:
            return False
        return True

    def _ask(self) -> None:
        self._timer.stop()
        text, kind = self.field.text().strip(), self.kinds.current()
        self._search(text, kind, lambda groups: self._on_found(text, kind, groups))

    def _on_found(self, text: str, kind: str, groups: Sequence[HitGroup]) -> None:
        if not isValid(self) or (text, kind) != (self.field.text().strip(), self.kinds.current()):
            return
        self.list.clear()
        for group in groups:
            if group.hits:
                self._add_group(group)
        count = sum(max(group.total, len(group.hits)) for group in groups)
        told = ngettext("{count} answer · accents ignored", "{count} answers · accents ignored", count)
        self._told.setText(told.format(count=count) if text else "")
        if text and not count:
            self._add(_("Nothing answers to “{text}”.").format(text=text), None)
        self._step(1)

    def _add_group(self, group: HitGroup) -> None:
        shown, total = len(group.hits), max(group.total, len(group.hits))
        counted = str(total) if total == shown else _("{shown} of {total}").format(shown=shown, total=total)
        self._add(f"{group.title}\t{counted}", None)
        for hit in group.hits:
            self._add(f"{hit.title}, {hit.sub}, {hit.state}", hit)

    def _add(self, text: str, hit: Hit | None) -> None:
        item = QListWidgetItem(text)
        item.setData(_HIT, hit)
        if hit is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _step(self, turn: int) -> None:
        row = self.list.currentRow() + turn
        while 0 <= row < self.list.count():
            if self.list.item(row).data(_HIT) is not None:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(max(0, row - 1)))
                self.list.scrollToItem(self.list.item(row))
                return
            row += turn

    def _take(self, item: QListWidgetItem | None, *, in_tab: bool) -> None:
        hit = item.data(_HIT) if item is not None else None
        if isinstance(hit, Hit):
            self.close_palette()
            self.chosen.emit(hit, in_tab)

    def _make_card(self) -> QFrame:
        card = QFrame(self)
        card.setProperty("card", True)
        head = QHBoxLayout()
        theme().space(head, (16, 8, 12, 8), 10)
        head.addWidget(IconLabel("search", "accent", 20))
        head.addWidget(self.field, 1)
        head.addWidget(self.kinds)
        foot = QHBoxLayout()
        theme().space(foot, (16, 6, 16, 8), 10)
        keys = _("↑ ↓ choose   ·   Enter open   ·   Ctrl+Enter open in a tab   ·   Tab next kind   ·   Esc close")
        foot.addWidget(text_label(keys, "small"))
        foot.addStretch(1)
        foot.addWidget(self._told)
        layout = QVBoxLayout(card)
        theme().space(layout, (1, 1, 1, 1))
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addWidget(self.list, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)
        return card

    def _place_card(self) -> None:
        width = min(theme().px(960), self.width() - theme().px(40))
        height = min(theme().px(660), self.height() - theme().px(120))
        self._card.setGeometry((self.width() - width) // 2, theme().px(72), width, height)

    def _ground(self) -> QWidget:
        ground = self.parentWidget()
        assert ground is not None  # noqa: S101 (made with its window)
        return ground


class _HitDelegate(QStyledItemDelegate):
    """Two lines, what counts at the right, the state as a pill."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme().px(400), theme().px(46 if index.data(_HIT) is not None else 30))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, hit, box = theme(), index.data(_HIT), option.rect
        painter.save()
        if not isinstance(hit, Hit):
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


def _write(painter: QPainter, box: QRect, text: str, font: str, color: str) -> None:
    painter.setFont(theme().font(font))
    painter.setPen(theme().color(color))
    painter.drawText(
        box, _MIDDLE, QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    )
