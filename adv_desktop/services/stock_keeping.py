"""The keeping of the stock: goods announced, received, counted, thrown away, put elsewhere, given to another order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models import values
from adv_desktop.models.enums import OrderState, StockMoveKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ExpectedReceipt
from adv_desktop.services import lots, reservations, stock
from adv_desktop.services.clock import Clock
from adv_desktop.services.stock import Movement
from adv_desktop.services.store import Store

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ReceiveGoods:
    """Goods that came in, against an announced receipt or not; `cost` is what one unit was bought for."""

    product_id: int
    quantity: Decimal
    receipt_id: int | None = None
    reason: str | None = None
    lot: str | None = None
    use_by: dt.date | None = None
    cost: Decimal | None = None
    serials: tuple[str, ...] = ()  # numbers of the units


@dataclass(frozen=True, slots=True)
class AnnouncedReceipt:
    """What a supplier announced; one bought for an order line is kept for it (R18)."""

    product_id: int
    quantity: Decimal
    due: dt.date
    supplier_reference: str | None = None
    order_line_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scrapped:
    """Goods that are thrown away, of a lot where the product has some."""

    product_id: int
    quantity: Decimal
    reason: str
    lot: str | None = None
    serials: tuple[str, ...] = ()  # numbers of the units


class StockService:
    """The verbs on stock."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def receive(self, command: ReceiveGoods) -> int:
        """Count goods in and keep them for who waits; return how many order lines they served."""
        refuse_not_positive(command.quantity)
        with self._store.write("stock.receive") as session:
            product = product_by_id(session, command.product_id)
            lot = lots.lot_for(session, product, command.lot, command.use_by)
            cost = product.unit_cost if command.cost is None else values.unit_price(command.cost)
            moved = _Moved(product, command.reason, lot.id if lot else None, cost, command.serials)
            self._move(session, StockMoveKind.RECEIPT, command.quantity, moved)
            served = 0
            if command.receipt_id is not None:
                receipt = receipt_by_id(session, command.receipt_id, product.id)
                receipt.received += command.quantity
                served += _keep_for_buyer(session, receipt, command.quantity)
            return served + len(reservations.serve_waiting(session, [product.id]))

    def announce(self, command: AnnouncedReceipt) -> int:
        """Record an expected receipt; return its id."""
        refuse_not_positive(command.quantity)
        with self._store.write("stock.announce") as session:
            return add_receipt(session, command)

    def amend_receipt(self, receipt_id: int, command: AnnouncedReceipt) -> None:
        """Change the quantity, day, reference or buyer of an expected receipt."""
        with self._store.write("stock.amend_receipt") as session:
            row = receipt_by_id(session, receipt_id)
            if command.quantity <= row.received:
                raise DomainError("receipt.below_received", wanted=command.quantity, received=row.received)
            before = row.order_line_id
            if command.order_line_id != before:
                _refuse_other_buyer(session, row.product_id, command.order_line_id)
            row.quantity, row.due = command.quantity, command.due
            row.supplier_reference, row.order_line_id = command.supplier_reference, command.order_line_id
            for line_id in {before, command.order_line_id}:
                _settle_supply(session, line_id)

    def cancel_receipt(self, receipt_id: int) -> None:
        """Expect a receipt no longer; of one that came in part, what came stays."""
        with self._store.write("stock.cancel_receipt") as session:
            row = receipt_by_id(session, receipt_id)
            buyer = row.order_line_id
            if row.received:
                row.quantity = row.received
            else:
                session.delete(row)
            session.flush()
            _settle_supply(session, buyer)
            reservations.serve_waiting(session, [row.product_id])

    def count(
        self, product_id: int, physical: Decimal, reason: str, lot: str | None = None, serials: tuple[str, ...] = ()
    ) -> None:
        """Set the stock of a product, or of one of its lots, to what was counted; the difference is an adjustment.

        `serials` are the numbers of the units that are missing, or were found.
        """
        reason = given(reason)
        if physical < ZERO:
            raise DomainError("quantity.negative", written=physical)
        with self._store.write("stock.count") as session:
            product = product_by_id(session, product_id)
            batch = lots.named(session, product, lot) if lot else None
            kept = stock.counters(session, product_id).physical
            now = lots.quantity_of(session, product_id, batch.id) if batch else kept
            moved = _Moved(product, reason, batch.id if batch else None, serials=serials)
            self._move(session, StockMoveKind.ADJUSTMENT, physical - now, moved)
            settle(session, [product_id])

    def scrap(self, command: Scrapped) -> None:
        """Throw goods away, with the reason; never more than there is."""
        reason = given(command.reason)
        refuse_not_positive(command.quantity)
        with self._store.write("stock.scrap") as session:
            product = product_by_id(session, command.product_id)
            batch = lots.named(session, product, command.lot) if command.lot else None
            kept = stock.counters(session, product.id).physical
            there = lots.quantity_of(session, product.id, batch.id) if batch else kept
            if command.quantity > there:
                raise DomainError("stock.scrap_over", product=product.code, wanted=command.quantity, stock=there)
            moved = _Moved(product, reason, batch.id if batch else None, serials=command.serials)
            self._move(session, StockMoveKind.SCRAP, -command.quantity, moved)
            settle(session, [product.id])

    def _move(self, session: Session, kind: StockMoveKind, quantity: Decimal, moved: _Moved) -> None:
        if quantity:
            today, now = self._clock.today(), self._clock.now()
            stock.move(
                session,
                Movement(
                    moved.product.id, quantity, kind, today, now, cost=moved.cost, reason=moved.reason,
                    lot_id=moved.lot_id, serials=moved.serials,
                ),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Moved:
    product: Product
    reason: str | None
    lot_id: int | None = None
    cost: Decimal | None = None
    serials: tuple[str, ...] = ()


def settle(session: Session, product_ids: Sequence[int]) -> None:
    """After a count or a loss: take back what is no longer there, keep what is found for who waits."""
    reservations.give_back_missing(session, product_ids)
    reservations.serve_waiting(session, product_ids)


def given(reason: str) -> str:
    """Return a reason; raise `reason.missing` when there is none."""
    if not reason.strip():
        raise DomainError("reason.missing")
    return reason.strip()


def refuse_not_positive(quantity: Decimal) -> None:
    """Raise `quantity.not_positive` unless a quantity is above zero."""
    if quantity <= ZERO:
        raise DomainError("quantity.not_positive", written=quantity)


def add_receipt(session: Session, command: AnnouncedReceipt) -> int:
    """Record an expected receipt inside an open transaction (imports); return its id."""
    _refuse_other_buyer(session, command.product_id, command.order_line_id)
    row = ExpectedReceipt(
        product_id=command.product_id,
        quantity=command.quantity,
        received=ZERO,
        due=command.due,
        supplier_reference=command.supplier_reference,
        order_line_id=command.order_line_id,
    )
    session.add(row)
    session.flush()
    _settle_supply(session, command.order_line_id)
    return row.id


def product_by_id(session: Session, product_id: int) -> Product:
    """Return a product that is kept in stock; raise `product.not_found` or `stock.not_stocked`."""
    product = session.get(Product, product_id)
    if product is None:
        raise DomainError("product.not_found", code=product_id)
    if not product.stocked:
        raise DomainError("stock.not_stocked", product=product.code)
    return product


def receipt_by_id(session: Session, receipt_id: int, product_id: int | None = None) -> ExpectedReceipt:
    """Return an expected receipt, of a product when it is named; raise `receipt.not_found`."""
    row = session.get(ExpectedReceipt, receipt_id)
    if row is None or product_id not in {None, row.product_id}:
        raise DomainError("receipt.not_found")
    return row


def _refuse_other_buyer(session: Session, product_id: int, line_id: int | None) -> None:
    """Hold to a line of the same product that still waits, of an order that is open."""
    if line_id is None:
        return
    line = session.get_one(OrderLine, line_id)
    order = session.get_one(SalesOrder, line.order_id)
    if line.product_id != product_id:
        raise DomainError("receipt.other_product", order=order.name, line=line.no)
    if order.state not in {OrderState.CONFIRMED, OrderState.ON_HOLD} or not line.backorder:
        raise DomainError("receipt.line_closed", order=order.name, line=line.no)


def _settle_supply(session: Session, line_id: int | None) -> None:
    """Call a line bought for when what was announced for it covers what it misses; else it takes from stock."""
    if line_id is None:
        return
    line = session.get_one(OrderLine, line_id)
    if line.supply_chosen:
        return
    tied = session.scalars(sa.select(ExpectedReceipt).where(ExpectedReceipt.order_line_id == line_id)).all()
    coming = sum((row.left for row in tied), ZERO)
    covered = coming > ZERO and coming >= line.backorder - line.reserved
    line.supply = Supply.PURCHASE if covered else Supply.STOCK


def _keep_for_buyer(session: Session, receipt: ExpectedReceipt, quantity: Decimal) -> int:
    """Keep what came in for the line that it was bought for, before anybody else; return the lines served."""
    if receipt.order_line_id is None:
        return 0
    line = session.get_one(OrderLine, receipt.order_line_id)
    order = session.get_one(SalesOrder, line.order_id)
    if order.state not in {OrderState.CONFIRMED, OrderState.ON_HOLD}:
        return 0
    available = stock.counters(session, receipt.product_id).available
    share = min(quantity, line.backorder - line.reserved, available)
    stock.keep(session, line, share)
    return 1 if share > ZERO else 0
