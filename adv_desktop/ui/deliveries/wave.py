"""Shipping several deliveries in one go: what is refused stays, the others leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.jobs import Progress
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.remainders import Remainder
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _, ngettext
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.remainder import ask_remainder, is_undecided
from adv_desktop.ui.deliveries.shipping import say_shipped
from adv_desktop.ui.format import pair
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

NAMED = 8


@dataclass(frozen=True, slots=True)
class Wave:
    """What a shipping wave did: what left, and why the rest stayed."""

    shipped: tuple[DeliveryRef, ...]
    refused: tuple[tuple[str, DomainError], ...]
    undecided: tuple[tuple[DeliveryRow, DomainError], ...] = ()  # their customers are asked about the remainder


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
        self._desk.runner.job(partial(self._work, rows, remainder), self._on_shipped, title=title, lane=Lane.WRITE)
        return ""

    def _work(self, rows: Sequence[DeliveryRow], remainder: Remainder | None, progress: Progress) -> Wave:
        """Ship one after the other; what is refused stays, the others leave."""
        shipped: list[DeliveryRef] = []
        refused: list[tuple[str, DomainError]] = []
        undecided: list[tuple[DeliveryRow, DomainError]] = []
        for place, row in enumerate(rows):
            progress.step(place, len(rows))
            try:
                shipped.append(self._desk.services.deliveries.ship(row.id, row.version, remainder=remainder))
            except DomainError as error:
                if is_undecided(error):
                    undecided.append((row, error))
                else:
                    refused.append((name_of(row), error))
        return Wave(tuple(shipped), tuple(refused), tuple(undecided))

    def _on_shipped(self, wave: Wave) -> None:
        why = [pair(name, sentence(error, texts.current())) for name, error in wave.refused]
        if wave.shipped:
            say_shipped(self._desk, wave.shipped, " ".join(why))
        elif why:
            self._desk.notices.say(" ".join(why), tone=Tone.BAD, seconds=0)
        if wave.undecided:
            names = ", ".join(dict.fromkeys(str(error.facts["customer"]) for _row, error in wave.undecided))
            ask_remainder(names, partial(self._ship, [row for row, _error in wave.undecided]), self._parent)
