"""The steps of a wizard or of a document's life."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.icons import pixmap
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import rule


class _Step(QPushButton):
    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self._number = number
        self._state = "to come"
        self._short = False
        self.setProperty("kind", "flat")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def show_state(self, state: str) -> None:
        self._state = state
        told = {"done": _("done"), "current": _("current step"), "to come": _("to come")}[state]
        self.setAccessibleName(f"{self._number}. {self.text()}, {told}")
        self.update()

    def set_short(self, short: bool) -> None:
        """Show the number alone where there is no room for the title."""
        if short != self._short:
            self._short = short
            self.setToolTip(self.text() if short else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        if self._short:
            return QSize(theme().px(32), theme().px(32))
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(text + theme().px(50), theme().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, current = theme(), self._state == "current"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = look.px(24)
        circle = QRectF(look.px(4), (self.height() - size) / 2, size, size)
        painter.setPen(QPen(look.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(look.color("surface2" if self._state == "to come" else "accent"))
        painter.drawEllipse(circle)
        if self._state == "done":
            edge = (size - look.px(14)) / 2
            painter.drawPixmap(
                circle.topLeft() + QRectF(0, 0, edge, edge).bottomRight(), pixmap("check", "on_accent", 14)
            )
        else:
            painter.setFont(look.font("badge"))
            painter.setPen(look.color("on_accent" if current else "muted"))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        if self._short:
            painter.end()
            return
        painter.setFont(look.font("strong" if current else "body"))
        painter.setPen(look.color("text" if current else "muted"))
        box = self.rect().adjusted(look.px(36), 0, 0, 0)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()


class Steps(QWidget):
    """Numbered steps in a row; `clicked` tells which one was asked for (0 is the first)."""

    clicked = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Steps"))
        self._steps: list[_Step] = []
        self._current = 0
        row = QHBoxLayout(self)
        theme().space(row, spacing=8)
        for place, title in enumerate(titles):
            if place:
                line = rule(self)
                line.setProperty("line", "strong")
                line.setMinimumWidth(theme().px(16))
                row.addWidget(line, 1)
            step = _Step(place + 1, _(title))
            step.clicked.connect(lambda _checked=False, place=place: self.clicked.emit(place))
            self._steps.append(step)
            row.addWidget(step)
        self.set_current(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the titles of the other steps out where they do not fit."""
        metrics, look = self.fontMetrics(), theme()
        room = sum(metrics.horizontalAdvance(step.text()) + look.px(82) for step in self._steps)
        for place, step in enumerate(self._steps):
            step.set_short(room > self.width() and place != self._current)

    def set_current(self, current: int, done: int | None = None) -> None:
        """Show where one is; the `done` first steps are ticked (all before the current one by default)."""
        self._current = current
        ticked = current if done is None else done
        for place, step in enumerate(self._steps):
            step.show_state("current" if place == current else "done" if place < ticked else "to come")
            step.setEnabled(place <= max(ticked, current))
        self._fit()
