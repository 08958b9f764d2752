"""Business settings and the dated reference tables, ready filled for France."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, JsonText, Percent


class Setting(Base):
    """One business setting by key."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JsonText())


class VatRateRow(Base):
    """A VAT rate of a territory between dates."""

    __tablename__ = "vat_rate"

    id: Mapped[Id]
    territory: Mapped[str]
    rate: Mapped[Percent]
    label: Mapped[str]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class Mention(Base):
    """A sentence to print, in one language, between dates, with its source."""

    __tablename__ = "mention"
    __table_args__ = (sa.UniqueConstraint("key", "language", "valid_from"),)

    id: Mapped[Id]
    key: Mapped[str]
    language: Mapped[str]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    text: Mapped[str]
    source: Mapped[str | None]


class InterestRate(Base):
    """The rates of a half-year: the default penalty, and three times the legal rate as floor."""

    __tablename__ = "interest_rate"

    half_year: Mapped[str] = mapped_column(primary_key=True)  # "2026-S2"
    central_bank: Mapped[Percent]
    legal: Mapped[Percent]

    @property
    def penalty(self) -> Decimal:
        """The default rate of late interest: the central bank's plus ten points."""
        return self.central_bank + 10


class PaymentTermsChoice(Base):
    """Payment terms proposed in forms, as text that the terms rule reads."""

    __tablename__ = "payment_terms_choice"

    id: Mapped[Id]
    text: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]


class Unit(Base):
    """A unit of measure by its UN/ECE code."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(primary_key=True)
    label_fr: Mapped[str]
    label_en: Mapped[str]
    short_fr: Mapped[str]
    short_en: Mapped[str]
    is_piece: Mapped[bool] = mapped_column(default=False)


class Country(Base):
    """A country by its ISO code, with its VAT territory."""

    __tablename__ = "country"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_fr: Mapped[str]
    name_en: Mapped[str]
    european_union: Mapped[bool] = mapped_column(default=False)


class Reason(Base):
    """A reason of a kind (credit note, cancellation, residual, delay, free line), open to additions."""

    __tablename__ = "reason"
    __table_args__ = (sa.UniqueConstraint("kind", "code"),)

    id: Mapped[Id]
    kind: Mapped[str]
    code: Mapped[str]
    label_fr: Mapped[str]
    label_en: Mapped[str]
