"""What proves that a customer may be invoiced without VAT: checks of its number, and the ground of its regime."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Instant, choice, references
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.vat_grounds import Ground


class VatNumberCheck(Base):
    """What the VAT authorities answered about a number on a day; never changed."""

    __tablename__ = "vat_number_check"
    __table_args__ = (sa.Index("ix_vat_number_check_customer", "customer_id", "vat_number", "checked_on"),)
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    customer_id: Mapped[int] = references("customer.id")
    vat_number: Mapped[str]
    checked_on: Mapped[dt.date]
    valid: Mapped[bool]
    consultation_number: Mapped[str | None]
    recorded_at: Mapped[Instant]
    actor: Mapped[str]


class VatGround(Base):
    """What the regime of a customer without VAT rests on, with its certificate."""

    __tablename__ = "vat_ground"
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customer.id", ondelete="RESTRICT"), unique=True)
    ground: Mapped[Ground] = mapped_column(choice(Ground))
    certificate: Mapped[str | None]
    certificate_date: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
