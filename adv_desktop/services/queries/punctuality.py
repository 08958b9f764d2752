"""On time on the first promise (OTD), and on time in full (OTIF), per order line due.

The first promise is frozen at the acknowledgement; while there is none, the confirmed date is taken. Free text,
services and freight are out. A kit is the line that the customer ordered: it counts once, by its whole sets, whatever
carries its price, and its components do not. A line is on time when something was there by that date, and nothing
after it or still open; it is complete when the whole quantity (less the tolerance) was there by then. What was never
shipped is due too. To be there is to have left or, for customers whose dates say the arrival, to have arrived: proven,
else expected (R4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.services import settings
from adv_desktop.services.queries.flows import percent
from adv_desktop.services.queries.hints import FIRST_PROMISED, OF_CUSTOMER, PROMISED
from adv_desktop.services.queries.periods import Period

_LINES = """
    SELECT {due} AS due, order_line.quantity, order_line.cancelled, order_line.delivered, {there} AS there
    FROM {source}
    WHERE {due} BETWEEN :start AND :end AND {only}
      AND order_line.kind IN ('item', 'kit') AND order_line.kit_line_id IS NULL
      AND order_line.nature = 'goods' AND order_line.product_id IS NOT NULL
      AND order_line.quantity > 0
      AND order_line.order_id NOT IN (SELECT id FROM sales_order WHERE state IN ('draft', 'cancelled')) {customer}
"""
# Where the promise is an arrival, the day proven or expected counts; it is read only where it is later.
_THERE = """CASE WHEN order_line.arrived > order_line.departed
        AND (SELECT date_kind FROM sales_order AS o WHERE o.id = order_line.order_id) = 'arrival'
      THEN order_line.arrived ELSE order_line.departed END"""
_COUNTED = """
    SELECT substr(due, 1, 7), count(*),
      sum(CASE WHEN delivered > 0 OR cancelled < quantity THEN 1 ELSE 0 END),
      sum(CASE WHEN delivered > 0 AND delivered + cancelled >= quantity AND there <= due THEN 1 ELSE 0 END),
      sum(CASE WHEN delivered * 1000000 >= quantity * :enough AND there <= due THEN 1 ELSE 0 END)
    FROM ({first} UNION ALL {later})
    WHERE due < :today OR delivered + cancelled >= quantity
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Lines due (`due` for OTIF, `deliverable` for OTD: without those of which nothing was to leave any more)."""

    due: int = 0
    deliverable: int = 0
    on_time: int = 0
    complete: int = 0

    @property
    def otd(self) -> Decimal | None:
        """On-time lines in percent of the lines due, None when none was."""
        return percent(self.on_time, self.deliverable)

    @property
    def otif(self) -> Decimal | None:
        """Lines on time and complete in percent of the lines due, None when none was."""
        return percent(self.complete, self.due)

    def plus(self, other: Punctuality) -> Punctuality:
        """Add the lines of another period."""
        return Punctuality(
            self.due + other.due,
            self.deliverable + other.deliverable,
            self.on_time + other.on_time,
            self.complete + other.complete,
        )


def of(session: Session, period: Period, today: dt.date, customer_id: int | None = None) -> Punctuality:
    """Return the punctuality of the lines due in a period."""
    total = Punctuality()
    for month in by_month(session, period, today, customer_id).values():
        total = total.plus(month)
    return total


def by_month(
    session: Session, period: Period, today: dt.date, customer_id: int | None = None
) -> Mapping[dt.date, Punctuality]:
    """Return the punctuality of the lines due in each month; what is due today and still open is not judged yet."""
    tolerance = settings.read(session).under_delivery_tolerance
    facts = {
        "start": period.start.isoformat(),
        "end": min(period.end, today).isoformat(),
        "today": today.isoformat(),
        "enough": 1_000_000 - int(tolerance * 10_000),
        "customer": customer_id,
    }
    rows = session.execute(sa.text(_statement(customer_id is not None)), facts)
    return {dt.date.fromisoformat(f"{row[0]}-01"): Punctuality(*row[1:]) for row in rows}


def _statement(of_customer: bool) -> str:
    customer = "AND sales_order.customer_id = :customer" if of_customer else ""
    first = _LINES.format(
        due="order_line.first_promised",
        there=_THERE,
        source=OF_CUSTOMER if of_customer else FIRST_PROMISED,
        only="order_line.first_promised IS NOT NULL",
        customer=customer,
    )
    later = _LINES.format(
        due="order_line.promised",
        there=_THERE,
        source=OF_CUSTOMER if of_customer else PROMISED,
        only="order_line.first_promised IS NULL",
        customer=customer,
    )
    return _COUNTED.format(first=first, later=later)
