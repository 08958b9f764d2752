"""What is to be prepared: the deliveries that open orders would make now, by place, as their customers accept (R5).

What is set aside for a line is its own; the rest of the stock goes to the customers of priority A, then B, then C, and
to the earliest departure among them (practice, case 23).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import BlockScope, DeliveryState, LineKind, OrderState, PartialPolicy, Supply
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ELSEWHERE, Location, ProductStock
from adv_desktop.services.folding import words_key
from adv_desktop.services.queries.hints import open_orders, unindexed
from adv_desktop.services.queries.lines import PART_COLUMNS, part_net
from adv_desktop.services.queries.listing import numbers
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.services_due import APART

ZERO = Decimal(0)
_FEW = 500  # order lines
IN_PREPARATION = (DeliveryState.TO_PREPARE, DeliveryState.PREPARED)


class Holding(StrEnum):
    """What keeps goods of a place from leaving now."""

    NOTHING = "nothing"
    STOCK = "stock"
    POLICY = "policy"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that could be prepared: orders of one place with what can leave of them now, by order line id.

    `lines` are those still due, `ready` those that would leave whole; `net` is of what leaves, in minor units.
    """

    orders: tuple[int, ...]
    versions: Mapping[int, int]
    numbers: tuple[str, ...]
    customer_name: str
    town: str
    carrier: str
    priority: str
    leaves_on: dt.date
    late: bool
    urgent: bool
    lines: int
    ready: int
    quantities: Mapping[int, Decimal]
    net: int
    currency: str
    holding: Holding

    @property
    def whole(self) -> bool:
        """Whether everything that is due can leave."""
        return self.ready == self.lines

    @property
    def leaving(self) -> tuple[int, ...]:
        """The orders of which something can leave."""
        return tuple(order for order in self.orders if order in self.versions)


def place_of(order: Any) -> tuple[object, ...]:  # noqa: ANN401 (an order, or a row with its columns)
    """Return what the orders of one delivery have in common."""
    place = tuple(sorted((order.deliver_to or {}).items(), key=lambda item: item[0]))
    who = order.customer_id, order.bill_to_id, order.payer_id
    return *who, order.currency, order.vat_regime, order.incoterm or "", place


