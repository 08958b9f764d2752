"""Stock on a real database: who gets what arrives, what is bought for one order, lots, places, losses."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import DocumentKind, StockMoveKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.models.stock import ExpectedReceipt, Lot, ProductStock, StockMove
from adv_desktop.services import integrity
from adv_desktop.services.customers import CustomerData
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.locations import PutElsewhere
from adv_desktop.services.lots import LotPick
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.picking import Packing
from adv_desktop.services.queries import lot_choice, timeline
from adv_desktop.services.queries.promise import what_if
from adv_desktop.services.stock import counters
from adv_desktop.services.stock_keeping import AnnouncedReceipt, ReceiveGoods, Scrapped
from tests.support.company import TODAY, confirmed, line_ids, product, shipped

LATER = TODAY + dt.timedelta(days=10)


@pytest.fixture(autouse=True)
def sound(services: Services):
    """Whatever was done, the figures of the database agree."""
    yield
    assert integrity.verify(services.store) == []


@pytest.fixture
def scarce(services: Services) -> int:
    """A product of which there is nothing, and two customers beside C1 (priority B)."""
    services.customers.create(CustomerData("A1", "CLIENT A", terms="30 jours nets", siren="552100554", priority="A"))
    services.products.create(product("P9", "5.00"))
    return services.products.show("P9").id


def reserved(services: Services, order_id: int) -> list[Decimal]:
    with services.store.read() as session:
        return [session.get_one(OrderLine, line_id).reserved for line_id in line_ids(services, order_id)]


def stock_of(services: Services, product_id: int) -> tuple[Decimal, Decimal]:
    with services.store.read() as session:
        row = counters(session, product_id)
        return row.physical, row.reserved


def wanted(services: Services, quantity: int, customer: str = "C1", promised: dt.date | None = None) -> int:
    return confirmed(services, NewLine(Decimal(quantity), "P9", promised=promised), customer=customer).id


def receive(services: Services, product_id: int, quantity: int, **facts: object) -> int:
    return services.stock.receive(ReceiveGoods(product_id, Decimal(quantity), **facts))


def test_what_arrives_goes_to_the_customer_of_the_highest_priority_first(services, scarce):
    early, strategic = wanted(services, 5, promised=TODAY), wanted(services, 5, "A1", promised=LATER)
    assert receive(services, scarce, 7) == 2
    assert (reserved(services, strategic), reserved(services, early)) == ([5], [2])


def test_of_equal_customers_the_first_promised_is_served_then_the_older_order(services, scarce):
    late, first, second = wanted(services, 4, promised=LATER), wanted(services, 4), wanted(services, 4)
    receive(services, scarce, 4)
    assert reserved(services, late) == [4], "an order without a date waits behind one that has a promise"
    receive(services, scarce, 4)
    assert (reserved(services, first), reserved(services, second)) == ([4], [0])


def test_goods_bought_for_an_order_are_kept_for_it_whoever_waits(services, scarce):
    buyer, strategic = wanted(services, 6), wanted(services, 6, "A1")
    line_id = line_ids(services, buyer)[0]
    receipt = services.stock.announce(AnnouncedReceipt(scarce, Decimal(6), LATER, "CF-1", line_id))
    with services.store.read() as session:
        assert session.get_one(OrderLine, line_id).supply is Supply.PURCHASE
    receive(services, scarce, 6, receipt_id=receipt)
    assert (reserved(services, buyer), reserved(services, strategic)) == ([6], [0])
    with pytest.raises(DomainError, match=r"stock\.nothing_kept"):
        services.reallocations.give(line_ids(services, strategic)[0], Decimal(6), "urgent")
    shipped(services, buyer)
    assert stock_of(services, scarce) == (0, 0)


def test_nobody_is_promised_goods_that_came_for_another_order(services, scarce):
    buyer = wanted(services, 6)
    receipt = services.stock.announce(AnnouncedReceipt(scarce, Decimal(6), TODAY, None, line_ids(services, buyer)[0]))
    other = wanted(services, 6)
    receive(services, scarce, 6, receipt_id=receipt)
    with services.store.read() as session:
        assert what_if(session, [other], TODAY, TODAY).lines[0].available == 0


def test_a_cancelled_purchase_makes_the_line_take_from_stock_again(services, scarce):
    buyer = wanted(services, 6)
    line_id = line_ids(services, buyer)[0]
    receipt = services.stock.announce(AnnouncedReceipt(scarce, Decimal(6), LATER, None, line_id))
    receive(services, scarce, 6)
    assert reserved(services, buyer) == [0]
    services.stock.cancel_receipt(receipt)
    assert reserved(services, buyer) == [6]


def test_an_expected_receipt_is_changed_and_its_rest_cancelled(services, scarce):
    receipt = services.stock.announce(AnnouncedReceipt(scarce, Decimal(6), LATER, "CF-1"))
    receive(services, scarce, 2, receipt_id=receipt)
    with pytest.raises(DomainError, match=r"receipt\.below_received"):
        services.stock.amend_receipt(receipt, AnnouncedReceipt(scarce, Decimal(2), LATER))
    services.stock.amend_receipt(receipt, AnnouncedReceipt(scarce, Decimal(8), TODAY, "CF-1b"))
    services.stock.cancel_receipt(receipt)
    with services.store.read() as session:
        row = session.get_one(ExpectedReceipt, receipt)
        assert (row.quantity, row.due, row.supplier_reference, row.left) == (2, TODAY, "CF-1b", 0)


def test_a_receipt_is_bought_only_for_an_open_line_of_its_product(services, scarce):
    other = confirmed(services, NewLine(Decimal(1), "P1"))
    with pytest.raises(DomainError, match=r"receipt\.other_product"):
        services.stock.announce(AnnouncedReceipt(scarce, Decimal(1), TODAY, None, line_ids(services, other.id)[0]))


def test_what_a_cancelled_order_gives_back_goes_to_the_next(services, scarce):
    receive(services, scarce, 5)
    first, second = wanted(services, 5), wanted(services, 5)
    assert (reserved(services, first), reserved(services, second)) == ([5], [0])
    services.orders.close_short(first, None, "client parti")
    assert reserved(services, second) == [5]


def test_a_loss_takes_goods_back_from_the_last_in_the_queue(services, scarce):
    receive(services, scarce, 10)
    ordinary, strategic = wanted(services, 5), wanted(services, 5, "A1")
    services.stock.scrap(Scrapped(scarce, Decimal(3), "casse"))
    assert stock_of(services, scarce) == (7, 7)
    assert (reserved(services, ordinary), reserved(services, strategic)) == ([2], [5])
    services.stock.count(scarce, Decimal(9), "retrouvé")
    assert reserved(services, ordinary) == [4]


def test_more_than_there_is_cannot_be_thrown_away(services, scarce):
    with pytest.raises(DomainError, match=r"stock\.scrap_over"):
        services.stock.scrap(Scrapped(scarce, Decimal(1), "casse"))
    with pytest.raises(DomainError, match=r"quantity\.negative"):
        services.stock.count(scarce, Decimal(-1), "casse")


def test_an_urgent_order_takes_from_the_last_one_and_both_say_so(services, scarce):
    receive(services, scarce, 8)
    first, last = wanted(services, 4, promised=TODAY), wanted(services, 4, promised=LATER)
    urgent = wanted(services, 6, "A1")
    line_id = line_ids(services, urgent)[0]
    hurt = services.reallocations.preview(line_id, Decimal(5)).hurt
    assert [(row.order_id, row.loses) for row in hurt] == [(last, 4), (first, 1)]
    services.reallocations.give(line_id, Decimal(5), "chantier arrêté")
    assert [reserved(services, order_id) for order_id in (first, last, urgent)] == [[3], [0], [5]]
    with services.store.read() as session:
        told = [
            str(event) for order_id in (last, urgent) for event in timeline.of(session, DocumentKind.ORDER, order_id)
        ]
    assert sum("chantier arrêté" in line for line in told) == 2


@pytest.fixture
def cheese(services: Services) -> int:
    """A product tracked by lot: one lot until January, one that expires in a week."""
    services.products.create(product("P9", "5.00"))
    made = services.products.show("P9")
    services.products.update(made.id, made.version, replace(made.data, lot_tracked=True))
    receive(services, made.id, 10, lot="L-JANV", use_by=dt.date(2027, 1, 31))
    receive(services, made.id, 6, lot="L-NOV", use_by=TODAY + dt.timedelta(days=7))
    return made.id


def lots_of(services: Services, delivery_id: int) -> list[tuple[str | None, Decimal]]:
    with services.store.read() as session:
        lines = delivery_by_id(session, delivery_id).lines
        return [(session.get_one(Lot, line.lot_id).code if line.lot_id else None, line.quantity) for line in lines]


def test_goods_tracked_by_lot_come_in_with_one(services, cheese):
    with pytest.raises(DomainError, match=r"stock\.lot_missing"):
        receive(services, cheese, 1)
    with pytest.raises(DomainError, match=r"stock\.lot_other_date"):
        receive(services, cheese, 1, lot="L-NOV", use_by=LATER)


def test_the_lot_that_expires_first_leaves_first_one_line_a_lot(services, cheese):
    order = wanted(services, 8)
    delivery_id = shipped(services, order)
    assert lots_of(services, delivery_id) == [("L-NOV", 6), ("L-JANV", 2)]
    with services.store.read() as session:
        moves = session.query(StockMove).filter_by(kind=StockMoveKind.DELIVERY).all()
        assert [move.lot_id is not None for move in moves] == [True, True]
        assert [line.still_due for line in delivery_by_id(session, delivery_id).lines] == [0, 0]


def test_two_deliveries_to_prepare_do_not_count_on_the_same_goods(services, cheese):
    first, second = wanted(services, 6), wanted(services, 6)
    one = services.deliveries.prepare(DeliverOrders((first,)))[0].id
    two = services.deliveries.prepare(DeliverOrders((second,)))[0].id
    assert (lots_of(services, one), lots_of(services, two)) == ([("L-NOV", 6)], [("L-JANV", 6)])


def test_a_customer_who_wants_life_left_gets_a_lot_that_lasts(services, cheese):
    made = services.customers.show("C1")
    services.customers.update(made.id, made.version, replace(made.data, minimum_life_days=30))
    delivery_id = services.deliveries.prepare(DeliverOrders((wanted(services, 4),)))[0].id
    assert lots_of(services, delivery_id) == [("L-JANV", 4)]
    pick(services, delivery_id, LotPick("L-NOV", Decimal(4)))
    with pytest.raises(DomainError, match=r"delivery\.lot_life"):
        services.deliveries.ship(delivery_id, version(services, delivery_id))
    services.deliveries.ship(delivery_id, version(services, delivery_id), override="accord du client")


@pytest.mark.parametrize(("life", "lot"), [(60, "L-NOV"), (180, "L-JANV"), (None, "L-NOV")])
def test_a_contract_date_asks_for_a_part_of_the_whole_life_of_the_product(services, cheese, life, lot):
    made = services.customers.show("C1")
    services.customers.update(made.id, made.version, replace(made.data, minimum_life_part="1/10"))
    product = services.products.show("P9")
    services.products.update(product.id, product.version, replace(product.data, life_days=life))
    delivery_id = services.deliveries.prepare(DeliverOrders((wanted(services, 4),)))[0].id
    assert lots_of(services, delivery_id) == [(lot, 4)]
    with services.store.read() as session:
        choice = lot_choice.for_line(session, delivery_by_id(session, delivery_id).lines[0].id)
    assert (choice.wanted.by_part, [one.lasts for one in choice.lots]) == (life is not None, [lot == "L-NOV", True])
    pick(services, delivery_id, LotPick("L-NOV", Decimal(4)))
    if lot == "L-NOV":
        services.deliveries.ship(delivery_id, version(services, delivery_id))
        return
    with pytest.raises(DomainError) as refused:
        services.deliveries.ship(delivery_id, version(services, delivery_id))
    assert refused.value.code == "delivery.lot_life_part"
    facts = refused.value.facts
    assert (facts["part"], facts["asked"], facts["whole"], facts["left"]) == ("1/10", 18, 180, 7)


@pytest.mark.parametrize("written", ["2", "3/2", "0/4", "1/0", "120 %", "deux tiers"])
def test_what_is_no_part_of_a_life_is_refused_on_the_customer(services, written):
    made = services.customers.show("C1")
    with pytest.raises(DomainError) as refused:
        services.customers.update(made.id, made.version, replace(made.data, minimum_life_part=written))
    assert (refused.value.code, refused.value.facts["field"]) == ("lot.life_part", "minimum_life_part")


def test_the_picker_takes_other_lots_than_proposed(services, cheese):
    delivery_id = services.deliveries.prepare(DeliverOrders((wanted(services, 5),)))[0].id
    pick(services, delivery_id, LotPick("L-JANV", Decimal(3)), LotPick("L-NOV", Decimal(2)))
    assert lots_of(services, delivery_id) == [("L-JANV", 3), ("L-NOV", 2)]
    other = services.deliveries.prepare(DeliverOrders((wanted(services, 1),)))[0].id
    with pytest.raises(DomainError, match=r"stock\.no_lot"):
        pick(services, other, LotPick("INCONNU", Decimal(1)))


def test_more_of_a_lot_than_there_is_does_not_leave(services, cheese):
    delivery_id = services.deliveries.prepare(DeliverOrders((wanted(services, 8),)))[0].id
    with services.store.read() as session:
        first = delivery_by_id(session, delivery_id).lines[1].id
    packing = Packing(lots={first: [LotPick("L-NOV", Decimal(2))]})
    services.deliveries.set_prepared(delivery_id, version(services, delivery_id), {}, packing)
    with pytest.raises(DomainError, match=r"delivery\.lot_short"):
        services.deliveries.ship(delivery_id, version(services, delivery_id))


def pick(services: Services, delivery_id: int, *picks: LotPick) -> None:
    with services.store.read() as session:
        line_id = delivery_by_id(session, delivery_id).lines[0].id
    packing = Packing(lots={line_id: picks})
    services.deliveries.set_prepared(delivery_id, version(services, delivery_id), {}, packing)


def version(services: Services, delivery_id: int) -> int:
    with services.store.read() as session:
        return delivery_by_id(session, delivery_id).version


def test_a_product_takes_its_goods_with_it_to_another_place(services, scarce):
    receive(services, scarce, 5)
    services.locations.assign(scarce, "a-02")
    services.locations.set_rank("A-02", 4)
    assert [(place.code, place.rank) for place in services.locations.all()][-1] == ("A-02", 4)
    services.locations.put(PutElsewhere(scarce, Decimal(2), "A-02", "RESERVE"))
    assert stock_of(services, scarce) == (5, 0)
    with pytest.raises(DomainError, match=r"stock\.place_short"):
        services.locations.put(PutElsewhere(scarce, Decimal(9), "A-02", "RESERVE"))
    delivery = services.deliveries.prepare(DeliverOrders((wanted(services, 1),)))[0]
    with services.store.read() as session:
        assert delivery_by_id(session, delivery.id).lines[0].location_id is not None


def test_counters_asked_for_twice_before_they_are_written_are_the_same(services):
    never_moved = 999
    with services.store.read() as session, session.no_autoflush:
        assert session.get(ProductStock, never_moved) is None
        assert counters(session, never_moved) is counters(session, never_moved)
