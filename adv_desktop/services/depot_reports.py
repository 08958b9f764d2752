"""What a customer used at a depot: read and looked at, then sold on the day it was used.

The sale happens when the goods are used (CGI art. 269, 1-a): that day is the day of the delivery, and so of the VAT.
One report makes one order at the customer's prices, delivered from the depot; its deliveries are invoiced as any other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.depot import Depot
from adv_desktop.models.enums import BackorderPolicy, PartialPolicy, StockMoveKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.product import CustomerItemCode, Product
from adv_desktop.models.rules.totals import Freight
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import StockMove
from adv_desktop.services import numbering, stock, texts
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import DeliveryRef, DeliveryService
from adv_desktop.services.delivery_commands import DeliverOrders
from adv_desktop.services.depots import DepotService, depot_by_id, product_called
from adv_desktop.services.imports.count_sheet import read_counts
from adv_desktop.services.imports.depot_report import UsedRow, read_report
from adv_desktop.services.imports.master_values import RowFault
from adv_desktop.services.inventory import Difference, InventoryService
from adv_desktop.services.order_commands import NewLine, NewOrder, OrderRef
from adv_desktop.services.orders import add_order, confirm_within
from adv_desktop.services.papers import Papers
from adv_desktop.services.stock import Movement
from adv_desktop.services.stock_keeping import refuse_not_positive
from adv_desktop.services.store import Store
from adv_desktop.services.texts import N_

ZERO = Decimal(0)
USED = N_("Goods used at the depot of the customer")


@dataclass(frozen=True, slots=True)
class UsedGoods:
    """A product, by our code, how much of it was used, and on which day; `written` is what the customer calls it."""

    product: str
    quantity: Decimal
    on: dt.date | None = None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class ReportUse:
    """What was used at a depot; goods without a day were used `on`, or today. `reference` is the customer's order.

    `count` is the reference of the count sheet that it was worked out from: its differences are settled with it.
    """

    depot_id: int
    goods: tuple[UsedGoods, ...]
    on: dt.date | None = None
    reference: str | None = None
    count: str | None = None


@dataclass(frozen=True, slots=True)
class ReadGoods:
    """A row of a report beside our stock at the depot; `error` says why it cannot be taken."""

    row: int
    written: str
    quantity: Decimal
    on: dt.date | None
    product: str = ""
    label: str = ""
    there: Decimal = ZERO
    error: DomainError | None = None


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a file says was used at a depot; nothing is written yet."""

    file: str
    depot_id: int
    rows: tuple[ReadGoods, ...]
    reference: str | None = None
    count: str | None = None

    @property
    def refused(self) -> tuple[ReadGoods, ...]:
        """The rows that cannot be taken."""
        return tuple(row for row in self.rows if row.error is not None)

    def command(self, on: dt.date | None = None, reference: str | None = None) -> ReportUse:
        """Return what is to be recorded of the rows that can be taken."""
        goods = tuple(
            UsedGoods(row.product, row.quantity, row.on, row.written if row.written != row.product else None)
            for row in self.rows
            if row.error is None
        )
        return ReportUse(self.depot_id, goods, on, reference or self.reference, self.count)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The order that a report made, and its deliveries, one a day."""

    order: OrderRef
    deliveries: tuple[DeliveryRef, ...]


class DepotReports(DepotService):
    """Reads and records what customers used at their depots, beside all other verbs on depots."""

    def __init__(self, store: Store, clock: Clock, papers: Papers) -> None:
        super().__init__(store, clock)
        self._deliveries = DeliveryService(store, clock, papers)  # nobody is told of a departure: nothing departs
        self._inventory = InventoryService(store, clock)

    def preview(self, depot_id: int, path: Path) -> ReadReport:
        """Read a report, or the count sheet of the depot: what is missing on it was used. Nothing is written."""
        try:
            read_counts(path)
        except DomainError as error:
            if error.code != "inventory.no_sheet":
                raise
        else:
            return self._of_count(depot_id, path)
        sheet = read_report(path)
        with self._store.read() as session:
            depot = depot_by_id(session, depot_id)
            faults = [_faulty(fault) for fault in sheet.faults]
            rows = sorted([*faults, *_matched(session, depot, sheet.rows)], key=lambda row: row.row)
            references = {row.reference for row in sheet.rows if row.reference}
            reference = references.pop() if len(references) == 1 else None
            return ReadReport(sheet.file, depot_id, tuple(rows), reference)

    def record(self, command: ReportUse) -> Recorded:
        """Sell what was used: an order at the customer's prices, delivered from the depot on the days of the use."""
        today = self._clock.today()
        on = numbering.refuse_future(command.on or today, today)
        if not command.goods:
            raise DomainError("depot.nothing")
        reason = texts.current().gettext(USED)
        with self._store.write("depot.report") as session:
            depot = depot_by_id(session, command.depot_id)
            _refuse_twice(session, depot, command, on)
            by_day = _by_day(session, command, on, today)
            order = add_order(session, _order_of(session, depot, command, by_day), self._clock)
            session.flush()
            confirm_within(session, order.id, None, reason, self._clock)
            lines = iter(order.lines)
            made = []
            for day, goods in sorted(by_day.items()):
                quantities = {next(lines).id: used.quantity for used in goods}
                asked = DeliverOrders((order.id,), quantities, date=day, override=reason)
                made += self._deliveries.leave(session, asked)
            self._settle_count(session, depot, command)
            session.flush()
            deliveries = tuple(DeliveryRef(delivery.id, delivery.number) for delivery in made)
            return Recorded(OrderRef(order.id, order.version, order.number), deliveries)

    def _of_count(self, depot_id: int, path: Path) -> ReadReport:
        found = self._inventory.preview(path)
        missing = [one for one in found.differences if one.key[1] == depot_id and one.difference < ZERO]
        rows = [
            ReadGoods(row, one.code, -one.difference, None, one.code, one.label, one.now)
            for row, one in enumerate(missing, start=1)
        ]
        return ReadReport(
            found.file, depot_id, (*map(_faulty, found.faults), *rows), None, _count_of(missing) if missing else None
        )

    def _settle_count(self, session: Session, depot: Depot, command: ReportUse) -> None:
        """Mark the rows of a count sheet as settled by the sale: posting the sheet leaves them alone."""
        if command.count is None:
            return
        today, now = self._clock.today(), self._clock.now()
        for used in command.goods:
            product = product_called(session, used.product)
            lots = session.scalars(
                sa.select(StockMove.lot_id)
                .where(StockMove.product_id == product.id, StockMove.location_id == depot.location_id)
                .distinct()
            ).all()
            for lot_id in lots:
                mark = Movement(
                    product.id, ZERO, StockMoveKind.ADJUSTMENT, today, now, reason=f"({command.count})", lot_id=lot_id,
                    location_id=depot.location_id,
                )  # fmt: skip
                stock.move(session, mark)


