"""What a payment settled, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from adv_desktop.models.payment import Allocation, OpenItem


@dataclass(frozen=True, slots=True)
class Settled:
    """The documents that a payment (or a refund) was set against, and what is left, in minor units."""

    parts: tuple[tuple[str, int], ...]
    unallocated: int


def of_payment(session: Session, payment_id: int) -> Settled:
    """Return what a payment settled, in the order of the allocations; what was taken back is left out."""
    item = session.scalar(sa.select(OpenItem).where(OpenItem.payment_id == payment_id))
    if item is None:
        return Settled((), 0)
    mine, other = (Allocation.credit_item_id, Allocation.debit_item_id)
    if item.amount > 0:  # money given back owes what it was taken from
        mine, other = other, mine
    against = aliased(OpenItem)
    rows = session.execute(
        sa.select(against.document_number, sa.func.sum(Allocation.amount))
        .join(against, against.id == other)
        .where(mine == item.id)
        .group_by(against.document_number)
        .order_by(sa.func.min(Allocation.id))
    )
    return Settled(tuple((number, amount) for number, amount in rows if amount), abs(item.open_amount))


def currency_of(session: Session, number: str) -> str | None:
    """Return the currency of what a document left open, None when it is not known."""
    return session.scalar(sa.select(OpenItem.currency).where(OpenItem.document_number == number).limit(1))
