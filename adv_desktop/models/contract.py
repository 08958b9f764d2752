"""Contracts that are invoiced again and again: every n weeks or months, until they end."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, FactList, Id, choice, references
from adv_desktop.models.party import refuse_if_changed
from adv_desktop.models.rules.recurrence import ContractPrices, Recurrence, RecurrenceUnit


class BillingContract(Base):
    """What is invoiced to a customer each period; the invoices made are known by their lines' `contract_period`."""

    __tablename__ = "billing_contract"
    __table_args__ = (sa.Index("ix_billing_contract_start_date", "start_date", "id"),)

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    customer_id: Mapped[int] = references("customer.id", index=True)
    label: Mapped[str]
    every: Mapped[int]
    unit: Mapped[RecurrenceUnit] = mapped_column(choice(RecurrenceUnit))
    start_date: Mapped[dt.date]
    end_date: Mapped[dt.date | None]
    in_advance: Mapped[bool] = mapped_column(default=False)
    prices: Mapped[ContractPrices] = mapped_column(choice(ContractPrices))
    customer_reference: Mapped[str | None]
    lines: Mapped[FactList]  # each as an order asks for it, numbers as text

    __mapper_args__ = {"version_id_col": version}

    @property
    def recurrence(self) -> Recurrence:
        """When it is invoiced, by the rule."""
        return Recurrence(self.start_date, self.every, self.unit, self.end_date, in_advance=self.in_advance)

    def refuse_if_changed(self, version: int) -> None:
        """Refuse an edit that was begun on another version of the contract."""
        refuse_if_changed(self.version, version, self.label)
