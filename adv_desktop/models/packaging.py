"""Returnable packaging: what customers keep of ours (pallets, crates, roll cages), counted by moves (R17)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, choice, references
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.packaging import PackagingMoveKind


class Packaging(Base):
    """A kind of packaging that comes back: Europe pallet, crate, roll cage."""

    __tablename__ = "packaging"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    label_en: Mapped[str | None]

    __mapper_args__ = {"version_id_col": version}

    def label_in(self, language: str) -> str:
        """Return its name in a language."""
        return self.label if language == "fr" else self.label_en or self.label


class DeliveryPackaging(Base):
    """What a delivery leaves and takes back of one kind of packaging, as typed before it left."""

    __tablename__ = "delivery_packaging"
    __table_args__ = (sa.UniqueConstraint("delivery_id", "packaging_id"),)
    document = (DocumentKind.DELIVERY, "delivery_id")

    id: Mapped[Id]
    delivery_id: Mapped[int] = references("delivery.id")
    packaging_id: Mapped[int] = references("packaging.id")
    delivered: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)


class PackagingMove(Base):
    """One change of what a customer holds, signed: above zero what it got, below what it gave back; append-only."""

    __tablename__ = "packaging_move"
    __table_args__ = (sa.Index("ix_packaging_move_customer", "customer_id", "packaging_id", "id"),)
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    kind: Mapped[PackagingMoveKind] = mapped_column(choice(PackagingMoveKind))
    customer_id: Mapped[int] = references("customer.id")
    packaging_id: Mapped[int] = references("packaging.id")
    quantity: Mapped[int]
    moved_on: Mapped[dt.date]
    at: Mapped[Instant]
    delivery_id: Mapped[int | None] = references("delivery.id", index=True)
    reference: Mapped[str | None]  # of the customer's voucher, or why it was counted
