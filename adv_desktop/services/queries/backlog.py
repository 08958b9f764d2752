"""What is ordered and not delivered, delivered and not invoiced, on a day; in euro cents, line by line.

For a past day the shipments and invoices made since are put back; a cancellation made since is not.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DeliveryState, InvoiceState, InvoiceType, LineKind, OrderState
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.queries import flows
from adv_desktop.services.queries.billing import arrived
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.hints import open_orders, unindexed, uninvoiced
from adv_desktop.services.queries.lines import PART_COLUMNS, part_net
from adv_desktop.services.queries.listing import Condition, numbers
from adv_desktop.services.queries.periods import Period
from adv_desktop.services.queries.selected import Row

ZERO = Decimal(0)
FAR = dt.date(9999, 12, 31)
_RUNNING = (OrderState.CONFIRMED, OrderState.ON_HOLD, OrderState.CLOSED_SHORT)
_COLUMNS = (
    OrderLine.id, OrderLine.no, OrderLine.order_id, OrderLine.product_code, OrderLine.label, OrderLine.unit,
    OrderLine.cancelled, OrderLine.delivered, OrderLine.returned, OrderLine.invoiced, OrderLine.requested,
    OrderLine.first_promised, OrderLine.promised, SalesOrder.number, SalesOrder.customer_id, SalesOrder.customer_name,
    SalesOrder.customer_reference, SalesOrder.currency, SalesOrder.exchange_rate,
    SalesOrder.promised.label("order_promised"), SalesOrder.state,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftLine:
    """An order line with a quantity left (to deliver, or to invoice) and its net in euro cents."""

    line_id: int
    no: int
    order_id: int
    number: str | None
    customer_id: int
    customer_name: str
    customer_reference: str | None
    product_code: str | None
    label: str
    unit: str
    requested: dt.date | None
    first_promised: dt.date | None
    promised: dt.date | None
    held: bool
    left: Decimal
    net: int


def total(session: Session, on: dt.date, today: dt.date) -> int:
    """Return the backlog at the end of a day; a past one is today's less what came in since, plus what left since."""
    now = left_net(session, [_OPEN_LINE])
    if on >= today:
        return now
    since = Period(on + dt.timedelta(days=1), FAR)
    return now - flows.total(session, flows.INTAKE, since) + flows.total(session, flows.SHIPPED, since)


def to_deliver(session: Session, on: dt.date, today: dt.date) -> list[LeftLine]:
    """Return the lines that were still to be delivered at the end of a day."""
    return _to_deliver(session, on, today, sa.true())


def late(session: Session, on: dt.date, today: dt.date) -> list[LeftLine]:
    """Return the lines still to be delivered whose promised day had passed, the most late first."""
    lines = _to_deliver(session, on, today, sa.func.coalesce(OrderLine.promised, SalesOrder.promised) < on)
    return sorted(lines, key=lambda line: (line.promised or on, -line.net))


def to_invoice(session: Session, on: dt.date, today: dt.date) -> list[LeftLine]:
    """Return the lines delivered and not invoiced at the end of a day."""
    waiting = OrderLine.id.in_(uninvoiced("order_line_id"))
    if on >= today:
        return _left(session, [waiting, _RUNS], lambda row: row.delivered - row.returned - row.invoiced)
    shipped, invoiced = _shipped_since(session, on), _invoiced_since(session, on)
    wanted = _either(uninvoiced("order_line_id"), invoiced)
    return _left(
        session,
        [wanted, _RUNS],
        lambda row: row.delivered - shipped[row.id] - row.returned - row.invoiced + invoiced[row.id],
    )


def _to_deliver(session: Session, on: dt.date, today: dt.date, promised: Condition) -> list[LeftLine]:
    if on >= today:
        return _left(session, [_OPEN_LINE, promised], _undelivered)
    since = _shipped_since(session, on)
    wanted = _either(sa.select(OrderLine.id).where(_OPEN_LINE), since)
    return _left(
        session,
        [wanted, _RUNS, SalesOrder.confirmed_on <= on, promised],
        lambda row: row.quantity - row.cancelled - row.delivered + since[row.id],
    )


