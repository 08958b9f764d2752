"""Delivery notes whose quantities were wrong: another with an index takes their place (case 49)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import (
    Delivery,
    DeliveryLine,
    DeliveryNote,
    DeliveryParcel,
    DocumentEvent,
)
from adv_desktop.models.enums import DeliveryState, DocumentKind, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import copied
from adv_desktop.models.rules.notes import NoteStyle, index_after
from adv_desktop.services import packaging, reservations
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import DeliveryRef, DeliveryService, delivery_by_id, progress_of
from adv_desktop.services.delivery_lines import number_lines
from adv_desktop.services.store import Store, actor_name
from adv_desktop.services.undelivered import BringBack, UndeliveredService

CORRECTED = "corrected"
_HEADER = (
    "establishment_id", "warehouse_id", "customer_id", "customer_name", "bill_to_id", "payer_id",
    "ship_to", "currency", "exchange_rate", "carrier", "parcels", "weight_kg", "notes", "override_reason",
)  # fmt: skip
_PARCEL = ("no", "weight_kg", "length_cm", "width_cm", "height_cm", "sscc", "tracking")
_PROGRESS = ("carrier", "tracking", "tracking_url")


@dataclass(frozen=True, slots=True)
class CorrectNote:
    """What really left, by delivery line id (a line left out is right), and why the note said otherwise."""

    delivery_id: int
    version: int
    quantities: Mapping[int, Decimal]
    reason: str
    serials: Mapping[int, Sequence[str]] = field(default_factory=dict)  # numbers of the units, by delivery line id


class NoteCorrections:
    """Replaces the notes of shipped deliveries."""

    def __init__(
        self, store: Store, clock: Clock, deliveries: DeliveryService, undelivered: UndeliveredService
    ) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries
        self._undelivered = undelivered

    def correct(self, command: CorrectNote) -> DeliveryRef:
        """Take back what a note said and ship what really left, under the same number with the next index.

        Nothing of the shipment may be invoiced, sent back or proved yet: then the difference is a return or a claim.
        """
        reason = command.reason.strip()
        if not reason:
            raise DomainError("reason.missing")
        with self._store.write("delivery.correct") as session:
            former = delivery_by_id(session, command.delivery_id)
            former.refuse_if_changed(command.version)
            _refuse_final(session, former)
            note = note_of(session, former)
            lines = _right_lines(former, command)
            back = BringBack(former.id, Undelivered.CORRECTED, former.delivery_date, ship_again=True)
            self._undelivered.bring_back_within(session, back)
            made = Delivery(
                **{name: getattr(former, name) for name in _HEADER},
                lines=lines,
                number=index_after(former.number or "", indexed=note.corrects_id is not None),
                state=DeliveryState.PREPARED,
                delivery_date=former.delivery_date,
                net=0,
            )
            number_lines(made)
            session.add(made)
            session.flush()
            session.add(
                DeliveryNote(
                    delivery_id=made.id,
                    style=note.style,
                    supplier_notice=note.supplier_notice,
                    corrects_id=former.id,
                )
            )
            _copy_parcels(session, former, made)
            packaging.copy(session, former, made)
            self._deliveries.leave_again(session, made)
            progress = progress_of(session, former.id)
            for name in _PROGRESS:
                setattr(progress_of(session, made.id), name, getattr(progress, name))
            self._tell(session, former, made, reason)
            reservations.serve_waiting(session, [line.product_id for line in former.lines])
            return DeliveryRef(made.id, made.number)

    def _tell(self, session: Session, former: Delivery, made: Delivery, reason: str) -> None:
        """Say on both deliveries what became of the note, and why."""
        for document, other in ((former, made), (made, former)):
            session.add(
                DocumentEvent(
                    document_kind=DocumentKind.DELIVERY,
                    document_id=document.id,
                    at=self._clock.now(),
                    actor=actor_name(),
                    kind=CORRECTED,
                    detail={"number": other.number, "reason": reason},
                )
            )


def note_of(session: Session, delivery: Delivery) -> DeliveryNote:
    """Return what the note of a shipped delivery is; of one that left before styles were kept, without prices."""
    note = session.get(DeliveryNote, delivery.id)
    return note or DeliveryNote(delivery_id=delivery.id, style=NoteStyle.UNPRICED)


def _refuse_final(session: Session, delivery: Delivery) -> None:
    """Refuse what has not left, and what its customer has signed for."""
    if delivery.state is not DeliveryState.SHIPPED:
        raise DomainError("delivery.not_shipped", number=delivery.name)
    if progress_of(session, delivery.id).delivered_on is not None:
        raise DomainError("delivery.proved", delivery=delivery.name)


def _right_lines(former: Delivery, command: CorrectNote) -> list[DeliveryLine]:
    """Return the lines with what really left; refuse a correction that changes nothing or leaves nothing."""
    right = {line.id: command.quantities.get(line.id, line.quantity) for line in former.lines}
    for line in former.lines:
        if right[line.id] < 0:
            raise DomainError("quantity.negative", written=right[line.id])
    units = {line.id: list(command.serials.get(line.id, line.serials or ())) or None for line in former.lines}
    if all(right[line.id] == line.quantity and units[line.id] == line.serials for line in former.lines):
        raise DomainError("delivery.nothing_corrected", delivery=former.name)
    if not any(right.values()):
        raise DomainError("delivery.nothing_left", delivery=former.name)
    return [_copy(line, right[line.id], units[line.id]) for line in former.lines if right[line.id]]


def _copy(line: DeliveryLine, quantity: Decimal, units: list[str] | None) -> DeliveryLine:
    made = DeliveryLine(
        **copied(line),
        no=0,
        quantity=line.quantity,
        net=0,
        order_line_id=line.order_line_id,
        ordered=line.ordered,
        still_due=line.still_due,
        cost=line.cost,
        lot_id=line.lot_id,
        location_id=line.location_id,
        catch_weight=line.catch_weight,
        weights=line.weights,
        serials=units,
    )
    made.pick(quantity)
    return made


def _copy_parcels(session: Session, former: Delivery, made: Delivery) -> None:
    rows = session.scalars(sa.select(DeliveryParcel).where(DeliveryParcel.delivery_id == former.id))
    for row in rows.all():
        session.add(DeliveryParcel(delivery_id=made.id, **{name: getattr(row, name) for name in _PARCEL}))
