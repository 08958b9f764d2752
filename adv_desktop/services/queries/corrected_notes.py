"""Which delivery note took the place of which."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryNote


def replacement_of(session: Session, delivery_id: int) -> str | None:
    """Return the number of the note that took the place of another one, if any."""
    return session.scalar(
        sa.select(Delivery.number)
        .join(DeliveryNote, DeliveryNote.delivery_id == Delivery.id)
        .where(DeliveryNote.corrects_id == delivery_id)
    )


def replaced_by(session: Session, delivery_id: int) -> str | None:
    """Return the number of the note whose place a delivery's took, if any."""
    note = session.get(DeliveryNote, delivery_id)
    return session.get_one(Delivery, note.corrects_id).number if note and note.corrects_id else None
