"""The charts of the month: twelve months of sales, intake, backlog, punctuality and receipts, and three rankings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import ClaimType
from adv_desktop.models.rules.ageing import Ageing
from adv_desktop.services.labels import LABELS
from adv_desktop.services.queries import backlog, flows, indicators, punctuality, receivables
from adv_desktop.services.queries.filters import month_bounds
from adv_desktop.services.queries.indicators import Indicator
from adv_desktop.services.queries.periods import YEAR, Period, of_month, shifted, twelve
from adv_desktop.services.texts import N_

TOP = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One month of the charts, in euro cents and percents; `last_year` is the turnover of the same month before."""

    month: dt.date
    sales: int
    last_year: int
    intake: int
    backlog: int
    receipts: int
    otif: Decimal | None
    otd: Decimal | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its key, an English message or a name, an amount in euro cents or a count."""

    key: str
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that the page of dashboards shows for a month."""

    month: dt.date
    closing: dt.date
    indicators: tuple[Indicator, ...]
    points: tuple[Point, ...]
    ageing: tuple[Bar, ...]
    causes: tuple[Bar, ...]
    customers: tuple[Bar, ...]
    overdue: int
    receivable: int

    def indicator(self, code: str) -> Indicator:
        """Return one figure by its code."""
        return next(indicator for indicator in self.indicators if indicator.code == code)


def of(session: Session, month: dt.date, today: dt.date) -> Dashboard:
    """Return the dashboard of a month."""
    period = of_month(month, today)
    balance = receivables.ageing(session, period.end, today)
    return Dashboard(
        month=period.start,
        closing=period.end,
        indicators=indicators.of_month(session, month, today),
        points=points(session, period.start, today),
        ageing=ageing_bars(balance),
        causes=causes(session, period),
        customers=top_customers(session, period),
        overdue=balance.overdue,
        receivable=balance.total,
    )


def points(session: Session, month: dt.date, today: dt.date) -> tuple[Point, ...]:
    """Return the twelve months that end with a month."""
    months = twelve(month)
    year = Period(months[0], min(month_bounds(month)[1], today))
    sales = flows.by_month(session, flows.SALES, Period(shifted(months[0], -YEAR), year.end))
    intake = flows.by_month(session, flows.INTAKE, year)
    shipped = flows.by_month(session, flows.SHIPPED, year)
    receipts = flows.by_month(session, flows.RECEIPTS, year)
    lines = punctuality.by_month(session, year, today)
    nothing = punctuality.Punctuality()
    left = backlog.total(session, year.end, today)
    found: list[Point] = []
    for start in reversed(months):
        punctual = lines.get(start, nothing)
        came = intake.get(start, 0)
        found.append(
            Point(
                month=start, sales=sales.get(start, 0), last_year=sales.get(shifted(start, -YEAR), 0), intake=came,
                backlog=left, receipts=receipts.get(start, 0), otif=punctual.otif, otd=punctual.otd,
            )
        )  # fmt: skip
        left += shipped.get(start, 0) - came
    return tuple(reversed(found))


def ageing_bars(balance: Ageing) -> tuple[Bar, ...]:
    """Return the balance by age as bars; what is disputed is also inside the first five."""
    return (
        Bar("current", N_("Not due"), balance.current),
        Bar("30", N_("1–30 days"), balance.to_30),
        Bar("60", N_("31–60 days"), balance.to_60),
        Bar("90", N_("61–90 days"), balance.to_90),
        Bar("over", N_("Over 90 days"), balance.over_90),
        Bar("disputed", N_("Disputed"), balance.disputed),
        Bar("unallocated", N_("Credits and payments not allocated"), balance.unallocated),
    )


def causes(session: Session, period: Period) -> tuple[Bar, ...]:
    """Return the causes of the claims of the twelve months that end with a period, most frequent first."""
    start = twelve(period.start)[0]
    types = LABELS[ClaimType]
    return tuple(
        Bar(cause, types.get(cause, cause), count)
        for cause, count in flows.claim_causes(session, Period(start, period.end))
    )


def top_customers(session: Session, period: Period, limit: int = TOP) -> tuple[Bar, ...]:
    """Return the customers invoiced most in a period."""
    return tuple(
        Bar(str(customer_id), name, net) for customer_id, name, net in flows.sales_by_customer(session, period, limit)
    )
