"""The exposure of a customer: its figure against the limit, its parts as a bar and as a legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats, pair
from adv_desktop.ui.labels import label
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import Pill, clear_layout, text_label

if TYPE_CHECKING:
    from adv_desktop.services.queries.exposure import Exposure
    from adv_desktop.services.queries.insured import Cover

_ALLOWED = {
    "customer": N_("of {limit} allowed"),
    "group": N_("of {limit} allowed to the group {group}"),
    "company": N_("of {limit} allowed to every customer"),
}
WARNED = 80  # percent of the limit from which the figure warns


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the exposure, in euro cents."""

    name: str
    amount: int
    colour: str


class ExposurePanel(QWidget):
    """What a customer owes and will owe, against what it may."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure, self._limit, self._share = text_label("", "figure"), text_label("", "muted"), Pill()
        self._bar = PartsBar()
        self._legend = QGridLayout()
        self._foot = text_label("", "muted", wrap=True)
        self._insured = text_label("", "muted", wrap=True)
        head = QHBoxLayout()
        theme().space(head, spacing=8)
        head.addWidget(self._figure)
        head.addWidget(self._limit)
        head.addStretch(1)
        head.addWidget(self._share)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=8)
        theme().space(self._legend, spacing=5)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addLayout(self._legend)
        layout.addWidget(self._foot)
        layout.addWidget(self._insured)

    def show_exposure(self, exposure: Exposure, cover: Cover | None) -> None:
        """Show an exposure, and beside it what is insured of it."""
        self._figure.setText(formats().money(exposure.total))
        if exposure.limit is None:
            self._limit.setText(_("no credit limit"))
        else:
            source = _ALLOWED[exposure.limit_of or "customer"]
            self._limit.setText(_(source).format(limit=formats().money(exposure.limit), group=exposure.group))
        percent = exposure.percent
        said = _("{percent}% of the limit").format(percent=formats().integer(round(percent))) if percent else ""
        tone = Tone.BAD if percent and percent > 100 else Tone.WARN if percent and percent >= WARNED else Tone.OK
        self._share.show_state(said, tone)
        parts = parts_of(exposure)
        self._bar.show_parts(parts, exposure.limit)
        self._show_legend(parts)
        self._foot.setText(_foot(exposure))
        self._foot.setVisible(bool(self._foot.text()))
        self._insured.setText(insured_text(cover) if cover else "")
        self._insured.setVisible(cover is not None)

    def _show_legend(self, parts: list[Part]) -> None:
        clear_layout(self._legend)
        for line, part in enumerate(parts):
            amount = text_label(formats().money(part.amount))
            amount.setAccessibleName(pair(part.name, formats().money(part.amount)))
            self._legend.addWidget(_Swatch(part.colour), line, 0)
            self._legend.addWidget(text_label(part.name, "muted"), line, 1)
            self._legend.addWidget(amount, line, 2, Qt.AlignmentFlag.AlignRight)
        self._legend.setColumnStretch(1, 1)


def parts_of(exposure: Exposure) -> list[Part]:
    """Return the parts that make an exposure."""
    return [
        Part(_("Invoices not due"), exposure.not_due, "s1"),
        Part(_("Invoices overdue"), exposure.overdue, "s6"),
        Part(_("Delivered, not invoiced, gross"), exposure.delivered_not_invoiced, "s3"),
        Part(_("Orders to deliver, gross"), exposure.to_deliver, "s5"),
        *([Part(_("Other customers of the group"), exposure.others, "s2")] if exposure.others else []),
    ]


def insured_text(cover: Cover) -> str:
    """Say what is insured on the day, and what of the exposure is not."""
    date, left = formats().date(cover.on), formats().money(cover.uninsured)
    row = cover.insured
    if row is None:
        return _("Nothing insured on {date} · not insured {left}").format(date=date, left=left)
    return _("Insured on {date}: {amount} ({kind}, {share}) · not insured {left}").format(
        date=date,
        amount=formats().money(row.amount),
        kind=label(row.kind),
        share=formats().percent(row.quotity),
        left=left,
    )


def _foot(exposure: Exposure) -> str:
    parts = []
    if exposure.available is not None:
        parts.append(_("Available {amount}").format(amount=formats().money(exposure.available)))
    if exposure.credits:
        parts.append(_("credits deducted {amount}").format(amount=formats().money(exposure.credits)))
    return " · ".join(parts)


class PartsBar(QWidget):
    """The parts side by side, with a mark at the limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self._limit: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: list[Part], limit: int | None) -> None:
        """Show other parts."""
        self._parts, self._limit = parts, limit
        told = ", ".join(f"{part.name} {formats().money(part.amount)}" for part in parts if part.amount)
        self.setAccessibleName(told or _("No exposure"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, look.px(2), self.width(), look.px(10))
        rounded = QPainterPath()
        rounded.addRoundedRect(box, look.px(5), look.px(5))
        painter.setClipPath(rounded)
        painter.fillRect(box, look.color("surface2"))
        total = sum(max(part.amount, 0) for part in self._parts)
        whole = max(total, self._limit or 0) or 1
        left = 0.0
        for part in self._parts:
            wide = box.width() * max(part.amount, 0) / whole
            painter.fillRect(QRectF(left, box.top(), wide, box.height()), look.color(part.colour))
            left += wide
        painter.setClipping(False)
        if self._limit:
            at = min(box.width() * self._limit / whole, self.width() - look.px(2))
            painter.setPen(QPen(look.color("text"), look.px(2)))
            painter.drawLine(round(at), 0, round(at), self.height())
        painter.end()


class _Swatch(QWidget):
    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedSize(theme().px(12), theme().px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color(self._colour))
        painter.drawRoundedRect(self.rect(), 2, 2)
        painter.end()
