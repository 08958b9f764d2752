"""The documents that took shipments back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryReversal
from adv_desktop.models.enums import Undelivered


@dataclass(frozen=True, slots=True)
class Reversal:
    """How, when and why a shipment was taken back; `file_id` is that of its paper."""

    number: str
    delivery: str
    outcome: Undelivered
    reversed_on: dt.date
    ship_again: bool
    reason: str
    file_id: int


def of_delivery(session: Session, delivery_id: int) -> Reversal | None:
    """Return the document that took a delivery back, None where there is none."""
    row = session.execute(
        sa.select(DeliveryReversal, Delivery.number)
        .join(Delivery, Delivery.id == DeliveryReversal.delivery_id)
        .where(DeliveryReversal.delivery_id == delivery_id)
    ).first()
    if row is None:
        return None
    found = row[0]
    return Reversal(
        found.number, row.number or "", found.outcome, found.reversed_on, found.ship_again, found.reason,
        found.pdf_file_id,
    )  # fmt: skip
