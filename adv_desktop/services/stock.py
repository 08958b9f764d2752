"""Stock: every change is a move; counters and reservations follow in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import DeliveryLine
from adv_desktop.models.enums import StockMoveKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.models.stock import ExpectedReceipt, ProductStock, Reservation, StockMove
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store

ZERO = Decimal(0)
WAREHOUSE_ID = LOCATION_ID = 1


@dataclass(frozen=True, slots=True)
class ReceiveGoods:
    """Goods that came in, against an announced receipt or not."""

    product_id: int
    quantity: Decimal
    receipt_id: int | None = None
    reason: str | None = None


class StockService:
    """The verbs on stock."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def receive(self, command: ReceiveGoods) -> None:
        """Count goods in; an announced receipt is marked received."""
        if command.quantity <= 0:
            raise DomainError("quantity.not_positive", written=command.quantity)
        with self._store.write("stock.receive") as session:
            received = Movement(
                command.product_id,
                command.quantity,
                StockMoveKind.RECEIPT,
                self._clock.today(),
                self._clock.now(),
                reason=command.reason,
            )
            move(session, received)
            if command.receipt_id is not None:
                session.get_one(ExpectedReceipt, command.receipt_id).received += command.quantity

    def announce(self, product_id: int, quantity: Decimal, due: dt.date, supplier_reference: str | None) -> int:
        """Record an expected receipt; return its id."""
        with self._store.write("stock.announce") as session:
            row = ExpectedReceipt(
                product_id=product_id, quantity=quantity, due=due, supplier_reference=supplier_reference
            )
            session.add(row)
            session.flush()
            return row.id

    def count(self, product_id: int, physical: Decimal, reason: str) -> None:
        """Set the physical stock to what was counted; the difference is an adjustment with its reason."""
        if not reason.strip():
            raise DomainError("reason.missing")
        with self._store.write("stock.count") as session:
            set_physical(session, product_id, physical, self._clock.today(), self._clock.now(), reason)


def counters(session: Session, product_id: int) -> ProductStock:
    """Return the counters of a product, made at zero when it never moved."""
    row = session.get(ProductStock, product_id)
    if row is None:
        row = ProductStock(product_id=product_id, physical=ZERO, reserved=ZERO)
        session.add(row)
    return row


def load(session: Session, product_ids: Iterable[int | None]) -> list[object]:
    """Read the products and counters of several lines at once; they stay read while the result is kept."""
    ids = {product_id for product_id in product_ids if product_id is not None}
    if not ids:
        return []
    return [
        *session.scalars(sa.select(Product).where(Product.id.in_(ids))),
        *session.scalars(sa.select(ProductStock).where(ProductStock.product_id.in_(ids))),
    ]


@dataclass(frozen=True, slots=True)
class Movement:
    """A signed change of the physical stock of a product."""

    product_id: int
    quantity: Decimal
    kind: StockMoveKind
    on: dt.date
    at: dt.datetime
    delivery_line_id: int | None = None
    cost: Decimal | None = None
    reason: str | None = None


def move(session: Session, movement: Movement) -> None:
    """Write a move and update the physical counter."""
    session.add(
        StockMove(
            kind=movement.kind,
            product_id=movement.product_id,
            warehouse_id=WAREHOUSE_ID,
            location_id=LOCATION_ID,
            quantity=movement.quantity,
            moved_on=movement.on,
            at=movement.at,
            delivery_line_id=movement.delivery_line_id,
            cost=movement.cost,
            reason=movement.reason,
        )
    )
    counters(session, movement.product_id).physical += movement.quantity


def set_physical(
    session: Session, product_id: int, physical: Decimal, on: dt.date, now: dt.datetime, reason: str
) -> None:
    """Bring the physical stock to a quantity by an adjustment."""
    difference = physical - counters(session, product_id).physical
    if difference:
        move(session, Movement(product_id, difference, StockMoveKind.ADJUSTMENT, on, now, reason=reason))


def reserve(session: Session, lines: Iterable[OrderLine]) -> None:
    """Keep what is available for the lines of an order, as far as it goes."""
    for line in lines:
        wanted = line.backorder - line.reserved
        if wanted <= 0 or not _from_stock(session, line):
            continue
        stock = counters(session, line.product_id or 0)
        kept = min(wanted, max(stock.available, ZERO))
        if kept > 0:
            session.add(
                Reservation(order_line_id=line.id, product_id=line.product_id, warehouse_id=WAREHOUSE_ID, quantity=kept)
            )
            stock.reserved += kept
            line.reserved += kept


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


def ship(session: Session, line: OrderLine, quantity: Decimal, delivery_line_id: int, departure: Departure) -> None:
    """Take goods out of stock for a delivery line; raise `stock.short` beyond what is there."""
    if not _from_stock(session, line):
        return
    physical = counters(session, line.product_id or 0).physical
    if quantity > physical and not departure.override:
        raise DomainError("stock.short", line=line.no, product=line.product_code, wanted=quantity, stock=physical)
    left = Movement(
        line.product_id or 0,
        -quantity,
        StockMoveKind.DELIVERY,
        departure.on,
        departure.at,
        delivery_line_id=delivery_line_id,
        cost=line.cost,
    )
    move(session, left)


def come_back(session: Session, line: OrderLine, sent: DeliveryLine, arrival: Departure) -> None:
    """Put goods of a delivery line back into stock that its customer did not get."""
    if _from_stock(session, line):
        back = Movement(
            line.product_id or 0,
            sent.quantity,
            StockMoveKind.RETURN,
            arrival.on,
            arrival.at,
            delivery_line_id=sent.id,
            cost=line.cost,
        )
        move(session, back)


def _from_stock(session: Session, line: OrderLine) -> bool:
    """Whether the goods of a line leave our stock."""
    if line.product_id is None or line.supply is not Supply.STOCK:
        return False
    return session.get_one(Product, line.product_id).stocked
