"""Deliveries prepared, shipped, followed to the proof; what each customer accepts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from adv_desktop.models.delivery import DeliveryProgress
from adv_desktop.models.enums import DeliveryState, PartialPolicy
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.services.customers import Address, CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id, delivery_of
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.stock import counters
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods
from tests.support.company import TODAY, confirmed, line_ids, product, shipped

TWO = (NewLine(Decimal(5), "P1"), NewLine(Decimal(3), "P2"))


def read_delivery(services, delivery_id):
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id)


def physical(services, code="P1"):
    with services.store.read() as session:
        return counters(session, session.query(Product).filter_by(code=code).one().id).physical


def test_a_delivery_is_prepared_picked_and_shipped_in_three_steps(services):
    order = confirmed(services, *TWO)
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    assert (ref.number, physical(services)) == ("BP2026000001", 1000)
    first, second = read_delivery(services, ref.id).lines
    services.deliveries.set_prepared(ref.id, 1, {first.id: Decimal(4), second.id: Decimal(0)})
    picked = read_delivery(services, ref.id)
    assert (picked.state, [(line.no, line.quantity) for line in picked.lines]) == (DeliveryState.PREPARED, [(1, 4)])
    left = services.deliveries.ship(ref.id, picked.version)
    assert (left.number, physical(services)) == ("BL2026000001", 996)
    with services.store.read() as session:
        assert [line.backorder for line in order_by_id(session, order.id).lines] == [1, 3]


def test_what_was_picked_is_neither_negative_nor_nothing_at_all(services):
    order = confirmed(services, NewLine(Decimal(5), "P1"))
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    (line,) = read_delivery(services, ref.id).lines
    with pytest.raises(DomainError, match=r"quantity\.not_positive"):
        services.deliveries.set_prepared(ref.id, 1, {line.id: Decimal(-1)})
    with pytest.raises(DomainError, match=r"delivery\.nothing"):
        services.deliveries.set_prepared(ref.id, 1, {line.id: Decimal(0)})


def test_a_delivery_that_is_cancelled_before_leaving_can_be_made_again(services):
    order = confirmed(services, *TWO)
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    services.deliveries.cancel(ref.id, 1)
    assert read_delivery(services, ref.id).state is DeliveryState.CANCELLED
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.deliveries.ship(ref.id, 1)
    with pytest.raises(DomainError, match=r"delivery\.wrong_state"):
        services.deliveries.ship(ref.id, read_delivery(services, ref.id).version)
    assert shipped(services, order.id)


def test_orders_of_one_place_travel_together_and_each_other_place_apart(services):
    depot = services.customers.add_address("C1", Address("Dépôt", "CLIENT TEST", "2 rue du Port", town="Sète"))
    orders = [confirmed(services, NewLine(Decimal(1), "P1")) for _ in range(2)]
    orders.append(confirmed(services, NewLine(Decimal(1), "P1"), ship_to_id=depot))
    made = services.deliveries.deliver(
        DeliverOrders(tuple(order.id for order in orders), carrier="Geodis", parcels=2, weight_kg=Decimal("12.5"))
    )
    notes = [read_delivery(services, ref.id) for ref in made]
    assert [(len(note.lines), note.ship_to.get("town"), note.carrier) for note in notes] == [
        (2, None, "Geodis"),
        (1, "Sète", "Geodis"),
    ]


@pytest.mark.parametrize(
    ("policy", "quantities", "refused"),
    [
        (PartialPolicy.FREE, ("2", "0"), False),
        (PartialPolicy.COMPLETE_LINES, ("5", "0"), False),
        (PartialPolicy.COMPLETE_LINES, ("2", "3"), True),
        (PartialPolicy.COMPLETE, ("5", "0"), True),
        (PartialPolicy.COMPLETE, ("5", "3"), False),
    ],
)
def test_a_customer_gets_the_partial_deliveries_that_he_accepts(services, policy, quantities, refused):
    services.customers.create(
        CustomerData("C2", "Exigeant", terms="comptant", siren="552081317", partial_policy=policy)
    )
    order = confirmed(services, *TWO, customer="C2")
    if not refused:
        assert shipped(services, order.id, *quantities)
        return
    with pytest.raises(DomainError, match=r"delivery\.partial_refused"):
        shipped(services, order.id, *quantities)


def test_nothing_due_or_an_order_changed_meanwhile_makes_no_delivery(services):
    order = confirmed(services, NewLine(Decimal(1), "P1"))
    with pytest.raises(DomainError, match=r"document\.changed"):
        services.deliveries.prepare(DeliverOrders((order.id,), versions={order.id: 99}))
    shipped(services, order.id)
    with pytest.raises(DomainError, match=r"delivery\.nothing"):
        shipped(services, order.id)


def test_the_parcel_is_tracked_then_proved_and_the_lines_have_arrived(services):
    order = confirmed(services, *TWO)
    delivery_id = shipped(services, order.id)
    services.deliveries.track(delivery_id, "Geodis", "1Z999", "https://exemple.fr/1Z999")
    with pytest.raises(DomainError, match=r"date\.in_future"):
        services.deliveries.prove(delivery_id, dt.date(2026, 11, 25), "M. Petit", None)
    services.deliveries.prove(delivery_id, TODAY, "M. Petit", "carton mouillé")
    with services.store.read() as session:
        progress = session.get_one(DeliveryProgress, delivery_id)
        assert (progress.carrier, progress.tracking, progress.outcome) == ("Geodis", "1Z999", "delivered_with_reserves")
        assert [line.arrived for line in order_by_id(session, order.id).lines] == [TODAY, TODAY]


def test_only_what_has_left_is_tracked_or_invoiced(services):
    order = confirmed(services, *TWO)
    (ref,) = services.deliveries.prepare(DeliverOrders((order.id,)))
    for verb in (
        lambda: services.deliveries.track(ref.id, "Geodis", "1Z999"),
        lambda: services.drafts.from_deliveries([ref.id]),
    ):
        with pytest.raises(DomainError, match=r"delivery\.not_shipped"):
            verb()


def test_a_delivery_is_found_by_either_number_or_by_id(services):
    order = confirmed(services, *TWO)
    delivery_id = shipped(services, order.id)
    with services.store.read() as session:
        names = ("BL2026000001", "BP2026000001", str(delivery_id))
        assert {delivery_of(session, name).id for name in names} == {delivery_id}
        for unknown in ("BL9", "99"):
            with pytest.raises(DomainError, match=r"delivery\.not_found"):
                delivery_of(session, unknown)


def test_the_dispatch_of_an_order_on_two_deliveries_keeps_what_is_reserved_for_the_rest(services):
    services.products.create(product("P3", "5", stock="10"))
    order = confirmed(services, NewLine(Decimal(8), "P3"))
    shipped(services, order.id, "3")
    with services.store.read() as session:
        row = counters(session, session.query(Product).filter_by(code="P3").one().id)
        assert (row.physical, row.reserved) == (7, 5)


def test_announced_goods_come_in_and_a_count_explains_its_difference(services):
    product_id = services.products.show("P1").id
    receipt = services.stock.announce(AnnouncedReceipt(product_id, Decimal(50), dt.date(2026, 12, 1), "CF-12"))
    services.stock.receive(ReceiveGoods(product_id, Decimal(20), receipt, "BL fournisseur 7"))
    assert physical(services) == 1020
    services.stock.count(product_id, Decimal(1015), "casse")
    assert physical(services) == 1015
    with pytest.raises(DomainError, match=r"reason\.missing"):
        services.stock.count(product_id, Decimal(1), " ")
    with pytest.raises(DomainError, match=r"quantity\.not_positive"):
        services.stock.receive(ReceiveGoods(product_id, Decimal(0)))


def test_a_service_line_leaves_no_stock_move(services):
    order = confirmed(services, NewLine(Decimal(2), label="Pose", unit_price=Decimal(40)))
    shipped(services, order.id)
    assert len(line_ids(services, order.id)) == 1
    assert physical(services) == 1000
