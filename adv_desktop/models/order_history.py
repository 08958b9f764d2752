"""What became of an order: what it added to the order intake, what its amendments changed."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Facts, Id, Instant, choice, part_of, references
from adv_desktop.models.enums import DocumentKind


class IntakeCause(StrEnum):
    """Why the order intake changed."""

    CONFIRMATION = "confirmation"
    AMENDMENT = "amendment"
    CANCELLATION = "cancellation"


class OrderIntake(Base):
    """What a change of an order added to the order intake, on the day of the change; never rewritten afterwards."""

    __tablename__ = "order_intake"
    __table_args__ = (sa.Index("ix_order_intake_day", "day", "cause", "net"),)
    document = (DocumentKind.ORDER, "order_id")

    id: Mapped[Id]
    order_id: Mapped[int] = references("sales_order.id", index=True)
    day: Mapped[dt.date]
    cause: Mapped[IntakeCause] = mapped_column(choice(IntakeCause))
    net: Mapped[int]  # euro cents


class OrderRevision(Base):
    """What an amendment of a confirmed order changed, by whom and when."""

    __tablename__ = "order_revision"
    document = (DocumentKind.ORDER, "order_id")

    id: Mapped[Id]
    order_id: Mapped[int] = part_of("sales_order.id")
    no: Mapped[int]
    at: Mapped[Instant]
    actor: Mapped[str]
    reason: Mapped[str | None]
    before: Mapped[Facts]
    after: Mapped[Facts]
