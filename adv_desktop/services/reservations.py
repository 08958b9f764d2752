"""Who gets the goods: what arrives wakes the lines that wait, what goes missing is taken from the last served."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderState, Supply
from adv_desktop.models.party import Customer
from adv_desktop.models.rules import availability
from adv_desktop.models.rules.availability import Demand
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ELSEWHERE
from adv_desktop.services import stock
from adv_desktop.services.queries.selected import Select

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Holder:
    """An open order line of a product with its place in the queue."""

    line: OrderLine
    order: SalesOrder
    priority: str

    def demand(self, quantity: Decimal) -> Demand:
        """Return what it asks for: the customer's priority, then the promised day, then the older order."""
        promised = self.line.promised or self.line.requested or self.order.requested
        return Demand(self.line.id, quantity, self.priority, promised, self.order.id)


def holders(session: Session, product_id: int) -> list[Holder]:
    """Return the open lines that take a product from our stock."""
    return [Holder(*row) for row in session.execute(_open_lines(product_id))]


def serve_waiting(session: Session, product_ids: Iterable[int | None]) -> list[int]:
    """Keep what is free for the lines that wait, in their order; return the ids of the lines served."""
    served: list[int] = []
    for product_id in _known(product_ids):
        available = stock.counters(session, product_id).available
        if available <= 0:
            continue
        waiting = {row.line.id: row for row in holders(session, product_id) if _waits(row)}
        demands = [row.demand(row.line.backorder - row.line.reserved) for row in waiting.values()]
        for line_id, share in availability.reserve(available, demands).items():
            stock.keep(session, waiting[line_id].line, share)
            served.append(line_id)
    return served


def give_back_missing(session: Session, product_ids: Iterable[int | None]) -> list[int]:
    """Take back what is kept beyond what is there, from the last in the queue; return the ids of the lines hurt."""
    hurt: list[int] = []
    for product_id in _known(product_ids):
        counted = stock.counters(session, product_id)
        missing = counted.reserved - max(counted.physical, ZERO)
        if missing <= 0:
            continue
        kept = [row for row in holders(session, product_id) if row.line.reserved]
        for holder in last_first(kept):
            taken = min(missing, holder.line.reserved)
            if taken > 0:
                stock.release(session, holder.line, taken)
                missing -= taken
                hurt.append(holder.line.id)
    return hurt


def free(session: Session, order: SalesOrder) -> None:
    """Give back all that is kept for an order that wants no more, to those that wait for it."""
    kept = [line for line in order.lines if line.reserved]
    for line in kept:
        stock.release(session, line)
    serve_waiting(session, [line.product_id for line in kept])


def last_first(kept: Sequence[Holder]) -> list[Holder]:
    """Return lines from the one that is served last."""
    return sorted(kept, key=lambda holder: availability.demand_order(holder.demand(holder.line.reserved)), reverse=True)


def _known(product_ids: Iterable[int | None]) -> list[int]:
    return [product_id for product_id in dict.fromkeys(product_ids) if product_id is not None]


def _waits(holder: Holder) -> bool:
    confirmed = holder.order.state is OrderState.CONFIRMED and holder.line.supply is Supply.STOCK
    return confirmed and holder.line.backorder > holder.line.reserved


def _open_lines(product_id: int) -> Select:
    return (
        sa.select(OrderLine, SalesOrder, Customer.priority)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .join(Customer, Customer.id == SalesOrder.customer_id)
        .where(
            OrderLine.product_id == product_id,
            OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled,
            OrderLine.supply.not_in(ELSEWHERE),
            SalesOrder.state.in_((OrderState.CONFIRMED, OrderState.ON_HOLD)),
        )
        .order_by(OrderLine.id)
    )
