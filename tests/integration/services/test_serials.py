"""Serial numbers: one for each unit that leaves, and where each unit is, whatever happens to the delivery."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import ReturnSettlement, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn
from adv_desktop.models.rules.serial_numbers import SerialKeeping, SerialState
from adv_desktop.services import integrity, serials
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.note_corrections import CorrectNote
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.picking import Packing
from adv_desktop.services.products import product_of
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, return_by_id
from adv_desktop.services.serial_returns import NamedUnits
from adv_desktop.services.stock_keeping import ReceiveGoods, Scrapped
from adv_desktop.services.undelivered import BringBack
from tests.support.company import TODAY, confirmed, line_ids, product


@pytest.fixture(autouse=True)
def sound(services: Services):
    """Whatever was done, the figures of the database agree."""
    yield
    assert integrity.verify(services.store) == []


@pytest.fixture
def noted(services: Services) -> int:
    """A product whose numbers are noted when it leaves, ten in stock, two years of warranty."""
    data = replace(product("S1", "100", stock="10"), serials=SerialKeeping.DEPARTURE, warranty_months=24)
    return services.products.create(data)


@pytest.fixture
def known(services: Services) -> int:
    """A product whose units are all known from their receipt: SN1 to SN5."""
    made = services.products.create(replace(product("S2", "100"), serials=SerialKeeping.RECEIPT))
    services.stock.receive(ReceiveGoods(made, Decimal(5), serials=("SN1", "SN2", "SN3", "SN4", "SN5")))
    return made


def states(services: Services, product_id: int, *numbers: str) -> list[SerialState]:
    with services.store.read() as session:
        found = serials.units(session, product_id, numbers)
        return [found[number].state for number in numbers]


def deliver(services: Services, code: str, *numbers: str, quantity: int | None = None, **more: object) -> int:
    order = confirmed(services, NewLine(Decimal(quantity or len(numbers)), code))
    named = {line_ids(services, order.id)[0]: numbers}
    return services.deliveries.deliver(DeliverOrders((order.id,), serials=named, **more))[0].id


def refused(services: Services, code: str, *numbers: str, **more: object) -> str:
    with pytest.raises(DomainError) as error:
        deliver(services, code, *numbers, **more)
    return error.value.code


def test_each_unit_that_leaves_has_its_number_and_its_warranty(services, noted):
    made = deliver(services, "S1", "A1", "A2", carrier="DPD")
    with services.store.read() as session:
        line = delivery_by_id(session, made).lines[0]
        assert (line.serials, line.warranty_until) == (["A1", "A2"], dt.date(2028, 11, 24))
    assert states(services, noted, "A1", "A2") == [SerialState.DELIVERED, SerialState.DELIVERED]


@pytest.mark.parametrize("reason", [None, "urgent"])
def test_no_reason_lets_a_unit_leave_without_its_number_or_twice(services, noted, reason):
    more = {"override": reason, "carrier": "DPD"}
    assert refused(services, "S1", quantity=2, **more) == "serial.missing"
    assert refused(services, "S1", "A1", "A2", "A3", quantity=2, **more) == "serial.too_many"
    assert refused(services, "S1", "A1", "A1", **more) == "serial.twice"
    deliver(services, "S1", "A1", carrier="DPD")
    assert refused(services, "S1", "A1", **more) == "serial.delivered"


def test_a_unit_picked_for_a_delivery_is_not_picked_for_another(services, noted):
    order = confirmed(services, NewLine(Decimal(1), "S1"))
    made = services.deliveries.prepare(DeliverOrders((order.id,), carrier="DPD"))[0].id
    with services.store.read() as session:
        delivery = delivery_by_id(session, made)
        line_id, version = delivery.lines[0].id, delivery.version
    services.deliveries.set_prepared(made, version, {}, Packing(serials={line_id: ("A1",)}))
    assert refused(services, "S1", "A1", carrier="DPD") == "serial.taken"
    with services.store.read() as session:
        version = delivery_by_id(session, made).version
    services.deliveries.name_units(made, version, {line_id: ("A2",)})
    deliver(services, "S1", "A1", carrier="DPD")
    services.deliveries.ship(made, version)
    assert states(services, noted, "A1", "A2") == [SerialState.DELIVERED, SerialState.DELIVERED]


def test_of_units_known_from_their_receipt_only_those_in_stock_leave(services, known):
    assert refused(services, "S2", "SN9", carrier="DPD") == "serial.unknown"
    services.stock.scrap(Scrapped(known, Decimal(1), "cassé", serials=("SN5",)))
    assert refused(services, "S2", "SN5", carrier="DPD") == "serial.gone"
    deliver(services, "S2", "SN1", carrier="DPD")
    assert states(services, known, "SN1", "SN2", "SN5") == [
        SerialState.DELIVERED, SerialState.IN_STOCK, SerialState.GONE,
    ]  # fmt: skip


def test_every_move_of_such_units_names_them(services, known):
    for move in (
        lambda: services.stock.receive(ReceiveGoods(known, Decimal(1))),
        lambda: services.stock.receive(ReceiveGoods(known, Decimal(1), serials=("SN8", "SN9"))),
        lambda: services.stock.scrap(Scrapped(known, Decimal(1), "cassé")),
        lambda: services.stock.count(known, Decimal(4), "inventaire"),
    ):
        with pytest.raises(DomainError, match=r"serial\.count"):
            move()
    with pytest.raises(DomainError, match=r"serial\.in_stock"):
        services.stock.receive(ReceiveGoods(known, Decimal(1), serials=("SN1",)))
    with pytest.raises(DomainError, match=r"serial\.not_here"):
        services.stock.scrap(Scrapped(known, Decimal(1), "cassé", serials=("SN9",)))
    services.stock.count(known, Decimal(3), "inventaire", serials=("SN1", "SN2"))
    services.stock.count(known, Decimal(4), "retrouvé", serials=("SN2",))
    assert states(services, known, "SN1", "SN2") == [SerialState.GONE, SerialState.IN_STOCK]


def test_units_in_stock_without_a_number_are_not_taken_for_known(services, noted):
    record = services.products.show("S1")
    with pytest.raises(DomainError, match=r"serial\.stock_unknown"):
        services.products.update(record.id, record.version, replace(record.data, serials=SerialKeeping.RECEIPT))
    with pytest.raises(DomainError, match=r"serial\.no_start"):
        services.products.create(replace(product("S3", "1", stock="2"), serials=SerialKeeping.RECEIPT))
    with pytest.raises(DomainError, match=r"serial\.not_countable"):
        services.products.create(replace(product("S3", "1"), serials=SerialKeeping.RECEIPT, lot_tracked=True))
    with pytest.raises(DomainError, match=r"product\.warranty"):
        services.products.create(replace(product("S3", "1"), warranty_months=0))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Undelivered.REFUSED, SerialState.IN_STOCK), (Undelivered.LOST, SerialState.GONE)],
)
def test_units_of_a_shipment_that_did_not_arrive_are_back_or_gone(services, known, outcome, state):
    made = deliver(services, "S2", "SN1", "SN2", carrier="DPD")
    services.undelivered.bring_back(BringBack(made, outcome, TODAY, ship_again=False))
    assert states(services, known, "SN1", "SN2") == [state, state]
    if state is SerialState.IN_STOCK:
        deliver(services, "S2", "SN1", carrier="DPD")


def test_a_number_that_a_customer_has_does_not_come_in_by_a_receipt(services, known):
    deliver(services, "S2", "SN1", carrier="DPD")
    with pytest.raises(DomainError, match=r"serial\.at_customer"):
        services.stock.receive(ReceiveGoods(known, Decimal(1), serials=("SN1",)))


def test_verify_sees_a_unit_that_is_not_where_its_moves_put_it(services, known, tmp_path):
    with services.store.write("test") as session:
        serials.units(session, known, ["SN1"])["SN1"].state = SerialState.GONE
    assert {problem.code for problem in integrity.verify(services.store)} == {
        "integrity.serial_state", "integrity.serial_stock",
    }  # fmt: skip
    with services.store.write("test") as session:
        serials.units(session, known, ["SN1"])["SN1"].state = SerialState.IN_STOCK
        assert product_of(session, "S2").serials is SerialKeeping.RECEIPT


def allowed(services: Services, delivery_id: int, quantity: int, *named: str) -> GoodsReturn:
    with services.store.read() as session:
        line_id = delivery_by_id(session, delivery_id).lines[0].id
    numbers = {line_id: named} if named else {}
    command = AuthoriseReturn(delivery_id, {line_id: Decimal(quantity)}, "panne", serials=numbers)
    made = services.returns.authorise(command)
    with services.store.read() as session:
        return return_by_id(session, made.id)


def inspect(services: Services, goods_return: GoodsReturn, found: Inspected) -> None:
    lines = {goods_return.lines[0].id: found}
    command = InspectReturn(goods_return.id, goods_return.version, lines, ReturnSettlement.CREDIT)
    services.returns.inspect(command)


def test_units_that_come_back_are_in_stock_or_gone(services, known):
    made = deliver(services, "S2", "SN1", "SN2", "SN3", carrier="DPD")
    two = allowed(services, made, 2)
    for code, units in (
        ("which", NamedUnits()),
        ("which", NamedUnits(("SN1", "SN4"))),
        ("unfit", NamedUnits(("SN2", "SN3"))),
        ("unfit", NamedUnits(("SN2", "SN3"), scrapped=("SN1",))),
    ):
        with pytest.raises(DomainError, match=rf"serial\.{code}"):
            inspect(services, two, Inspected(Decimal(1), Decimal(1), units=units))
    inspect(services, two, Inspected(Decimal(1), Decimal(1), units=NamedUnits(("SN2", "SN3"), scrapped=("SN3",))))
    assert states(services, known, "SN1", "SN2", "SN3") == [
        SerialState.DELIVERED, SerialState.IN_STOCK, SerialState.GONE,
    ]  # fmt: skip
    with pytest.raises(DomainError, match=r"serial\.not_sent"):
        allowed(services, made, 1, "SN2")
    inspect(services, allowed(services, made, 1, "SN1"), Inspected(to_supplier=Decimal(1)))
    assert states(services, known, "SN1") == [SerialState.GONE]
    deliver(services, "S2", "SN2", carrier="DPD")


def test_a_replacement_needs_its_own_numbers(services, known):
    made = deliver(services, "S2", "SN1", carrier="DPD")
    one = allowed(services, made, 1)
    command = InspectReturn(one.id, one.version, {one.lines[0].id: Inspected(scrapped=Decimal(1))},
                            ReturnSettlement.REPLACEMENT)  # fmt: skip
    again = services.returns.inspect(command).replacement
    with services.store.read() as session:
        delivery = delivery_by_id(session, again.id)
    with pytest.raises(DomainError, match=r"serial\.missing"):
        services.deliveries.ship(again.id, delivery.version, override="vite")
    services.deliveries.name_units(again.id, delivery.version, {delivery.lines[0].id: ("SN2",)})
    services.deliveries.ship(again.id, delivery.version, override="vite")
    assert states(services, known, "SN1", "SN2") == [SerialState.GONE, SerialState.DELIVERED]


def test_a_note_is_corrected_with_the_units_that_really_left(services, known):
    made = deliver(services, "S2", "SN1", "SN2", carrier="DPD")
    with services.store.read() as session:
        delivery = delivery_by_id(session, made)
    line_id = delivery.lines[0].id
    fewer = CorrectNote(made, delivery.version, {line_id: Decimal(1)}, "compté deux fois")
    with pytest.raises(DomainError, match=r"serial\.too_many"):
        services.note_corrections.correct(fewer)
    named = CorrectNote(made, delivery.version, {}, "mauvais numéro", {line_id: ("SN1", "SN3")})
    services.note_corrections.correct(named)
    assert states(services, known, "SN1", "SN2", "SN3") == [
        SerialState.DELIVERED, SerialState.IN_STOCK, SerialState.DELIVERED,
    ]  # fmt: skip
