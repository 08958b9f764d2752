"""A product of the demonstration whose units have a serial number: received, delivered, one of them taken back."""

from __future__ import annotations

from decimal import Decimal

from adv_desktop.models.enums import ReturnSettlement
from adv_desktop.models.rules.serial_numbers import SerialKeeping, read
from adv_desktop.services.deliveries import DeliverOrders, delivery_by_id
from adv_desktop.services.demo_world import World
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.products import ProductData
from adv_desktop.services.returns import AuthoriseReturn, Inspected, InspectReturn, return_by_id
from adv_desktop.services.stock_keeping import ReceiveGoods

_CODE = "PERC-18V"
DELIVERED = ("PV26-0101..PV26-0104", "PV26-0105, PV26-0109", "PV26-0110")
_CARRIER = "Transports Vauzelle"


def end(world: World) -> None:
    """On the last day, receive twenty units, deliver some of them, and take one back that broke down."""
    product = ProductData(
        _CODE, "Perceuse-visseuse 18 V, deux batteries", Decimal(20), Decimal("189.00"), cost=Decimal("118.00"),
        label_en="Cordless drill 18 V, two batteries", serials=SerialKeeping.RECEIPT, warranty_months=24,
        weight_kg=Decimal("2.4"),
    )  # fmt: skip
    units = read("PV26-0101..PV26-0120")
    world.verbs.stock.receive(ReceiveGoods(world.verbs.products.create(product), Decimal(len(units)), serials=units))
    delivered = [_deliver(world, buyer.code, read(text)) for buyer, text in zip(world.buyers, DELIVERED, strict=False)]
    _take_back(world, delivered[0])


def _deliver(world: World, customer: str, units: tuple[str, ...]) -> int:
    draft = world.verbs.orders.create(NewOrder(customer, (NewLine(Decimal(len(units)), _CODE),)))
    order = world.verbs.orders.confirm(draft.id, override="Démonstration")
    with world.store.read() as session:
        line_id = order_by_id(session, order.id).lines[0].id
    command = DeliverOrders(
        (order.id,), serials={line_id: units}, carrier=_CARRIER, weight_kg=Decimal(3), override="Démonstration"
    )
    return world.verbs.deliveries.deliver(command)[0].id


def _take_back(world: World, delivery_id: int) -> None:
    with world.store.read() as session:
        line = delivery_by_id(session, delivery_id).lines[0]
    number = str((line.serials or [""])[0])
    ask = AuthoriseReturn(delivery_id, {line.id: Decimal(1)}, "En panne sous garantie", serials={line.id: (number,)})
    made = world.verbs.returns.authorise(ask)
    with world.store.read() as session:
        back = return_by_id(session, made.id).lines[0].id
    found = {back: Inspected(to_supplier=Decimal(1))}
    world.verbs.returns.inspect(InspectReturn(made.id, made.version, found, ReturnSettlement.CREDIT))
