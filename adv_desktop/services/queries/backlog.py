"""What is ordered and not delivered, delivered and not invoiced, on a day; in euro cents, line by line.

For a past day the shipments and invoices made since are put back; a cancellation made since is not.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DeliveryState, InvoiceState, InvoiceType, LineKind, OrderState
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.summaries import PromisedBacklog
from adv_desktop.services.queries import flows
from adv_desktop.services.queries.billing import arrived
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.flows import Flows
from adv_desktop.services.queries.hints import IS_OPEN, open_orders, rounded_apart, unindexed, uninvoiced
from adv_desktop.services.queries.lines import PART_COLUMNS, part_net
from adv_desktop.services.queries.listing import Condition, among, numbers
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


@dataclass(frozen=True, slots=True)
class Late:
    """How many order lines are late, and their net in euro cents."""

    lines: int
    net: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to deliver now: (lines, net) of the untouched lines by promised day ("": none), the others."""

    untouched: Mapping[str, tuple[int, int]]
    others: Sequence[LeftLine]

    @property
    def net(self) -> int:
        """The backlog, in euro cents."""
        return sum(net for _lines, net in self.untouched.values()) + sum(line.net for line in self.others)

    def late(self, on: dt.date) -> Late:
        """Return what is promised for before a day."""
        kept = [sums for day, sums in self.untouched.items() if "" < day < on.isoformat()]
        others = [line for line in self.others if line.promised is not None and line.promised < on]
        return Late(
            sum(lines for lines, _net in kept) + len(others),
            sum(net for _lines, net in kept) + sum(line.net for line in others),
        )


def standing(session: Session) -> Standing:
    """Read what is left to deliver now."""
    rows = session.execute(sa.select(PromisedBacklog.day, PromisedBacklog.lines, PromisedBacklog.net))
    untouched = {row.day: (row.lines, row.net) for row in rows}
    return Standing(untouched, _left(session, [OrderLine.id.in_(rounded_apart()), IS_OPEN], _undelivered))


def total(session: Session, on: dt.date, today: dt.date) -> int:
    """Return the backlog at the end of a day; a past one is today's less what came in since, plus what left since."""
    now = standing(session).net
    return now if on >= today else before(now, flows.since(session, [on])[on])


def before(now: int, since: Flows) -> int:
    """Return the backlog before what happened since."""
    return now - since.intake + since.shipped


def to_deliver(session: Session, on: dt.date, today: dt.date) -> list[LeftLine]:
    """Return the lines that were still to be delivered at the end of a day."""
    return _to_deliver(session, on, today, sa.true())


def late(session: Session, on: dt.date, today: dt.date) -> list[LeftLine]:
    """Return the lines still to be delivered whose promised day had passed, the most late first."""
    lines = _to_deliver(session, on, today, sa.func.coalesce(OrderLine.promised, SalesOrder.promised) < on)
    return sorted(lines, key=lambda line: (line.promised or on, -line.net))


def late_sum(session: Session, on: dt.date, today: dt.date) -> Late:
    """Return how many lines were late at the end of a day, and their net."""
    if on >= today:
        return standing(session).late(on)
    lines = late(session, on, today)
    return Late(len(lines), sum(line.net for line in lines))


def to_invoice_net(session: Session, on: dt.date, today: dt.date) -> int:
    """Return the net of what was delivered and not invoiced at the end of a day.

    Lines in euros that were delivered whole and of which nothing came back or was invoiced are added up in SQL.
    """
    if on < today:
        return sum(line.net for line in to_invoice(session, on, today))
    whole = sa.and_(
        SalesOrder.currency == "EUR", OrderLine.delivered == OrderLine.quantity, OrderLine.returned <= ZERO,
        OrderLine.invoiced <= ZERO,
    )  # fmt: skip
    waiting = OrderLine.id.in_(uninvoiced("order_line_id"))
    return _summed_net(session, [waiting, _RUNS], whole, _uninvoiced)


def to_invoice(session: Session, on: dt.date, today: dt.date) -> list[LeftLine]:
    """Return the lines delivered and not invoiced at the end of a day."""
    waiting = OrderLine.id.in_(uninvoiced("order_line_id"))
    if on >= today:
        return _left(session, [waiting, _RUNS], _uninvoiced)
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
    whole = sa.and_(SalesOrder.currency == "EUR", OrderLine.delivered <= ZERO, OrderLine.cancelled <= ZERO)
    return _summed_net(session, conditions, whole, _undelivered)


def _summed_net(
    session: Session, conditions: Sequence[Condition], whole: Condition, left: Callable[[Row], Decimal]
) -> int:
    """Add up the net of lines: one sum of those left whole, the others each rounded for its part."""
    sums = (
        sa.func.sum(sa.case((whole, OrderLine.net), else_=0)),
        sa.func.group_concat(sa.case((whole, None), else_=OrderLine.id)),
    )
    statement = sa.select(*sums).select_from(OrderLine).join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    summed, others = session.execute(statement.where(*conditions, OrderLine.kind == LineKind.ITEM)).one()
    if not others:
        return summed or 0
    ids = [int(row_id) for row_id in str(others).split(",")]
    return int(summed) + sum(line.net for line in _left(session, [among(OrderLine.id, ids)], left))


def _either(ids: sa.SelectBase, others: Iterable[int]) -> Condition:
    """Hold to the order lines of a subquery, or of a set."""
    inner = ids.subquery()
    return OrderLine.id.in_(sa.union_all(sa.select(*inner.c), numbers(others)))


def _undelivered(row: Row) -> Decimal:
    left: Decimal = row.quantity - row.cancelled - row.delivered
    return left


def _uninvoiced(row: Row) -> Decimal:
    left: Decimal = row.delivered - row.returned - row.invoiced
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
