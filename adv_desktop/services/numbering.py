"""Numbers of documents: taken in the transaction that issues them, so without hole and without repeat."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.numbering import NumberSeries
from adv_desktop.models.settings import Setting

PREFIXES = {
    Series.QUOTATION: "DE",
    Series.ORDER: "CDE",
    Series.PICKING: "BP",
    Series.DELIVERY: "BL",
    Series.INVOICE: "FA",
    Series.CREDIT_NOTE: "AV",
    Series.PROFORMA: "PF",
    Series.RETURN: "RET",
    Series.REVERSAL: "AE",
    Series.CLAIM: "REC",
    Series.PAYMENT: "REG",
    Series.REMINDER: "RL",
    Series.DEPOT: "BD",
}
DIGITS = 6
LONGEST_ID = 18  # what SQLite holds in an INTEGER
# The law wants no date going backwards for these; the others only follow the calendar.
DATED = frozenset({Series.INVOICE, Series.CREDIT_NOTE})


def id_in(name: str) -> int | None:
    """Return the id that a document without number is named by, None when the text cannot be one."""
    return int(name) if name.isascii() and name.isdigit() and len(name) <= LONGEST_ID else None


# Made once: nearly every command takes a number.
_SERIES = sa.select(NumberSeries).where(
    NumberSeries.establishment_id == sa.bindparam("establishment"),
    NumberSeries.series == sa.bindparam("series"),
    NumberSeries.year == sa.bindparam("year"),
)


def take(session: Session, series: Series, on: dt.date, establishment_id: int = 1) -> str:
    """Return the next number of a series for a date."""
    row = series_row(session, series, on.year, establishment_id)
    if series not in DATED and row.last_date is not None:
        on = max(on, row.last_date)
    return row.take(on)


def series_row(session: Session, series: Series, year: int, establishment_id: int = 1) -> NumberSeries:
    """Return the row of a series and year, made with the format of the settings when it is the first."""
    row = session.scalar(_SERIES, {"establishment": establishment_id, "series": series, "year": year})
    if row is None:
        formats = session.get(Setting, "numbering")
        prefix = (formats.value if formats else {}).get(series.value, PREFIXES[series])
        row = NumberSeries(
            establishment_id=establishment_id, series=series, year=year, prefix=prefix, digits=DIGITS, last_number=0
        )
        session.add(row)
    return row


def refuse_future(date: dt.date, today: dt.date) -> dt.date:
    """Return the date, refusing one after today."""
    if date > today:
        raise DomainError("date.in_future", date=date, today=today)
    return date
