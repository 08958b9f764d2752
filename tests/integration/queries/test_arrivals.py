"""Punctuality where the promise is an arrival: the day proven counts, else the one expected (R3, R4)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.rules.dates import DateKind
from adv_desktop.models.rules.punctuality import Axis
from adv_desktop.services.calendars import CarrierRecord
from adv_desktop.services.clock import FixedDay
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import due_lines, punctuality
from adv_desktop.services.queries.periods import Period
from tests.support.company import confirmed, new_company, shipped

FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (dt.date(2026, 11, day) for day in (27, 30, 24, 25))
LATER = dt.date(2026, 12, 15)
MONTH = Period(dt.date(2026, 11, 1), dt.date(2026, 12, 31))


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    made.calendars.set_carriers([CarrierRecord("Geodis", transit_days=2)])
    for code, kind in (("ARR", DateKind.ARRIVAL), ("DEP", DateKind.DEPARTURE)):
        made.customers.create(CustomerData(code, code, terms="30 jours nets", siren="552081317", date_kind=kind))
    yield made
    made.close()


def sent(services, customer, promised):
    """Ship, today, an order promised for a day; return its delivery and its line."""
    order = confirmed(services, NewLine(Decimal(5), "P1", promised=promised), customer=customer, carrier="Geodis")
    delivery_id = shipped(services, order.id)
    with services.store.read() as session:
        return delivery_id, order_by_id(session, order.id).lines[0]


def rates(services):
    """Return OTD-1 by the sums and by the lines behind them: they agree."""
    with services.store.read() as session:
        summed = punctuality.of(session, MONTH, LATER)
        total = due_lines.total(due_lines.lines(session, MONTH, LATER))
    assert (summed.on_time, summed.deliverable) == total.counts[Axis.FIRST]
    assert (summed.complete, summed.due) == total.full
    return summed.on_time, summed.deliverable


def test_what_left_in_time_to_arrive_is_on_time_and_its_arrival_is_an_estimate(services):
    _delivery, line = sent(services, "ARR", dt.date(2026, 11, 26))
    assert (line.departed, line.arrived) == (TUESDAY, dt.date(2026, 11, 26))
    assert rates(services) == (1, 1)


def test_what_left_by_the_day_but_arrives_after_it_is_late_unless_the_departure_was_promised(services):
    sent(services, "ARR", WEDNESDAY)
    assert rates(services) == (0, 1)
    sent(services, "DEP", WEDNESDAY)
    assert rates(services) == (1, 2)


def test_a_proven_arrival_stands_before_the_estimate(services):
    delivery_id, _line = sent(services, "ARR", WEDNESDAY)
    assert rates(services) == (0, 1)
    services.deliveries.prove(delivery_id, TUESDAY, "M. Petit", None)
    assert rates(services) == (1, 1)


def test_the_proof_of_a_first_part_does_not_tell_when_the_last_one_arrives(services):
    order = confirmed(services, NewLine(Decimal(5), "P1", promised=WEDNESDAY), customer="ARR", carrier="Geodis")
    first = shipped(services, order.id, "2")
    services.deliveries._clock = FixedDay(WEDNESDAY)
    shipped(services, order.id)
    services.deliveries.prove(first, TUESDAY, None, None)
    with services.store.read() as session:
        assert order_by_id(session, order.id).lines[0].arrived == FRIDAY
    assert rates(services) == (0, 1)
