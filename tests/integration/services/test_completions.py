"""Services carried out: apart from the goods, confirmed, invoiceable, never taken for goods."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.models.delivery import DeliveryProgress
from adv_desktop.models.enums import BackorderPolicy, Nature, OrderState, PartialPolicy, Progress
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.services import integrity
from adv_desktop.services.completions import Completion
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.queries import delivery_detail, orders, preparation, today
from tests.support.company import TODAY, confirmed, line_ids, product

MIXED = (NewLine(Decimal(5), "P1"), NewLine(Decimal(2), "POSE"))


@pytest.fixture
def services(services):
    service = replace(product("POSE", "50"), nature=Nature.SERVICE, stocked=False)
    services.products.create(service)
    services.products.create(replace(service, code="EMB", with_goods=True))
    return services


def set_customer(services, **terms):
    with services.store.write("test") as session:
        customer = session.query(Customer).filter_by(code="C1").one()
        for name, value in terms.items():
            setattr(customer, name, value)


def waiting(services, *order_ids):
    with services.store.read() as session:
        return preparation.worklist(session, TODAY, None, order_ids)


def order_of(services, order_id):
    with services.store.read() as session:
        return order_by_id(session, order_id)


def test_a_preparation_leaves_services_to_be_carried_out_apart_unless_they_go_along(services):
    order = confirmed(services, *MIXED, NewLine(Decimal(1), "EMB"))
    goods, service, packing = line_ids(services, order.id)
    (one,) = waiting(services, order.id)
    assert one.quantities == {goods: 5, packing: 1}
    services.deliveries.deliver(DeliverOrders((order.id,), one.quantities))
    left = order_of(services, order.id)
    assert [line.backorder for line in left.lines] == [0, 2, 0]
    assert (left.delivery_state, waiting(services, order.id)) == (Progress.PARTIAL, [])
    with services.store.read() as session:
        assert orders.to_deliver(session, TODAY) == []
        (task,) = today.rows(session, TODAY, ["to_carry_out"])
    assert (task.id, task.action, service not in one.quantities) == (order.id, "complete", True)


def test_what_was_carried_out_is_proven_and_may_be_invoiced(services, tmp_path):
    order = confirmed(services, *MIXED)
    _goods, service = line_ids(services, order.id)
    report = tmp_path / "bon.pdf"
    report.write_bytes(b"%PDF-1.4 signed")
    on = TODAY - dt.timedelta(days=1)
    ref = services.completions.complete(
        Completion(order.id, {service: Decimal(2)}, on, confirmed_by="Mme Roy", report=report)
    )
    with services.store.read() as session:
        delivery = delivery_by_id(session, ref.id)
        progress = session.get_one(DeliveryProgress, ref.id)
        papers = delivery_detail.detail(session, ref.id, TODAY).papers
    assert (ref.number, delivery.is_of_services, delivery.delivery_date) == ("BL2026000001", True, on)
    assert (progress.delivered_on, progress.received_by, progress.outcome) == (on, "Mme Roy", "delivered")
    assert [paper.name for paper in papers] == ["bon.pdf"]
    (draft,) = services.drafts.from_deliveries([ref.id]).invoices
    services.issuing.issue(draft.id)
    assert [line.invoiced for line in order_of(services, order.id).lines] == [0, 2]
    assert integrity.verify(services.store) == []


def test_goods_are_not_carried_out_and_nothing_is_written(services):
    order = confirmed(services, *MIXED)
    goods, service = line_ids(services, order.id)
    with pytest.raises(DomainError, match=r"completion\.goods"):
        services.completions.complete(Completion(order.id, {goods: Decimal(1), service: Decimal(1)}, TODAY))
    with pytest.raises(DomainError, match=r"date\.in_future"):
        services.completions.complete(Completion(order.id, {service: Decimal(1)}, TODAY + dt.timedelta(days=1)))
    assert [line.delivered for line in order_of(services, order.id).lines] == [0, 0]


def test_a_customer_who_takes_only_whole_orders_gets_his_goods_before_the_service(services):
    set_customer(services, partial_policy=PartialPolicy.COMPLETE)
    order = confirmed(services, *MIXED)
    goods, service = line_ids(services, order.id)
    with pytest.raises(DomainError, match=r"delivery\.partial_refused"):
        services.deliveries.deliver(DeliverOrders((order.id,), {goods: Decimal(4)}))
    services.deliveries.deliver(DeliverOrders((order.id,), {goods: Decimal(5)}))
    services.completions.complete(Completion(order.id, {service: Decimal(1)}, TODAY))
    assert [line.backorder for line in order_of(services, order.id).lines] == [0, 1]


def test_a_customer_without_backorders_still_gets_his_service(services):
    set_customer(services, backorder_policy=BackorderPolicy.CANCEL)
    order = confirmed(services, *MIXED)
    goods, service = line_ids(services, order.id)
    services.deliveries.deliver(DeliverOrders((order.id,), {goods: Decimal(3)}))
    left = order_of(services, order.id)
    assert (left.state, [line.cancelled for line in left.lines]) == (OrderState.CONFIRMED, [2, 0])
    services.completions.complete(Completion(order.id, {service: Decimal(2)}, TODAY))
    assert order_of(services, order.id).delivery_state is Progress.FULL


def test_a_service_that_comes_first_cancels_no_goods(services):
    set_customer(services, backorder_policy=BackorderPolicy.CANCEL)
    order = confirmed(services, *MIXED)
    _goods, service = line_ids(services, order.id)
    services.completions.complete(Completion(order.id, {service: Decimal(2)}, TODAY))
    assert [line.cancelled for line in order_of(services, order.id).lines] == [0, 0]
