"""The backlog line by line: what open orders still owe their customers, for which day, and what is there of it.

Its sum is the backlog of the dashboards, and the sum of its late lines their late part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import DocumentKind, LineKind, OrderState
from adv_desktop.models.product import Product
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ProductStock
from adv_desktop.services.queries import backlog, filters
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.filters import ListFilter, TermLike
from adv_desktop.services.queries.hints import open_orders
from adv_desktop.services.queries.lines import PART_COLUMNS, part_net
from adv_desktop.services.queries.listing import (
    Condition,
    Flag,
    Key,
    Listing,
    always,
    among,
    by_customer,
    by_day,
    by_text,
    given,
    given_numbers,
    within,
)
from adv_desktop.services.queries.selected import Row, rows_of
from adv_desktop.services.queries.states import BACKLOG_LINE, State
from adv_desktop.services.texts import N_

ZERO = Decimal(0)
_LEFT = OrderLine.quantity - OrderLine.cancelled - OrderLine.delivered
_PROMISED = sa.func.coalesce(OrderLine.promised, SalesOrder.promised)
_REQUESTED = sa.func.coalesce(OrderLine.requested, SalesOrder.requested)
_URGENT = sa.or_(SalesOrder.urgent, OrderLine.urgent)


@dataclass(frozen=True, slots=True)
class BacklogRow:
    """A line with something left to deliver; `net` is of what is left, in euro cents."""

    id: int
    order_id: int
    number: str
    no: int
    customer_name: str
    customer_reference: str | None
    product_code: str | None
    label: str
    ordered: Decimal
    left: Decimal
    reserved: Decimal
    requested: dt.date | None
    promised: dt.date | None
    leaves_on: dt.date | None
    days_late: int
    net: int
    urgent: bool
    state: State

    @property
    def name(self) -> str:
        """What the line is called."""
        return f"{self.number}/{self.no}"


@dataclass(frozen=True, slots=True)
class BacklogSum:
    """How many lines, the net of what is left of them, and what of it is late; in euro cents."""

    count: int
    net: int
    late: int


def _is_late(_session: Session, today: dt.date) -> Condition:
    return today > _PROMISED


def _this_week(_session: Session, today: dt.date) -> Condition:
    monday = today - dt.timedelta(days=today.weekday())
    return _PROMISED.between(monday, monday + dt.timedelta(days=6))


def _in_week(term: TermLike, today: dt.date) -> Condition:
    return within(_PROMISED, filters.week_bounds(term, today))


LISTING = Listing(
    kind=DocumentKind.ORDER,
    table=OrderLine,
    id=OrderLine.id,
    searched=OrderLine.order_id,
    sorts={
        "promised": sa.func.coalesce(_PROMISED, backlog.FAR), "requested": sa.func.coalesce(_REQUESTED, backlog.FAR),
        "leaves_on": sa.func.coalesce(OrderLine.planned_departure, backlog.FAR),
        "number": SalesOrder.number, "customer": SalesOrder.customer_name, "product": OrderLine.product_code,
    },
    drafts_first=frozenset(),
    only=sa.and_(
        SalesOrder.id == OrderLine.order_id, OrderLine.order_id.in_(open_orders()),
        OrderLine.kind == LineKind.ITEM, _LEFT > ZERO,
    ),
    flags=(
        Flag("urgent", N_("Urgent lines"), ("urgent", "urgente", "urgentes"), always(_URGENT)),
        Flag("late", N_("Late"), ("retard", "en retard"), _is_late),
        Flag("this_week", N_("Promised this week"), ("cette semaine", "this week"), _this_week),
        Flag("unreserved", N_("Not reserved"), ("non reserve", "non reservee"), always(OrderLine.reserved < _LEFT)),
        Flag("undated", N_("Without date"), ("sans date",), always(_PROMISED.is_(None))),
        Flag("held", N_("On hold"), ("en attente", "bloquee"), always(SalesOrder.state == OrderState.ON_HOLD)),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(SalesOrder.customer_id)),
        Key("product", N_("product"), ("article",), by_text(OrderLine.product_code, OrderLine.label)),
        Key("week", N_("promised week"), ("semaine",), _in_week),
        Key("promised", N_("confirmed date"), ("confirmee", "promise"), by_day(_PROMISED)),
        Key("requested", N_("requested date"), ("demandee",), by_day(_REQUESTED)),
        Key("leaves", N_("departure"), ("depart",), by_day(OrderLine.planned_departure)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(SalesOrder.number)),
        Key("reference", N_("reference"), ("v/ref.", "v/ref", "vref", "po"), by_text(SalesOrder.customer_reference)),
    ),
    prefixes=(SalesOrder.number, OrderLine.product_code),
    customer=SalesOrder.customer_id,
    product=lambda product_id: OrderLine.product_id == product_id,
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
_ROWS = (
    sa.select(
        OrderLine.id, OrderLine.order_id, OrderLine.no, OrderLine.product_code, OrderLine.label, OrderLine.cancelled,
        OrderLine.delivered, OrderLine.reserved, OrderLine.planned_departure, SalesOrder.number,
        SalesOrder.customer_name, SalesOrder.customer_reference, SalesOrder.currency, SalesOrder.exchange_rate,
        SalesOrder.state, _URGENT.label("urgent"), _PROMISED.label("promised"), _REQUESTED.label("requested"),
        Product.stocked, ProductStock.physical, ProductStock.reserved.label("reserved_in_all"), *PART_COLUMNS,
    )
    .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    .outerjoin(Product, Product.id == OrderLine.product_id)
    .outerjoin(ProductStock, ProductStock.product_id == OrderLine.product_id)
    .where(OrderLine.id.in_(given_numbers()))
)  # fmt: skip


def rows(session: Session, line_ids: Iterable[int], today: dt.date) -> dict[int, BacklogRow]:
    """Return the rows of a block by id."""
    return {row.id: _row(row, today) for row in rows_of(session, _ROWS, given(line_ids))}


def summary(session: Session, wanted: ListFilter, today: dt.date) -> BacklogSum:
    """Count a filtered list and add up what is left of it."""
    return _sum(session, LISTING.conditions(session, wanted, today), today)


def selection_summary(session: Session, line_ids: Iterable[int], today: dt.date) -> BacklogSum:
    """Count chosen lines and add up what is left of them."""
    return _sum(session, [among(OrderLine.id, line_ids)], today)


def _sum(session: Session, conditions: Sequence[Condition], today: dt.date) -> BacklogSum:
    lines = sa.select(sa.func.count(OrderLine.id)).join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    count = session.scalar(lines.where(*conditions)) or 0
    late = backlog.left_net(session, [*conditions, today > _PROMISED])
    return BacklogSum(count, backlog.left_net(session, conditions), late)


def _row(row: Row, today: dt.date) -> BacklogRow:
    left = row.quantity - row.cancelled - row.delivered
    return BacklogRow(
        id=row.id, order_id=row.order_id, number=row.number, no=row.no, customer_name=row.customer_name,
        customer_reference=row.customer_reference, product_code=row.product_code, label=row.label,
        ordered=row.quantity - row.cancelled, left=left, reserved=row.reserved, requested=row.requested,
        promised=row.promised, leaves_on=row.planned_departure,
        days_late=0 if row.promised is None else max((today - row.promised).days, 0),
        net=in_euros(part_net(row, left, row.currency), row.currency, rate_of(row.exchange_rate)),
        urgent=row.urgent, state=BACKLOG_LINE[_state(row, left)],
    )  # fmt: skip


def _state(row: Row, left: Decimal) -> str:
    """Return what is there of a line: its own reservation first, else what nobody has reserved."""
    if row.state is OrderState.ON_HOLD:
        return "held"
    if not row.stocked:
        return "not_stocked"
    if row.reserved >= left:
        return "reserved"
    free = (row.physical or ZERO) - (row.reserved_in_all or ZERO)
    if free >= left - row.reserved:
        return "in_stock"
    return "partly_reserved" if row.reserved > 0 else "short"
