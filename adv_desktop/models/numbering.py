"""Number series: one row per establishment, series and year."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from adv_desktop.models.base import Base, Id, choice, references
from adv_desktop.models.enums import Series
from adv_desktop.models.errors import DomainError


class NumberSeries(Base):
    """The last number and date of a series; a number is taken in the transaction that issues the document."""

    __tablename__ = "number_series"
    __table_args__ = (sa.UniqueConstraint("establishment_id", "series", "year"),)

    id: Mapped[Id]
    establishment_id: Mapped[int] = references("establishment.id")
    series: Mapped[Series] = mapped_column(choice(Series))
    year: Mapped[int]
    prefix: Mapped[str]
    digits: Mapped[int] = mapped_column(default=6)
    last_number: Mapped[int] = mapped_column(default=0)
    last_date: Mapped[dt.date | None]

    def take(self, on: dt.date) -> str:
        """Return the next number; raise `number.date_backwards` before the last date of the series."""
        if self.last_date is not None and on < self.last_date:
            last = self.written(self.last_number)
            raise DomainError("number.date_backwards", date=on, last=self.last_date, number=last)
        self.last_number += 1
        self.last_date = on
        return self.written(self.last_number)

    def written(self, rank: int) -> str:
        """Write a rank of the series ("FA2026000123")."""
        return f"{self.prefix}{self.year}{rank:0{self.digits}d}"

    def move_past(self, number: str) -> None:
        """Start after a number taken over from the former program, when it is of this series and year."""
        start = f"{self.prefix}{self.year}"
        rank = number.removeprefix(start)
        if number.startswith(start) and rank.isdigit():
            self.last_number = max(self.last_number, int(rank))
