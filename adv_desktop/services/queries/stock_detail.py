"""The stock of one product: moves with the balance after each, who waits, what is to come, lots and places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import StockMoveKind
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ExpectedReceipt, Location, Lot, StockMove
from adv_desktop.services import lots
from adv_desktop.services.lots import LotStock
from adv_desktop.services.queries import needs, stock
from adv_desktop.services.queries.needs import Waiting
from adv_desktop.services.queries.stock import StockRow
from adv_desktop.services.stock import IN_HOUSE

MOVES = 200
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A change of the stock; `balance` is what was there after it, `document` the delivery note."""

    id: int
    date: dt.date
    kind: StockMoveKind
    quantity: Decimal
    lot: str | None
    place: str
    document: str | None
    reason: str | None
    cost: Decimal | None
    balance: Decimal


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Goods announced by a supplier, and for which order line they are bought."""

    id: int
    due: dt.date
    quantity: Decimal
    received: Decimal
    supplier_reference: str | None
    order_line_id: int | None
    order: str | None
    line: int | None

    @property
    def left(self) -> Decimal:
        """What has not come."""
        return max(self.quantity - self.received, ZERO)


@dataclass(frozen=True, slots=True)
class PlaceStock:
    """What is there of a product at a place."""

    place: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class StockDetail:
    """The stock of a product whole; `row` is what the list shows of it."""

    row: StockRow
    waiting: tuple[Waiting, ...]
    receipts: tuple[ReceiptRow, ...]
    lots: tuple[LotStock, ...]
    places: tuple[PlaceStock, ...]
    moves: tuple[MoveRow, ...]


def detail(session: Session, product_id: int, today: dt.date) -> StockDetail:
    """Return the stock of a product; raise `product.not_found`."""
    row = stock.rows(session, [product_id], today).get(product_id)
    if row is None:
        raise DomainError("product.not_found", code=product_id)
    found = tuple(lot for lot in lots.in_stock(session, product_id) if lot.lot_id or row.lot_tracked)
    return StockDetail(
        row, needs.of_product(session, product_id), receipts(session, product_id), found,
        _places(session, product_id), moves(session, product_id, row.physical),
    )  # fmt: skip


def receipts(session: Session, product_id: int) -> tuple[ReceiptRow, ...]:
    """Return what is to come of a product, the first first."""
    statement = (
        sa.select(
            ExpectedReceipt.id, ExpectedReceipt.due, ExpectedReceipt.quantity, ExpectedReceipt.received,
            ExpectedReceipt.supplier_reference, ExpectedReceipt.order_line_id, SalesOrder.number, OrderLine.no,
        )
        .outerjoin(OrderLine, OrderLine.id == ExpectedReceipt.order_line_id)
        .outerjoin(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(ExpectedReceipt.product_id == product_id, ExpectedReceipt.quantity > ExpectedReceipt.received)
        .order_by(ExpectedReceipt.due, ExpectedReceipt.id)
    )  # fmt: skip
    return tuple(ReceiptRow(*row) for row in session.execute(statement))


def moves(session: Session, product_id: int, physical: Decimal, limit: int = MOVES) -> tuple[MoveRow, ...]:
    """Return the last moves of a product with the balance after each, the latest first."""
    statement = (
        sa.select(
            StockMove.id, StockMove.moved_on, StockMove.kind, StockMove.quantity, Lot.code, Location.code,
            Delivery.number, StockMove.reason, StockMove.cost,
        )
        .join(Location, Location.id == StockMove.location_id)
        .outerjoin(Lot, Lot.id == StockMove.lot_id)
        .outerjoin(DeliveryLine, DeliveryLine.id == StockMove.delivery_line_id)
        .outerjoin(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(StockMove.product_id == product_id, IN_HOUSE)
        .order_by(StockMove.id.desc())
        .limit(limit)
    )  # fmt: skip
    made, balance = [], physical
    for row in session.execute(statement):
        made.append(MoveRow(*row, balance))
        balance -= row.quantity
    return tuple(made)


def _places(session: Session, product_id: int) -> tuple[PlaceStock, ...]:
    total = sa.func.sum(StockMove.quantity)
    statement = (
        sa.select(Location.code, total)
        .join(StockMove, StockMove.location_id == Location.id)
        .where(StockMove.product_id == product_id)
        .group_by(Location.id)
        .having(total != ZERO)
        .order_by(Location.rank, Location.code)
    )
    return tuple(PlaceStock(*row) for row in session.execute(statement))
