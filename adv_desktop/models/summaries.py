"""Sums kept beside the documents, so that a figure of a month is read and not counted: see `summary_triggers`."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from adv_desktop.models.base import Base


def _sum() -> MappedColumn[int]:
    """Map a sum: a row begins at zero whatever part of it is first counted."""
    return mapped_column(default=0, server_default="0")


class DayFigures(Base):
    """What was issued, ordered, shipped, received and claimed on a day; amounts in euro cents.

    Deliveries, payments and items in another currency are not in the sums: each is converted at its own rate.
    """

    __tablename__ = "day_figures"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    invoices: Mapped[int] = _sum()
    credit_notes: Mapped[int] = _sum()
    invoiced: Mapped[int] = _sum()  # turnover of the invoices
    credited: Mapped[int] = _sum()  # turnover of the credit notes, negative
    gross: Mapped[int] = _sum()  # VAT included, deposits once, credit notes subtracted
    intake: Mapped[int] = _sum()
    shipped: Mapped[int] = _sum()
    shipped_lines: Mapped[int] = _sum()
    receipts: Mapped[int] = _sum()
    owed: Mapped[int] = _sum()  # amounts of the open items dated that day, credits negative
    claims_opened: Mapped[int] = _sum()
    claims_closed: Mapped[int] = _sum()


class CustomerMonth(Base):
    """The turnover of a customer in a month ("2026-11"), in euro cents."""

    __tablename__ = "customer_month"

    month: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(primary_key=True)
    sales: Mapped[int] = _sum()


class DuePunctuality(Base):
    """The order lines due on a day by their first promise, and how many were kept.

    `waiting` are those that are still open: they are not judged on the day itself.
    """

    __tablename__ = "due_punctuality"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    due: Mapped[int] = _sum()
    deliverable: Mapped[int] = _sum()
    on_time: Mapped[int] = _sum()
    complete: Mapped[int] = _sum()
    waiting: Mapped[int] = _sum()
    waiting_complete: Mapped[int] = _sum()


class PromisedBacklog(Base):
    """The untouched order lines promised for a day ("": for none), and their net in euro cents.

    Lines of which a part left or was cancelled, and those in other currencies, are rounded one by one instead.
    """

    __tablename__ = "promised_backlog"

    day: Mapped[str] = mapped_column(primary_key=True)
    lines: Mapped[int] = _sum()
    net: Mapped[int] = _sum()


class DueReceivable(Base):
    """What is open of the items in euros due on a day: debts and credits apart."""

    __tablename__ = "due_receivable"

    due_date: Mapped[dt.date] = mapped_column(primary_key=True)
    credit: Mapped[bool] = mapped_column(primary_key=True)
    opened: Mapped[int] = _sum()
    disputed: Mapped[int] = _sum()
