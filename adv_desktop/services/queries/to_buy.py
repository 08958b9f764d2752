"""What purchasing is asked to buy: for order lines, beyond what is announced."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, OrderState, Supply
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ExpectedReceipt
from adv_desktop.services.queries.hints import open_orders
from adv_desktop.services.queries.needs import LEFT

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ToBuy:
    """An order line to buy for; `quantity` is what is neither there nor announced for it."""

    order_id: int
    number: str
    line: int
    customer: str
    reference: str
    supply: Supply
    product: str
    label: str
    quantity: Decimal
    unit: str
    leaves_on: dt.date | None
    deliver_to: str  # of what the supplier sends


def lines(session: Session) -> tuple[ToBuy, ...]:
    """Return what is to be bought, the earliest departure first."""
    coming = (
        sa.select(sa.func.coalesce(sa.func.sum(ExpectedReceipt.quantity - ExpectedReceipt.received), ZERO))
        .where(ExpectedReceipt.order_line_id == OrderLine.id, ExpectedReceipt.quantity > ExpectedReceipt.received)
        .correlate(OrderLine)
        .scalar_subquery()
    )
    by = sa.func.coalesce(OrderLine.planned_departure, OrderLine.promised, OrderLine.requested, type_=sa.Date())
    rows = session.execute(
        sa.select(OrderLine, SalesOrder, (LEFT - OrderLine.reserved - coming).label("missing"), by.label("by"))
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(
            SalesOrder.id.in_(open_orders()),
            SalesOrder.state == OrderState.CONFIRMED,
            OrderLine.kind == LineKind.ITEM,
            OrderLine.supply.not_in((Supply.STOCK, Supply.DEPOT)),
            OrderLine.supply_chosen,
        )
        .order_by(by.is_(None), by, SalesOrder.id, OrderLine.no)
    )
    return tuple(_to_buy(*row) for row in rows if row.missing > ZERO)


def _to_buy(line: OrderLine, order: SalesOrder, missing: Decimal, by: dt.date | None) -> ToBuy:
    place = order.deliver_to or {}
    parts = ("name", "line1", "line2", "postcode", "town", "country")
    return ToBuy(
        order_id=order.id,
        number=order.number or "",
        line=line.no,
        customer=order.customer_name,
        reference=order.customer_reference or "",
        supply=line.supply,
        product=line.product_code or "",
        label=line.label,
        quantity=missing,
        unit=line.unit,
        leaves_on=by,
        deliver_to=", ".join(str(place[part]) for part in parts if place.get(part))
        if line.supply is Supply.DIRECT
        else "",
    )
