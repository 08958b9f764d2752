"""What the dashboards read; every function runs in a read thread."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adv_desktop.services.texts import N_

if TYPE_CHECKING:
    from adv_desktop.services.queries.backlog import LeftLine
    from adv_desktop.services.queries.dashboards import Dashboard
    from adv_desktop.services.queries.indicators import Figure, Indicator
    from adv_desktop.services.store import Store

LATE_SHOWN = 10
OVERDUE = "overdue"
OVERDUE_NAME = N_("Overdue amount")
OVERDUE_PARTS = ("ageing_30", "ageing_60", "ageing_90", "ageing_over")
# Figures of an instant cost a month's reading for each point: left out where reading one is already long.
SECONDS_FOR_TRENDS = 0.8


@dataclass(frozen=True, slots=True)
class LateOrder:
    """An order with lines whose promised day has passed: how many days at most, and the net left in euro cents."""

    number: str
    customer: str
    days: int
    net: int


@dataclass(frozen=True, slots=True)
class Board:
    """A month as the page shows it; `running` until its last day has passed, `seconds` of computing.

    What takes long is read after it has been shown: until then nothing is late, and figures that are found back line
    by line have no month before.
    """

    dashboard: Dashboard
    overdue: Indicator
    late: tuple[LateOrder, ...]
    working_days: int
    working_days_whole: int
    running: bool
    seconds: float

    def indicator(self, code: str) -> Indicator:
        """Return one figure by its code."""
        return self.overdue if code == OVERDUE else self.dashboard.indicator(code)


def board(store: Store, month: dt.date, today: dt.date) -> Board:
    """Read what a month is shown with at once."""
    from adv_desktop.services.queries import dashboards
    from adv_desktop.services.queries.filters import month_bounds
    from adv_desktop.services.queries.periods import Period, of_month, working_days

    period, whole = of_month(month, today), Period(*month_bounds(month))
    with store.read() as session:
        found = dashboards.of(session, month, today)
    return Board(
        dashboard=found,
        overdue=_overdue(found),
        late=(),
        working_days=working_days(period),
        working_days_whole=working_days(whole),
        running=period.end < whole.end,
        seconds=0,
    )


def completed(store: Store, shown: Board, today: dt.date) -> Board:
    """Add to a month the late orders, and what its figures of an instant were a month before."""
    from adv_desktop.services.queries import backlog, indicators
    from adv_desktop.services.queries.periods import month_before, of_month

    began = time.thread_time()
    period = of_month(shown.dashboard.month, today)
    with store.read() as session:
        before = indicators.found_back(session, month_before(period).end, today)
        seconds = time.thread_time() - began
        late = backlog.late(session, period.end, today)
    told = tuple(
        replace(one, before=before[one.code]) if one.code in before else one for one in shown.dashboard.indicators
    )
    dashboard = replace(shown.dashboard, indicators=told)
    return replace(
        shown,
        dashboard=dashboard,
        overdue=_overdue(dashboard),
        late=_late_orders(late, period.end),
        seconds=seconds,
    )


def trends(store: Store, month: dt.date, today: dt.date) -> Mapping[str, tuple[Figure, ...]]:
    """Return every figure of the twelve months that end with a month, by code."""
    from adv_desktop.services.queries import indicators
    from adv_desktop.services.queries.periods import of_month, twelve

    with store.read() as session:
        months = [indicators.figures(session, of_month(one, today), today) for one in twelve(month)]
    by_code: dict[str, tuple[Figure, ...]] = {code: tuple(one[code] for one in months) for code in months[0]}
    by_code[OVERDUE] = tuple(_total([one[code] for code in OVERDUE_PARTS]) for one in months)
    return by_code


def _overdue(found: Dashboard) -> Indicator:
    """Add the columns of the balance by age that are past their due date."""
    from adv_desktop.services.queries.filters import ListFilter
    from adv_desktop.services.queries.indicators import Indicator, Rows

    parts = [found.indicator(code) for code in OVERDUE_PARTS]
    return Indicator(
        code=OVERDUE,
        name=OVERDUE_NAME,
        definition=N_("Open instalments, VAT included, whose due date has passed on the closing day: 1 day and more."),
        unit=parts[0].unit,
        better=-1,
        value=_total([part.value for part in parts]),
        previous=_total([part.previous for part in parts]),
        before=_total([part.before for part in parts]),
        year=None,
        year_previous=None,
        rows=Rows("invoices", ListFilter(OVERDUE)),
    )


def _total(values: Sequence[Figure]) -> int | None:
    """Add up figures; what is not known of one is not known of the sum."""
    known = [int(value) for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _late_orders(lines: Sequence[LeftLine], on: dt.date) -> tuple[LateOrder, ...]:
    """Gather late lines by order, the latest first; those of the largest amount before among equals."""
    by_order: defaultdict[int, list[LeftLine]] = defaultdict(list)
    for line in lines:
        by_order[line.order_id].append(line)
    orders = [
        LateOrder(
            number=group[0].number or "",
            customer=group[0].customer_name,
            days=max((on - line.promised).days for line in group if line.promised is not None),
            net=sum(line.net for line in group),
        )
        for group in by_order.values()
    ]
    return tuple(sorted(orders, key=lambda order: (-order.days, -order.net, order.number))[:LATE_SHOWN])
