"""What can be done with deliveries from their list or their pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.services import texts
from adv_desktop.services.deliveries import DeliveryRef
from adv_desktop.services.jobs import Progress
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _, ngettext
from adv_desktop.services.undelivered import BringBack
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.dialogs import ask_proof, ask_tracking, ask_undelivered
from adv_desktop.ui.deliveries.papers import preview_notes, preview_picking
from adv_desktop.ui.deliveries.parcels import Packed, ask_parcels
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.deliveries.reads import DeliveryReads
from adv_desktop.ui.deliveries.shipping import say_shipped
from adv_desktop.ui.runner import Lane
from adv_desktop.ui.theme import theme
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.basics import text_label
from adv_desktop.ui.widgets.dialog import FormDialog
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk

NAMED = 8


@dataclass(frozen=True, slots=True)
class Wave:
    """What a shipping wave did: what left, and why the rest stayed."""

    shipped: tuple[DeliveryRef, ...]
    refused: tuple[tuple[str, DomainError], ...]


class DeliveryActions(QObject):
    """The verbs on deliveries."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self.reads = DeliveryReads(desk)

    def open(self, row: DeliveryRow) -> None:
        """Open a delivery: its picking before it left, its note after."""
        if row.delivery_state is DeliveryState.SHIPPED:
            preview_notes(self._desk, [row.id], [name_of(row)])
        elif row.delivery_state is DeliveryState.CANCELLED:
            self._desk.notices.say(_("{number} is cancelled.").format(number=name_of(row)), tone=Tone.WARN)
        else:
            self._desk.window.open_form(PreparationForm(self._desk, row.id))

    def transform(self, ids: Sequence[int]) -> None:
        """Take deliveries one step further: what left is invoiced, the rest is shipped."""
        self._desk.runner.read(lambda: self.reads.rows(ids), self._on_transform)

    def print_papers(self, ids: Sequence[int]) -> None:
        """Show delivery notes as one file, or picking lists where nothing has left."""
        self._desk.runner.read(lambda: self.reads.rows(ids), self._on_print)

    def print_picking(self, ids: Sequence[int]) -> None:
        """Show picking lists as one file."""
        self._desk.runner.read(lambda: self.reads.rows(ids), lambda rows: preview_picking(self._desk, *_named(rows)))

    def track(self, row: DeliveryRow) -> None:
        """Record carrier and tracking number."""
        if self._has_left(row):
            ask_tracking(self._desk, row, self._parent)

    def open_tracking(self, row: DeliveryRow) -> None:
        """Open the carrier's page on a shipment."""
        if row.tracking_url:
            QDesktopServices.openUrl(QUrl(row.tracking_url))
        else:
            self._desk.notices.say(
                _("No tracking page: give the carrier's in the settings, then the tracking number (Ctrl+T)."),
                tone=Tone.WARN,
            )

    def parcels(self, row: DeliveryRow) -> None:
        """Ask for the parcels of a delivery."""
        self._desk.runner.read(lambda: self.reads.packed(row.id), self._on_packed)

    def _on_packed(self, read: tuple[DeliveryRow, Packed]) -> None:
        ask_parcels(self._desk, *read, self._parent)

    def prove(self, row: DeliveryRow) -> None:
        """Record the proof of delivery."""
        if self._has_left(row):
            ask_proof(self._desk, row, self._parent)

    def claim(self, row: DeliveryRow) -> None:
        """Open a claim on a delivery."""
        self._desk.window.ask("claims", "claim_delivery", [row.id])

    def proforma(self, row: DeliveryRow) -> None:
        """Make the pro forma of a delivery."""
        self._desk.window.ask("invoices", "proforma_of_delivery", [row.id])

    def undelivered(self, row: DeliveryRow) -> None:
        """Record that a shipment was refused, lost or sent back."""
        if self._has_left(row):
            ask_undelivered(self._desk, row, partial(self._bring_back, row), self._parent)

    def _bring_back(self, row: DeliveryRow, command: BringBack) -> None:
        undelivered = self._desk.services.undelivered
        self._desk.runner.write(lambda: undelivered.bring_back(command), partial(self._brought_back, row, command))

    def _brought_back(self, row: DeliveryRow, command: BringBack, _done: None) -> None:
        again = _("{number} did not arrive: its goods are to be delivered again.")
        closed = _("{number} did not arrive: its goods are no longer due.")
        said = (again if command.ship_again else closed).format(number=name_of(row))
        self._desk.notices.say(said, Action(_("Open a claim"), partial(self.claim, row)))

    def take_back(self, row: DeliveryRow) -> None:
        """Allow goods of a delivery to come back."""
        if self._has_left(row):
            self._desk.window.ask("returns", "return_delivery", [row.id])

    def cancel(self, row: DeliveryRow) -> None:
        """Give up a delivery that has not left."""
        deliveries = self._desk.services.deliveries
        said = _("{number} cancelled: its goods are to be delivered again.").format(number=name_of(row))
        self._desk.runner.write(
            lambda: deliveries.cancel(row.id, row.version), lambda _done: self._desk.notices.say(said)
        )

    def _has_left(self, row: DeliveryRow) -> bool:
        left = row.delivery_state is DeliveryState.SHIPPED
        if not left:
            self._desk.notices.say(
                _("{number} has not left: ship it first.").format(number=name_of(row)), tone=Tone.WARN
            )
        return left

    def _on_transform(self, rows: list[DeliveryRow]) -> None:
        waiting = [row for row in rows if row.delivery_state in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}]
        left = [row.id for row in rows if row.delivery_state is DeliveryState.SHIPPED]
        if len(waiting) == 1 and not left:
            self.open(waiting[0])
        elif waiting:
            self._ask_wave(waiting)
        elif left:
            self._desk.window.ask("invoices", "invoice_deliveries", left)

    def _on_print(self, rows: list[DeliveryRow]) -> None:
        left = [row for row in rows if row.delivery_state is DeliveryState.SHIPPED]
        if left:
            preview_notes(self._desk, *_named(left))
        elif rows:
            preview_picking(self._desk, *_named(rows))

    def _ask_wave(self, rows: Sequence[DeliveryRow]) -> FormDialog:
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
        dialog = FormDialog(title, body, _("Ship"), lambda: self._ship_wave(rows), self._parent)
        dialog.open()
        return dialog

    def _ship_wave(self, rows: Sequence[DeliveryRow]) -> str:
        title = ngettext("Shipping {count} delivery", "Shipping {count} deliveries", len(rows)).format(count=len(rows))
        self._desk.runner.job(partial(self._wave, rows), self._on_wave, title=title, lane=Lane.WRITE)
        return ""

    def _wave(self, rows: Sequence[DeliveryRow], progress: Progress) -> Wave:
        """Ship one after the other; what is refused stays, the others leave."""
        shipped: list[DeliveryRef] = []
        refused: list[tuple[str, DomainError]] = []
        for place, row in enumerate(rows):
            progress.step(place, len(rows))
            try:
                shipped.append(self._desk.services.deliveries.ship(row.id, row.version))
            except DomainError as error:
                refused.append((name_of(row), error))
        return Wave(tuple(shipped), tuple(refused))

    def _on_wave(self, wave: Wave) -> None:
        why = [f"{name} : {sentence(error, texts.current())}" for name, error in wave.refused]
        if wave.shipped:
            say_shipped(self._desk, wave.shipped, " ".join(why))
        else:
            self._desk.notices.say(" ".join(why), tone=Tone.BAD, seconds=0)


def _named(rows: Sequence[DeliveryRow]) -> tuple[list[int], list[str]]:
    return [row.id for row in rows], [name_of(row) for row in rows]
