"""What happened between two days, in euro cents: read from the sums kept of each day.

Deliveries and payments in other currencies are not in these sums: each is converted at its own frozen rate.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DeliveryState, InvoiceState
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Payment
from adv_desktop.models.summaries import CustomerMonth, DayFigures
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.filters import month_bounds
from adv_desktop.services.queries.hints import FOREIGN_DELIVERIES, FOREIGN_PAYMENTS, foreign, unindexed
from adv_desktop.services.queries.periods import Period, months_of
from adv_desktop.services.queries.selected import Row

Ranking = list[tuple[int, str, int]]


@dataclass(frozen=True, slots=True)
class Flows:
    """What happened in a period: amounts in euro cents, and counts.

    Turnover (R29) is the net of invoices less credit notes, without deposits, by date of issue: `invoiced` plus
    `credited`, which is negative. `gross` is VAT included, deposits once. `intake` is confirmations and amendments less
    cancellations, on the day of each; `receipts` what was received, less what bounced or was given back; `owed` what
    customers came to owe, less credits and payments.
    """

    invoices: int = 0
    credit_notes: int = 0
    invoiced: int = 0
    credited: int = 0
    gross: int = 0
    intake: int = 0
    shipped: int = 0
    shipped_lines: int = 0
    receipts: int = 0
    owed: int = 0
    claims_opened: int = 0
    claims_closed: int = 0

    @property
    def sales(self) -> int:
        """The turnover."""
        return self.invoiced + self.credited

    @property
    def credit_rate(self) -> Decimal | None:
        """The credit notes in percent of what was invoiced, None when nothing was."""
        return percent(-self.credited, self.invoiced)

    @property
    def claims_rate(self) -> Decimal | None:
        """The claims opened in percent of the delivery lines that left, None when none did."""
        return percent(self.claims_opened, self.shipped_lines)


_NAMES = tuple(field.name for field in fields(Flows))
_SUMS = sa.text(
    "SELECT asked.key, "  # noqa: S608 (own names)
    + ", ".join(f"sum({DayFigures.__tablename__}.{name})" for name in _NAMES)
    + f" FROM json_each(:periods) AS asked CROSS JOIN {DayFigures.__tablename__}"
    " ON day BETWEEN json_extract(asked.value, '$[0]') AND json_extract(asked.value, '$[1]') GROUP BY asked.key"
)
_CLAIMS_OPEN = sa.text(
    f"SELECT (SELECT coalesce(sum(claims_opened - claims_closed), 0) FROM {DayFigures.__tablename__}"  # noqa: S608
    " WHERE day <= asked.value) FROM json_each(:days) AS asked ORDER BY asked.key"
)
_SHIPPED_ABROAD = (
    sa.select(Delivery.delivery_date, Delivery.net, Delivery.currency, Delivery.exchange_rate)
    .with_hint(Delivery, FOREIGN_DELIVERIES)
    .where(foreign(Delivery.currency), unindexed(Delivery.state) == DeliveryState.SHIPPED)
    .where(Delivery.delivery_date.between(sa.bindparam("first"), sa.bindparam("last")))
)
_PAID_ABROAD = (
    sa.select(Payment.paid_on, Payment.amount, Payment.currency, Payment.exchange_rate)
    .with_hint(Payment, FOREIGN_PAYMENTS)
    .where(foreign(Payment.currency), Payment.paid_on.between(sa.bindparam("first"), sa.bindparam("last")))
)


def of(session: Session, period: Period) -> Flows:
    """Return what happened in a period."""
    return over(session, [period])[period]


def by_month(session: Session, period: Period) -> Mapping[dt.date, Flows]:
    """Return what happened in each month of a period, by its first day."""
    months = [Period(first, min(month_bounds(first)[1], period.end)) for first in months_of(period)]
    found = over(session, months)
    return {month.start: found[month] for month in months}


def over(session: Session, periods: Sequence[Period]) -> Mapping[Period, Flows]:
    """Return what happened in each of several periods, which may overlap."""
    asked = list(dict.fromkeys(periods))
    bounds = json.dumps([[period.start.isoformat(), period.end.isoformat()] for period in asked])
    found = {row[0]: Flows(*row[1:]) for row in session.execute(_SUMS, {"periods": bounds})}
    whole = {"first": min(period.start for period in asked), "last": max(period.end for period in asked)}
    shipped = session.execute(_SHIPPED_ABROAD, whole).all()
    paid = session.execute(_PAID_ABROAD, whole).all()
    return {
        period: _completed(found.get(place, Flows()), _within(period, shipped), _within(period, paid))
        for place, period in enumerate(asked)
    }


def since(session: Session, days: Sequence[dt.date]) -> Mapping[dt.date, Flows]:
    """Return what happened after the end of each of several days."""
    periods = {day: Period(day + dt.timedelta(days=1), dt.date.max) for day in days}
    found = over(session, list(periods.values())) if periods else {}
    return {day: found[period] for day, period in periods.items()}


def _completed(euros: Flows, shipped: int, received: int) -> Flows:
    """Add what is in other currencies."""
    if not (shipped or received):
        return euros
    return replace(euros, shipped=euros.shipped + shipped, receipts=euros.receipts + received)


def _within(period: Period, rows: Iterable[Row]) -> int:
    return sum(
        in_euros(minor, code, rate_of(frozen)) for day, minor, code, frozen in rows if period.start <= day <= period.end
    )


def sales_by_customer(session: Session, period: Period, limit: int) -> Ranking:
    """Return (id, name, turnover) of the customers who were invoiced most in a month or a part of it."""
    best = (_of_part if _goes_on(session, period) else _of_month)(period, limit).subquery()
    statement = sa.select(Customer.id, Customer.name, best.c.total).join(best, best.c.customer_id == Customer.id)
    rows = session.execute(statement.order_by(best.c.total.desc(), Customer.id))
    return [(row[0], row[1], row[2]) for row in rows]


def _goes_on(session: Session, period: Period) -> bool:
    """Return whether something was issued in the month after the end of the period."""
    after = DayFigures.day.between(period.end + dt.timedelta(days=1), month_bounds(period.start)[1])
    issued = DayFigures.invoices + DayFigures.credit_notes > 0
    return session.scalar(sa.select(DayFigures.day).where(after, issued).limit(1)) is not None


def _of_month(period: Period, limit: int) -> sa.Select[int, int]:
    net = CustomerMonth.sales
    inside = CustomerMonth.month == f"{period.start:%Y-%m}"
    statement = sa.select(CustomerMonth.customer_id, net.label("total")).where(inside)
    return statement.order_by(net.desc(), CustomerMonth.customer_id).limit(limit)


def _of_part(period: Period, limit: int) -> sa.Select[int, int]:
    net = sa.func.sum(Invoice.sales_net)
    inside = sa.and_(
        Invoice.issue_date.between(period.start, period.end), unindexed(Invoice.state) == InvoiceState.ISSUED
    )
    statement = sa.select(Invoice.customer_id, net.label("total")).where(inside).group_by(Invoice.customer_id)
    return statement.order_by(net.desc(), Invoice.customer_id).limit(limit)


def sales_of_customer(session: Session, customer_id: int, months: Sequence[dt.date]) -> Mapping[dt.date, int]:
    """Return the turnover of a customer in whole months, given by their first days."""
    wanted = [f"{month:%Y-%m}" for month in months]
    statement = sa.select(CustomerMonth.month, CustomerMonth.sales)
    rows = session.execute(statement.where(CustomerMonth.month.in_(wanted), CustomerMonth.customer_id == customer_id))
    return {dt.date.fromisoformat(f"{month}-01"): sales for month, sales in rows}


def claims_open(session: Session, days: Sequence[dt.date]) -> list[int]:
    """Count the claims that were open at the end of each of several days."""
    listed = json.dumps([day.isoformat() for day in days])
    return [row[0] for row in session.execute(_CLAIMS_OPEN, {"days": listed})]


def gross_by_month(session: Session, period: Period) -> Mapping[dt.date, int]:
    """Return what was invoiced VAT included in each month of a period that has any, by its first day."""
    month = sa.func.substr(sa.type_coerce(DayFigures.day, sa.String), 1, 7)
    statement = sa.select(month, sa.func.sum(DayFigures.gross)).where(DayFigures.day.between(period.start, period.end))
    rows = session.execute(statement.group_by(month))
    return {dt.date.fromisoformat(f"{name}-01"): summed for name, summed in rows}


def claim_causes(session: Session, period: Period) -> list[tuple[str, int]]:
    """Return the causes of claims opened, the most frequent first; the type stands for a cause not written yet."""
    cause = sa.func.coalesce(Claim.cause, sa.type_coerce(Claim.type, sa.String))
    statement = sa.select(cause, sa.func.count()).where(Claim.opened_on.between(period.start, period.end))
    found = [(str(row[0]), int(row[1])) for row in session.execute(statement.group_by(cause))]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def percent(part: int, whole: int, decimals: int = 1) -> Decimal | None:
    """Return a part in percent of a whole, None of nothing."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-decimals))
