"""What becomes of goods that did not leave: kept, cancelled by itself, or as the customer says (R5, case 21)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.enums import BackorderPolicy, OrderState
from adv_desktop.models.errors import DomainError
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import exposure
from adv_desktop.services.remainders import KEPT, Remainder
from adv_desktop.services.stock import counters
from tests.support.company import TODAY, confirmed, line_ids

TEN = NewLine(Decimal(10), "P1")
CANCEL = BackorderPolicy.CANCEL


def policy(services, value):
    record = services.customers.show("C1")
    services.customers.update(record.id, record.version, replace(record.data, backorder_policy=value))


def ship(services, order_id, quantity, remainder=None):
    quantities = {line_ids(services, order_id)[0]: Decimal(quantity)}
    return services.deliveries.deliver(DeliverOrders((order_id,), quantities, remainder=remainder))


def order_of(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id)


def kept(services):
    with services.store.read() as session:
        return counters(session, 1).reserved, exposure.of(session, 1, TODAY).to_deliver


@pytest.fixture
def asked(services):
    policy(services, BackorderPolicy.ASK)
    return confirmed(services, TEN).id


def test_nothing_leaves_until_somebody_says_what_becomes_of_the_rest(services, asked):
    with pytest.raises(DomainError) as refused:
        ship(services, asked, 7)
    assert (refused.value.code, refused.value.facts["customer"]) == (
        "delivery.remainder_undecided",
        "CLIENT TEST SAS",
    )
    assert order_of(services, asked).lines[0].delivered == 0


def test_what_is_kept_stays_due_and_the_question_comes_again(services, asked):
    ship(services, asked, 7, KEPT)
    left = order_of(services, asked)
    assert (left.state, left.lines[0].backorder) == (OrderState.CONFIRMED, 3)
    with pytest.raises(DomainError, match=r"delivery\.remainder_undecided"):
        ship(services, asked, 1)
    ship(services, asked, 3)  # nothing is left to ask about
    assert order_of(services, asked).lines[0].backorder == 0


def test_what_is_cancelled_keeps_its_reason_and_releases_stock_and_credit(services, asked):
    ship(services, asked, 7, Remainder(CANCEL, "il prendra un autre modèle"))
    left = order_of(services, asked)
    assert (left.state, left.state_reason) == (OrderState.CLOSED_SHORT, "il prendra un autre modèle")
    assert (left.lines[0].cancelled, left.lines[0].cancel_reason) == (3, "il prendra un autre modèle")
    assert kept(services) == (0, 0)


def test_cancelling_takes_a_reason(services, asked):
    with pytest.raises(DomainError, match=r"reason\.missing"):
        ship(services, asked, 7, Remainder(CANCEL, " "))
    assert order_of(services, asked).lines[0].delivered == 0


@pytest.mark.parametrize(
    ("value", "state", "cancelled"),
    [(BackorderPolicy.KEEP, OrderState.CONFIRMED, 0), (CANCEL, OrderState.CLOSED_SHORT, 3)],
)
def test_the_other_policies_ask_nothing(services, value, state, cancelled):
    policy(services, value)
    order_id = confirmed(services, TEN).id
    ship(services, order_id, 7)
    left = order_of(services, order_id)
    assert (left.state, left.lines[0].cancelled) == (state, cancelled)


@pytest.mark.parametrize("value", [BackorderPolicy.ASK, CANCEL])
def test_nothing_is_decided_while_other_goods_of_the_order_are_in_preparation(services, value):
    policy(services, value)
    order_id = confirmed(services, TEN).id
    line_id = line_ids(services, order_id)[0]
    first, second = (
        services.deliveries.prepare(DeliverOrders((order_id,), {line_id: Decimal(quantity)}))[0].id
        for quantity in (7, 2)
    )
    services.deliveries.ship(first, 1)
    assert order_of(services, order_id).lines[0].backorder == 3
    services.deliveries.ship(second, 1, remainder=Remainder(CANCEL, "reste refusé"))
    assert order_of(services, order_id).lines[0].cancelled == 1
