"""Prices changed in bulk: what is asked, every price before and after, and what was made before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from adv_desktop.services.texts import N_, _
from adv_desktop.ui.format import formats
from adv_desktop.ui.page import DocumentForm
from adv_desktop.ui.runner import Task
from adv_desktop.ui.tables.rows_table import RowsTable
from adv_desktop.ui.theme import theme
from adv_desktop.ui.widgets.basics import Button, Card, text_label
from adv_desktop.ui.widgets.form import Form
from adv_desktop.ui.widgets.scroll import Scroll

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

SHOWN = 500
UNSEEN = N_("Preview shows every price before and after.")


class PreviewedForm(DocumentForm):
    """Nothing is written before it is asked for; a subclass has the fields, the tables and the verbs."""

    guide = "products"

    def __init__(self, desk: Desk, prices: RowsTable, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked: Task | None = None
        self._prices = prices
        self.told = text_label(_(UNSEEN), "muted", wrap=True)

    def preview(self) -> None:
        """Show every price before and after."""
        raise NotImplementedError

    def look(self, read: Callable[[], Sequence[object]], told: Callable[[int], str]) -> None:
        """Read the prices before and after, and say how many there are; a look under way is given up."""
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self.desk.runner.read(read, partial(self._show, told), self.refused)

    def forget(self) -> None:
        """Show no price any more: those shown are not what is asked now."""
        self._prices.set_rows(())
        self.told.setText(_(UNSEEN))

    def refused(self, error: Exception) -> None:
        """Say why what is asked cannot be."""
        self.forget()
        self.desk.failed(error)

    def lay_out(self, asked: tuple[str, Form], made: tuple[str, Sequence[QWidget]], write: Button) -> None:
        """Lay out what is asked, the prices, and what was made before, each in its card."""
        cards = Card(asked[0]), Card(_("Before and after")), Card(made[0])
        content: tuple[Sequence[QWidget], ...] = ([asked[1]], [self.told, self._prices], made[1])
        inside, buttons = QWidget(), QHBoxLayout()
        column = QVBoxLayout(inside)
        for card, widgets in zip(cards, content, strict=True):
            for widget in widgets:
                card.body.addWidget(widget)
            column.addWidget(card)
        column.addStretch(1)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Close"), on_click=self.closed.emit))
        buttons.addWidget(Button(_("Preview"), icon="eye", hint="Ctrl+P", on_click=self.preview))
        buttons.addWidget(write)
        layout = QVBoxLayout(self)
        theme().space(column, spacing=12)
        theme().space(buttons, spacing=8)
        theme().space(layout, (20, 16, 20, 14), 12)
        layout.addWidget(text_label(self.title, "page"))
        layout.addWidget(Scroll(inside, self), 1)
        layout.addLayout(buttons)

    def _show(self, told: Callable[[int], str], rows: Sequence[object]) -> None:
        text = told(len(rows))
        if len(rows) > SHOWN:
            first = _("The first {count} are shown.").format(count=formats().integer(SHOWN))
            text = f"{text} {first}"
        self.told.setText(text)
        self._prices.set_rows(rows[:SHOWN])
