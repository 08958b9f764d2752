"""The lines of open orders that are late, or promised soon and not reserved: what logistics is asked about.

A line stays listed until its customer was told of the day that took the place of another.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, Nature
from adv_desktop.models.promise import PromiseChange
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.hints import open_orders
from adv_desktop.services.queries.lines import PART_COLUMNS, part_net
from adv_desktop.services.queries.selected import Row

AHEAD = dt.timedelta(days=10)  # on Mondays one looks at what is promised within ten days
_PROMISED = sa.func.coalesce(OrderLine.promised, SalesOrder.promised)
_UNTOLD = sa.select(PromiseChange.order_line_id).where(PromiseChange.told_on.is_(None))
_COLUMNS = (
    OrderLine.id, OrderLine.no, OrderLine.order_id, OrderLine.product_code, OrderLine.label, OrderLine.unit,
    OrderLine.cancelled, OrderLine.delivered, OrderLine.reserved, OrderLine.requested, OrderLine.first_promised,
    _PROMISED.label("promised"), SalesOrder.version, SalesOrder.number, SalesOrder.customer_id,
    SalesOrder.customer_name, SalesOrder.customer_reference, SalesOrder.currency, SalesOrder.exchange_rate,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LateLine:
    """A line late or at risk; `net` of what is left, in euro cents; what was said of its last change of date."""

    id: int
    no: int
    order_id: int
    version: int
    number: str
    customer_id: int
    customer_name: str
    customer_reference: str | None
    product_code: str | None
    label: str
    unit: str
    left: Decimal
    reserved: Decimal
    net: int
    requested: dt.date | None
    first_promised: dt.date | None
    promised: dt.date
    days_late: int
    reason: PromiseReason | None = None
    asked_by: AskedBy | None = None
    comment: str | None = None
    told_on: dt.date | None = None

    @property
    def name(self) -> str:
        """What the line is called in a file that goes out and comes back."""
        return f"{self.number}/{self.no}"

    @property
    def late(self) -> bool:
        """Whether the promised day is over."""
        return self.days_late > 0

    @property
    def to_tell(self) -> bool:
        """Whether the customer does not know yet of a day that we moved."""
        return self.asked_by is not None and self.told_on is None


def lines(session: Session, today: dt.date) -> tuple[LateLine, ...]:
    """Return the lines late, at risk or to tell, the earliest promise first, then by money."""
    statement = (
        sa.select(*_COLUMNS, *PART_COLUMNS)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(
            OrderLine.order_id.in_(open_orders()),
            OrderLine.kind.in_((LineKind.ITEM, LineKind.COMPONENT)),
            OrderLine.kit_billing.is_(None),
            OrderLine.nature == Nature.GOODS,
            OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled,
            sa.or_(today + AHEAD >= _PROMISED, OrderLine.id.in_(_UNTOLD)),
        )
    )
    rows = session.execute(statement).all()
    changes = _last_changes(session, [row.id for row in rows])
    made = [_line(row, changes.get(row.id), today) for row in rows]
    made = [line for line in made if line.late or line.reserved < line.left or line.to_tell]
    return tuple(sorted(made, key=lambda line: (line.promised, -line.net, line.id)))


def _left(row: Row) -> Decimal:
    left: Decimal = row.quantity - row.cancelled - row.delivered
    return left


def _last_changes(session: Session, line_ids: list[int]) -> dict[int, PromiseChange]:
    last = (
        sa.select(sa.func.max(PromiseChange.id))
        .where(PromiseChange.order_line_id.in_(line_ids))
        .group_by(PromiseChange.order_line_id)
    )
    changes = session.scalars(sa.select(PromiseChange).where(PromiseChange.id.in_(last)))
    return {change.order_line_id: change for change in changes}


def _line(row: Row, change: PromiseChange | None, today: dt.date) -> LateLine:
    left = _left(row)
    return LateLine(
        id=row.id, no=row.no, order_id=row.order_id, version=row.version, number=row.number,
        customer_id=row.customer_id, customer_name=row.customer_name, customer_reference=row.customer_reference,
        product_code=row.product_code, label=row.label, unit=row.unit, left=left, reserved=row.reserved,
        net=in_euros(part_net(row, left, row.currency), row.currency, rate_of(row.exchange_rate)),
        requested=row.requested, first_promised=row.first_promised, promised=row.promised,
        days_late=max((today - row.promised).days, 0),
        reason=change.reason if change else None, asked_by=change.asked_by if change else None,
        comment=change.comment if change else None, told_on=change.told_on if change else None,
    )  # fmt: skip
