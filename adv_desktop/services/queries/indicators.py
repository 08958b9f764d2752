"""The figures of a month: one definition each, the same on screen, in the workbook and in the console.

Amounts are euro cents; a percent or a number of days that nothing can be counted from is None, never zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.rules.ageing import Ageing
from adv_desktop.services.queries import backlog, flows, punctuality, receivables
from adv_desktop.services.queries.backlog import Standing
from adv_desktop.services.queries.filters import ALL, ListFilter, Term
from adv_desktop.services.queries.flows import Flows
from adv_desktop.services.queries.meanings import MEANINGS, Unit
from adv_desktop.services.queries.periods import (
    Period,
    last_year,
    last_year_to_date,
    month_before,
    year_to_date,
)
from adv_desktop.services.queries.periods import (
    of_month as period_of,
)
from adv_desktop.services.queries.punctuality import Punctuality

Figure = int | Decimal | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows behind a figure are: a page and what filters it; `terms` is written in the query's language."""

    page: str
    filter: ListFilter


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure with its definition; `name` and `definition` are English messages.

    `previous` is the same month last year (to the same working day while the month runs), `before` the month before.
    `better` is +1 when more is better, else −1.
    """

    code: str
    name: str
    definition: str
    unit: Unit
    better: int
    value: Figure
    previous: Figure
    before: Figure
    year: Figure
    year_previous: Figure
    rows: Rows


def _in_period(page: str, chip: str = ALL, key: str = "date") -> Callable[[Period], Rows]:
    """Show the documents dated in the period."""
    return lambda period: Rows(page, ListFilter(chip, (Term(key, f"{period.start}..{period.end}"),)))


def _now(page: str, chip: str) -> Callable[[Period], Rows]:
    """Show a view of a list as it is now."""
    return lambda _period: Rows(page, ListFilter(chip))


def _due(least: int, most: int | None) -> Callable[[Period], Rows]:
    """Show the unpaid invoices due so many days before the end of the period."""

    def rows(period: Period) -> Rows:
        latest = period.end - dt.timedelta(days=least)
        earliest = "" if most is None else str(period.end - dt.timedelta(days=most))
        return Rows("invoices", ListFilter("unpaid", (Term("due", f"{earliest}..{latest}"),)))

    return rows


def _not_due(period: Period) -> Rows:
    return Rows("invoices", ListFilter("unpaid", (Term("due", f"{period.end}.."),)))


ROWS: dict[str, Callable[[Period], Rows]] = {
    "sales_net": _in_period("invoices"),
    "order_intake": _in_period("orders", key="confirmed_on"),
    "backlog": _now("orders", "open"),
    "backlog_late": _now("orders", "late"),
    "otd": _in_period("orders", key="promised"),
    "otif": _in_period("orders", key="promised"),
    "deliveries_late": _now("orders", "late"),
    "delivered_not_invoiced": _now("deliveries", "to_invoice"),
    "invoices": _in_period("invoices"),
    "credit_notes": _in_period("invoices", "credit_notes"),
    "credit_rate": _in_period("invoices", "credit_notes"),
    "receipts": _in_period("payments"),
    "ageing_current": _not_due,
    "ageing_30": _due(1, 30),
    "ageing_60": _due(31, 60),
    "ageing_90": _due(61, 90),
    "ageing_over": _due(91, None),
    "dso": _now("invoices", "unpaid"),
    "claims_open": _now("claims", "open"),
    "claims_rate": _in_period("claims"),
}


# Of a past instant these are found back line by line, which takes long where there are many.
FOUND_BACK = (
    "backlog_late", "deliveries_late", "delivered_not_invoiced", "ageing_current", "ageing_30", "ageing_60",
    "ageing_90", "ageing_over",
)  # fmt: skip


def of_month(session: Session, month: dt.date, today: dt.date) -> tuple[Indicator, ...]:
    """Return every indicator of a month, compared with last year and the month before.

    Of last year's instant, only what is found back without reading every line since is told.
    """
    end = month_before(period_of(month, today)).end
    before = found_back(session, end, today)
    quick = of_month_quickly(session, month, today, receivables.ageing(session, period_of(month, today).end, today))
    return tuple(replace(one, before=before[one.code]) if one.code in before else one for one in quick)


def of_month_quickly(session: Session, month: dt.date, today: dt.date, balance: Ageing) -> tuple[Indicator, ...]:
    """Return every indicator of a month, given its balance by age.

    What `FOUND_BACK` was at the end of the month before is told as None.
    """
    period = period_of(month, today)
    before, former = month_before(period), last_year(period)
    year, former_year = year_to_date(period), last_year_to_date(period)
    happened = flows.over(session, [period, before, former, year, former_year])
    lines = punctuality.over(session, [period, before, former], today)
    open_lines = backlog.standing(session)
    kept = _kept(session, [one.end for one in lines], today, open_lines)
    months = {one: {**_in_month(happened[one], lines[one]), **kept[one.end]} for one in lines}
    now = {**months[period], **_found_back(session, period.end, today, open_lines, balance)}
    added, added_before = _added(happened[year]), _added(happened[former_year])
    return tuple(
        Indicator(
            meaning.code, meaning.name, meaning.definition, meaning.unit, meaning.better, now[meaning.code],
            months[former].get(meaning.code), months[before].get(meaning.code), added.get(meaning.code),
            added_before.get(meaning.code), ROWS[meaning.code](period),
        )
        for meaning in MEANINGS
    )  # fmt: skip


def figures(session: Session, period: Period, today: dt.date) -> dict[str, Figure]:
    """Return every figure of a period by code; those of an instant are of its last day."""
    open_lines = backlog.standing(session)
    balance = receivables.ageing(session, period.end, today)
    return {
        **_in_month(flows.of(session, period), punctuality.of(session, period, today)),
        **_kept(session, [period.end], today, open_lines)[period.end],
        **_found_back(session, period.end, today, open_lines, balance),
    }


def found_back(session: Session, on: dt.date, today: dt.date) -> dict[str, Figure]:
    """Return the figures named by `FOUND_BACK` at the end of a day."""
    return _found_back(session, on, today, backlog.standing(session), receivables.ageing(session, on, today))


def _found_back(
    session: Session, on: dt.date, today: dt.date, open_lines: Standing, balance: Ageing
) -> dict[str, Figure]:
    late = open_lines.late(on) if on >= today else backlog.late_sum(session, on, today)
    return {
        "backlog_late": late.net,
        "deliveries_late": late.lines,
        "delivered_not_invoiced": backlog.to_invoice_net(session, on, today),
        "ageing_current": balance.current,
        "ageing_30": balance.to_30,
        "ageing_60": balance.to_60,
        "ageing_90": balance.to_90,
        "ageing_over": balance.over_90,
    }


def _in_month(happened: Flows, lines: Punctuality) -> dict[str, Figure]:
    return {
        **_added(happened),
        "otd": lines.otd,
        "otif": lines.otif,
        "credit_rate": happened.credit_rate,
        "claims_rate": happened.claims_rate,
    }


def _kept(
    session: Session, days: Sequence[dt.date], today: dt.date, open_lines: Standing
) -> dict[dt.date, dict[str, Figure]]:
    """Return the figures of the end of days that the sums of the days give back."""
    since = flows.since(session, [on for on in days if on < today])
    owed, claims = receivables.dsos(session, days, today, since), flows.claims_open(session, days)
    return {
        on: {
            "backlog": backlog.before(open_lines.net, since[on]) if on < today else open_lines.net,
            "dso": owed[place],
            "claims_open": claims[place],
        }
        for place, on in enumerate(days)
    }


def _added(happened: Flows) -> Mapping[str, Figure]:
    """Return the figures that add up over months."""
    return {
        "sales_net": happened.sales,
        "order_intake": happened.intake,
        "invoices": happened.invoices,
        "credit_notes": happened.credit_notes,
        "receipts": happened.receipts,
    }
