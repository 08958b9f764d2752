"""Which backups stay."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.services.retention import FEWEST, Kept, to_drop

START = dt.datetime(2026, 1, 1, 18, tzinfo=dt.UTC)
LARGE = 10**15


def backups(days, size=1, before_work=False):
    return [Kept(START + dt.timedelta(days=day), size, before_work) for day in days]


def kept_days(found, budget=LARGE):
    dropped = set(to_drop(found, budget))
    return sorted((item.moment - START).days for place, item in enumerate(found) if place not in dropped)


def test_a_year_of_daily_backups_leaves_seven_days_four_weeks_and_twelve_months():
    kept = kept_days(backups(range(365)))
    assert kept[-7:] == list(range(358, 365))
    moments = [START + dt.timedelta(days=day) for day in kept]
    assert {moment.month for moment in moments} == set(range(1, 13))
    assert {moment.isocalendar().week for moment in moments} >= {50, 51, 52, 53}
    assert len(kept) <= 7 + 4 + 12


def test_of_one_day_only_the_last_backup_stays_and_what_came_before_a_risky_work():
    morning = [Kept(START - dt.timedelta(hours=hour), 1) for hour in range(1, 6)]
    before_import = Kept(START - dt.timedelta(hours=7), 1, before_work=True)
    week = backups(range(-6, 1))
    found = [*week, *morning, before_import]
    kept = [item for place, item in enumerate(found) if place not in to_drop(found, LARGE)]
    assert before_import in kept
    assert sorted(item.moment for item in kept if item in morning) == sorted(item.moment for item in morning[:2])


def test_the_budget_takes_the_oldest_first_and_never_the_last_three():
    assert kept_days(backups(range(30), size=10), budget=45) == [26, 27, 28, 29]
    assert kept_days(backups(range(30), size=10), budget=1) == [27, 28, 29]


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 23), st.integers(1, 50), st.booleans()), max_size=60),
    st.integers(0, 500),
)
def test_the_newest_three_always_stay_and_the_rest_holds_in_the_budget(found, budget):
    items = [Kept(START + dt.timedelta(days=day, hours=hour), size, work) for day, hour, size, work in found]
    dropped = set(to_drop(items, budget))
    newest = sorted(range(len(items)), key=lambda place: items[place].moment, reverse=True)[:FEWEST]
    kept = [place for place in range(len(items)) if place not in dropped]
    assert not dropped & set(newest)
    assert len(kept) <= FEWEST or sum(items[place].size for place in kept) <= budget
