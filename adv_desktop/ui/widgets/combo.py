"""A combo box over (key, text) pairs, drawn like the fields of a form."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import theme


class ChoiceCombo(QComboBox):
    """Choose one of a few; `picked` tells the key when the user chose."""

    picked = Signal(object)

    def __init__(self, name: str, options: Iterable[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_options(options)
        self.activated.connect(lambda index: self.picked.emit(self.itemData(index)))

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Offer other choices, keeping the chosen one where it is still there."""
        kept = self.key()
        self.clear()
        for key, text in options:
            self.addItem(text, key)
        if kept:
            self.set_key(kept)

    def key(self) -> str:
        """Return the key that is chosen, "" when there is none."""
        return str(self.currentData() or "")

    def set_key(self, key: str) -> None:
        """Choose a key without telling anybody."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme().font("body"))
        texts = (self.itemText(index) for index in range(self.count()))
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return QSize(min(widest, theme().px(320)) + theme().px(44), theme().px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(72), theme().px(34))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel over a form scrolls it; it must not change a term of payment

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(look.color("accent" if focused else "border"), 2 if focused else 1))
        painter.setBrush(look.color("surface" if self.isEnabled() else "surface2"))
        edge = 1 if focused else 0
        painter.drawRoundedRect(self.rect().adjusted(edge, edge, -1 - edge, -1 - edge), look.px(6), look.px(6))
        text = self.rect().adjusted(look.px(10), 0, -look.px(30), 0)
        painter.setPen(look.color("text" if self.isEnabled() else "muted"))
        cut = QFontMetrics(self.font()).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), cut)
        painter.drawPixmap(
            self.width() - look.px(24), (self.height() - look.px(14)) // 2, pixmap("chevron-down", "muted", 14)
        )
        painter.end()
