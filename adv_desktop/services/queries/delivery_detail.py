"""One delivery with its lines: ordered, leaving, still due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.delivery import Attachment, Delivery, DeliveryLine, DeliveryProgress, StoredFile
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.totals import totals
from adv_desktop.models.stock import Location, Lot
from adv_desktop.services import serials
from adv_desktop.services.queries import deliveries, reversals
from adv_desktop.services.queries.corrected_notes import replaced_by, replacement_of
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.lines import Amounts, Line, LineRef, amounts_of, facts_of, order_refs
from adv_desktop.services.queries.reversals import Reversal

PROOF_FILE = "delivery_proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredLine(Line):
    """A line of a delivery; `ordered` and `still_due` are those of its order line when it was made."""

    ordered: Decimal
    still_due: Decimal
    lot: str | None
    location: str | None
    replaces_id: int | None
    order_line: LineRef | None
    order_line_id: int | None
    weights: tuple[Decimal, ...]
    serials: tuple[str, ...]
    needs_serials: bool
    warranty_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed paper kept with a delivery."""

    file_id: int
    name: str


@dataclass(frozen=True, slots=True)
class DeliveryDetail:
    """A delivery whole; `row` is what the list shows of it."""

    row: DeliveryRow
    customer_code: str
    ship_to: dict[str, Any]
    reserves: str | None
    outcome: str | None
    notes: str | None
    override_reason: str | None
    pdf_file_id: int | None
    lines: tuple[DeliveredLine, ...]
    papers: tuple[Paper, ...]
    replaces: str | None
    replaced_by: str | None
    reversal: Reversal | None
    amounts: Amounts


def detail(session: Session, delivery_id: int, today: dt.date) -> DeliveryDetail:
    """Return a delivery; raise `delivery.not_found`."""
    delivery = session.scalar(
        sa.select(Delivery).where(Delivery.id == delivery_id).options(selectinload(Delivery.lines))
    )
    if delivery is None:
        raise DomainError("delivery.not_found", number=delivery_id)
    refs = order_refs(session, [line.order_line_id for line in delivery.lines])
    lots = _codes(session, Lot, [line.lot_id for line in delivery.lines])
    kept = {line.id for line in delivery.lines if serials.is_kept(session, line)}
    places = _codes(session, Location, [line.location_id for line in delivery.lines])
    said = sa.select(DeliveryProgress.reserves, DeliveryProgress.outcome)
    progress = session.execute(said.where(DeliveryProgress.delivery_id == delivery_id)).first()
    priced = [line.priced() for line in delivery.lines if line.is_item]
    return DeliveryDetail(
        row=deliveries.rows(session, [delivery_id], today)[delivery_id],
        customer_code=session.scalars(sa.select(Customer.code).where(Customer.id == delivery.customer_id)).one(),
        ship_to=dict(delivery.ship_to), reserves=progress.reserves if progress else None,
        outcome=progress.outcome if progress else None, notes=delivery.notes,
        override_reason=delivery.override_reason, pdf_file_id=delivery.pdf_file_id,
        lines=tuple(_line(line, refs, lots, places, kept) for line in delivery.lines),
        papers=papers_of(session, delivery_id), replaces=replaced_by(session, delivery_id),
        replaced_by=replacement_of(session, delivery_id), reversal=reversals.of_delivery(session, delivery_id),
        amounts=amounts_of(totals(priced, currency=delivery.currency)),
    )  # fmt: skip


def _codes(session: Session, table: type[Lot | Location], ids: list[int | None]) -> dict[int, str]:
    statement = sa.select(table.id, table.code).where(table.id.in_([row_id for row_id in ids if row_id is not None]))
    return {row.id: row.code for row in session.execute(statement)}


def _line(
    line: DeliveryLine, refs: dict[int, LineRef], lots: dict[int, str], places: dict[int, str], kept: set[int]
) -> DeliveredLine:
    return DeliveredLine(
        **facts_of(line), ordered=line.ordered, still_due=line.still_due, lot=lots.get(line.lot_id or 0),
        location=places.get(line.location_id or 0), replaces_id=line.replaces_id,
        order_line=refs.get(line.order_line_id or 0), order_line_id=line.order_line_id,
        weights=tuple(Decimal(str(one)) for one in line.weights or ()),
        serials=tuple(str(one) for one in line.serials or ()), needs_serials=line.id in kept,
        warranty_until=line.warranty_until,
    )  # fmt: skip


def papers_of(session: Session, delivery_id: int) -> tuple[Paper, ...]:
    """Return the signed papers kept with a delivery, the oldest first."""
    rows = session.execute(
        sa.select(StoredFile.id, Attachment.name)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(
            Attachment.document_kind == DocumentKind.DELIVERY,
            Attachment.document_id == delivery_id,
            StoredFile.kind == PROOF_FILE,
        )
        .order_by(Attachment.id)
    )
    return tuple(Paper(row.id, row.name) for row in rows)
