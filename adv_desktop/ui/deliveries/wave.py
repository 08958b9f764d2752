"""Shipping several deliveries in one go: what is refused stays, the others leave."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.services import texts
from adv_desktop.services.jobs import Progress
from adv_desktop.services.mass_preparation import Shipped, ToShip, ship_all
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.remainders import Remainder
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.remainder import ask_remainder, is_undecided
from adv_desktop.ui.deliveries.shipping import say_shipped
from adv_desktop.ui.deliveries.stopped import said_of
from adv_desktop.ui.format import pair
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

NAMED = 8


class ShippingWave(QObject):
    """Asks, then ships one delivery after the other."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent

    def ask(self, rows: Sequence[DeliveryRow]) -> FormDialog:
        """Name what is about to leave: a departure takes numbers and stock, it is not undone."""
        body = QWidget()
        layout = QVBoxLayout(body)
        theme().space(layout, spacing=4)
        for row in rows[:NAMED]:
            layout.addWidget(text_label(f"{name_of(row)}  ·  {row.customer_name}  ·  {row.town or '—'}"))
        if len(rows) > NAMED:
            more = len(rows) - NAMED
            layout.addWidget(text_label(ngettext("and {count} more", "and {count} more", more).format(count=more)))
        layout.addWidget(text_label(_("They leave as they were prepared, dated today."), "muted"))
        title = ngettext("Ship {count} delivery", "Ship {count} deliveries", len(rows)).format(count=len(rows))
        dialog = FormDialog(title, body, _("Ship"), lambda: self._ship(rows), self._parent)
        dialog.open()
        return dialog

    def _ship(self, rows: Sequence[DeliveryRow], remainder: Remainder | None = None) -> str:
        title = ngettext("Shipping {count} delivery", "Shipping {count} deliveries", len(rows)).format(count=len(rows))
        done = partial(self._on_shipped, rows)
        self._desk.runner.job(partial(self._work, rows, remainder), done, title=title, lane=Lane.WRITE)
        return ""

    def _work(self, rows: Sequence[DeliveryRow], remainder: Remainder | None, progress: Progress) -> Shipped:
        wanted = [ToShip(row.id, row.version, name_of(row)) for row in rows]
        return ship_all(self._desk.services.deliveries, wanted, remainder, progress.step)

    def _on_shipped(self, rows: Sequence[DeliveryRow], done: Shipped) -> None:
        undecided = {one.id: error for one, error in done.refused if is_undecided(error)}
        why = [pair(one.name, sentence(error, texts.current())) for one, error in done.refused
               if one.id not in undecided]  # fmt: skip
        if done.stopped is not None:
            why.append(said_of(done.stopped))
        if done.made:
            say_shipped(self._desk, done.made, " ".join(why))
        elif why:
            self._desk.notices.say(" ".join(why), tone=Tone.BAD, seconds=0)
        if undecided:  # their customers are asked about the remainder
            names = ", ".join(dict.fromkeys(str(error.facts["customer"]) for error in undecided.values()))
            again = [row for row in rows if row.id in undecided]
            ask_remainder(names, partial(self._ship, again), self._parent)
