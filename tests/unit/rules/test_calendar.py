"""When goods leave and arrive, and the first day that can be promised: whoever is closed."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adv_desktop.models.rules.availability import Need, Receipt, Supply, check_promise
from adv_desktop.models.rules.calendar import DeliveryCalendar, counted_from, date_kind_of, departement_of
from adv_desktop.models.rules.checks import date_too_early
from adv_desktop.models.rules.dates import ClosedBecause, Closure, DateKind, Whose, is_working_day
from adv_desktop.models.rules.promise import first_made_to_order, first_promise

TODAY = dt.date(2026, 11, 24)  # a Tuesday
DAY = dt.timedelta(days=1)
WED, THU, FRI, MON = (TODAY + n * DAY for n in (1, 2, 3, 6))


def off(first, last, whose=Whose.COMPANY):
    return (Closure(first, last, "Inventaire", whose),)


def test_goods_promised_for_a_tuesday_leave_two_working_days_before():
    assert DeliveryCalendar(transit=2).departure(dt.date(2026, 12, 1)) == dt.date(2026, 11, 27)


def test_what_is_promised_at_the_departure_leaves_on_that_day():
    calendar = DeliveryCalendar(DateKind.DEPARTURE, transit=2)
    assert (calendar.departure(MON), calendar.first_promise(WED)) == (MON, WED)


@pytest.mark.parametrize(
    ("calendar", "leaves"),
    [
        (DeliveryCalendar(transit=1, carrier=off(FRI, FRI, Whose.CARRIER)), THU),
        (DeliveryCalendar(transit=1, ours=off(FRI, FRI)), THU),
        (DeliveryCalendar(transit=1, ours=off(THU, FRI), carrier=off(WED, WED, Whose.CARRIER)), TODAY),
        (DeliveryCalendar(transit=1, theirs=off(FRI, FRI, Whose.CUSTOMER)), FRI),
    ],
)
def test_goods_leave_earlier_when_we_or_the_carrier_are_closed(calendar, leaves):
    assert calendar.departure(MON) == leaves


@pytest.mark.parametrize(
    ("day", "calendar", "because", "whose"),
    [
        (TODAY + 4 * DAY, DeliveryCalendar(), ClosedBecause.WEEKEND, None),
        (dt.date(2026, 12, 25), DeliveryCalendar(), ClosedBecause.HOLIDAY, None),
        (WED, DeliveryCalendar(weekdays=(4,)), ClosedBecause.WEEKDAY, None),
        (WED, DeliveryCalendar(theirs=off(WED, WED, Whose.SHIP_TO)), ClosedBecause.CLOSURE, Whose.SHIP_TO),
        (WED, DeliveryCalendar(carrier=off(WED, WED, Whose.CARRIER)), ClosedBecause.CLOSURE, Whose.CARRIER),
        (WED, DeliveryCalendar(ours=off(WED, WED)), ClosedBecause.CLOSURE, Whose.COMPANY),
    ],
)
def test_a_day_that_cannot_be_promised_says_why(day, calendar, because, whose):
    found = calendar.shut(day)
    assert (found.because, found.closure.whose if found.closure else None) == (because, whose)


def test_goods_may_arrive_while_we_are_closed_when_they_left_before():
    calendar = DeliveryCalendar(transit=2, ours=off(FRI, MON))
    assert (calendar.shut(FRI), calendar.departure(FRI)) == (None, WED)


@pytest.mark.parametrize(
    ("chosen", "incoterm", "kind"),
    [
        (None, None, DateKind.ARRIVAL),
        (None, "DAP Genève", DateKind.ARRIVAL),
        (None, "exw Lyon", DateKind.DEPARTURE),
        (None, "FCA Le Havre", DateKind.DEPARTURE),
        (DateKind.ARRIVAL, "EXW Lyon", DateKind.ARRIVAL),
    ],
)
def test_the_incoterm_says_what_a_date_is_unless_the_customer_agreed_otherwise(chosen, incoterm, kind):
    assert date_kind_of(chosen, incoterm) is kind


@pytest.mark.parametrize(
    ("hour", "cut_off", "closures", "counted"),
    [
        (17, None, (), TODAY),
        (16, dt.time(16), (), TODAY),
        (17, dt.time(16), (), WED),
        (17, dt.time(16), off(WED, THU), FRI),
        (9, dt.time(16), off(TODAY, WED), THU),
    ],
)
def test_an_order_received_after_the_hour_counts_from_the_next_working_day(hour, cut_off, closures, counted):
    received = dt.datetime.combine(TODAY, dt.time(hour))
    assert counted_from(received, cut_off, closures) == counted


@pytest.mark.parametrize(
    ("postcode", "country", "departement"),
    [("69 001", "FR", "69"), ("20167", "FR", "2A"), ("20200", "FR", "2B"), ("97400", "FR", "974"), ("1204", "CH", None),
     (None, "FR", None), ("6900A", "FR", None)],
)  # fmt: skip
def test_the_departement_is_read_from_the_postcode(postcode, country, departement):
    assert departement_of(postcode, country) == departement


quantities = st.integers(1, 30).map(Decimal)
days = st.integers(0, 12).map(lambda n: TODAY + n * DAY)
ranges = st.lists(st.tuples(days, st.integers(0, 6)), max_size=2).map(
    lambda pairs: tuple(Closure(first, first + length * DAY) for first, length in pairs)
)
calendars = st.builds(
    DeliveryCalendar,
    kind=st.sampled_from(DateKind),
    transit=st.integers(0, 4),
    ours=ranges,
    carrier=ranges,
    theirs=ranges,
    weekdays=st.sampled_from([(), (1, 2, 3, 4, 5), (2, 4), (5,)]),
)
supplies = st.builds(
    lambda physical, receipts, needs: Supply(
        physical, receipts, [Need(line, by, wanted) for line, (by, wanted) in enumerate(needs)]
    ),
    st.integers(0, 60).map(Decimal),
    st.lists(st.builds(Receipt, days, quantities), max_size=4),
    st.lists(st.tuples(days, quantities), max_size=5),
)


def breaks(before, leaves, quantity):
    """Whether goods taken on a day leave another promise short."""
    after = replace(before, needs=[*before.needs, Need(99, leaves, quantity)])
    short = [need for need in before.needs if before.free(need.by) >= 0 and after.free(need.by) < 0]
    return bool(short) or after.free(leaves) < 0


@given(supply=supplies, on=days, quantity=quantities)
def test_no_promise_breaks_a_later_one(supply, on, quantity):
    found = check_promise(supply, quantity, on)
    day = on if found.kept else found.earliest
    assert day is None or not breaks(supply, day, quantity)


@given(supply=supplies, calendar=calendars, leaving=days, quantity=quantities)
def test_the_first_day_to_promise_is_open_for_everybody_and_breaks_no_other_promise(
    supply, calendar, leaving, quantity
):
    promised = first_promise(supply, quantity, calendar, leaving)
    if promised is None:
        assert supply.physical + sum(receipt.quantity for receipt in supply.receipts) < quantity + sum(
            need.quantity for need in supply.needs
        )
        return
    leaves = calendar.departure(promised)
    assert calendar.shut(promised) is None
    assert leaving <= leaves <= promised
    assert is_working_day(leaves, (*calendar.ours, *calendar.carrier))
    assert not breaks(supply, leaves, quantity)


@given(lead=st.integers(0, 40), calendar=calendars, leaving=days)
def test_the_first_day_of_what_is_made_to_order_is_open_and_never_told_to_be_too_early(lead, calendar, leaving):
    promised = first_made_to_order(lead, calendar, leaving)
    assert calendar.shut(promised) is None
    assert calendar.departure(promised) >= leaving + lead * DAY
    assert date_too_early(promised, leaving, lead, calendar) is None
