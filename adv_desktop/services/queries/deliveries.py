"""Deliveries as lists and pages show them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import DeliveryState, DocumentKind, Progress
from adv_desktop.models.rules.transport_proofs import CHASED_AFTER
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import transport_proofs
from adv_desktop.services.queries.billing import lines_to_invoice
from adv_desktop.services.queries.filters import TermLike
from adv_desktop.services.queries.hints import unindexed
from adv_desktop.services.queries.listing import (
    Condition,
    Flag,
    Key,
    Listing,
    always,
    by_customer,
    by_day,
    by_money,
    by_text,
    numbers,
)
from adv_desktop.services.queries.selected import Row
from adv_desktop.services.queries.states import State, delivery_state
from adv_desktop.services.texts import N_


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery of a list; `orders` are the numbers of the orders that it serves."""

    id: int
    version: int
    number: str | None
    picking_number: str | None
    date: dt.date
    customer_id: int
    customer_name: str
    town: str | None
    orders: tuple[str, ...]
    net: int
    currency: str
    state: State
    delivery_state: DeliveryState
    invoice_state: Progress
    carrier: str | None
    tracking: str | None
    tracking_url: str | None
    delivered_on: dt.date | None
    received_by: str | None
    parcels: int | None
    weight_kg: Decimal | None
    urgent: bool = False


_WAITING = (DeliveryState.TO_PREPARE, DeliveryState.PREPARED)


def _urgent(_session: Session, _today: dt.date) -> Condition:
    """Hold to what of urgent orders and lines has not left."""
    orders = sa.select(SalesOrder.id).where(SalesOrder.urgent)
    urgent = sa.or_(OrderLine.urgent, OrderLine.order_id.in_(orders))
    lines = sa.select(DeliveryLine.delivery_id).join(OrderLine).where(urgent)
    return sa.and_(Delivery.state.in_(_WAITING), Delivery.id.in_(lines))


def _with_progress(condition: Condition) -> Condition:
    return Delivery.id.in_(sa.select(DeliveryProgress.delivery_id).where(condition))


def _to_invoice(_session: Session, _today: dt.date) -> Condition:
    return Delivery.id.in_(lines_to_invoice(DeliveryLine.delivery_id))


def _unproved(session: Session, today: dt.date) -> Condition:
    """Hold to what left without VAT and is not proved (R15)."""
    return Delivery.id.in_(numbers(state.delivery_id for state in transport_proofs.unproved(session, today)))


def _proof_due(session: Session, today: dt.date) -> Condition:
    """Hold to what left thirty days ago or more without VAT and is not proved."""
    states = transport_proofs.unproved(session, today, CHASED_AFTER[0])
    return Delivery.id.in_(numbers(state.delivery_id for state in states))


def _to_prove(_session: Session, today: dt.date) -> Condition:
    """Hold to what left before today and of which nothing is known: the signed paper is still to come back."""
    silent = sa.and_(DeliveryProgress.delivered_on.is_(None), DeliveryProgress.outcome.is_(None))
    return sa.and_(
        unindexed(Delivery.state) == DeliveryState.SHIPPED, Delivery.delivery_date < today, _with_progress(silent)
    )


def _by_tracking(term: TermLike, today: dt.date) -> Condition:
    return _with_progress(by_text(DeliveryProgress.tracking)(term, today))


def _by_order(term: TermLike, today: dt.date) -> Condition:
    orders = sa.select(SalesOrder.id).where(by_text(SalesOrder.number, SalesOrder.customer_reference)(term, today))
    lines = sa.select(OrderLine.id).where(OrderLine.order_id.in_(orders))
    return Delivery.id.in_(sa.select(DeliveryLine.delivery_id).where(DeliveryLine.order_line_id.in_(lines)))


def _by_product(term: TermLike, today: dt.date) -> Condition:
    named = by_text(DeliveryLine.product_code, DeliveryLine.label)(term, today)
    return Delivery.id.in_(sa.select(DeliveryLine.delivery_id).where(named))


