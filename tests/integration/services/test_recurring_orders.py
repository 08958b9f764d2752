"""Recurring orders: a template, a rhythm, the drafts of what is due, and no day made twice."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import OrderKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.recurrence import ContractPrices, RecurrenceUnit
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.queries import order_detail, orders, today
from adv_desktop.services.queries.filters import ListFilter
from adv_desktop.services.rhythms import Rhythm
from tests.support.company import TODAY, confirmed, new_company

LINE = NewLine(Decimal(10), "P1")
MONTHLY = Rhythm(dt.date(2026, 9, 24))


@pytest.fixture
def services(tmp_path):
    made = new_company(tmp_path / "company.db")
    yield made
    made.close()


def template(services, rhythm=MONTHLY, **header):
    return services.recurring.create(services.orders.create(NewOrder("C1", (LINE,), **header)).id, rhythm)


def read(services, order_id):
    with services.store.read() as session:
        return order_detail.detail(session, order_id, TODAY)


def code_of(act):
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_every_day_that_is_due_is_made_once(services):
    made_of = template(services)
    made = services.recurring.run()
    assert len(made) == 3  # 24 September, October, November
    assert services.recurring.run() == ()
    assert read(services, made_of).recurrence.next_on == dt.date(2026, 12, 24)
    order = read(services, made[0].id)
    assert (order.row.kind, order.row.number, order.lines[0].ordered) == (OrderKind.STANDARD, None, 10)


def test_a_draft_that_was_deleted_is_not_made_again(services):
    template(services)
    first = services.recurring.run()[0]
    services.orders.delete_draft(first.id, first.version)
    assert services.recurring.run() == ()


def test_a_rhythm_in_weeks_ends_on_its_last_day(services):
    weeks = Rhythm(dt.date(2026, 11, 2), 2, RecurrenceUnit.WEEK, end=dt.date(2026, 11, 10))
    made_of = template(services, weeks)
    assert len(services.recurring.run()) == 1
    assert read(services, made_of).recurrence.next_on is None


def test_the_price_is_that_of_the_day_or_the_one_agreed(services):
    of_the_day, frozen = template(services), template(services, replace(MONTHLY, prices=ContractPrices.FROZEN))
    product = services.products.show("P1")
    services.products.update(product.id, product.version, replace(product.data, price=Decimal("50")))
    prices = [
        {read(services, ref.id).lines[0].unit_price for ref in services.recurring.run([template_id])}
        for template_id in (of_the_day, frozen)
    ]
    assert prices == [{Decimal(50)}, {Decimal("33.33")}]


def test_the_goods_are_wanted_as_many_days_after_as_in_the_template(services):
    template(services, replace(MONTHLY, start=TODAY), requested=TODAY + dt.timedelta(days=7))
    (made,) = services.recurring.run()
    assert read(services, made.id).row.requested == TODAY + dt.timedelta(days=7)
    template(services, MONTHLY, requested=dt.date(2026, 10, 1))
    assert [read(services, ref.id).row.requested for ref in services.recurring.run()] == [
        dt.date(2026, 10, 1), dt.date(2026, 10, 31), dt.date(2026, 12, 1),
    ]  # fmt: skip


def test_what_is_due_stands_on_the_days_board_until_it_is_made(services):
    made_of = template(services)
    with services.store.read() as session:
        (task,) = today.rows(session, TODAY, ["recurring"])
    assert (task.id, task.deadline, task.late) == (made_of, dt.date(2026, 9, 24), True)
    services.recurring.run([made_of])
    with services.store.read() as session:
        assert today.rows(session, TODAY, ["recurring"]) == ()


def test_the_rhythm_is_changed_and_stopped(services):
    made_of = template(services)
    services.recurring.run()
    services.recurring.change(made_of, replace(MONTHLY, end=TODAY))
    assert read(services, made_of).recurrence.next_on is None
    services.recurring.change(made_of, MONTHLY)
    services.orders.cancel(made_of, read(services, made_of).row.version, "le client arrête")
    assert services.recurring.run() == ()
    assert code_of(lambda: services.recurring.change(made_of, MONTHLY)) == "recurring.not_found"


def test_a_template_is_no_order_to_carry_out(services):
    made_of = template(services)
    assert code_of(lambda: services.orders.confirm(made_of)) == "recurring.not_confirmed"
    with services.store.read() as session:
        assert list(orders.ids(session, ListFilter("template"), "", False, TODAY)) == [made_of]
        assert made_of not in list(orders.ids(session, ListFilter("to_confirm"), "", False, TODAY))


def test_what_makes_no_rhythm_is_refused_and_nothing_is_written(services):
    order = confirmed(services, LINE)
    assert code_of(lambda: services.recurring.create(order.id, replace(MONTHLY, every=0))) == "contract.every"
    early = replace(MONTHLY, end=dt.date(2026, 1, 1))
    assert code_of(lambda: services.recurring.create(order.id, early)) == "contract.ends_before"
    assert code_of(lambda: services.recurring.change(order.id, MONTHLY)) == "recurring.not_found"
    with services.store.read() as session:
        assert list(orders.ids(session, ListFilter("template"), "", False, TODAY)) == []


def test_a_framework_order_does_not_come_back(services):
    draft = services.orders.create(NewOrder("C1", (LINE,)))
    services.frameworks.open(draft.id, None, TODAY, dt.date(2026, 12, 31))
    assert code_of(lambda: services.recurring.create(draft.id, MONTHLY)) == "recurring.framework"
