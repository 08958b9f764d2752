"""The worklists of orders: promised in a week, and those whose customer's number has still to come."""

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import Channel
from adv_desktop.models.errors import DomainError
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.queries import filters, orders
from adv_desktop.services.queries.filters import ListFilter
from tests.support.company import TODAY, confirmed, invoiced, new_company, shipped


@pytest.fixture
def company(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def ids(company, wanted):
    with company.store.read() as session:
        return list(orders.ids(session, wanted, "number", False, TODAY))


def promised(company, day):
    return confirmed(company, NewLine(Decimal(1), "P1", promised=day)).id


def test_orders_are_listed_by_the_week_they_are_promised_in(company):
    sunday, monday = promised(company, dt.date(2026, 12, 6)), promised(company, dt.date(2026, 12, 7))
    assert ids(company, filters.parse("semaine : 49")) == [sunday]
    assert ids(company, filters.parse("week : 2026-W50")) == [monday]


def test_a_week_without_a_year_is_the_nearest_one(company):
    january = promised(company, dt.date(2027, 1, 6))
    assert ids(company, filters.parse("semaine : S1")) == [january]


@pytest.mark.parametrize("written", ["54", "0", "lundi", "2026-12-01"])
def test_what_is_no_week_is_refused(company, written):
    with pytest.raises(DomainError) as refused:
        ids(company, filters.parse(f"semaine : {written}"))
    assert refused.value.code == "query.bad_value"


def test_this_week_goes_from_monday_to_sunday(company):
    days = [dt.date(2026, 11, 22), dt.date(2026, 11, 23), dt.date(2026, 11, 29), dt.date(2026, 11, 30)]
    made = [promised(company, day) for day in days]
    assert ids(company, ListFilter("this_week")) == made[1:3]


def test_orders_given_by_word_of_mouth_wait_for_the_customers_number(company):
    line = NewLine(Decimal(1), "P1")
    waiting = confirmed(company, line, channel=Channel.PHONE)
    confirmed(company, line, channel=Channel.PHONE, customer_reference="PO-1")
    confirmed(company, line, channel=Channel.PORTAL)
    assert ids(company, ListFilter("reference_to_come")) == [waiting.id]
    invoiced(company, shipped(company, waiting.id))
    assert ids(company, ListFilter("reference_to_come")) == []
