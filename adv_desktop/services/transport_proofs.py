"""The papers that prove the transport of what was sold without VAT: kept with the delivery, chased while missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Attachment, Delivery, DeliveryLine, StoredFile
from adv_desktop.models.enums import DeliveryState, DocumentKind, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.transport_proofs import TransportProof, buyer_carries, chased_on, is_proved
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import files
from adv_desktop.services.clock import Clock
from adv_desktop.services.invoice_proofs import checked
from adv_desktop.services.store import Store, touch

_WITHOUT_VAT = (VatCategory.EXPORT, VatCategory.INTRA_EU)


@dataclass(frozen=True, slots=True)
class ProofState:
    """What is known of the proofs of a delivery; `chased` is the last day on which they were to be asked for."""

    delivery_id: int
    number: str
    categories: frozenset[VatCategory]
    incoterm: str | None
    given: frozenset[TransportProof]
    proved: bool
    chased: dt.date | None

    @property
    def needed(self) -> bool:
        """Whether anything of the delivery was sold without VAT."""
        return bool(self.categories)

    @property
    def buyer_carries(self) -> bool:
        """Whether the buyer's written statement is wanted (R15)."""
        return VatCategory.INTRA_EU in self.categories and buyer_carries(self.incoterm)


class TransportProofs:
    """Keeps proofs with deliveries."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def attach(self, delivery_id: int, path: Path, kind: TransportProof) -> ProofState:
        """Keep a copy of a paper with a delivery that left; return how its proofs stand."""
        content = checked(path)
        with self._store.write("delivery.transport_proof") as session:
            state = state_of(session, delivery_id, self._clock.today())
            if not state.needed:
                raise DomainError("delivery.no_proof_needed", number=state.number)
            kept = files.keep(session, content, kind.value, self._clock.now())
            files.attach(session, DocumentKind.DELIVERY, delivery_id, kept, path.name, self._clock.now())
            touch(session, DocumentKind.DELIVERY, delivery_id)
            session.flush()
            return state_of(session, delivery_id, self._clock.today())


def state_of(session: Session, delivery_id: int, today: dt.date) -> ProofState:
    """Return how the proofs of a shipped delivery stand; raise `delivery.not_shipped`."""
    delivery = session.get_one(Delivery, delivery_id)
    if delivery.state is not DeliveryState.SHIPPED:
        raise DomainError("delivery.not_shipped", number=delivery.name)
    (state,) = _states(session, sa.select(Delivery.id).where(Delivery.id == delivery_id), today)
    return state


def unproved(session: Session, today: dt.date) -> list[ProofState]:
    """Return the deliveries without the proofs that their sale needs, the oldest first."""
    without_vat = sa.select(DeliveryLine.delivery_id).where(DeliveryLine.vat_category.in_(_WITHOUT_VAT))
    shipped = sa.select(Delivery.id).where(Delivery.id.in_(without_vat), Delivery.state == DeliveryState.SHIPPED)
    return [state for state in _states(session, shipped, today) if not state.proved]


def _states(session: Session, wanted: sa.Select[int], today: dt.date) -> list[ProofState]:
    """Return the states of the deliveries that a statement selects, however many there are."""
    categories: dict[int, set[VatCategory]] = {}
    lines = sa.select(DeliveryLine.delivery_id, DeliveryLine.vat_category).where(
        DeliveryLine.delivery_id.in_(wanted), DeliveryLine.vat_category.in_(_WITHOUT_VAT)
    )
    for delivery_id, category in session.execute(lines):
        categories.setdefault(delivery_id, set()).add(category)
    terms, given = _incoterms(session, wanted), _given(session, wanted)
    found = sa.select(Delivery.id, Delivery.number, Delivery.delivery_date).where(Delivery.id.in_(wanted))
    return [
        ProofState(
            row.id, row.number or "", frozenset(categories.get(row.id, ())), terms.get(row.id),
            frozenset(given.get(row.id, ())),
            is_proved(categories.get(row.id, ()), terms.get(row.id), given.get(row.id, ())),
            chased_on(row.delivery_date, today),
        )
        for row in session.execute(found.order_by(Delivery.delivery_date, Delivery.id))
    ]  # fmt: skip


def _incoterms(session: Session, wanted: sa.Select[int]) -> dict[int, str | None]:
    statement = (
        sa.select(DeliveryLine.delivery_id, sa.func.max(SalesOrder.incoterm))
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(DeliveryLine.delivery_id.in_(wanted))
        .group_by(DeliveryLine.delivery_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _given(session: Session, wanted: sa.Select[int]) -> dict[int, set[TransportProof]]:
    statement = (
        sa.select(Attachment.document_id, StoredFile.kind)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(
            Attachment.document_kind == DocumentKind.DELIVERY,
            Attachment.document_id.in_(wanted),
            StoredFile.kind.in_([kind.value for kind in TransportProof]),
        )
    )
    given: dict[int, set[TransportProof]] = {}
    for delivery_id, kind in session.execute(statement):
        given.setdefault(delivery_id, set()).add(TransportProof(kind))
    return given
