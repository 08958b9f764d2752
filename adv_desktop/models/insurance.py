"""Credit insurance: the amounts that an insurer agreed to for a customer, each between two days (R10)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, Percent, choice, references
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.insurance import InsuranceKind


class InsuredAmount(Base):
    """What is insured of a customer's debt between two days, both included; without an end until another follows."""

    __tablename__ = "insured_amount"
    __table_args__ = (sa.Index("ix_insured_amount_customer", "customer_id", "starts_on"),)
    document = (DocumentKind.CUSTOMER, "customer_id")

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    customer_id: Mapped[int] = references("customer.id")
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    amount: Mapped[int]  # euro cents
    kind: Mapped[InsuranceKind] = mapped_column(choice(InsuranceKind))
    quotity: Mapped[Percent]  # what the insurer pays of a loss
    reference: Mapped[str | None]  # of the insurer's agreement

    __mapper_args__ = {"version_id_col": version}

    def covers(self, day: dt.date) -> bool:
        """Whether the amount is insured on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def meets(self, starts_on: dt.date, ends_on: dt.date | None) -> bool:
        """Whether the amount shares a day with a span of days."""
        return (ends_on is None or self.starts_on <= ends_on) and (self.ends_on is None or starts_on <= self.ends_on)
