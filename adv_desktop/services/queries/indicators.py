"""The figures of a month: one definition each, the same on screen, in the workbook and in the console.

Amounts are euro cents; a percent or a number of days that nothing can be counted from is None, never zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.services.queries import backlog, flows, punctuality, receivables
from adv_desktop.services.queries.filters import ALL, ListFilter, Term
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


def of_month(session: Session, month: dt.date, today: dt.date) -> tuple[Indicator, ...]:
    """Return every indicator of a month, compared with last year and the month before.

    Of last year's instant, only what is found back without reading every line since is told.
    """
    period = period_of(month, today)
    now, before = figures(session, period, today), figures(session, month_before(period), today)
    former = last_year(period)
    previous = {**_in_month(session, former, today), **_found_back(session, former.end, today)}
    added, added_previous = _added(session, year_to_date(period)), _added(session, last_year_to_date(period))
    return tuple(
        Indicator(
            meaning.code, meaning.name, meaning.definition, meaning.unit, meaning.better, now[meaning.code],
            previous.get(meaning.code), before[meaning.code], added.get(meaning.code),
            added_previous.get(meaning.code), ROWS[meaning.code](period),
        )
        for meaning in MEANINGS
    )  # fmt: skip


def figures(session: Session, period: Period, today: dt.date) -> dict[str, Figure]:
    """Return every figure of a period by code; those of an instant are of its last day."""
    on = period.end
    late = backlog.late(session, on, today)
    balance = receivables.ageing(session, on, today)
    return {
        **_in_month(session, period, today),
        **_found_back(session, on, today),
        "backlog_late": sum(line.net for line in late),
        "deliveries_late": len(late),
        "delivered_not_invoiced": sum(line.net for line in backlog.to_invoice(session, on, today)),
        "ageing_current": balance.current,
        "ageing_30": balance.to_30,
        "ageing_60": balance.to_60,
        "ageing_90": balance.to_90,
        "ageing_over": balance.over_90,
    }


def _in_month(session: Session, period: Period, today: dt.date) -> dict[str, Figure]:
    lines = punctuality.of(session, period, today)
    return {
        **_added(session, period),
        "otd": lines.otd,
        "otif": lines.otif,
        "credit_rate": flows.credit_rate(session, period),
        "claims_rate": flows.percent(flows.claims_opened(session, period), flows.shipped_lines(session, period)),
    }


def _found_back(session: Session, on: dt.date, today: dt.date) -> dict[str, Figure]:
    return {
        "backlog": backlog.total(session, on, today),
        "dso": receivables.dso(session, on, today),
        "claims_open": flows.claims_open(session, on),
    }


def _added(session: Session, period: Period) -> Mapping[str, Figure]:
    """Return the figures that add up over months."""
    invoices, credit_notes = flows.documents(session, period)
    return {
        "sales_net": flows.total(session, flows.SALES, period),
        "order_intake": flows.total(session, flows.INTAKE, period),
        "invoices": invoices,
        "credit_notes": credit_notes,
        "receipts": flows.total(session, flows.RECEIPTS, period),
    }
