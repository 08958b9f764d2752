"""Units with a serial number: where each is, and every move that brought it there."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, choice, references
from adv_desktop.models.enums import DocumentKind, StockMoveKind
from adv_desktop.models.rules.serial_numbers import SerialState


class SerialUnit(Base):
    """One unit of a product; `delivery_line_id` is what it left with, while it is at a customer's."""

    __tablename__ = "serial_unit"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "number"),
        sa.Index("ix_serial_unit_number", "number"),
    )
    document = (DocumentKind.PRODUCT, "product_id")

    id: Mapped[Id]
    product_id: Mapped[int] = references("product.id")
    number: Mapped[str]  # in capitals
    state: Mapped[SerialState] = mapped_column(choice(SerialState))
    delivery_line_id: Mapped[int | None] = references("delivery_line.id", index=True)


class SerialMove(Base):
    """What happened to a unit, and where it was after; never edited, never deleted."""

    __tablename__ = "serial_move"

    id: Mapped[Id]
    unit_id: Mapped[int] = references("serial_unit.id", index=True)
    kind: Mapped[StockMoveKind] = mapped_column(choice(StockMoveKind))
    state: Mapped[SerialState] = mapped_column(choice(SerialState))
    moved_on: Mapped[dt.date]
    at: Mapped[Instant]
    delivery_line_id: Mapped[int | None] = references("delivery_line.id", index=True)
    reason: Mapped[str | None]