def _count_of(missing: Sequence[Difference]) -> str:
    return missing[0].reference


def _faulty(fault: RowFault) -> ReadGoods:
    return ReadGoods(fault.row, "", ZERO, None, error=DomainError(fault.code, **fault.facts))


def _matched(session: Session, depot: Depot, rows: Sequence[UsedRow]) -> Iterator[ReadGoods]:
    """Name the products of a report; the rows of one product are counted together against what is there."""
    used: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        read = ReadGoods(row.row, row.code, row.quantity, row.on)
        product = _named(session, depot.customer_id, row.code)
        if product is None:
            yield replace(read, error=DomainError("depot.unknown_code", code=row.code))
            continue
        there = stock.quantity_at(session, product.id, depot.location_id)
        used[product.id] += row.quantity
        error = None
        if used[product.id] > there:
            error = DomainError("depot.short", product=product.code, wanted=used[product.id], stock=there)
        yield replace(read, product=product.code, label=product.label, there=there, error=error)


def _named(session: Session, customer_id: int, code: str) -> Product | None:
    """Return the product that a customer names by our code, its own or the bar code."""
    ours = session.scalar(sa.select(Product).where(sa.func.upper(Product.code) == code.upper()))
    if ours is not None:
        return ours
    theirs = sa.select(Product).join(CustomerItemCode, CustomerItemCode.product_id == Product.id)
    found = session.scalar(theirs.where(CustomerItemCode.customer_id == customer_id, CustomerItemCode.code == code))
    return found or session.scalar(sa.select(Product).where(Product.ean == code).limit(1))


def _refuse_twice(session: Session, depot: Depot, command: ReportUse, on: dt.date) -> None:
    """Raise `depot.reported_already` for a report of the same order number and day at the same depot."""
    if not command.reference:
        return
    last = max((used.on or on for used in command.goods), default=on)
    same = (
        sa.select(SalesOrder.number)
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .where(
            SalesOrder.customer_id == depot.customer_id,
            SalesOrder.customer_reference == command.reference,
            SalesOrder.customer_reference_date == last,
            OrderLine.supply == Supply.DEPOT,
        )
    )
    number = session.scalar(same.limit(1))
    if number is not None:
        raise DomainError("depot.reported_already", reference=command.reference, order=number, date=last)


def _by_day(session: Session, command: ReportUse, on: dt.date, today: dt.date) -> dict[dt.date, list[UsedGoods]]:
    """Return what was used each day; raise when it is more than is there."""
    by_day: defaultdict[dt.date, list[UsedGoods]] = defaultdict(list)
    totals: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for used in command.goods:
        refuse_not_positive(used.quantity)
        product = product_called(session, used.product)
        totals[product.code] += used.quantity
        there = stock.quantity_at(session, product.id, command.depot_id)
        if totals[product.code] > there:
            facts = {"product": product.code, "wanted": totals[product.code], "stock": there}
            raise DomainError("depot.short", **facts)
        by_day[numbering.refuse_future(used.on or on, today)].append(used)
    return by_day


def _order_of(session: Session, depot: Depot, command: ReportUse, by_day: dict[dt.date, list[UsedGoods]]) -> NewOrder:
    """Return the order of what was used, at the prices of the last day of it."""
    lines = [
        NewLine(
            used.quantity, used.product.strip(), supply=Supply.DEPOT, requested=day, customer_item_code=used.written
        )
        for day, goods in sorted(by_day.items())
        for used in goods
    ]
    return NewOrder(
        customer=session.get_one(Customer, depot.customer_id).code,
        lines=tuple(lines),
        customer_reference=command.reference,
        customer_reference_date=max(by_day),
        ship_to_id=depot.address_id,
        freight=Freight(0),
        backorder_policy=BackorderPolicy.KEEP,
        partial_policy=PartialPolicy.FREE,
    )
