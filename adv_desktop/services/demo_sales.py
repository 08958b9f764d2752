"""Orders of the demonstration company, from the customer's mail to the goods that leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import Channel, InvoiceGrouping, LineKind, PartialPolicy
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.dates import add_working_days
from adv_desktop.models.rules.totals import DocumentDiscount, Freight
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import unit_price
from adv_desktop.services import demo_claims, demo_money, demo_packaging
from adv_desktop.services.deliveries import DeliverOrders, DeliveryRef
from adv_desktop.services.demo_world import Buyer, Good, OpenLine, OpenOrder, Shipped, World
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.quotations import NewQuotation
from adv_desktop.services.vat_evidence import NumberCheck

_CHANNELS = {
    Channel.EMAIL: 45, Channel.PHONE: 20, Channel.PORTAL: 10, Channel.EDI: 10, Channel.SALESPERSON: 10,
    Channel.COUNTER: 5,
}  # fmt: skip
_LINES = (1, 2, 3, 4, 5, 6)
_LINE_WEIGHTS = (18, 26, 24, 16, 10, 6)
# Quantity in packs, chance in percent, days until the follow-up: today's are sent, the others still drafts.
_QUOTED = ((Decimal(12), 80, 0), (Decimal(40), 40, 0), (Decimal(6), None, 5))
_REFERENCES = ("CDE-{year}-{n:04d}", "PO 45{n:06d}", "BC n° {n}", "{year}/{n:05d}")
_COMMENTS = (
    "Livraison avant 10 h, quai n° 2",
    "Merci de grouper avec la commande précédente",
    "Prévenir avant de passer",
)
_PROMISED = "Règlement promis"
_OVERRIDES = ("Accord de la direction", "Accord du commercial", _PROMISED)
_LAST_DAYS = 8
_SHORT_DAYS = 18
_PUT_OFF_DAYS = 8
_LONGEST = 10  # days that customers wait for, whatever the lead time
_DEAR = 30  # above this price, few pieces are ordered
PROOF_DAYS = 45  # older deliveries are not followed one by one


def take_orders(world: World, count: int) -> None:
    """Write the orders of a day and confirm them, or leave them to be confirmed when the day is the last one."""
    # Customers that are stopped only try again in the last days.
    ordering = [buyer for buyer in world.buyers if buyer.code not in world.blocked or world.days_left < _LAST_DAYS]
    for _ in range(count):
        buyer = world.rng.choices(ordering, [buyer.weight for buyer in ordering])[0]
        order_id = world.verbs.orders.create(new_order(world, buyer)).id
        if world.days_left:
            confirm(world, order_id, buyer)


def new_order(world: World, buyer: Buyer) -> NewOrder:
    """Return an order that a customer may well send."""
    rng, day, now = world.rng, world.day, world.clock.now()
    world.written += 1
    chosen = rng.sample(buyer.favourites, min(len(buyer.favourites), rng.choices(_LINES, _LINE_WEIGHTS)[0]))
    chosen += _wanted_in_vain(world, chosen)
    longest = min(max(good.lead_days for good in chosen), _LONGEST)
    wait = 1 if world.happens(0.08) else longest + rng.randint(0, 4)
    lines = [_line(world, buyer, good) for good in chosen]
    if world.happens(0.05):
        lines.append(NewLine(label=rng.choice(_COMMENTS), kind=LineKind.COMMENT))
    small = sum(line.quantity * good.price for line, good in zip(lines, chosen, strict=False)) < 150
    return NewOrder(
        customer=buyer.code,
        lines=tuple(lines),
        customer_reference=_reference(world, buyer),
        customer_reference_date=day,
        requested=add_working_days(day, wait),
        channel=rng.choices(list(_CHANNELS), list(_CHANNELS.values()))[0],
        received_at=min(dt.datetime.combine(day, dt.time(5 + rng.randint(0, 1), rng.randint(0, 59)), dt.UTC), now),
        customer_contact=buyer.contact,
        freight=Freight(1490) if small else None,
        discount=DocumentDiscount(percent=Decimal(2)) if world.happens(0.03) else None,
    )


def _wanted_in_vain(world: World, chosen: list[Good]) -> list[Good]:
    """Return a product that runs short, now and then in the last weeks: some orders are still waiting at the end."""
    scarce = [good for good in world.goods if good.scarce and good not in chosen]
    wanted = scarce and world.days_left <= _SHORT_DAYS and world.happens(0.3)
    return [world.rng.choice(scarce)] if wanted else []


def _reference(world: World, buyer: Buyer) -> str | None:
    """Return the customer's number; who is invoiced by the week or the month gives none, so that orders group."""
    if buyer.grouping in {InvoiceGrouping.WEEK, InvoiceGrouping.MONTH} and not buyer.names_orders:
        return None
    return _REFERENCES[buyer.id % len(_REFERENCES)].format(year=world.day.year, n=1000 + world.written)


