"""The papers that prove the transport of what was sold without VAT: kept with the delivery, chased while missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Attachment, Delivery, DeliveryLine, StoredFile
from adv_desktop.models.enums import DeliveryState, DocumentKind, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.transport_proofs import (
    ProofNeed,
    TransportProof,
    buyer_carries,
    chased_on,
    needs,
    statement_due,
)
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import files
from adv_desktop.services.clock import Clock
from adv_desktop.services.formats import Formats
from adv_desktop.services.invoice_proofs import checked
from adv_desktop.services.store import Store, touch
from adv_desktop.services.texts import N_, Texts

BUYER_CARRIES = N_(
    "{number}, {incoterm}: the buyer carries. Get its written statement before {day}, and a second paper; with DAP we "
    "would hold the proofs ourselves."
)
# Read through the index of the few such lines; nearly every delivery is shipped: its index is of no use (hints).
_SOLD_WITHOUT_VAT = """SELECT delivery_id AS id FROM delivery_line INDEXED BY ix_delivery_line_without_vat
    WHERE vat_category IN ('G', 'K')"""
_STATE = sa.literal_column("+delivery.state", Delivery.state.type)
_WITHOUT_VAT = (VatCategory.EXPORT, VatCategory.INTRA_EU)


@dataclass(frozen=True, slots=True)
class ProofState:
    """What is known of the proofs of a delivery; `chased` is the last day on which they were to be asked for."""

    delivery_id: int
    number: str
    categories: frozenset[VatCategory]
    incoterm: str | None
    given: frozenset[TransportProof]
    shipped: dt.date
    chased: dt.date | None

    @property
    def missing(self) -> tuple[ProofNeed, ...]:
        """What is still to be got."""
        return needs(self.categories, self.incoterm, self.given)

    @property
    def proved(self) -> bool:
        """Whether nothing more is to be got."""
        return not self.missing

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


def unproved(session: Session, today: dt.date, days: int = 0) -> list[ProofState]:
    """Return what left at least so many days ago without the proofs that its sale needs, the oldest first."""
    shipped = sa.select(Delivery.id).where(
        Delivery.id.in_(sa.text(_SOLD_WITHOUT_VAT).columns(id=sa.Integer())),
        _STATE == DeliveryState.SHIPPED,
        Delivery.delivery_date <= today - dt.timedelta(days=days),
    )
    return [state for state in _states(session, shipped, today) if not state.proved]


def carried_by_buyer(session: Session, delivery_ids: Iterable[int], today: dt.date) -> list[ProofState]:
    """Return those of deliveries that left whose buyer carries them: its written statement is to be got (R15)."""
    wanted = sa.select(Delivery.id).where(Delivery.id.in_(list(delivery_ids)), _STATE == DeliveryState.SHIPPED)
    return [state for state in _states(session, wanted, today) if state.buyer_carries]


def carriage_warning(state: ProofState, spoken: Texts) -> str:
    """Say that the buyer carries, what proves the sale without VAT then, and until when (R15)."""
    said = spoken.gettext(BUYER_CARRIES)
    day = Formats(spoken.language).date(statement_due(state.shipped))
    return said.format(number=state.number, incoterm=state.incoterm or "", day=day)


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
            row.delivery_date,
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
