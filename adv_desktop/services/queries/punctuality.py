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
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.services import settings
from adv_desktop.services.queries.filters import month_bounds
from adv_desktop.services.queries.flows import percent
from adv_desktop.services.queries.periods import Period, months_of

# The lines of one customer: those of all are kept by the day that they are due.
_OF_CUSTOMER = """
    SELECT count(*), sum(iif(delivered > 0 OR cancelled < quantity, 1, 0)),
      sum(iif(delivered > 0 AND delivered + cancelled >= quantity AND there <= due, 1, 0)),
      sum(iif(delivered * 1000000 >= quantity * :enough AND there <= due, 1, 0))
    FROM (
      SELECT coalesce(order_line.first_promised, order_line.promised) AS due, order_line.quantity,
        order_line.cancelled, order_line.delivered,
        iif(order_line.arrived > order_line.departed AND sales_order.date_kind = 'arrival',
          order_line.arrived, order_line.departed) AS there
      FROM sales_order CROSS JOIN order_line ON order_line.order_id = sales_order.id
      WHERE sales_order.customer_id = :customer AND sales_order.state NOT IN ('draft', 'cancelled')
        AND order_line.kind IN ('item', 'kit') AND order_line.kit_line_id IS NULL
        AND order_line.nature = 'goods' AND order_line.product_id IS NOT NULL AND order_line.quantity > 0
    )
    WHERE due BETWEEN :first AND min(:last, :today) AND (due < :today OR delivered + cancelled >= quantity)
"""
# What is due today and still open is not judged yet.
_DUE = """
    SELECT asked.key, sum(due - iif(day = :today, waiting, 0)), sum(deliverable - iif(day = :today, waiting, 0)),
      sum(on_time), sum(complete - iif(day = :today, waiting_complete, 0))
    FROM json_each(:periods) AS asked CROSS JOIN due_punctuality
      ON day BETWEEN json_extract(asked.value, '$[0]') AND min(json_extract(asked.value, '$[1]'), :today)
    GROUP BY asked.key
"""

_BY_PERIOD = sa.text(_DUE)


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


def of(session: Session, period: Period, today: dt.date) -> Punctuality:
    """Return the punctuality of the lines due in a period."""
    return over(session, [period], today)[period]


def by_month(session: Session, period: Period, today: dt.date) -> Mapping[dt.date, Punctuality]:
    """Return the punctuality of the lines due in each month of a period, by its first day."""
    months = [Period(first, min(month_bounds(first)[1], period.end)) for first in months_of(period)]
    found = over(session, months, today)
    return {month.start: found[month] for month in months}


def over(session: Session, periods: Sequence[Period], today: dt.date) -> Mapping[Period, Punctuality]:
    """Return the punctuality of the lines due in each of several periods."""
    bounds = json.dumps([[period.start.isoformat(), period.end.isoformat()] for period in periods])
    rows = session.execute(_BY_PERIOD, {"periods": bounds, "today": today.isoformat()})
    found = {row[0]: Punctuality(*row[1:]) for row in rows}
    return {period: found.get(place, Punctuality()) for place, period in enumerate(periods)}


def of_customer(session: Session, customer_id: int, period: Period, today: dt.date) -> Punctuality:
    """Return the punctuality of the lines of a customer due in a period."""
    tolerance = settings.read(session).under_delivery_tolerance
    facts = {
        "first": period.start.isoformat(),
        "last": period.end.isoformat(),
        "today": today.isoformat(),
        "enough": 1_000_000 - int(tolerance * 10_000),
        "customer": customer_id,
    }
    row = session.execute(sa.text(_OF_CUSTOMER), facts).one()
    return Punctuality(*(count or 0 for count in row))
