"""What was judged normal at the end of a month: a control with something left in it, and why it may stay."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from adv_desktop.models.base import Base, Id, Instant


class MonthEndNote(Base):
    """A reason given for what a control of a month holds; the last one of a control counts. Append-only."""

    __tablename__ = "month_end_note"
    __table_args__ = (sa.Index("ix_month_end_note_month", "month", "control", "id"),)

    id: Mapped[Id]
    month: Mapped[dt.date]  # its first day
    control: Mapped[str]
    count: Mapped[int]  # what the control held
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[Instant]