def left_net(session: Session, conditions: Sequence[Condition]) -> int:
    """Return the net of what is left to deliver of the order lines that satisfy conditions, in euro cents.

    Lines in euros of which nothing left and nothing was cancelled are added up in SQL; the others are rounded line by
    line, as they are listed.
    """
    whole = (SalesOrder.currency == "EUR", OrderLine.delivered <= ZERO, OrderLine.cancelled <= ZERO)
    added = (
        sa.select(sa.func.sum(OrderLine.net))
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(*conditions, *whole, OrderLine.kind == LineKind.ITEM)
    )
    others = _left(session, [*conditions, sa.not_(sa.and_(*whole))], _undelivered)
    return (session.scalar(added) or 0) + sum(line.net for line in others)


def _either(ids: sa.SelectBase, others: Iterable[int]) -> Condition:
    """Hold to the order lines of a subquery, or of a set."""
    inner = ids.subquery()
    return OrderLine.id.in_(sa.union_all(sa.select(*inner.c), numbers(others)))


def _undelivered(row: Row) -> Decimal:
    left: Decimal = row.quantity - row.cancelled - row.delivered
    return left


_OPEN_LINE: Condition = OrderLine.order_id.in_(open_orders())
_RUNS: Condition = SalesOrder.state.in_(_RUNNING)


# Items, and the components of kits that are invoiced apart.
_BILLED: Condition = sa.or_(
    OrderLine.kind == LineKind.ITEM,
    sa.and_(OrderLine.kind == LineKind.COMPONENT, OrderLine.price_source.is_not(None)),
)


def _left(session: Session, wanted: Sequence[Condition], left: Callable[[Row], Decimal]) -> list[LeftLine]:
    statement = (
        sa.select(*_COLUMNS, *PART_COLUMNS)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(*wanted, _BILLED)
        .order_by(OrderLine.id)
    )
    return [_line(row, part) for row in session.execute(statement) if (part := left(row)) > 0]


def _line(row: Row, left: Decimal) -> LeftLine:
    net = in_euros(part_net(row, left, row.currency), row.currency, rate_of(row.exchange_rate))
    return LeftLine(
        line_id=row.id, no=row.no, order_id=row.order_id, number=row.number, customer_id=row.customer_id,
        customer_name=row.customer_name, customer_reference=row.customer_reference, product_code=row.product_code,
        label=row.label, unit=row.unit, requested=row.requested, first_promised=row.first_promised,
        promised=row.promised or row.order_promised, held=row.state is OrderState.ON_HOLD, left=left, net=net,
    )  # fmt: skip


def _shipped_since(session: Session, on: dt.date) -> defaultdict[int, Decimal]:
    shipped = unindexed(Delivery.state) == DeliveryState.SHIPPED
    statement = (
        sa.select(DeliveryLine.order_line_id, DeliveryLine.quantity)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .outerjoin(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
        .where(Delivery.delivery_date > on, shipped, DeliveryLine.replaces_id.is_(None), arrived())
    )
    return _summed(session.execute(statement))


def _invoiced_since(session: Session, on: dt.date) -> defaultdict[int, Decimal]:
    statement = (
        sa.select(InvoiceLine.order_line_id, InvoiceLine.quantity)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            Invoice.issue_date > on,
            unindexed(Invoice.state) == InvoiceState.ISSUED,
            Invoice.type.in_((InvoiceType.INVOICE, InvoiceType.CORRECTED)),
            ~InvoiceLine.deduction,
        )
    )
    return _summed(session.execute(statement))


def _summed(rows: Iterable[Row]) -> defaultdict[int, Decimal]:
    sums: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for line_id, quantity in rows:
        if line_id is not None:
            sums[line_id] += quantity
    return sums
