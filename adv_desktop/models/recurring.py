"""Orders that come again and again: the rhythm of a template, and the days whose order was made."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, choice, part_of
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.recurrence import ContractPrices, Recurrence, RecurrenceUnit


class OrderRecurrence(Base):
    """How often an order is made of a template; `next_on` is the next day without an order, None when it is over."""

    __tablename__ = "order_recurrence"
    __table_args__ = (sa.Index("ix_order_recurrence_next_on", "next_on", "order_id"),)
    document = (DocumentKind.ORDER, "order_id")

    id: Mapped[Id]
    order_id: Mapped[int] = part_of("sales_order.id")
    every: Mapped[int]
    unit: Mapped[RecurrenceUnit] = mapped_column(choice(RecurrenceUnit))
    start_date: Mapped[dt.date]
    end_date: Mapped[dt.date | None]
    prices: Mapped[ContractPrices] = mapped_column(choice(ContractPrices))
    next_on: Mapped[dt.date | None]

    @property
    def rhythm(self) -> Recurrence:
        """When orders are due, by the rule."""
        return Recurrence(self.start_date, self.every, self.unit, self.end_date, in_advance=True)


class RecurringOrder(Base):
    """A day whose order was made: never twice, even where the draft was deleted since."""

    __tablename__ = "recurring_order"
    __table_args__ = (sa.UniqueConstraint("recurrence_id", "due_on"),)

    id: Mapped[Id]
    recurrence_id: Mapped[int] = part_of("order_recurrence.id")
    due_on: Mapped[dt.date]
