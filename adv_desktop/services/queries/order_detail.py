"""One order with its lines, what was done of each, and its totals."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.enums import OrderKind, Supply, VatRegime
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import subtotals
from adv_desktop.models.order_history import OrderRevision
from adv_desktop.models.party import Customer
from adv_desktop.models.rules.kits import KitBilling
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ProductStock
from adv_desktop.services import call_offs, shipping_checks
from adv_desktop.services.queries import orders
from adv_desktop.services.queries.lines import Amounts, Line, amounts_of, facts_of
from adv_desktop.services.queries.orders import OrderRow
from adv_desktop.services.rhythms import Rhythm, recurrence_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedLine(Line):
    """A line of an order and how far it has come; `available` is what may still be promised from stock."""

    ordered: Decimal
    cancelled: Decimal
    delivered: Decimal
    returned: Decimal
    invoiced: Decimal
    backorder: Decimal
    reserved: Decimal
    called: Decimal  # of a framework order
    available: Decimal | None
    requested: dt.date | None
    promised: dt.date | None
    first_promised: dt.date | None
    planned_departure: dt.date | None
    departed: dt.date | None
    list_price: Decimal | None
    price_reason: str | None
    supply: Supply
    urgent: bool
    written: dict[str, Any] | None
    differences: tuple[dict[str, Any], ...]
    kit_line_id: int | None  # of a component
    kit_billing: KitBilling | None  # of a kit


@dataclass(frozen=True, slots=True)
class RecurrenceFacts:
    """The rhythm of a template and its next day, None when it is over."""

    rhythm: Rhythm
    next_on: dt.date | None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order whole; `row` is what the list shows of it."""

    row: OrderRow
    customer_code: str
    customer_town: str | None
    customer_contact: str | None
    deliver_to: dict[str, Any] | None
    customer_reference_date: dt.date | None
    confirmed_on: dt.date | None
    acknowledged_at: dt.datetime | None
    acknowledgement_outdated: bool
    entered_by: str | None
    vat_regime: VatRegime
    exchange_rate: dict[str, Any] | None
    incoterm: str | None
    discount_percent: Decimal | None
    discount_amount: int | None
    notes: str | None
    requirements: dict[str, Any]
    override_reason: str | None
    revisions: int
    recurrence: RecurrenceFacts | None
    valid_from: dt.date | None
    valid_until: dt.date | None
    deposit_percent: Decimal | None
    asked_before_shipping: int
    received: int
    lines: tuple[OrderedLine, ...]
    amounts: Amounts


def detail(session: Session, order_id: int, today: dt.date) -> OrderDetail:
    """Return an order; raise `order.not_found`."""
    order = session.scalar(
        sa.select(SalesOrder).where(SalesOrder.id == order_id).options(selectinload(SalesOrder.lines))
    )
    if order is None:
        raise DomainError("order.not_found", number=order_id)
    customer = session.execute(sa.select(Customer.code, Customer.town).where(Customer.id == order.customer_id)).one()
    stock = _available(session, [line.product_id for line in order.lines if line.product_id is not None])
    sums = subtotals(order.typed)
    revisions = session.scalar(sa.select(sa.func.count()).where(OrderRevision.order_id == order_id))
    called = call_offs.called(session, order_id)
    asked = shipping_checks.due_before_shipping(order)
    return OrderDetail(
        row=orders.rows(session, [order_id], today)[order_id], customer_code=customer.code,
        customer_town=customer.town, customer_contact=order.customer_contact, deliver_to=order.deliver_to,
        customer_reference_date=order.customer_reference_date, confirmed_on=order.confirmed_on,
        acknowledged_at=order.acknowledged_at, acknowledgement_outdated=order.acknowledgement_outdated,
        entered_by=order.entered_by, vat_regime=order.vat_regime, exchange_rate=order.exchange_rate,
        incoterm=order.incoterm, discount_percent=order.discount_percent, discount_amount=order.discount_amount,
        notes=order.notes, requirements=dict(order.requirements), override_reason=order.override_reason,
        revisions=revisions or 0, recurrence=_recurrence(session, order),
        valid_from=order.valid_from, valid_until=order.valid_until,
        deposit_percent=order.deposit_percent, asked_before_shipping=asked,
        received=shipping_checks.received_for(session, order) if asked else 0,
        lines=tuple(_line(line, stock, sums, called) for line in order.shown),
        amounts=amounts_of(order.totals()),
    )  # fmt: skip


def _available(session: Session, product_ids: list[int]) -> dict[int, Decimal]:
    statement = sa.select(ProductStock.product_id, ProductStock.physical, ProductStock.reserved)
    found = session.execute(statement.where(ProductStock.product_id.in_(product_ids)))
    return {product_id: physical - reserved for product_id, physical, reserved in found}


def _recurrence(session: Session, order: SalesOrder) -> RecurrenceFacts | None:
    if order.kind is not OrderKind.TEMPLATE:
        return None
    found = recurrence_of(session, order.id)
    rhythm = Rhythm(found.start_date, found.every, found.unit, found.end_date, found.prices)
    return RecurrenceFacts(rhythm, found.next_on)


def _line(line: OrderLine, stock: dict[int, Decimal], sums: dict[int, int], called: dict[int, Decimal]) -> OrderedLine:
    same = ("cancelled", "delivered", "returned", "invoiced", "backorder", "reserved", "requested", "promised",
            "first_promised", "planned_departure", "departed", "list_price", "price_reason", "supply", "urgent",
            "written", "kit_line_id", "kit_billing")  # fmt: skip
    return OrderedLine(
        **facts_of(line, sums),
        **{name: getattr(line, name) for name in same},
        ordered=line.quantity,
        called=called.get(line.id, Decimal(0)),
        available=stock.get(line.product_id or 0),
        differences=tuple(line.differences or ()),
    )