def _line(world: World, buyer: Buyer, good: Good) -> NewLine:
    rng = world.rng
    packs = rng.randint(1, 2 if good.price > _DEAR else 3 * buyer.scale)
    quantity = good.pack * packs
    if good.pack > 1 and world.happens(0.04):
        quantity += 1  # not a whole number of packs
    if world.happens(0.01):
        return NewLine(Decimal(1), good.code, unit_price=Decimal(0), free_reason="sample")
    if world.happens(0.03):
        price = unit_price((good.price * 97 / 100).quantize(Decimal("0.01")))
        return NewLine(quantity, good.code, unit_price=price, price_reason="negotiated")
    return NewLine(quantity, good.code)


def confirm(world: World, order_id: int, buyer: Buyer) -> None:
    """Confirm an order; one that is stopped is passed over with a reason, or waits for its customer to pay."""
    try:
        world.verbs.orders.confirm(order_id)
    except DomainError as error:
        if error.code != "order.blocked":
            raise
        if world.days_left < _LAST_DAYS and world.happens(0.5):
            return  # still to be decided
        world.verbs.orders.confirm(order_id, override=world.rng.choice(_OVERRIDES))
    if world.happens(0.85):
        world.verbs.orders.acknowledge(order_id)
    order = _open_order(world, order_id, buyer)
    if world.happens(0.02):
        _cancel(world, order_id)
        return
    world.open_orders.append(order)
    if buyer.pays_deposits:
        demo_money.take_deposit(world, order)


def _open_order(world: World, order_id: int, buyer: Buyer) -> OpenOrder:
    """Read back what is to be delivered, and plan the day that it leaves: sometimes later than promised."""
    by_id = {good.id: good for good in world.goods}
    with world.store.read() as session:
        rows = session.execute(
            sa.select(OrderLine.id, OrderLine.product_id, OrderLine.quantity)
            .where(OrderLine.order_id == order_id, OrderLine.kind == LineKind.ITEM)
            .order_by(OrderLine.no)
        ).all()
        promised = session.scalars(sa.select(SalesOrder.promised).where(SalesOrder.id == order_id)).one()
    late = world.rng.randint(1, 6) if world.happens(0.35 if world.days_left <= _SHORT_DAYS else 0.10) else 0
    lines = [OpenLine(row.id, by_id.get(row.product_id or 0), row.quantity) for row in rows]
    return OpenOrder(order_id, buyer, lines, add_working_days(promised or world.day, late), world.day)


def _cancel(world: World, order_id: int) -> None:
    world.verbs.orders.cancel(order_id, _version(world, order_id), "customer_request")


def hold(world: World, order: OpenOrder, reason: str) -> None:
    """Put an order on hold."""
    world.verbs.orders.hold(order.id, _version(world, order.id), reason)
    world.open_orders.remove(order)


def _version(world: World, order_id: int) -> int:
    with world.store.read() as session:
        return session.scalars(sa.select(SalesOrder.version).where(SalesOrder.id == order_id)).one()


def due_orders(world: World) -> list[OpenOrder]:
    """Return the orders whose goods are planned to leave by now."""
    return [order for order in world.open_orders if order.planned <= world.day]


def put_off(world: World, orders: list[OpenOrder]) -> list[OpenOrder]:
    """Return the orders to ship now; in the last days one of each day is put off, to be late on the last one."""
    if world.days_left > _PUT_OFF_DAYS or not orders:
        return orders
    orders[0].planned = add_working_days(world.today, 2)
    return orders[1:]


def ship(world: World, orders: Sequence[OpenOrder]) -> None:
    """Ship what there is of these orders, in as few deliveries as possible; the rest waits."""
    quantities: dict[int, Decimal] = {}
    leaving = [order for order in orders if _pick(world, order, quantities)]
    if leaving:
        _check_vat(world, leaving)
        command = DeliverOrders(
            tuple(order.id for order in leaving),
            quantities,
            override=_trusted(world, leaving),
            packaging=demo_packaging.leaving(leaving),
        )
        refs = _passing_over(world, world.verbs.deliveries.deliver, command)
        _follow(world, [ref.id for ref in refs])
    for order in orders:
        _count(world, order, quantities)


def _trusted(world: World, orders: Sequence[OpenOrder]) -> str | None:
    """Return why goods leave that are paid with the order: the payment is on its way, as the customer is known for."""
    pays_first = any(order.buyer.pays_first for order in orders)
    return _PROMISED if pays_first else None


