"""Depots at customers': stock of ours that they take from when they need it, and the notes that it travels with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adv_desktop.models.base import Base, Facts, Id, Instant, Quantity, choice, quantity_column, references
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.depots import DepotMoveKind


class Depot(Base):
    """A delivery address of a customer where goods stay ours until they are used; it is a place of the stock."""

    __tablename__ = "depot"
    document = (DocumentKind.CUSTOMER, "customer_id")

    location_id: Mapped[int] = mapped_column(sa.ForeignKey("location.id", ondelete="RESTRICT"), primary_key=True)
    customer_id: Mapped[int] = references("customer.id", index=True)
    address_id: Mapped[int] = mapped_column(sa.ForeignKey("customer_address.id", ondelete="RESTRICT"), unique=True)
    opened_on: Mapped[dt.date]


class DepotMinimum(Base):
    """How much of a product is to be at a depot: what is below is proposed to be sent."""

    __tablename__ = "depot_minimum"

    location_id: Mapped[int] = mapped_column(sa.ForeignKey("depot.location_id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[int] = mapped_column(sa.ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    minimum: Mapped[Decimal] = quantity_column()


class DepotNote(Base):
    """The paper of goods that went to a depot or came back from it: no sale, nothing of it is ever invoiced."""

    __tablename__ = "depot_note"
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[DepotMoveKind] = mapped_column(choice(DepotMoveKind))
    location_id: Mapped[int] = mapped_column(sa.ForeignKey("depot.location_id", ondelete="RESTRICT"), index=True)
    customer_id: Mapped[int] = references("customer.id")
    ship_to: Mapped[Facts]
    moved_on: Mapped[dt.date]
    at: Mapped[Instant]
    reference: Mapped[str | None]  # what the customer calls what it asked for
    carrier: Mapped[str | None]
    parcels: Mapped[int | None]
    notes: Mapped[str | None]
    pdf_file_id: Mapped[int | None] = references("stored_file.id")

    lines: Mapped[list[DepotNoteLine]] = relationship(lazy="raise_on_sql", order_by="DepotNoteLine.no")


class DepotNoteLine(Base):
    """What went of a product, of a lot where it has some."""

    __tablename__ = "depot_note_line"

    id: Mapped[Id]
    note_id: Mapped[int] = references("depot_note.id", index=True)
    no: Mapped[int]
    product_id: Mapped[int] = references("product.id")
    product_code: Mapped[str]
    label: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[Quantity]
    lot_id: Mapped[int | None] = references("lot.id")
