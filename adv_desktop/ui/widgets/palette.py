"""Ctrl+K: search everything over the window, answers by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from adv_desktop.models.enums import DocumentKind
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.labels import kind_title
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import ChipRow, IconLabel, rule, text_label
from adv_desktop.ui.widgets.palette_hits import HIT, Hit, HitAnswer, HitDelegate, HitGroup

WAIT = 120
KINDS = (DocumentKind.CUSTOMER, DocumentKind.ORDER, DocumentKind.DELIVERY, DocumentKind.INVOICE, DocumentKind.PRODUCT)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_COPY = Qt.Key.Key_C
_COPY_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Search = Callable[[str, str, Callable[[Sequence[HitGroup]], None]], None]
Answers = Callable[[Hit, Callable[[HitAnswer], None]], None]


class SearchPalette(QFrame):
    """A veil over the window with a field and what is found; Esc or a click beside closes it.

    Under the current row stands what answers it (`answers`); `state_asked` carries the order whose state is to be
    copied.
    """

    chosen = Signal(object, bool)
    state_asked = Signal(int)

    def __init__(
        self,
        search: Search,
        parent: QWidget,
        kinds: Sequence[DocumentKind] = KINDS,
        answers: Answers | None = None,
    ) -> None:
        super().__init__(parent)
        self._search, self._answers = search, answers
        self._answer: QListWidgetItem | None = None
        self._answered: tuple[str, str] | None = None  # what the list answers: the text and the kind
        self._enter_waits: bool | None = None  # an Enter that came before its answer; True: in a tab
        self._kinds = ["", *(kind.value for kind in kinds)]
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._ask)
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(_("Search everything"))
        self.field.setPlaceholderText(_("Order, customer, product, reference, tracking number, amount…"))
        self.field.textChanged.connect(lambda _text: self._on_typed())
        self.field.installEventFilter(self)
        titled = [(kind.value, kind_title(kind), None) for kind in kinds]
        self.kinds = ChipRow(_("Kinds"), [("", _("Everything"), None), *titled])
        self.kinds.picked.connect(lambda _key: self._ask())
        self.list = QListWidget()
        self.list.setAccessibleName(_("Answers"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.itemClicked.connect(lambda item: self._take(item, in_tab=False))
        self.list.currentItemChanged.connect(lambda *_: self._ask_answer())
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

    def say(self, text: str) -> None:
        """Tell something at the foot."""
        self._told.setText(text)

    def close_palette(self) -> None:
        """Take the veil away."""
        self._timer.stop()
        self.hide()
        self._ground().setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
            if event.type() == QEvent.Type.ShortcutOverride and _is_copy(event):
                event.accept()  # the page behind has the same shortcut for its own row
                return True
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
        elif _is_copy(event):
            self._copy()
        elif key in _ENTER:
            self._enter(in_tab=bool(event.modifiers() & _CONTROL))
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            turn = 1 if key == Qt.Key.Key_Tab else -1
            place = (self._kinds.index(self.kinds.current()) + turn) % len(self._kinds)
            self.kinds.select(self._kinds[place])
            self._ask()
        else:
            return False
        return True

    def _enter(self, *, in_tab: bool) -> None:
        """Open the current row; what was just typed opens its first answer as soon as it is known."""
        if self._answered == (self.field.text().strip(), self.kinds.current()):
            self._take(self.list.currentItem(), in_tab=in_tab)
        else:
            self._enter_waits = in_tab
            self._ask()

    def _on_typed(self) -> None:
        self._enter_waits = None
        self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        text, kind = self.field.text().strip(), self.kinds.current()
        self._search(text, kind, lambda groups: self._on_found(text, kind, groups))

    def _on_found(self, text: str, kind: str, groups: Sequence[HitGroup]) -> None:
        if not isValid(self) or (text, kind) != (self.field.text().strip(), self.kinds.current()):
            return
        self._answered = (text, kind)
        waiting, self._enter_waits = self._enter_waits, None
        self._answer = None
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
        if waiting is not None:
            self._take(self.list.currentItem(), in_tab=waiting)

    def _add_group(self, group: HitGroup) -> None:
        shown, total = len(group.hits), max(group.total, len(group.hits))
        counted = str(total) if total == shown else _("{shown} of {total}").format(shown=shown, total=total)
        self._add(f"{group.title}\t{counted}", None)
        for hit in group.hits:
            self._add(f"{hit.title}, {hit.sub}, {hit.state}", hit)

    def _add(self, text: str, hit: Hit | None) -> None:
        item = QListWidgetItem(text)
        item.setData(HIT, hit)
        if hit is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _step(self, turn: int) -> None:
        row = self.list.currentRow() + turn
        while 0 <= row < self.list.count():
            if isinstance(self.list.item(row).data(HIT), Hit):
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(max(0, row - 1)))
                self.list.scrollToItem(self.list.item(row))
                return
            row += turn

    def _ask_answer(self) -> None:
        """Ask what answers the current row, in the place of what answered the one before."""
        if self._answer is not None:
            self.list.takeItem(self.list.row(self._answer))
            self._answer = None
        hit = self._hit(self.list.currentItem())
        if hit is not None and self._answers is not None:
            self._answers(hit, lambda answer: self._on_answer(hit, answer))

    def _on_answer(self, hit: Hit, answer: HitAnswer) -> None:
        if not isValid(self) or self._answer is not None or self._hit(self.list.currentItem()) is not hit:
            return
        if answer.lines:
            self._answer = QListWidgetItem("\n".join(answer.lines))
            self._answer.setData(HIT, answer)
            self._answer.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.insertItem(self.list.currentRow() + 1, self._answer)
            self.list.scrollToItem(self._answer)
            self.list.scrollToItem(self.list.currentItem())

    def _copy(self) -> None:
        answer = self._answer.data(HIT) if self._answer is not None else None
        if isinstance(answer, HitAnswer) and answer.order_id:
            self.state_asked.emit(answer.order_id)

    def _hit(self, item: QListWidgetItem | None) -> Hit | None:
        held = item.data(HIT) if item is not None else None
        return held if isinstance(held, Hit) else None

    def _take(self, item: QListWidgetItem | None, *, in_tab: bool) -> None:
        hit = self._hit(item)
        if hit is not None:
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
        keys = _("↑ ↓ choose · Enter open · Ctrl+Shift+C copy the state of the order · Tab next kind · Esc close")
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


def _is_copy(event: QKeyEvent) -> bool:
    return event.key() == _COPY and event.modifiers() == _COPY_MODIFIERS
