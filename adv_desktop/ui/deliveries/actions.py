"""What can be done with deliveries from their list or their pane."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from adv_desktop.models.enums import DeliveryState, Undelivered
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.texts import _
from adv_desktop.services.undelivered import BringBack, ReversalRef
from adv_desktop.ui.deliveries.columns import name_of
from adv_desktop.ui.deliveries.dialogs import ask_tracking, ask_undelivered
from adv_desktop.ui.deliveries.export_papers import ask_export_papers
from adv_desktop.ui.deliveries.labels import ask_labels
from adv_desktop.ui.deliveries.papers import preview_notes, preview_picking, preview_reversal
from adv_desktop.ui.deliveries.parcels import Packed, ask_parcels
from adv_desktop.ui.deliveries.preparation import PreparationForm
from adv_desktop.ui.deliveries.proof import ask_proof
from adv_desktop.ui.deliveries.reads import DeliveryReads
from adv_desktop.ui.deliveries.transport_proof import ask_transport_proof
from adv_desktop.ui.deliveries.wave import ShippingWave
from adv_desktop.ui.tones import Tone
from adv_desktop.ui.widgets.notice import Action

if TYPE_CHECKING:
    from adv_desktop.ui.desk import Desk


class DeliveryActions(QObject):
    """The verbs on deliveries."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self.reads = DeliveryReads(desk)
        self._wave = ShippingWave(desk, parent)

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

    def labels(self, ids: Sequence[int]) -> None:
        """Ask how the labels of deliveries are printed."""
        self._desk.runner.read(lambda: self.reads.rows(ids), self._on_labels)

    def export_papers(self, ids: Sequence[int]) -> None:
        """Ask which papers of an export are shown of deliveries, prepared or gone."""
        self._desk.runner.read(lambda: self.reads.rows(ids), self._on_export_papers)

    def _on_export_papers(self, rows: list[DeliveryRow]) -> None:
        ask_export_papers(self._desk, *_named(rows), self._parent)

    def _on_labels(self, rows: list[DeliveryRow]) -> None:
        ask_labels(self._desk, *_named(rows), self._parent)

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

    def transport_proof(self, row: DeliveryRow) -> None:
        """Keep the proof of an export, or of a supply in the Union."""
        if self._has_left(row):
            ask_transport_proof(self._desk, row, self._parent)

    def claim(self, row: DeliveryRow) -> None:
        """Open a claim on a delivery."""
        self._desk.window.ask("claims", "claim_delivery", [row.id])

    def proforma(self, row: DeliveryRow) -> None:
        """Make the pro forma of a delivery."""
        self._desk.window.ask("invoices", "proforma_of_delivery", [row.id])

    def undelivered(self, row: DeliveryRow) -> None:
        """Take a shipment back that was refused, lost, sent back or made by mistake."""
        if self._has_left(row):
            ask_undelivered(self._desk, row, partial(self._bring_back, row), self._parent)

    def _bring_back(self, row: DeliveryRow, command: BringBack) -> None:
        undelivered = self._desk.services.undelivered
        self._desk.runner.write(lambda: undelivered.bring_back(command), partial(self._brought_back, row, command))

    def _brought_back(self, row: DeliveryRow, command: BringBack, made: ReversalRef) -> None:
        again = _("{reversal} cancels the shipment of {number}: its goods are to be delivered again.")
        closed = _("{reversal} cancels the shipment of {number}: its goods are no longer due.")
        said = (again if command.ship_again else closed).format(reversal=made.number, number=name_of(row))
        desk = self._desk
        shown = [Action(_("Print"), lambda: preview_reversal(desk, row.id, made.number))]
        if command.outcome is not Undelivered.MISTAKE:
            shown.append(Action(_("Open a claim"), partial(self.claim, row)))
        desk.notices.say(said, *shown)

    def take_back(self, row: DeliveryRow) -> None:
        """Allow goods of a delivery to come back."""
        if self._has_left(row):
            self._desk.window.ask("returns", "return_delivery", [row.id])

    def cancel(self, row: DeliveryRow) -> None:
        """Give up a delivery: one that has left is taken back by a document of its own."""
        if row.delivery_state is DeliveryState.SHIPPED:
            self.undelivered(row)
            return
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
            self._wave.ask(waiting)
        elif left:
            self._desk.window.ask("invoices", "invoice_deliveries", left)

    def _on_print(self, rows: list[DeliveryRow]) -> None:
        left = [row for row in rows if row.delivery_state is DeliveryState.SHIPPED]
        if left:
            preview_notes(self._desk, *_named(left))
        elif rows:
            preview_picking(self._desk, *_named(rows))


def _named(rows: Sequence[DeliveryRow]) -> tuple[list[int], list[str]]:
    return [row.id for row in rows], [name_of(row) for row in rows]
