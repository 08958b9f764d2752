"""How the order form is laid out: fields above, lines in the middle, remarks beside, totals and buttons below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card
from adv_desktop.ui.widgets.beside import FieldsLinesRemarks
from adv_desktop.ui.widgets.elided import ElidedLabel
from adv_desktop.ui.widgets.foot import Foot
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.orders.form import OrderForm

SOURCE = 520
HIGH = 700  # from this height on, the keys are told under the lines


def lay_out(form: OrderForm) -> None:
    """Place the head, the fields, the lines, the remarks and the buttons."""
    head = QHBoxLayout()
    theme().space(head, spacing=10)
    for widget in (form.heading, form.state):
        head.addWidget(widget)
    head.addStretch(1)
    head.addWidget(form.kept_at)
    head.addWidget(form.fewer)
    fields = Card()
    fields.body.addWidget(form.header)
    layout = QVBoxLayout(form)
    theme().space(layout, (20, 16, 20, 14), 12)
    layout.addLayout(head)
    middle = Scroll(FieldsLinesRemarks(fields, _lines_card(form), form.answer.checks), form)
    layout.addWidget(_side_by_side(form.beside, middle) if form.beside else middle, 1)
    layout.addWidget(_foot(form))


class KeyHints(QWidget):
    """What the keys do in the lines; in a low window the lines themselves take its place."""

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._form = form
        form.installEventFilter(self)
        layout = QVBoxLayout(self)
        theme().space(layout, spacing=4)
        for text in (
            _("Enter: next field   ·   Tab: every cell   ·   F4: search a product"),
            _("Ctrl+Del: remove the line   ·   Ctrl+V: paste from Excel"),
            _("Ctrl+T: title   ·   Ctrl+M: comment   ·   Ctrl+Shift+T: subtotal   ·   Alt+↑ ↓: move the line"),
        ):
            hint = ElidedLabel(text, "muted")
            hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            layout.addWidget(hint)

    def eventFilter(self, form: QObject, event: QEvent) -> bool:
        """Show the hints in a high form, leave their room to the lines in a low one."""
        if isinstance(event, QResizeEvent) and form is self._form:
            self.setVisible(event.size().height() >= theme().px(HIGH))
        return super().eventFilter(form, event)


def _side_by_side(left: QWidget, right: QWidget) -> QSplitter:
    both = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
    both.setHandleWidth(theme().px(12))
    both.addWidget(left)
    both.addWidget(right)
    both.setSizes([theme().px(SOURCE), 2 * theme().px(SOURCE)])
    both.setStretchFactor(1, 1)
    return both


def _lines_card(form: OrderForm) -> Card:
    card = Card(margins=(1, 1, 1, 8))
    form.grid.keep_lines_in_sight()
    card.body.addWidget(form.grid, 1)
    hints = QVBoxLayout()
    theme().space(hints, spacing=4)
    hints.addStretch(1)
    hints.addWidget(form.hints)
    hints.addWidget(form.answer.foot)
    hints.addWidget(form.answer.freight_why)
    hints.addWidget(form.answer.vat_why)
    foot = QHBoxLayout()
    theme().space(foot, (14, 6, 14, 4), 24)
    foot.addLayout(hints, 1)
    form.answer.totals.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    foot.addWidget(form.answer.totals)
    card.body.addLayout(foot)
    return card


def _foot(form: OrderForm) -> Foot:
    return Foot([form.answer.warning], [form.verbs.draft, Button(_("Close"), on_click=form.leave), form.verbs.main])
