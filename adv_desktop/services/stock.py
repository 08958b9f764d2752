"""Stock: every change is a move; counters and reservations follow in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.depot import Depot
from adv_desktop.models.enums import StockMoveKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ELSEWHERE, ExpectedReceipt, ProductStock, Reservation, StockMove
from adv_desktop.services import serials

ZERO = Decimal(0)
WAREHOUSE_ID = LOCATION_ID = 1
# Of a move: it happened in our warehouse, not at a depot of a customer's.
IN_HOUSE = StockMove.location_id.not_in(sa.select(Depot.location_id))


def counters(session: Session, product_id: int) -> ProductStock:
    """Return the counters of a product, made at zero when it never moved."""
    row = session.get(ProductStock, product_id) or _made(session, product_id)
    if row is None:
        row = ProductStock(product_id=product_id, physical=ZERO, reserved=ZERO, consigned=ZERO)
        session.add(row)
    return row


def _made(session: Session, product_id: int) -> ProductStock | None:
    """Return the counters that were made and not yet written."""
    made = (one for one in session.new if isinstance(one, ProductStock) and one.product_id == product_id)
    return next(made, None)


def load(session: Session, product_ids: Iterable[int | None]) -> list[object]:
    """Read the products and counters of several lines at once; they stay read while the result is kept."""
    ids = {product_id for product_id in product_ids if product_id is not None}
    if not ids:
        return []
    return [
        *session.scalars(sa.select(Product).where(Product.id.in_(ids))),
        *session.scalars(sa.select(ProductStock).where(ProductStock.product_id.in_(ids))),
    ]


def physical_of(session: Session, product_ids: Iterable[int | None]) -> dict[int, Decimal]:
    """Return what is physically there of the products that are kept in stock."""
    rows = session.execute(
        sa.select(Product.id, sa.func.coalesce(ProductStock.physical, ZERO))
        .outerjoin(ProductStock, ProductStock.product_id == Product.id)
        .where(Product.stocked, Product.id.in_({row_id for row_id in product_ids if row_id is not None}))
    )
    return {row_id: physical or ZERO for row_id, physical in rows}


@dataclass(frozen=True, slots=True)
class Movement:
    """A signed change of the physical stock of a product; without a location, at the product's own place."""

    product_id: int
    quantity: Decimal
    kind: StockMoveKind
    on: dt.date
    at: dt.datetime
    delivery_line_id: int | None = None
    cost: Decimal | None = None
    reason: str | None = None
    lot_id: int | None = None
    location_id: int | None = None
    serials: tuple[str, ...] = ()


def move(session: Session, movement: Movement) -> None:
    """Write a move, update the counter of where it happened and bring the units named where they go."""
    units = serials.UnitsMoved(
        movement.product_id, movement.quantity, movement.serials, movement.kind, movement.on, movement.at,
        movement.delivery_line_id, movement.reason,
    )  # fmt: skip
    serials.follow(session, units)
    own = place_of(session, movement.product_id)
    place = movement.location_id or own
    session.add(
        StockMove(
            kind=movement.kind,
            product_id=movement.product_id,
            warehouse_id=WAREHOUSE_ID,
            location_id=place,
            lot_id=movement.lot_id,
            quantity=movement.quantity,
            moved_on=movement.on,
            at=movement.at,
            delivery_line_id=movement.delivery_line_id,
            cost=movement.cost,
            reason=movement.reason,
        )
    )
    counted = counters(session, movement.product_id)
    if place != own and is_depot(session, place):
        counted.consigned += movement.quantity
    else:
        counted.physical += movement.quantity


def is_depot(session: Session, location_id: int | None) -> bool:
    """Whether a place is a depot at a customer's."""
    return location_id is not None and session.get(Depot, location_id) is not None


def depot_of(session: Session, line: OrderLine) -> int:
    """Return the depot that an order line is taken from; raise `depot.none_there`."""
    order = session.get_one(SalesOrder, line.order_id)
    found = session.scalar(sa.select(Depot.location_id).where(Depot.address_id == order.ship_to_id))
    if found is None:
        raise DomainError("depot.none_there", order=order.name, line=line.no)
    return found


def quantity_at(session: Session, product_id: int, location_id: int) -> Decimal:
    """Return what is there of a product at a place."""
    statement = sa.select(sa.func.sum(StockMove.quantity)).where(
        StockMove.product_id == product_id, StockMove.location_id == location_id
    )
    return session.scalar(statement) or ZERO


def place_of(session: Session, product_id: int) -> int:
    """Return the location where a product is kept."""
    return session.get_one(Product, product_id).location_id or LOCATION_ID


def picked_at(session: Session, line: OrderLine) -> int | None:
    """Return where the goods of a line are picked; None when they are not in our stock."""
    if line.supply is Supply.DEPOT:
        return depot_of(session, line)
    return place_of(session, line.product_id or 0) if from_stock(session, line) else None


def set_physical(
    session: Session, product_id: int, physical: Decimal, on: dt.date, now: dt.datetime, reason: str
) -> None:
    """Bring the physical stock to a quantity by an adjustment."""
    difference = physical - counters(session, product_id).physical
    if difference:
        move(session, Movement(product_id, difference, StockMoveKind.ADJUSTMENT, on, now, reason=reason))


