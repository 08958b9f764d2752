"""Scanned pages that wait for their delivery, and signed notes whose day of receipt is to be confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryProgress
from adv_desktop.models.rules.scans import ScanReason, ScanState
from adv_desktop.models.scan import ScannedPage


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page that nobody could file by itself."""

    id: int
    file: str
    page: int
    reason: ScanReason | None
    written: str | None
    file_id: int
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A signed note that came back, of a delivery that is not known to have arrived."""

    delivery_id: int
    number: str
    customer: str
    shipped: dt.date
    file_id: int


def waiting(session: Session) -> list[WaitingPage]:
    """Return the pages that wait for a number, the oldest first."""
    statement = (
        sa.select(
            ScannedPage.id, ScannedPage.source_name, ScannedPage.page, ScannedPage.reason, ScannedPage.written,
            ScannedPage.file_id, ScannedPage.added_at,
        )
        .where(ScannedPage.state == ScanState.WAITING)
        .order_by(ScannedPage.id)
    )  # fmt: skip
    return [WaitingPage(*row) for row in session.execute(statement)]


def waiting_count(session: Session) -> int:
    """Return how many pages wait for a number."""
    statement = sa.select(sa.func.count()).where(ScannedPage.state == ScanState.WAITING)
    return session.scalar(statement) or 0


def to_confirm(session: Session) -> list[SignedNote]:
    """Return the signed notes without a day of receipt, the oldest departure first; the last scan of each."""
    last = (
        sa.select(ScannedPage.delivery_id, sa.func.max(ScannedPage.id).label("page_id"))
        .where(ScannedPage.state == ScanState.FILED)
        .group_by(ScannedPage.delivery_id)
        .subquery()
    )
    statement = (
        sa.select(Delivery.id, Delivery.number, Delivery.customer_name, Delivery.delivery_date, ScannedPage.file_id)
        .join(last, last.c.delivery_id == Delivery.id)
        .join(ScannedPage, ScannedPage.id == last.c.page_id)
        .join(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
        .where(DeliveryProgress.delivered_on.is_(None), DeliveryProgress.outcome.is_(None))
        .order_by(Delivery.delivery_date, Delivery.id)
    )
    rows = session.execute(statement)
    return [SignedNote(row.id, row.number or "", row.customer_name, row.delivery_date, row.file_id) for row in rows]