def _passing_over(
    world: World, verb: Callable[[DeliverOrders], list[DeliveryRef]], command: DeliverOrders
) -> list[DeliveryRef]:
    """Pick goods; for a customer who owes too much by now, somebody takes it on himself."""
    try:
        return verb(command)
    except DomainError as error:
        if error.code not in {"delivery.credit_exceeded", "delivery.overdue"}:
            raise
        return verb(replace(command, override=world.rng.choice(_OVERRIDES)))


def _check_vat(world: World, orders: Sequence[OpenOrder]) -> None:
    """Check the VAT numbers of those whose goods leave for another member state, as is done on that day."""
    for code in dict.fromkeys(order.buyer.code for order in orders if order.buyer.intra_eu):
        check = NumberCheck(code, world.day, valid=True, consultation_number=f"WAPI{world.day:%y%m%d}")
        world.verbs.vat_evidence.record_check(check)


def _pick(world: World, order: OpenOrder, quantities: dict[int, Decimal]) -> bool:
    """Choose what leaves of an order from what is left on the shelves; tell whether anything does."""
    shelves = {line.good.id: line.good.physical for line in order.lines if line.good and line.good.stocked}
    picked: dict[int, Decimal] = {}
    for line in order.lines:
        there = line.left
        if line.good is not None and line.good.stocked:
            there = min(line.left, shelves[line.good.id])
            shelves[line.good.id] -= there
        picked[line.id] = there
    short = any(picked[line.id] < line.left for line in order.lines)
    if not any(picked.values()) or (short and order.buyer.partial is PartialPolicy.COMPLETE):
        return False
    if order.buyer.partial is PartialPolicy.COMPLETE_LINES:
        picked = {line.id: picked[line.id] if picked[line.id] == line.left else Decimal(0) for line in order.lines}
        if not any(picked.values()):
            return False
    for line in order.lines:
        if picked[line.id]:
            quantities[line.id] = picked[line.id]
            if line.good is not None and line.good.stocked:
                line.good.physical -= picked[line.id]
    return True


def _count(world: World, order: OpenOrder, quantities: dict[int, Decimal]) -> None:
    """Take off what has left; what is still due is looked at again in a few days, or given up in the end."""
    for line in order.lines:
        line.left -= quantities.get(line.id, Decimal(0))
    if not any(line.left for line in order.lines):
        world.open_orders.remove(order)
    elif (world.day - order.since).days > 70:
        world.verbs.orders.close_short(order.id, None, "out_of_stock")
        world.open_orders.remove(order)
    else:
        order.planned = add_working_days(world.day, 3)


def _follow(world: World, delivery_ids: list[int]) -> None:
    """Have deliveries invoiced, followed and, now and then, complained about."""
    by_id = {buyer.id: buyer for buyer in world.buyers}
    with world.store.read() as session:
        found = sa.select(Delivery.id, Delivery.customer_id).where(Delivery.id.in_(delivery_ids)).order_by(Delivery.id)
        rows = session.execute(found).all()
    for row in rows:
        buyer = by_id[row.customer_id]
        world.to_invoice.append(Shipped(row.id, buyer, world.day))
        if world.days_left <= PROOF_DAYS:
            _track(world, row.id, buyer)
        demo_claims.maybe_on_delivery(world, row.id, buyer)


def _track(world: World, delivery_id: int, buyer: Buyer) -> None:
    carrier = world.rng.choice(("Messagerie du Morvan", "Transports Vauzelle", "Express Grand Est"))
    world.verbs.deliveries.track(delivery_id, carrier, f"MV{world.rng.randint(10**8, 10**9 - 1)}")
    if world.happens(0.85):
        reserves = "Un colis abîmé" if world.happens(0.05) else None
        signed = buyer.contact or "Réception"
        deliveries = world.verbs.deliveries
        world.after(world.rng.randint(1, 2), lambda: deliveries.prove(delivery_id, world.day, signed, reserves))


def prepare(world: World, orders: Sequence[OpenOrder]) -> None:
    """Leave these orders in preparation: some are picked and ready to go."""
    for order in orders:
        quantities: dict[int, Decimal] = {}
        if _pick(world, order, quantities):
            refs = _passing_over(world, world.verbs.deliveries.prepare, DeliverOrders((order.id,), quantities))
            if world.happens(0.4):
                for ref in refs:
                    world.verbs.deliveries.set_prepared(ref.id, 1, {})


def quote(world: World) -> None:
    """On the last day, leave a quotation that is answered soon, one to follow up, and a draft."""
    quotations = world.verbs.quotations
    for buyer, good, (quantity, probability, days) in zip(world.buyers, world.goods, _QUOTED, strict=False):
        order = NewOrder(buyer.code, (NewLine(good.pack * quantity, good.code),))
        follow_up = world.day + dt.timedelta(days=days)
        ref = quotations.create(NewQuotation(order, follow_up_on=follow_up, probability=probability))
        if days:
            continue
        quotations.send(ref.id, ref.version)