def reserve(session: Session, lines: Iterable[OrderLine]) -> None:
    """Keep what is available for the lines of an order, as far as it goes."""
    session.add_all(reserved(session, lines))


def reserved(session: Session, lines: Iterable[OrderLine]) -> Iterator[Reservation]:
    """Count what is available as kept for the lines of an order, and yield its rows, which are not written yet."""
    for line in lines:
        if from_stock(session, line):
            available = counters(session, line.product_id or 0).available
            yield from _kept(session, line, min(_wanted(session, line), available))


def keep(session: Session, line: OrderLine, quantity: Decimal) -> None:
    """Keep a quantity for a line; nothing when it is not above zero."""
    session.add_all(_kept(session, line, quantity))


def _kept(session: Session, line: OrderLine, quantity: Decimal) -> Iterator[Reservation]:
    if quantity > 0:
        counters(session, line.product_id or 0).reserved += quantity
        line.reserved += quantity
        yield Reservation(
            order_line_id=line.id, product_id=line.product_id, warehouse_id=WAREHOUSE_ID, quantity=quantity
        )


def _wanted(session: Session, line: OrderLine) -> Decimal:
    """Return what a line may still be kept; one that is bought for, only what came in for it."""
    wanted = line.backorder - line.reserved
    if wanted <= 0 or line.supply is not Supply.PURCHASE:
        return wanted
    came = sa.select(sa.func.sum(ExpectedReceipt.received)).where(ExpectedReceipt.order_line_id == line.id)
    return min(wanted, (session.scalar(came) or ZERO) - line.delivered - line.reserved)


def kept_for(session: Session, lines: Iterable[OrderLine]) -> dict[int, list[Reservation]]:
    """Return what is kept for several lines, by line id."""
    kept: dict[int, list[Reservation]] = {line.id: [] for line in lines}
    for row in session.scalars(sa.select(Reservation).where(Reservation.order_line_id.in_(kept))):
        kept[row.order_line_id].append(row)
    return kept


def release(
    session: Session, line: OrderLine, quantity: Decimal | None = None, kept: Sequence[Reservation] | None = None
) -> None:
    """Give back what was kept for a line: a quantity that leaves, or all of it."""
    left = line.reserved if quantity is None else min(quantity, line.reserved)
    if left <= 0:
        return
    line.reserved -= left
    counters(session, line.product_id or 0).reserved -= left
    for row in kept_for(session, [line])[line.id] if kept is None else kept:
        if row in session.deleted:
            continue
        taken = min(row.quantity, left)
        left -= taken
        if taken == row.quantity:
            session.delete(row)
        else:
            row.quantity -= taken


@dataclass(frozen=True, slots=True)
class Departure:
    """When the lines of a delivery leave, and whether the stock may go below zero."""

    on: dt.date
    at: dt.datetime
    override: bool


def ship(session: Session, line: OrderLine, sent: DeliveryLine, departure: Departure) -> None:
    """Take the goods of a delivery line out of stock; raise `stock.short` beyond what is there."""
    if line.supply is Supply.DEPOT:
        refuse_beyond_depot(session, line, sent)
    elif not from_stock(session, line):
        return
    else:
        physical = counters(session, line.product_id or 0).physical
        if sent.quantity > physical and not departure.override:
            facts = {"product": line.product_code, "wanted": sent.quantity, "stock": physical}
            raise DomainError("stock.short", line=line.no, **facts)
    _move_sent(session, line, sent, departure, StockMoveKind.DELIVERY)


def refuse_beyond_depot(session: Session, line: OrderLine, sent: DeliveryLine) -> None:
    """Raise `depot.short` when more is used than is at the depot: nobody used what was never there."""
    there = quantity_at(session, line.product_id or 0, sent.location_id or 0)
    if sent.quantity > there:
        raise DomainError("depot.short", product=line.product_code, wanted=sent.quantity, stock=there)


def come_back(session: Session, line: OrderLine, sent: DeliveryLine, arrival: Departure) -> None:
    """Put goods of a delivery line back into stock that its customer did not get."""
    if line.supply is Supply.DEPOT or from_stock(session, line):
        _move_sent(session, line, sent, arrival, StockMoveKind.RETURN)


def _move_sent(
    session: Session, line: OrderLine, sent: DeliveryLine, departure: Departure, kind: StockMoveKind
) -> None:
    quantity = -sent.quantity if kind is StockMoveKind.DELIVERY else sent.quantity
    move(
        session,
        Movement(
            line.product_id or 0,
            quantity,
            kind,
            departure.on,
            departure.at,
            delivery_line_id=sent.id,
            cost=line.cost,
            lot_id=sent.lot_id,
            location_id=sent.location_id,
            serials=tuple(sent.serials or ()),
        ),
    )


def from_stock(session: Session, line: OrderLine) -> bool:
    """Whether the goods of a line leave from our warehouse."""
    if line.product_id is None or line.supply in ELSEWHERE:
        return False
    return session.get_one(Product, line.product_id).stocked


def untie(session: Session, line: OrderLine) -> None:
    """Free the announced receipts of a line that goes away: they are for everybody."""
    for row in session.scalars(sa.select(ExpectedReceipt).where(ExpectedReceipt.order_line_id == line.id)):
        row.order_line_id = None
