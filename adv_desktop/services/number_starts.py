"""Where a number series goes on from: what the former program numbered last (rule R31)."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import Series
from adv_desktop.models.errors import DomainError
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.numbering import NumberSeries
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import numbering
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store

HIGHEST = 10**numbering.DIGITS - 1


class NumberStarts:
    """Moves a series forward before its first document, never back: orders, deliveries, invoices, credit notes."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def start(self, series: Series, rank: int, last_date: dt.date | None = None) -> str:
        """Make `rank` the next of this year's numbers; `last_date` is the former program's last. Return it written."""
        if not 1 <= rank <= HIGHEST:
            raise DomainError("number.start_refused", written=rank, highest=HIGHEST)
        today = self._clock.today()
        if last_date is not None:
            numbering.refuse_future(last_date, today)
        with self._store.write("number.start") as session:
            row = numbering.series_row(session, series, today.year)
            if rank <= row.last_number:
                raise DomainError("number.start_behind", written=row.written(rank), last=row.written(row.last_number))
            _refuse_begun(session, row)
            row.last_number = rank - 1
            row.last_date = max(filter(None, (row.last_date, last_date)), default=None)
            return row.written(rank)


def _refuse_begun(session: Session, row: NumberSeries) -> None:
    """Refuse to jump after numbers of our own: that would be a hole."""
    number = _NUMBERS[row.series]
    start = f"{row.prefix}{row.year}"
    begun = session.scalar(sa.select(number).where(number.startswith(start, autoescape=True)).limit(1))
    if begun is not None:
        raise DomainError("number.start_begun", number=begun)


_NUMBERS = {
    Series.ORDER: SalesOrder.number,
    Series.DELIVERY: Delivery.number,
    Series.INVOICE: Invoice.number,
    Series.CREDIT_NOTE: Invoice.number,
}


def written(prefix: str, rank: int, today: dt.date) -> str:
    """Write a number as a series of this year does, before there is a database."""
    return f"{prefix}{today.year}{rank:0{numbering.DIGITS}d}"
