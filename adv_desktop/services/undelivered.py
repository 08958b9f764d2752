"""Shipments taken back whole by a document of its own: refused, lost, sent back, or shipped by mistake (R8)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryProgress, DeliveryReversal, DocumentEvent
from adv_desktop.models.enums import DocumentKind, Progress, ReturnState, Series, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn, GoodsReturnLine
from adv_desktop.models.invoice import InvoiceLine
from adv_desktop.models.order_history import IntakeCause
from adv_desktop.services import files, intake, loose_components, numbering, packaging, reservations, serials, stock
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import delivery_by_id, progress_of
from adv_desktop.services.documents import reversal_note
from adv_desktop.services.orders import orders_of_lines
from adv_desktop.services.printing.reversal_note import note_of
from adv_desktop.services.store import Store, actor_name

REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class BringBack:
    """A shipment that did not arrive: how it ended, since when, whether its goods are to leave again, and why."""

    delivery_id: int
    outcome: Undelivered
    on: dt.date
    ship_again: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReversalRef:
    """The document that took a shipment back."""

    id: int
    number: str


class UndeliveredService:
    """Takes shipments back that never arrived."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def bring_back(self, command: BringBack) -> ReversalRef:
        """Reverse a shipment whole by a numbered document: it is neither delivered nor to invoice (R8).

        The goods are back in stock unless they are lost. What was invoiced comes back by a return instead.
        """
        numbering.refuse_future(command.on, self._clock.today())
        if command.outcome is Undelivered.MISTAKE and not command.reason.strip():
            raise DomainError("reason.missing")
        with self._store.write("delivery.reverse") as session:
            self.bring_back_within(session, command)
            delivery = delivery_by_id(session, command.delivery_id)
            reversal = self._write(session, delivery, command)
            if command.outcome is not Undelivered.LOST:
                reservations.serve_waiting(session, [line.product_id for line in delivery.lines])
            return ReversalRef(reversal.id, reversal.number)

    def _write(self, session: Session, delivery: Delivery, command: BringBack) -> DeliveryReversal:
        """Make the numbered document of a reversal, keep its paper and tell it on the delivery."""
        now = self._clock.now()
        reversal = DeliveryReversal(
            delivery_id=delivery.id,
            number=numbering.take(session, Series.REVERSAL, command.on, delivery.establishment_id),
            outcome=command.outcome,
            reversed_on=command.on,
            ship_again=command.ship_again,
            reason=command.reason.strip(),
            at=now,
        )
        pdf = reversal_note.pdf_bytes(note_of(session, reversal, delivery))
        reversal.pdf_file_id = files.keep(session, pdf, "delivery_reversal", now).id
        session.add(reversal)
        session.add(
            DocumentEvent(
                document_kind=DocumentKind.DELIVERY,
                document_id=delivery.id,
                at=now,
                actor=actor_name(),
                kind=REVERSED,
                detail={"number": reversal.number, "outcome": reversal.outcome.value, "reason": reversal.reason},
            )
        )
        session.flush()
        return reversal

    def bring_back_within(self, session: Session, command: BringBack) -> None:
        """Reverse a shipment inside a transaction, for the verbs that ship it otherwise."""
        delivery = delivery_by_id(session, command.delivery_id)
        progress = progress_of(session, delivery.id)
        _refuse_kept(session, delivery, progress)
        if command.on < delivery.delivery_date:
            raise DomainError("delivery.back_before_departure", delivery=delivery.name, left=delivery.delivery_date)
        orders = orders_of_lines(session, [line.order_line_id for line in delivery.lines if line.order_line_id])
        order_lines = {line.id: line for order in orders for line in order.lines}
        now = self._clock.now()
        progress.outcome, progress.invoice_state = command.outcome.value, Progress.FULL
        for line in delivery.lines:
            order_line = order_lines[line.order_line_id or 0]
            if order_line.is_kit:
                continue  # counted by its components
            order_line.bring_back(line.quantity, None if command.ship_again else command.outcome.value)
            if command.outcome is Undelivered.LOST:
                serials.lose(session, line, command.on, now, command.outcome.value)
            else:
                stock.come_back(session, order_line, line, stock.Departure(command.on, now, override=True))
        packaging.take_off(session, delivery, command.on, now)
        for order in orders:
            loose_components.settle(session, order)
            if not command.ship_again:
                intake.note(session, order, IntakeCause.CANCELLATION, command.on)


def _refuse_kept(session: Session, delivery: Delivery, progress: DeliveryProgress) -> None:
    """Refuse to reverse a shipment that arrived in part, was reversed already, or is on an invoice."""
    if progress.outcome in set(Undelivered):
        raise DomainError("delivery.brought_back", delivery=delivery.name)
    ids = [line.id for line in delivery.lines]
    billed = sa.select(InvoiceLine.id).where(InvoiceLine.delivery_line_id.in_(ids))
    sent_back = (
        sa.select(GoodsReturnLine.id)
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturnLine.delivery_line_id.in_(ids), GoodsReturn.state != ReturnState.CANCELLED)
    )
    replaces = any(line.replaces_id for line in delivery.lines)
    if replaces or session.scalar(billed.limit(1)) or session.scalar(sent_back.limit(1)):
        raise DomainError("delivery.take_back_instead", delivery=delivery.name)
