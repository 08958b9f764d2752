"""French public holidays, working days, closures, and what is counted in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_SATURDAY = 5
_DAY = timedelta(days=1)
_LONGEST_SEARCH = 3660

_FIXED = {
    (1, 1): "new_year",
    (5, 1): "labour_day",
    (5, 8): "victory_1945",
    (7, 14): "national_day",
    (8, 15): "assumption",
    (11, 1): "all_saints",
    (11, 11): "armistice_1918",
    (12, 25): "christmas",
}
_AFTER_EASTER = {1: "easter_monday", 39: "ascension", 50: "whit_monday"}


class DateKind(StrEnum):
    """What a promised date says: that goods arrive (« rendu »), or that they leave (« départ », EXW and FCA)."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"


class Whose(StrEnum):
    """Who is closed."""

    COMPANY = "company"
    CUSTOMER = "customer"
    SHIP_TO = "ship_to"
    CARRIER = "carrier"


class ClosedBecause(StrEnum):
    """Why nobody receives or ships on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Closure:
    """A range of days off, both ends included, and whose they are."""

    start: date
    end: date
    label: str = ""
    whose: Whose = Whose.COMPANY

    def covers(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.start <= day <= self.end


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus)."""
    a, century, in_century = year % 19, year // 100, year % 100
    leap_centuries, d = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    h = (19 * a + century - leap_centuries - correction + 15) % 30
    leap_years, k = divmod(in_century, 4)
    weekday = (32 + 2 * d + 2 * leap_years - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """Return the eleven public holidays of metropolitan France, by date, with their keys."""
    days = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    sunday = easter(year)
    # Ascension may fall on 1 or 8 May: the fixed holiday keeps its name.
    for offset, name in _AFTER_EASTER.items():
        days.setdefault(sunday + timedelta(days=offset), name)
    return days


def is_public_holiday(day: date) -> bool:
    """Whether a day is a French public holiday."""
    return day in public_holidays(day.year)


def closed_because(day: date, closures: Sequence[Closure] = ()) -> ClosedBecause | None:
    """Say why a day is closed; None for a working day."""
    if day.weekday() >= _SATURDAY:
        return ClosedBecause.WEEKEND
    if is_public_holiday(day):
        return ClosedBecause.HOLIDAY
    if any(closure.covers(day) for closure in closures):
        return ClosedBecause.CLOSURE
    return None


def is_working_day(day: date, closures: Sequence[Closure] = ()) -> bool:
    """Whether goods can leave or arrive on a day."""
    return closed_because(day, closures) is None


def next_working_day(day: date, closures: Sequence[Closure] = ()) -> date:
    """Return the day itself when it is worked, else the first one after it."""
    return day if is_working_day(day, closures) else add_working_days(day, 1, closures)


def add_working_days(day: date, count: int, closures: Sequence[Closure] = ()) -> date:
    """Move by working days, backwards when `count` is negative; 0 leaves the day as it is."""
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    for _ in range(_LONGEST_SEARCH + 7 * left):
        if not left:
            break
        day += step
        if is_working_day(day, closures):
            left -= 1
    return day


def working_days_between(start: date, end: date, closures: Sequence[Closure] = ()) -> int:
    """Count the working days after `start` up to `end` included; negative when `end` is before."""
    if end < start:
        return -working_days_between(end, start, closures)
    return sum(is_working_day(start + timedelta(days=n), closures) for n in range(1, (end - start).days + 1))


def add_days_without_holidays(day: date, count: int) -> date:
    """Count days as the carrier's reserves do (L133-3): public holidays are not counted, week-ends are."""
    left = count
    while left > 0:
        day += _DAY
        if not is_public_holiday(day):
            left -= 1
    return day


def month_before(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month before a day's."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
