"""Months as indicators count them: a running month stops today, and compares with as many working days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from adv_desktop.models.rules.dates import is_working_day
from adv_desktop.services.queries.filters import month_bounds

YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to another, both included."""

    start: dt.date
    end: dt.date


def of_month(month: dt.date, today: dt.date) -> Period:
    """Return a month, no further than today."""
    first, last = month_bounds(month)
    return Period(first, max(first, min(last, today)))


def year_to_date(period: Period) -> Period:
    """Return the year from its first day to the end of a period."""
    return Period(period.end.replace(month=1, day=1), period.end)


def last_year(period: Period) -> Period:
    """Return the same month a year before: the whole of it, or as many working days when this one is running."""
    first, last = month_bounds(shifted(period.start, -YEAR))
    if period.end == month_bounds(period.start)[1]:
        return Period(first, last)
    return Period(first, _after_working_days(first, last, working_days(period)))


def last_year_to_date(period: Period) -> Period:
    """Return the year before, to the same working day of its month."""
    return year_to_date(last_year(period))


def month_before(period: Period) -> Period:
    """Return the whole month before."""
    return Period(*month_bounds(shifted(period.start, -1)))


def working_days(period: Period) -> int:
    """Count the working days of a period."""
    length = (period.end - period.start).days + 1
    return sum(is_working_day(period.start + dt.timedelta(days=shift)) for shift in range(length))


def shifted(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months away."""
    index = day.year * YEAR + day.month - 1 + months
    return dt.date(index // YEAR, index % YEAR + 1, 1)


def twelve(month: dt.date) -> tuple[dt.date, ...]:
    """Return the first days of the twelve months that end with a month."""
    return tuple(shifted(month, shift) for shift in range(1 - YEAR, 1))


def months_of(period: Period) -> tuple[dt.date, ...]:
    """Return the first days of the months of a period."""
    first, last = period.start, period.end
    count = (last.year - first.year) * YEAR + last.month - first.month + 1
    return tuple(shifted(first, shift) for shift in range(count))


def _after_working_days(first: dt.date, last: dt.date, count: int) -> dt.date:
    day = first
    count -= is_working_day(day)
    while count > 0 and day < last:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day
