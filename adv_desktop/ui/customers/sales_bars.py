"""Twelve months of sales beside those of the year before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import set_role, text_label

Month = tuple[dt.date, int, int]


class SalesPanel(QWidget):
    """The turnover of twelve months, how it moved, and its bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure, self._moved, self._bars = text_label("", "figure"), text_label("", "ok"), SalesBars()
        head = QHBoxLayout()
        theme().space(head, spacing=10)
        head.addWidget(self._figure)
        head.addWidget(self._moved)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        layout.addLayout(head)
        layout.addWidget(self._bars, 1)

    def show_sales(self, sales: Sequence[Month]) -> None:
        """Show (month, sales, sales a year before), in euro cents."""
        now, before = sum(month[1] for month in sales), sum(month[2] for month in sales)
        self._figure.setText(formats().money(now))
        said, role = "", "muted"
        if before > 0:
            share = Decimal((now - before) * 1000 // before) / 10
            sign = "+" if share >= 0 else ""
            said, role = _("{share} vs last year").format(share=f"{sign}{formats().percent(share)}"), "ok"
            role = "ok" if share >= 0 else "bad"
        self._moved.setText(said)
        set_role(self._moved, "role", role)
        self._bars.show_sales(sales)


class SalesBars(QWidget):
    """Pairs of bars: the year before, then this year."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sales: tuple[Month, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_sales(self, sales: Sequence[Month]) -> None:
        """Show other sales."""
        self._sales = tuple(sales)
        told = (f"{formats().short_month(month)} {formats().money(now)}" for month, now, _before in sales)
        self.setAccessibleName(_("Sales by month: {months}").format(months=", ".join(told)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(116))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(180), theme().px(96))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._sales:
            return
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        legend, names = look.px(20), look.px(18)
        room = QRectF(0, 0, self.width(), self.height() - legend - names)
        top = max(max(now, before) for _month, now, before in self._sales) or 1
        slot = room.width() / len(self._sales)
        painter.setFont(look.font("small"))
        for place, (month, now, before) in enumerate(self._sales):
            left = place * slot
            for amount, colour, at in ((before, "s2", 0.14), (now, "s1", 0.5)):
                high = room.height() * max(amount, 0) / top
                bar = QRectF(left + slot * at, room.bottom() - high, slot * 0.32, high)
                painter.fillRect(bar, look.color(colour))
            painter.setPen(look.color("muted"))
            letter = formats().short_month(month)[:1].upper()
            painter.drawText(QRectF(left, room.bottom(), slot, names), int(Qt.AlignmentFlag.AlignCenter), letter)
        self._paint_legend(painter, self.height() - legend)
        painter.end()

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        look, left = theme(), 0.0
        for colour, name in (("s1", _("This year")), ("s2", _("Last year"))):
            painter.fillRect(QRectF(left, top + look.px(6), look.px(10), look.px(10)), look.color(colour))
            painter.setPen(look.color("muted"))
            wide = painter.fontMetrics().horizontalAdvance(name)
            box = QRectF(left + look.px(16), top, wide + look.px(4), look.px(22))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), name)
            left += wide + look.px(34)
