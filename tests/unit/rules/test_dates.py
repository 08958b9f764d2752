"""Holidays, working days and what is counted in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.rules.dates import (
    ClosedBecause,
    Closure,
    add_days_without_holidays,
    add_working_days,
    closed_because,
    easter,
    is_working_day,
    next_working_day,
    public_holidays,
    working_days_between,
)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")],
)
def test_easter(year, day):
    assert easter(year) == date.fromisoformat(day)


def test_the_holidays_of_2026():
    assert sorted(day.strftime("%d/%m") for day in public_holidays(2026)) == sorted(
        ["01/01", "06/04", "01/05", "08/05", "14/05", "25/05", "14/07", "15/08", "01/11", "11/11", "25/12"]
    )


def test_ascension_on_a_fixed_holiday_is_one_day_off():
    assert public_holidays(2008)[date(2008, 5, 1)] == "labour_day"
    assert len(public_holidays(2008)) == 10


def test_a_closed_day_says_why():
    august = (Closure(date(2026, 8, 3), date(2026, 8, 21), "Congés"),)
    assert closed_because(date(2026, 12, 12)) is ClosedBecause.WEEKEND
    assert closed_because(date(2026, 12, 25)) is ClosedBecause.HOLIDAY
    assert closed_because(date(2026, 8, 21), august) is ClosedBecause.CLOSURE
    assert closed_because(date(2026, 8, 24), august) is None
    assert next_working_day(date(2026, 8, 8), august) == date(2026, 8, 24)
    assert next_working_day(date(2026, 11, 24)) == date(2026, 11, 24)


def test_holidays_do_not_count_in_the_time_for_reserves():
    assert add_days_without_holidays(date(2026, 12, 23), 3) == date(2026, 12, 27)
    assert add_days_without_holidays(date(2026, 11, 24), 3) == date(2026, 11, 27)


DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(DAYS, st.integers(-60, 60))
def test_working_days_count_back_to_where_they_started(day, count):
    reached = add_working_days(day, count)
    assert is_working_day(reached) or count == 0
    if is_working_day(day):
        assert working_days_between(day, reached) == count
        assert add_working_days(reached, -count) == day


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_in_its_season(year):
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 3, 22) + timedelta(days=34)
