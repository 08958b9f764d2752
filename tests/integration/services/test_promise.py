"""« Et si je promets le … ? »: what stock, receipts, other orders and the customer's days allow."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adv_desktop.models.enums import Nature
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.services import checks
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import promise
from adv_desktop.services.rescheduling import Promise
from adv_desktop.services.stock_keeping import AnnouncedReceipt
from tests.support.company import TODAY, confirmed, product

DAY = dt.timedelta(days=1)
WED, THU, FRI, MON = (TODAY + n * DAY for n in (1, 2, 3, 6))  # TODAY is a Tuesday


@pytest.fixture
def scarce(services):
    """Ten pieces in stock, twenty more on Friday."""
    services.products.create(product("P9", "5.00", stock="10"))
    services.stock.announce(AnnouncedReceipt(services.products.show("P9").id, Decimal(20), FRI))
    return services


def order(services, quantity, promised):
    return confirmed(services, NewLine(Decimal(quantity), "P9", promised=promised))


def tried(services, on, *order_ids):
    with services.store.read() as session:
        return promise.what_if(session, order_ids, on, TODAY)


def test_a_day_that_the_stock_allows_is_kept(scarce):
    mine = order(scarce, 8, FRI)
    (line,) = tried(scarce, WED, mine.id).lines
    assert (line.kept, line.earliest, line.hurt) == (True, TODAY, ())


def test_what_others_were_promised_is_not_promised_again_and_they_are_named(scarce):
    other = order(scarce, 6, THU)
    mine = order(scarce, 8, MON)
    found = tried(scarce, WED, mine.id)
    (line,) = found.lines
    assert (line.kept, line.available, line.earliest) == (False, Decimal(4), FRI)
    assert [(one.number, one.by, one.short) for one in line.hurt] == [(other.number, THU, Decimal(4))]
    assert found.earliest == FRI


def test_without_a_receipt_that_is_enough_no_day_would_do(scarce):
    mine = order(scarce, 40, MON)
    found = tried(scarce, MON, mine.id)
    assert (found.lines[0].earliest, found.earliest) == (None, None)


def test_several_orders_take_the_stock_one_after_the_other(scarce):
    first, second = order(scarce, 6, MON), order(scarce, 6, MON)
    assert [line.kept for line in tried(scarce, WED, first.id, second.id).lines] == [True, False]


def test_a_product_on_two_lines_is_counted_once(scarce):
    line = NewLine(Decimal(6), "P9", promised=MON)
    mine = confirmed(scarce, line, line)
    assert [line.kept for line in tried(scarce, WED, mine.id).lines] == [True, False]


def test_a_closed_day_and_a_day_that_the_customer_does_not_receive_are_refused(scarce):
    record = scarce.customers.show("C1")
    scarce.customers.update(record.id, record.version, replace(record.data, delivery_days=(4,)))
    mine = order(scarce, 5, MON)
    assert tried(scarce, TODAY + 4 * DAY, mine.id).closed.facts["reason"] == "weekend"
    found = tried(scarce, WED, mine.id)
    assert (found.closed.facts["reason"], found.lines[0].kept, found.earliest) == ("weekday", False, THU)


def test_what_is_not_kept_in_stock_is_judged_by_its_lead_time(services):
    services.products.create(replace(product("P8", "5.00"), stocked=False, lead_days=2))
    mine = confirmed(services, NewLine(Decimal(3), "P8"))
    assert [line.kept for on in (WED, THU) for line in tried(services, on, mine.id).lines] == [False, True]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=st.integers(0, 9), company=st.integers(0, 9), on=st.integers(0, 14).map(lambda n: TODAY + n * DAY))
def test_a_day_is_kept_from_the_product_s_lead_time_on_or_the_company_s_where_it_has_none(services, own, company, on):
    services.settings.set("default_lead_days", company)
    code = f"M{own}"
    with services.store.read() as session:
        known = session.query(Product).filter_by(code=code).count()
    if not known:
        services.products.create(replace(product(code, "5.00"), stocked=False, lead_days=own))
    mine = confirmed(services, NewLine(Decimal(3), code))
    found = tried(services, on, mine.id)
    (line,) = found.lines
    assert line.earliest >= TODAY + (own or company) * DAY
    assert line.kept is (found.closed is None and on >= line.earliest)
    with services.store.read() as session:
        told = [check.code for check in checks.of_order(session, order_by_id(session, mine.id), TODAY)]
    assert "date_too_early" not in told
    assert tried(services, line.earliest, mine.id).lines[0].kept


def test_a_service_takes_no_lead_time(services):
    services.settings.set("default_lead_days", 3)
    services.products.create(replace(product("P8", "5.00"), stocked=False, nature=Nature.SERVICE))
    mine = confirmed(services, NewLine(Decimal(1), "P8"), NewLine(Decimal(1), label="Pose", unit_price=Decimal(9)))
    assert [line.earliest for line in tried(services, TODAY, mine.id).lines] == [TODAY, TODAY]


def version(services, order_id):
    with services.store.read() as session:
        found = order_by_id(session, order_id)
        return found.version, found.acknowledgement_outdated, [line.promised for line in found.lines]


def test_the_day_is_promised_for_many_orders_at_once_and_outdates_what_was_acknowledged(scarce):
    told, other = order(scarce, 2, WED), order(scarce, 3, WED)
    scarce.orders.acknowledge(told.id)
    asked = [Promise(row.id, version(scarce, row.id)[0], MON) for row in (told, other)]
    assert scarce.rescheduling.promise(asked) == (told.id,)
    assert version(scarce, told.id)[1:] == (True, [MON])
    assert version(scarce, other.id)[1:] == (False, [MON])
    assert scarce.outbox_filling.delay_notice(told.id)


@pytest.mark.parametrize(
    ("change", "code"), [({"on": TODAY - DAY}, "order.promise_past"), ({"version": 0}, "document.changed")]
)
def test_a_promise_that_cannot_be_changes_no_order(scarce, change, code):
    first, second = order(scarce, 2, WED), order(scarce, 3, WED)
    good = Promise(first.id, version(scarce, first.id)[0], MON)
    bad = replace(Promise(second.id, version(scarce, second.id)[0], MON), **change)
    with pytest.raises(DomainError) as refused:
        scarce.rescheduling.promise([good, bad])
    assert refused.value.code == code
    assert version(scarce, first.id)[2] == [WED]