def pending(session: Session, line_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what is on deliveries in preparation, by order line id."""
    wanted = list(line_ids)
    # A few lines are looked up one by one: each of many preparations would otherwise read all those before it.
    state = unindexed(Delivery.state) if len(wanted) <= _FEW else Delivery.state
    rows = session.execute(
        sa.select(DeliveryLine.order_line_id, DeliveryLine.quantity)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            state.in_(IN_PREPARATION),
            DeliveryLine.order_line_id.in_(numbers(wanted)),
            DeliveryLine.replaces_id.is_(None),
        )
    )
    sums: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for line_id, quantity in rows:
        sums[line_id or 0] += quantity
    return dict(sums)


def under_way(session: Session, order_ids: Sequence[int]) -> dict[int, str]:
    """Return the deliveries in preparation that hold lines of orders: their picking numbers, by id."""
    rows = session.execute(
        sa.select(Delivery.id, Delivery.picking_number)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .where(OrderLine.order_id.in_(order_ids), unindexed(Delivery.state).in_(IN_PREPARATION))
        .order_by(Delivery.id)
    )
    return {row.id: row.picking_number or str(row.id) for row in rows}


def worklist(
    session: Session, today: dt.date, until: dt.date | None = None, order_ids: Sequence[int] = ()
) -> list[Waiting]:
    """Return what leaves up to a day (None: whenever), or of some orders: urgent, then by departure."""
    orders = _open_orders(session, order_ids, until)
    lines = [line.row for order in orders for line in order.lines]
    pool = _pool(session, lines)
    places: defaultdict[tuple[object, ...], list[_Taken]] = defaultdict(list)
    for order in sorted(orders, key=_rank):
        places[place_of(order.head)].append(_take(order, pool))
    waiting = [_waiting(taken, today) for taken in places.values()]
    return sorted(waiting, key=_leaving_order)


def _leaving_order(one: Waiting) -> tuple[object, ...]:
    return not one.urgent, one.leaves_on, one.priority, words_key(one.customer_name), one.orders


def in_picking_order(session: Session, delivery_ids: Sequence[int]) -> list[int]:
    """Return deliveries by their day, then by the rank of the first place that is picked for each."""
    first = sa.func.coalesce(sa.func.min(Location.rank), sa.literal_column("0"))
    rows = session.execute(
        sa.select(Delivery.id, Delivery.delivery_date, first.label("rank"))
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .outerjoin(Location, Location.id == DeliveryLine.location_id)
        .where(Delivery.id.in_(numbers(delivery_ids)))
        .group_by(Delivery.id, Delivery.delivery_date)
    )
    rank = {row.id: (row.delivery_date, row.rank) for row in rows}
    return sorted(delivery_ids, key=lambda row_id: rank[row_id])


@dataclass(frozen=True, slots=True)
class _Line:
    """An open line: what is due and on no delivery, and what of that is set aside for it."""

    row: Row
    due: Decimal
    own: Decimal
    leaves_on: dt.date

    @property
    def from_stock(self) -> bool:
        return bool(self.row.product_id is not None and self.row.stocked and self.row.supply not in ELSEWHERE)


@dataclass(frozen=True, slots=True)
class _Order:
    """An open order with the lines that are looked at; `head` is a row with its columns."""

    head: Row
    lines: tuple[_Line, ...]
    leaves_on: dt.date

    @property
    def urgent(self) -> bool:
        """Whether the order, or a line of it that is looked at, is urgent."""
        return any(line.row.urgent for line in self.lines)


def _rank(order: _Order) -> tuple[object, ...]:
    """Return who is served first: what is urgent, be it one line, then the customer's priority, then the departure."""
    head = order.head
    return not order.urgent, head.priority, order.leaves_on, head.order_id


@dataclass(frozen=True, slots=True)
class _Taken:
    """What of an order can leave now, and what keeps the rest."""

    order: _Order
    quantities: Mapping[int, Decimal]
    holding: Holding


_LINES = (
    sa.select(
        OrderLine.id, OrderLine.order_id, OrderLine.no, OrderLine.product_id, OrderLine.cancelled,
        OrderLine.delivered, OrderLine.reserved, OrderLine.supply, OrderLine.planned_departure, OrderLine.promised,
        OrderLine.requested, Product.stocked, SalesOrder.version, SalesOrder.number, SalesOrder.customer_id,
        SalesOrder.customer_name, SalesOrder.bill_to_id, SalesOrder.payer_id, SalesOrder.currency,
        SalesOrder.vat_regime, SalesOrder.deliver_to, SalesOrder.carrier, SalesOrder.partial_policy,
        sa.or_(SalesOrder.urgent, OrderLine.urgent).label("urgent"), SalesOrder.incoterm, SalesOrder.order_date,
        SalesOrder.promised.label("order_promised"),
        SalesOrder.requested.label("order_requested"), Customer.priority, Customer.blocked, Customer.block_scope,
        Customer.town.label("customer_town"), Customer.carrier.label("customer_carrier"), *PART_COLUMNS,
    )
    .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    .join(Customer, Customer.id == SalesOrder.customer_id)
    .outerjoin(Product, Product.id == OrderLine.product_id)
    .where(
        unindexed(SalesOrder.state) == OrderState.CONFIRMED,
        OrderLine.kind.in_((LineKind.ITEM, LineKind.COMPONENT)),
        OrderLine.kit_billing.is_(None),
        sa.not_(APART),
        OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled,
    )
    .order_by(OrderLine.order_id, OrderLine.no)
)  # fmt: skip


def _open_orders(session: Session, order_ids: Sequence[int], until: dt.date | None) -> list[_Order]:
    wanted = OrderLine.order_id.in_(numbers(order_ids) if order_ids else open_orders())
    rows = session.execute(_LINES.where(wanted)).all()
    prepared = pending(session, [row.id for row in rows])
    by_order: defaultdict[int, list[_Line]] = defaultdict(list)
    for row in rows:
        done = prepared.get(row.id, ZERO)
        due = row.quantity - row.cancelled - row.delivered - done
        if due > 0:
            line = _Line(row, due, max(row.reserved - done, ZERO), _leaves_on(row))
            by_order[row.order_id].append(line)
    orders = (_order(lines, until) for lines in by_order.values())
    return [order for order in orders if order is not None]


def _leaves_on(row: Row) -> dt.date:
    """Return when a line must leave to be there when it is promised (R3)."""
    asked = row.planned_departure or row.promised or row.order_promised or row.requested or row.order_requested
    day: dt.date = asked or row.order_date
    return day


def _order(lines: list[_Line], until: dt.date | None) -> _Order | None:
    """Keep the lines that leave up to a day; an order that leaves whole does so with its last line."""
    head = lines[0].row
    if head.partial_policy is PartialPolicy.COMPLETE:
        day = max(line.leaves_on for line in lines)
        return _Order(head, tuple(lines), day) if until is None or day <= until else None
    kept = tuple(line for line in lines if until is None or line.leaves_on <= until)
    return _Order(head, kept, min(line.leaves_on for line in kept)) if kept else None


def _pool(session: Session, lines: Sequence[Row]) -> dict[int, Decimal]:
    """Return the stock that is set aside for nobody and on no delivery in preparation, by product."""
    products = {row.product_id for row in lines if row.product_id is not None}
    stocks = session.execute(
        sa.select(ProductStock.product_id, ProductStock.physical, ProductStock.reserved).where(
            ProductStock.product_id.in_(numbers(products))
        )
    )
    pool = {row.product_id: row.physical - row.reserved for row in stocks}
    picked = session.execute(
        sa.select(OrderLine.product_id, OrderLine.reserved, sa.func.sum(DeliveryLine.quantity).label("picked"))
        .join(DeliveryLine, DeliveryLine.order_line_id == OrderLine.id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.state.in_(IN_PREPARATION), OrderLine.product_id.in_(numbers(products)))
        .group_by(OrderLine.id)
    )
    for row in picked:
        pool[row.product_id] = pool.get(row.product_id, ZERO) - max(row.picked - row.reserved, ZERO)
    return pool


def _take(order: _Order, pool: dict[int, Decimal]) -> _Taken:
    """Take from the pool what can leave of an order, unless its customer would rather wait."""
    if order.head.blocked and order.head.block_scope is not BlockScope.ORDERS:
        return _Taken(order, {}, Holding.BLOCKED)
    policy, holding = order.head.partial_policy, Holding.NOTHING
    quantities: dict[int, Decimal] = {}
    used: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in order.lines:
        product = line.row.product_id
        leaves = line.due
        if line.from_stock:
            leaves = min(line.due, line.own + _free(line, pool.get(product, ZERO) - used[product]))
        if leaves < line.due:
            holding = Holding.STOCK if policy is PartialPolicy.FREE or leaves <= 0 else Holding.POLICY
            if policy is PartialPolicy.COMPLETE:
                return _Taken(order, {}, Holding.POLICY)
            if policy is PartialPolicy.COMPLETE_LINES:
                continue
        if leaves > 0:
            quantities[line.row.id] = leaves
            used[product] += max(leaves - line.own, ZERO)
    for product, quantity in used.items():
        if product in pool:
            pool[product] -= quantity
    return _Taken(order, quantities, holding)


def _free(line: _Line, pool: Decimal) -> Decimal:
    """Return what a line may take beside its own; one that is bought for waits for what was bought (R18)."""
    return ZERO if line.row.supply is Supply.PURCHASE else max(pool, ZERO)


def _waiting(taken: list[_Taken], today: dt.date) -> Waiting:
    taken = sorted(taken, key=lambda one: one.order.head.order_id)
    head = taken[0].order.head
    lines = [line for one in taken for line in one.order.lines]
    quantities = {line_id: quantity for one in taken for line_id, quantity in one.quantities.items()}
    day = min(one.order.leaves_on for one in taken)
    carriers = [one.order.head.carrier for one in taken if one.order.head.carrier]
    return Waiting(
        orders=tuple(one.order.head.order_id for one in taken),
        versions={one.order.head.order_id: one.order.head.version for one in taken if one.quantities},
        numbers=tuple(one.order.head.number or str(one.order.head.order_id) for one in taken),
        customer_name=head.customer_name,
        town=(head.deliver_to or {}).get("town") or head.customer_town or "",
        carrier=carriers[0] if carriers else head.customer_carrier or "",
        priority=min(one.order.head.priority for one in taken),
        leaves_on=day,
        late=day < today,
        urgent=any(one.order.urgent for one in taken),
        lines=len(lines),
        ready=sum(quantities.get(line.row.id, ZERO) >= line.due for line in lines),
        quantities=quantities,
        net=sum(part_net(line.row, quantities.get(line.row.id, ZERO), head.currency) for line in lines),
        currency=head.currency,
        holding=next((one.holding for one in taken if one.holding is not Holding.NOTHING), Holding.NOTHING),
    )
