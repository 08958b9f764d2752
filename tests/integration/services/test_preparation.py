"""What is to be prepared: by place and departure, what the stock and each customer allow."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.enums import BlockScope, PartialPolicy
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.jobs import Cancelled
from adv_desktop.services.mass_preparation import prepare_all
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import preparation
from adv_desktop.services.queries.preparation import Holding, worklist
from adv_desktop.services.stock_keeping import ReceiveGoods
from tests.support.company import TODAY, confirmed, line_ids, product

DAY = dt.timedelta(days=1)


def customer(services, code, **facts):
    services.customers.create(CustomerData(code, f"Client {code}", terms="comptant", siren="552081317", **facts))


def waiting(services, until=None, order_ids=()):
    with services.store.read() as session:
        return worklist(session, TODAY, until, order_ids)


def line(quantity, code="P1", **facts):
    return NewLine(Decimal(quantity), code, **facts)


def test_orders_of_one_place_make_one_delivery_and_the_earliest_departure_comes_first(services):
    customer(services, "C2")
    confirmed(services, line(1, promised=TODAY + 9 * DAY), customer="C2")
    first = confirmed(services, line(2, promised=TODAY + 2 * DAY))
    second = confirmed(services, line(3, promised=TODAY - DAY), line(4, "P2", promised=TODAY))
    rows = waiting(services)
    assert [(row.customer_name, row.lines, row.whole, row.late) for row in rows] == [
        ("CLIENT TEST SAS", 3, True, True), ("Client C2", 1, True, False),
    ]  # fmt: skip
    assert rows[0].orders == (first.id, second.id)
    assert rows[0].leaves_on == TODAY - DAY
    assert [len(row.quantities) for row in waiting(services, TODAY)] == [2]


def test_what_is_in_preparation_is_the_same_for_a_few_lines_and_for_many(services, monkeypatch):
    orders = [confirmed(services, line(5), line(3, "P2")) for _ in range(3)]
    for order in orders[:2]:
        first, _second = line_ids(services, order.id)
        services.deliveries.prepare(DeliverOrders((order.id,), {first: Decimal(2)}))
    ids = [row_id for order in orders for row_id in line_ids(services, order.id)]
    with services.store.read() as session:
        few = preparation.pending(session, ids)
        monkeypatch.setattr(preparation, "_FEW", 0)
        assert preparation.pending(session, ids) == few == {ids[0]: 2, ids[2]: 2}


def test_what_is_in_preparation_waits_no_more_and_is_not_prepared_twice(services):
    order = confirmed(services, line(5), line(3, "P2"))
    first, _second = line_ids(services, order.id)
    services.deliveries.prepare(DeliverOrders((order.id,), {first: Decimal(2)}))
    (row,) = waiting(services)
    assert sorted(row.quantities.values()) == [3, 3]
    with pytest.raises(DomainError, match=r"delivery\.prepared_already"):
        services.deliveries.prepare(DeliverOrders((order.id,), {first: Decimal(4)}))
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    with services.store.read() as session:
        assert [part.quantity for part in delivery_by_id(session, ref.id).lines] == [3, 3]
    assert waiting(services) == []
    with pytest.raises(DomainError, match=r"delivery\.nothing"):
        services.deliveries.prepare(DeliverOrders((order.id,)))


@pytest.mark.parametrize(
    ("policy", "leaves", "holding"),
    [
        (PartialPolicy.FREE, [4, 2], Holding.STOCK),
        (PartialPolicy.COMPLETE_LINES, [2], Holding.POLICY),
        (PartialPolicy.COMPLETE, [], Holding.POLICY),
    ],
)
def test_a_short_line_leaves_as_far_as_its_customer_accepts(services, policy, leaves, holding):
    services.products.create(product("RARE", "5", stock="4"))
    customer(services, "C2", partial_policy=policy)
    order = confirmed(services, line(10, "RARE"), line(2), customer="C2")
    (row,) = waiting(services)
    assert (list(row.quantities.values()), row.holding, row.whole) == (leaves, holding, False)
    assert row.leaving == ((order.id,) if leaves else ())


def test_the_customer_of_first_priority_is_served_first_whatever_its_date(services):
    services.products.create(product("RARE", "5"))
    customer(services, "LAST", priority="C")
    customer(services, "FIRST", priority="A")
    confirmed(services, line(4, "RARE", promised=TODAY), customer="LAST")
    confirmed(services, line(4, "RARE", promised=TODAY + 5 * DAY), customer="FIRST")
    with services.store.read() as session:
        rare = session.query(Product).filter_by(code="RARE").one().id
    services.stock.receive(ReceiveGoods(rare, Decimal(4)))
    assert [(row.priority, row.whole) for row in waiting(services)] == [("C", False), ("A", True)]


def test_nothing_is_proposed_to_a_customer_whose_deliveries_are_blocked(services):
    customer(services, "C2")
    confirmed(services, line(1), customer="C2")
    block(services, "C2")
    (row,) = waiting(services)
    assert (row.quantities, row.holding) == ({}, Holding.BLOCKED)


def block(services, code):
    with services.store.write("test.block") as session:
        found = session.query(Customer).filter_by(code=code).one()
        found.blocked, found.block_scope, found.block_reason = True, BlockScope.BOTH, "Impayés"


def test_a_run_that_is_stopped_leaves_the_deliveries_made_before(services):
    for number in range(3):
        customer(services, f"K{number}")
        confirmed(services, line(1), customer=f"K{number}")

    def stop(done, _total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        prepare_all(services.deliveries, waiting(services), TODAY, stop)
    assert len(waiting(services)) == 1
    done = prepare_all(services.deliveries, waiting(services), TODAY)
    assert [ref.number for ref in done.made] == ["BP2026000003"]


def test_a_run_goes_on_without_the_order_that_was_changed_meanwhile(services):
    for code in ("K1", "K2"):
        customer(services, code)
    first = confirmed(services, line(1), customer="K1")
    confirmed(services, line(1), customer="K2")
    rows = waiting(services)
    services.orders.close_short(first.id, None, "customer_request")
    done = prepare_all(services.deliveries, rows, TODAY)
    assert [(one.name, one.error.code) for one in done.kept] == [("CDE2026000001", "document.changed")]
    assert len(done.made) == 1


def test_what_is_missing_within_the_tolerance_leaves_no_backorder(services):
    services.settings.set("under_delivery_tolerance", "5")
    order = confirmed(services, line(100), line(100, "P2"))
    first, second = line_ids(services, order.id)
    services.deliveries.deliver(DeliverOrders((order.id,), {first: Decimal(96), second: Decimal(94)}))
    with services.store.read() as session:
        lines = order_by_id(session, order.id).lines
        assert [(one.backorder, one.cancelled, one.cancel_reason, one.reserved) for one in lines] == [
            (0, 4, "within_tolerance", 0), (6, 0, None, 6),
        ]  # fmt: skip
        assert [part.still_due for part in delivery_by_id(session, 1).lines] == [0, 6]
