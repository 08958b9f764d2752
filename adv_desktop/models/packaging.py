"""Returnable packaging: what customers keep of ours (pallets, crates, roll cages), counted by moves (R17)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, Percent, UnitPrice, choice, references
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.packaging import NORMAL_RATE, CarrierMoveKind, PackagingMoveKind


class Packaging(Base):
    """A kind of packaging that comes back: Europe pallet, crate, roll cage."""

    __tablename__ = "packaging"

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    label_en: Mapped[str | None]
    deposit: Mapped[UnitPrice | None]  # euros asked for a piece, VAT excluded; none where quantities alone are kept
    deposit_vat: Mapped[bool] = mapped_column(
        default=False, server_default="0"
    )  # whether VAT is asked with the deposit
    # Of the deposit, or of what is never given back and so is sold.
    vat_rate: Mapped[Percent] = mapped_column(default=NORMAL_RATE, server_default="200000")

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
    deposit: Mapped[UnitPrice | None]  # of a piece, as it was when the goods left


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


class CarrierPackagingMove(Base):
    """One change of what a carrier owes, signed: above zero what it was given, below what it gave; append-only.

    Documents name a carrier by its name: so do these, and they keep that of one that is no longer listed.
    """

    __tablename__ = "carrier_packaging_move"
    __table_args__ = (sa.Index("ix_carrier_packaging_move_carrier", "carrier", "packaging_id", "id"),)

    id: Mapped[Id]
    kind: Mapped[CarrierMoveKind] = mapped_column(choice(CarrierMoveKind))
    carrier: Mapped[str]
    packaging_id: Mapped[int] = references("packaging.id")
    quantity: Mapped[int]
    moved_on: Mapped[dt.date]
    at: Mapped[Instant]
    reference: Mapped[str | None]  # of the pallet voucher, or why it was counted
