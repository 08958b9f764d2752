"""The dashboard of a month counted from the documents themselves, as the sums kept beside them must give it.

What `bench_dashboards` measures against, and the witness of tests/integration/queries/test_summaries.py.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.rules.ageing import AgedItem, Ageing, age
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import settings
from adv_desktop.services.queries import backlog
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.filters import month_bounds
from adv_desktop.services.queries.flows import Flows
from adv_desktop.services.queries.hints import open_orders
from adv_desktop.services.queries.periods import Period, months_of, shifted
from adv_desktop.services.queries.punctuality import Punctuality

_CREDIT = "type IN ('381', '503', '262')"
_INVOICES = f"""
    SELECT sum(NOT {_CREDIT}), sum({_CREDIT}), sum(iif({_CREDIT}, 0, sales_net)), sum(iif({_CREDIT}, sales_net, 0)),
      sum(iif({_CREDIT}, -gross_eur, gross_eur - prepaid))
    FROM invoice WHERE state = 'issued' AND issue_date BETWEEN :first AND :last"""
_LINES = """SELECT count(*) FROM delivery CROSS JOIN delivery_line ON delivery_line.delivery_id = delivery.id
    WHERE state = 'shipped' AND delivery_date BETWEEN :first AND :last AND kind = 'item'"""
_OWED = "SELECT sum(amount) FROM open_item WHERE currency = 'EUR' AND document_date BETWEEN :first AND :last"
_PUNCTUAL = """
    SELECT substr(due, 1, 7), count(*), sum(iif(delivered > 0 OR cancelled < quantity, 1, 0)),
      sum(iif(delivered > 0 AND delivered + cancelled >= quantity AND there <= due, 1, 0)),
      sum(iif(delivered * 1000000 >= quantity * :enough AND there <= due, 1, 0))
    FROM (
      SELECT coalesce(l.first_promised, l.promised) AS due, l.quantity, l.cancelled, l.delivered,
        iif(l.arrived > l.departed AND o.date_kind = 'arrival', l.arrived, l.departed) AS there
      FROM order_line AS l JOIN sales_order AS o ON o.id = l.order_id
      WHERE l.kind IN ('item', 'kit') AND l.kit_line_id IS NULL AND l.nature = 'goods' AND l.product_id IS NOT NULL
        AND l.quantity > 0 AND o.state NOT IN ('draft', 'cancelled')
    ) WHERE due BETWEEN :first AND :last AND (due < :today OR delivered + cancelled >= quantity)
    GROUP BY 1"""
_BEST = """SELECT customer_id, sum(sales_net) AS net FROM invoice
    WHERE state = 'issued' AND issue_date BETWEEN :first AND :last GROUP BY customer_id ORDER BY net DESC, 1 LIMIT 10"""
_ITEMS = "SELECT due_date, open_amount, disputed_amount, currency, eur_rate FROM open_item WHERE open_amount <> 0"
_PROMISED = sa.func.coalesce(OrderLine.promised, SalesOrder.promised)


@dataclass(frozen=True, slots=True)
class Counted:
    """A dashboard: what happened in each month, what was due, what is left, what is owed, who bought most."""

    months: dict[dt.date, Flows]
    punctual: dict[dt.date, Punctuality]
    backlog: int
    late: backlog.Late
    to_invoice: int
    ageing: Ageing
    best: list[tuple[int, int]]


def dashboard(session: Session, month: dt.date, today: dt.date) -> Counted:
    """Count a dashboard whose month runs."""
    end = min(month_bounds(month)[1], today)
    months = [Period(first, min(month_bounds(first)[1], end)) for first in months_of(Period(shifted(month, -23), end))]
    return Counted(
        months={period.start: flows(session, period) for period in months},
        punctual=punctuality(session, months[-12:], today),
        backlog=backlog.left_net(session, [_open()]),
        late=late(session, end),
        to_invoice=sum(line.net for line in backlog.to_invoice(session, end, today)),
        ageing=ageing(session, end),
        best=[(row[0], row[1]) for row in session.execute(sa.text(_BEST), _bounds(months[-1]))],
    )


def flows(session: Session, period: Period) -> Flows:
    """Count what happened in a period."""
    shipped = _euros(session, "delivery", "net", "state = 'shipped' AND delivery_date", period)
    received = _euros(session, "payment", "amount", "paid_on", period)
    (lines,), (owed,) = _counts(session, _LINES, period), _counts(session, _OWED, period)
    (intake,) = _counts(session, "SELECT sum(net) FROM order_intake WHERE day BETWEEN :first AND :last", period)
    claims = [
        _counts(session, f"SELECT count(*) FROM claim WHERE {day} BETWEEN :first AND :last", period)[0]
        for day in ("opened_on", "closed_on")
    ]
    return Flows(*_counts(session, _INVOICES, period), intake, shipped, lines, received, owed, *claims)


def punctuality(session: Session, months: list[Period], today: dt.date) -> dict[dt.date, Punctuality]:
    """Judge the lines due in each month."""
    enough = 1_000_000 - int(settings.read(session).under_delivery_tolerance * 10_000)
    bounds = _bounds(Period(months[0].start, months[-1].end))
    rows = session.execute(sa.text(_PUNCTUAL), {**bounds, "enough": enough, "today": today.isoformat()})
    found = {dt.date.fromisoformat(f"{row[0]}-01"): Punctuality(*row[1:]) for row in rows}
    return {month.start: found.get(month.start, Punctuality()) for month in months}


def late(session: Session, on: dt.date) -> backlog.Late:
    """Add up the lines whose promised day has passed."""
    left = OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled
    passed = [_open(), on > _PROMISED]
    joined = sa.select(sa.func.count()).select_from(OrderLine).join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    return backlog.Late(
        session.scalar(joined.where(*passed, left, OrderLine.kind == "item")) or 0, backlog.left_net(session, passed)
    )


def ageing(session: Session, on: dt.date) -> Ageing:
    """Spread the items that are open now over their ages."""
    items = [
        AgedItem(dt.date.fromisoformat(due), in_euros(opened, *money), in_euros(disputed, *money))
        for due, opened, disputed, *money in session.execute(sa.text(_ITEMS))
    ]
    return age(items, on)


def _open() -> sa.ColumnElement[bool]:
    return OrderLine.order_id.in_(open_orders())


def _euros(session: Session, table: str, amount: str, dated: str, period: Period) -> int:
    """Add amounts in any currency up, each converted at its own rate."""
    inside = f"FROM {table} WHERE {dated} BETWEEN :first AND :last AND currency"
    (euros,) = _counts(session, f"SELECT sum({amount}) {inside} = 'EUR'", period)
    query = sa.text(f"SELECT {amount}, currency, exchange_rate {inside} <> 'EUR'")
    others = [(row[0], row[1], json.loads(row[2] or "null")) for row in session.execute(query, _bounds(period))]
    return euros + sum(in_euros(minor, code, rate_of(frozen)) for minor, code, frozen in others)


def _counts(session: Session, query: str, period: Period) -> list[int]:
    row = session.execute(sa.text(query), _bounds(period)).one()
    return [value or 0 for value in row]


def _bounds(period: Period) -> dict[str, object]:
    return {"first": period.start.isoformat(), "last": period.end.isoformat()}
