"""Warnings that somebody took note of on an order: they stay away until what they speak of changes (R32)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, part_of
from adv_desktop.models.enums import DocumentKind


class AcceptedCheck(Base):
    """A remark of an order, accepted as it was then: `basis` holds the facts that it rests on, as text.

    One that is taken back stays, with who did it: the order keeps its history.
    """

    __tablename__ = "accepted_check"
    document = (DocumentKind.ORDER, "order_id")

    id: Mapped[Id]
    order_id: Mapped[int] = part_of("sales_order.id")
    kind: Mapped[str]
    basis: Mapped[str]
    accepted_by: Mapped[str]
    accepted_at: Mapped[Instant]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[Instant | None] = mapped_column(default=None)
