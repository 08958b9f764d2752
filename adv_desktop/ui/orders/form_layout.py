"""How the order form is laid out: fields above, lines in the middle, remarks beside, totals and buttons below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from adv_desktop.services.texts import _
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card
from adv_desktop.ui.widgets.beside import FieldsLinesRemarks
from adv_desktop.ui.widgets.elided import ElidedLabel

if TYPE_CHECKING:
    from adv_desktop.ui.orders.form import OrderForm

SOURCE = 520


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
    middle = FieldsLinesRemarks(fields, _lines_card(form), form.answer.checks)
    layout.addWidget(_side_by_side(form.beside, middle) if form.beside else middle, 1)
    layout.addLayout(_buttons(form))


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
    card.body.addWidget(form.grid, 1)
    hints = QVBoxLayout()
    theme().space(hints, spacing=4)
    hints.addStretch(1)
    hints.addWidget(ElidedLabel(_("Enter: next field   ·   Tab: every cell   ·   F4: search a product"), "muted"))
    hints.addWidget(ElidedLabel(_("Ctrl+Del: remove the line   ·   Ctrl+V: paste from Excel"), "muted"))
    hints.addWidget(
        ElidedLabel(
            _("Ctrl+T: title   ·   Ctrl+M: comment   ·   Ctrl+Shift+T: subtotal   ·   Alt+↑ ↓: move the line"), "muted"
        )
    )
    hints.addWidget(form.answer.foot)
    hints.addWidget(form.answer.freight_why)
    hints.addWidget(form.answer.vat_why)
    foot = QHBoxLayout()
    theme().space(foot, (14, 6, 14, 4), 24)
    foot.addLayout(hints, 1)
    foot.addWidget(form.answer.totals)
    card.body.addLayout(foot)
    return card


def _buttons(form: OrderForm) -> QHBoxLayout:
    row = QHBoxLayout()
    theme().space(row, spacing=8)
    for button in (form.verbs.draft, None, form.answer.warning, Button(_("Close"), on_click=form.leave)):
        if button is None:
            row.addStretch(1)
        else:
            row.addWidget(button)
    row.addWidget(form.verbs.main)
    return row
