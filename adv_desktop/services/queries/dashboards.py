"""The charts of the month: twelve months of sales, intake, backlog, punctuality and receipts, and three rankings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import ClaimType
from adv_desktop.models.rules.ageing import Ageing
from adv_desktop.services.labels import LABELS
from adv_desktop.services.queries import flows, indicators, punctuality, receivables
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
    """Return the dashboard of a month, without what some of its figures were a month before (`FOUND_BACK`)."""
    period = of_month(month, today)
    balance = receivables.ageing(session, period.end, today)
    found = indicators.of_month_quickly(session, month, today, balance)
    left = next(int(one.value or 0) for one in found if one.code == "backlog")
    return Dashboard(
        month=period.start,
        closing=period.end,
        indicators=found,
        points=points(session, period.start, today, left),
        ageing=ageing_bars(balance),
        causes=causes(session, period),
        customers=top_customers(session, period),
        overdue=balance.overdue,
        receivable=balance.total,
    )


def points(session: Session, month: dt.date, today: dt.date, left: int) -> tuple[Point, ...]:
    """Return the twelve months that end with a month, whose backlog is what is left at its end."""
    months = twelve(month)
    year = Period(months[0], min(month_bounds(month)[1], today))
    happened = flows.by_month(session, Period(shifted(months[0], -YEAR), year.end))
    lines = punctuality.by_month(session, year, today)
    found: list[Point] = []
    for start in reversed(months):
        own, punctual = happened[start], lines[start]
        found.append(
            Point(
                month=start, sales=own.sales, last_year=happened[shifted(start, -YEAR)].sales, intake=own.intake,
                backlog=left, receipts=own.receipts, otif=punctual.otif, otd=punctual.otd,
            )
        )  # fmt: skip
        left += own.shipped - own.intake
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
