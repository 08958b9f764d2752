"""What happened between two days, in euro cents: turnover, order intake, shipments, receipts; whole or by month."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, InvoiceState, LineKind
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.order_history import OrderIntake
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Payment
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.hints import unindexed
from adv_desktop.services.queries.invoices import CREDITS
from adv_desktop.services.queries.periods import Period, months_of

Months = Mapping[dt.date, int]
Day = str | sa.ColumnElement[str]
IS_CREDIT = Invoice.type.in_(CREDITS)
_ISSUED = unindexed(Invoice.state) == InvoiceState.ISSUED
_SHIPPED = unindexed(Delivery.state) == DeliveryState.SHIPPED


@dataclass(frozen=True, slots=True)
class Flow:
    """Amounts that have a date: euro cents, or an amount with its currency and frozen rate."""

    id: sa.SQLColumnExpression[int]
    day: sa.SQLColumnExpression[Any]
    amount: sa.SQLColumnExpression[int]
    condition: sa.ColumnElement[bool] | None = None
    currency: sa.SQLColumnExpression[str] | None = None
    rate: sa.SQLColumnExpression[Any] | None = None

    def inside(self, first: Day, last: Day) -> list[sa.ColumnElement[bool]]:
        """Return the conditions of the rows dated between two days."""
        between = sa.type_coerce(self.day, sa.String).between(first, last)
        return [between] if self.condition is None else [between, self.condition]


# Turnover (R29): net of invoices less credit notes, without deposits, by date of issue.
SALES = Flow(Invoice.id, Invoice.issue_date, Invoice.sales_net, _ISSUED)
# Confirmations and amendments less cancellations, on the day of each.
INTAKE = Flow(OrderIntake.id, OrderIntake.day, OrderIntake.net)
SHIPPED = Flow(Delivery.id, Delivery.delivery_date, Delivery.net, _SHIPPED, Delivery.currency, Delivery.exchange_rate)
# Money received, less what bounced or was given back.
RECEIPTS = Flow(Payment.id, Payment.paid_on, Payment.amount, currency=Payment.currency, rate=Payment.exchange_rate)


def total(session: Session, flow: Flow, period: Period, *conditions: sa.ColumnElement[bool]) -> int:
    """Return the sum of a flow over a period, in euro cents."""
    inside = [*flow.inside(period.start.isoformat(), period.end.isoformat()), *conditions]
    euros = [flow.currency == "EUR"] if flow.currency is not None else []
    summed = session.scalar(sa.select(sa.func.sum(flow.amount)).where(*inside, *euros)) or 0
    return int(summed) + sum(minor for _day, minor in _foreign(session, flow, inside))


def by_month(session: Session, flow: Flow, period: Period, *conditions: sa.ColumnElement[bool]) -> Months:
    """Return the sum of a flow for each month of a period, in euro cents.

    One range of a covering index a month: grouping by a part of the date would sort every row.
    """
    months = sa.func.json_each(json.dumps([f"{month:%Y-%m}" for month in months_of(period)])).table_valued("value")
    month = sa.type_coerce(months.c.value, sa.String)
    last = sa.func.min(month + "-31", period.end.isoformat())
    euros = [flow.currency == "EUR"] if flow.currency is not None else []
    one = sa.select(sa.func.sum(flow.amount)).where(*flow.inside(month + "-01", last), *euros, *conditions)
    sums: defaultdict[dt.date, int] = defaultdict(int)
    for name, summed in session.execute(sa.select(month, one.correlate(months).scalar_subquery())):
        sums[dt.date.fromisoformat(f"{name}-01")] += summed or 0
    inside = [*flow.inside(period.start.isoformat(), period.end.isoformat()), *conditions]
    for day, minor in _foreign(session, flow, inside):
        sums[day.replace(day=1)] += minor
    return sums


def _foreign(session: Session, flow: Flow, inside: list[sa.ColumnElement[bool]]) -> Iterator[tuple[dt.date, int]]:
    """Convert the amounts that are not in euros one by one, each at the rate of its document."""
    if flow.currency is None or flow.rate is None:
        return
    ids = sa.select(flow.id).where(*inside, flow.currency != "EUR")
    statement = sa.select(flow.day, flow.amount, flow.currency, flow.rate).where(flow.id.in_(ids))
    for day, minor, code, frozen in session.execute(statement):
        yield day, in_euros(minor, code, rate_of(frozen))


def sales_by_customer(session: Session, period: Period, limit: int) -> list[tuple[int, str, int]]:
    """Return (id, name, turnover) of the customers who were invoiced most."""
    net = sa.func.sum(Invoice.sales_net)
    best = (
        sa.select(Invoice.customer_id, net.label("total"))
        .where(_issued_in(period))
        .group_by(Invoice.customer_id)
        .order_by(net.desc(), Invoice.customer_id)
        .limit(limit)
        .subquery()
    )
    statement = sa.select(Customer.id, Customer.name, best.c.total).join(best, best.c.customer_id == Customer.id)
    rows = session.execute(statement.order_by(best.c.total.desc(), Customer.id))
    return [(row[0], row[1], row[2]) for row in rows]


def documents(session: Session, period: Period) -> tuple[int, int]:
    """Return how many invoices and how many credit notes were issued."""
    statement = sa.select(IS_CREDIT, sa.func.count()).where(_issued_in(period)).group_by(IS_CREDIT)
    found = {bool(row[0]): row[1] for row in session.execute(statement)}
    return found.get(False, 0), found.get(True, 0)


def credit_rate(session: Session, period: Period) -> Decimal | None:
    """Return the credit notes in percent of what was invoiced, None when nothing was."""
    invoiced = total(session, SALES, period, ~IS_CREDIT)
    return percent(-total(session, SALES, period, IS_CREDIT), invoiced)


def gross(session: Session, period: Period) -> int:
    """Return what was invoiced VAT included, deposits once, credit notes subtracted."""
    signed = sa.case((IS_CREDIT, -Invoice.gross_eur), else_=Invoice.gross_eur - Invoice.prepaid)
    return session.scalar(sa.select(sa.func.sum(signed)).where(_issued_in(period))) or 0


def shipped_lines(session: Session, period: Period) -> int:
    """Count the delivery lines that left."""
    statement = (
        sa.select(sa.func.count())
        .select_from(DeliveryLine)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            Delivery.delivery_date.between(period.start, period.end),
            _SHIPPED,
            DeliveryLine.kind == LineKind.ITEM,
        )
    )
    return session.scalar(statement) or 0


def claims_opened(session: Session, period: Period) -> int:
    """Count the claims opened."""
    statement = sa.select(sa.func.count()).select_from(Claim)
    return session.scalar(statement.where(Claim.opened_on.between(period.start, period.end))) or 0


def claims_open(session: Session, on: dt.date) -> int:
    """Count the claims that were open at the end of a day."""
    still = sa.or_(Claim.closed_on.is_(None), Claim.closed_on > on)
    return session.scalar(sa.select(sa.func.count()).select_from(Claim).where(Claim.opened_on <= on, still)) or 0


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


def _issued_in(period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(Invoice.issue_date.between(period.start, period.end), _ISSUED)
