"""Aged balance by due date, and late interest to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.ageing import AgedItem, Ageing, Bucket, age, bucket, days_late
from adv_desktop.models.rules.interest import (
    PUBLISHED_RATES,
    PartPayment,
    PenaltyKind,
    PenaltyRule,
    below_floor,
    late_interest,
)

TODAY = date(2026, 11, 24)
THREE_LEGAL = PenaltyRule(PenaltyKind.THREE_TIMES_LEGAL)
FIXED = PenaltyRule(PenaltyKind.FIXED, Decimal(8))


@pytest.mark.parametrize(
    ("late", "name"),
    [(-3, "current"), (0, "current"), (1, "30"), (30, "30"), (31, "60"), (60, "60"), (61, "90"), (91, "over")],
)
def test_the_bucket_of_a_due_date(late, name):
    due = TODAY - timedelta(days=late)
    assert bucket(due, TODAY) is Bucket(name)
    assert days_late(due, TODAY) == max(0, late)


def test_credits_and_bills_stand_beside_the_buckets():
    due = TODAY - timedelta(days=100)
    items = [
        AgedItem(due, 1000), AgedItem(due, -400), AgedItem(due, 500, covered_by_bill=True),
        AgedItem(TODAY, 200, disputed_minor=50),
    ]  # fmt: skip
    aged = age(items, TODAY)
    assert aged == Ageing(current=200, over_90=1000, unallocated=-400, bills=500, disputed=50)
    assert (aged.overdue, aged.total) == (1000, 1300)


@given(
    st.lists(st.builds(AgedItem, due=st.dates(date(2026, 1, 1), date(2027, 1, 1)), open_minor=st.integers(-999, 999)))
)
def test_the_balance_is_the_sum_of_its_items(items):
    assert age(items, TODAY).total == sum(item.open_minor for item in items)


def interest(minor, due, until, **more):
    result = late_interest(minor, date.fromisoformat(due), date.fromisoformat(until), rates=PUBLISHED_RATES, **more)
    return result.interest, result.recovery_fee


def test_interest_at_the_default_rate():
    assert interest(120000, "2026-08-31", "2026-10-15") == (1835, 4000)


def test_interest_at_three_times_the_legal_rate():
    assert interest(500000, "2026-09-30", "2026-10-30", rule=THREE_LEGAL) == (3390, 4000)


def test_one_day_late_costs_one_day_and_the_due_date_costs_nothing():
    assert interest(120000, "2026-11-30", "2026-12-01") == (41, 4000)
    assert interest(120000, "2026-11-30", "2026-11-30") == (0, 0)


def test_each_half_year_has_its_rate():
    result = late_interest(100000, date(2026, 6, 20), date(2026, 7, 10), rates=PUBLISHED_RATES)
    assert [(segment.days, str(segment.rate)) for segment in result.segments] == [(10, "12.15"), (10, "12.40")]
    assert result.interest == 673


def test_a_part_payment_stops_bearing_interest_after_its_day():
    payments = [PartPayment(date(2026, 9, 10), 50000), PartPayment(date(2026, 8, 1), 20000)]
    result = late_interest(120000, date(2026, 8, 31), date(2026, 9, 30), rates=PUBLISHED_RATES, payments=payments)
    assert [(segment.days, segment.minor) for segment in result.segments] == [(10, 100000), (20, 50000)]
    paid = [PartPayment(date(2026, 8, 31), 120000)]
    assert interest(120000, "2026-08-31", "2026-09-30", payments=paid) == (0, 0)


def test_an_unknown_half_year_gives_no_number():
    with pytest.raises(DomainError) as refused:
        interest(120000, "2026-12-15", "2027-01-01")
    assert (refused.value.code, refused.value.facts) == ("interest.rate_missing", {"half_year": "2027-S1"})


def test_a_contract_rate_under_the_floor_is_noticed():
    assert below_floor(FIXED, TODAY, PUBLISHED_RATES) == Decimal("8.25")
    assert below_floor(PenaltyRule(), TODAY, PUBLISHED_RATES) is None
    assert below_floor(PenaltyRule(), date(2024, 3, 1), PUBLISHED_RATES) == Decimal("15.21")
    assert interest(100000, "2026-12-01", "2027-01-30", rule=FIXED) == (1315, 4000)


@given(st.integers(1, 10**7), st.dates(date(2023, 1, 1), date(2026, 6, 30)), st.integers(1, 180))
def test_segments_cover_each_late_day_once(minor, due, days):
    result = late_interest(minor, due, due + timedelta(days=days), rates=PUBLISHED_RATES)
    assert sum(segment.days for segment in result.segments) == days
    assert result.segments[0].first == due + timedelta(days=1)