LISTING = Listing(
    kind=DocumentKind.DELIVERY,
    table=Delivery,
    id=Delivery.id,
    sorts={"date": Delivery.delivery_date, "number": Delivery.number, "customer": Delivery.customer_name},
    flags=(
        Flag("to_prepare", N_("To prepare"), ("a preparer",), always(Delivery.state == DeliveryState.TO_PREPARE)),
        Flag("to_ship", N_("To ship"), ("a expedier", "preparee"), always(Delivery.state == DeliveryState.PREPARED)),
        Flag("urgent", N_("Urgent deliveries"), ("urgent", "urgente", "urgentes"), _urgent, counted=False),
        Flag("to_invoice", N_("To invoice"), ("a facturer",), _to_invoice),
        Flag("to_prove", N_("Proofs to get"), ("preuve", "preuves", "preuves a obtenir"), _to_prove, counted=False),
        # Every line ever delivered is looked at: read when it is asked for, not with each refresh.
        Flag("unproved", N_("Without proof"), ("sans preuve", "exports sans preuve"), _unproved, counted=False),
        Flag("proof_due", N_("Without proof for 30 days"), ("preuve due", "preuves dues"), _proof_due, counted=False),
        Flag(
            "shipped", N_("Shipped deliveries"), ("expediee",), counted=False,
            condition=always(unindexed(Delivery.state) == DeliveryState.SHIPPED),
        ),
        Flag(
            "delivered", N_("Delivered to the customer"), ("livree",), counted=False,
            condition=always(_with_progress(DeliveryProgress.delivered_on.is_not(None))),
        ),
        Flag(
            "cancelled", N_("Cancelled deliveries"), ("annulee",), counted=False,
            condition=always(Delivery.state == DeliveryState.CANCELLED),
        ),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(Delivery.customer_id)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(Delivery.number, Delivery.picking_number)),
        Key("date", N_("date"), ("date",), by_day(Delivery.delivery_date)),
        Key("amount", N_("amount"), ("montant", "ht"), by_money(Delivery.net)),
        Key("order", N_("order"), ("commande",), _by_order),
        Key("product", N_("product"), ("article",), _by_product),
        Key("carrier", N_("carrier"), ("transporteur",), by_text(Delivery.carrier)),
        Key("tracking", N_("tracking number"), ("suivi",), _by_tracking),
    ),
    prefixes=(Delivery.number,),
    customer=Delivery.customer_id,
    product=lambda product_id: Delivery.id.in_(
        sa.select(DeliveryLine.delivery_id).where(DeliveryLine.product_id == product_id)
    ),
    amount=Delivery.net,
    currency=Delivery.currency,
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
_SAME = (
    "id", "version", "number", "picking_number", "customer_id", "customer_name", "net", "currency",
    "parcels", "weight_kg",
)  # fmt: skip
_ROWS = (
    sa.select(
        *(getattr(Delivery, name) for name in _SAME), Delivery.delivery_date, Delivery.ship_to, Delivery.state,
        Delivery.carrier, DeliveryProgress.carrier.label("carried_by"), DeliveryProgress.tracking,
        DeliveryProgress.tracking_url, DeliveryProgress.delivered_on, DeliveryProgress.received_by,
        DeliveryProgress.invoice_state, DeliveryProgress.outcome,
    )
    .outerjoin(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
    .where(Delivery.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip
_ORDERS = (
    sa.select(DeliveryLine.delivery_id, SalesOrder.number, sa.func.max(sa.or_(SalesOrder.urgent, OrderLine.urgent)))
    .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
    .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
    .where(DeliveryLine.delivery_id.in_(sa.bindparam("ids", expanding=True)), SalesOrder.number.is_not(None))
    .group_by(DeliveryLine.delivery_id, SalesOrder.number)
    .order_by(SalesOrder.number)
)


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, DeliveryRow]:
    """Return the rows of a block by id."""
    wanted = {"ids": list(ids)}
    orders: defaultdict[int, list[str]] = defaultdict(list)
    urgent: set[int] = set()
    for delivery_id, number, is_urgent in session.execute(_ORDERS, wanted):
        orders[delivery_id].append(number or "")
        urgent |= {delivery_id} if is_urgent else set()
    found = session.execute(_ROWS, wanted)
    return {row.id: _row(row, tuple(orders[row.id]), row.id in urgent) for row in found}


def to_invoice(session: Session) -> list[int]:
    """Return the deliveries with something left to invoice, each customer's together, the oldest first."""
    statement = sa.select(Delivery.id).where(Delivery.id.in_(lines_to_invoice(DeliveryLine.delivery_id)))
    return list(session.scalars(statement.order_by(Delivery.customer_id, Delivery.delivery_date, Delivery.id)))


def to_prepare(session: Session) -> list[int]:
    """Return the deliveries to prepare, the earliest first."""
    return _in_state(session, DeliveryState.TO_PREPARE)


def to_ship(session: Session) -> list[int]:
    """Return the prepared deliveries, the earliest first."""
    return _in_state(session, DeliveryState.PREPARED)


def _in_state(session: Session, state: DeliveryState) -> list[int]:
    statement = sa.select(Delivery.id).where(Delivery.state == state)
    return list(session.scalars(statement.order_by(Delivery.delivery_date, Delivery.id)))


def _row(row: Row, orders: tuple[str, ...], urgent: bool) -> DeliveryRow:
    return DeliveryRow(
        **{name: getattr(row, name) for name in _SAME}, date=row.delivery_date, town=row.ship_to.get("town"),
        orders=orders, state=delivery_state(row.state, row.outcome), delivery_state=row.state,
        invoice_state=row.invoice_state or Progress.NONE, carrier=row.carried_by or row.carrier,
        tracking=row.tracking, tracking_url=row.tracking_url, delivered_on=row.delivered_on,
        received_by=row.received_by, urgent=urgent and row.state in _WAITING,
    )  # fmt: skip
