"""What happened between two days, in euro cents: turnover, order intake, shipments, receipts; whole or by month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, InvoiceState, LineKind
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import Payment
from adv_desktop.models.sales_order import IntakeCause, OrderIntake
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.invoices import CREDITS
from adv_desktop.services.queries.periods import Period

Months = Mapping[dt.date, int]
IS_CREDIT = Invoice.type.in_(CREDITS)
_ISSUED = Invoice.state == InvoiceState.ISSUED


def sales(session: Session, period: Period, *conditions: sa.ColumnElement[bool]) -> int:
    """Return the turnover (R29): net of invoices less credit notes, by date of issue."""
    statement = sa.select(sa.func.sum(Invoice.sales_net)).where(_issued_in(period), *conditions)
    return session.scalar(statement) or 0


def sales_by_month(session: Session, period: Period, *conditions: sa.ColumnElement[bool]) -> Months:
    """Return the turnover of each month."""
    month = _month(Invoice.issue_date)
    statement = sa.select(month, sa.func.sum(Invoice.sales_net)).where(_issued_in(period), *conditions)
    return _months(session, statement.group_by(month))


def sales_by_customer(session: Session, period: Period, limit: int) -> list[tuple[int, str, int]]:
    """Return (id, name, turnover) of the customers who were invoiced most."""
    total = sa.func.sum(Invoice.sales_net)
    best = (
        sa.select(Invoice.customer_id, total.label("total"))
        .where(_issued_in(period))
        .group_by(Invoice.customer_id)
        .order_by(total.desc(), Invoice.customer_id)
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
    invoiced = sales(session, period, ~IS_CREDIT)
    return percent(-sales(session, period, IS_CREDIT), invoiced)


def gross_by_month(session: Session, period: Period) -> Months:
    """Return what was invoiced each month VAT included, deposits once, credit notes subtracted."""
    month = _month(Invoice.issue_date)
    signed = sa.case((IS_CREDIT, -Invoice.gross_eur), else_=Invoice.gross_eur - Invoice.prepaid)
    statement = sa.select(month, sa.func.sum(signed)).where(_issued_in(period)).group_by(month)
    return _months(session, statement)


def intake(session: Session, period: Period, *causes: IntakeCause) -> int:
    """Return the order intake: confirmations and amendments less cancellations, on the day of each."""
    statement = sa.select(sa.func.sum(OrderIntake.net)).where(OrderIntake.day.between(period.start, period.end))
    if causes:
        statement = statement.where(OrderIntake.cause.in_(causes))
    return session.scalar(statement) or 0


def intake_by_month(session: Session, period: Period) -> Months:
    """Return the order intake of each month."""
    month = _month(OrderIntake.day)
    statement = sa.select(month, sa.func.sum(OrderIntake.net))
    return _months(session, statement.where(OrderIntake.day.between(period.start, period.end)).group_by(month))


def shipped_by_month(session: Session, period: Period) -> Months:
    """Return the net of what left each month."""
    return _converted(session, Delivery.delivery_date, Delivery.net, Delivery.currency, Delivery.exchange_rate, period,
                      Delivery.state == DeliveryState.SHIPPED)  # fmt: skip


def shipped_lines(session: Session, period: Period) -> int:
    """Count the delivery lines that left."""
    statement = (
        sa.select(sa.func.count())
        .select_from(DeliveryLine)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            Delivery.delivery_date.between(period.start, period.end),
            Delivery.state == DeliveryState.SHIPPED,
            DeliveryLine.kind == LineKind.ITEM,
        )
    )
    return session.scalar(statement) or 0


def receipts_by_month(session: Session, period: Period) -> Months:
    """Return the money received each month, less what bounced or was given back."""
    return _converted(session, Payment.paid_on, Payment.amount, Payment.currency, Payment.exchange_rate, period)


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


def _month(day: InstrumentedAttribute[Any]) -> sa.ColumnElement[str]:
    return sa.func.substr(sa.type_coerce(day, sa.String), 1, 7)


def _months(session: Session, statement: sa.Select[*tuple[Any, ...]]) -> Months:
    return {dt.date.fromisoformat(f"{month}-01"): total for month, total in session.execute(statement)}


def _converted(
    session: Session,
    day: InstrumentedAttribute[Any],
    amount: InstrumentedAttribute[int],
    currency: InstrumentedAttribute[str],
    rate: InstrumentedAttribute[Any],
    period: Period,
    *conditions: sa.ColumnElement[bool],
) -> Months:
    """Add up by month: euros in SQL (a covering index serves), the rest one by one at the rate of each document."""
    month = _month(day)
    inside = (day.between(period.start, period.end), *conditions)
    sums: defaultdict[dt.date, int] = defaultdict(int)
    sums.update(
        _months(session, sa.select(month, sa.func.sum(amount)).where(*inside, currency == "EUR").group_by(month))
    )
    for name, minor, code, frozen in session.execute(
        sa.select(month, amount, currency, rate).where(*inside, currency != "EUR")
    ):
        sums[dt.date.fromisoformat(f"{name}-01")] += in_euros(minor, code, rate_of(frozen))
    return sums
