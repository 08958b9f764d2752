"""Orders as lists and pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import (
    Channel,
    DeliveryState,
    DocumentKind,
    OrderKind,
    OrderState,
    PaymentMethod,
    Progress,
    Supply,
)
from adv_desktop.models.recurring import OrderRecurrence
from adv_desktop.models.rules.status import HoldCause, OrderFacts
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.queries import filters, holds, services_due
from adv_desktop.services.queries.billing import lines_to_invoice
from adv_desktop.services.queries.filters import TermLike
from adv_desktop.services.queries.hints import IS_OPEN, open_orders, unindexed
from adv_desktop.services.queries.listing import (
    Condition,
    Flag,
    Indexed,
    Key,
    Listing,
    always,
    by_choice,
    by_customer,
    by_day,
    by_money,
    by_text,
    given,
    given_numbers,
    within,
)
from adv_desktop.services.queries.selected import Row, rows_of
from adv_desktop.services.queries.states import TEMPLATE, State, framework_state, hold_cause, order_state
from adv_desktop.services.queries.vocabulary import METHODS
from adv_desktop.services.texts import N_

ZERO = Decimal(0)
OPEN: Condition = SalesOrder.id.in_(open_orders())
_NOT_BINDING = frozenset({OrderKind.FRAMEWORK, OrderKind.TEMPLATE})
_BINDING = unindexed(SalesOrder.kind).not_in(sorted(_NOT_BINDING))
_SPOKEN = (Channel.PHONE, Channel.SALESPERSON, Channel.COUNTER)
_PENDING = (DeliveryState.TO_PREPARE, DeliveryState.PREPARED)


class OrderRow(NamedTuple):
    """One order of a list; amounts in minor units of its currency.

    A tuple: it is made five times faster than a frozen dataclass, which would take a quarter of a page's time.
    """

    id: int
    version: int
    number: str | None
    date: dt.date
    customer_id: int
    customer_name: str
    customer_reference: str | None
    received_at: dt.datetime
    requested: dt.date | None
    promised: dt.date | None
    net: int
    gross: int
    currency: str
    order_state: OrderState
    delivery_state: Progress
    invoice_state: Progress
    reason: str | None
    salesperson: str | None
    carrier: str | None
    channel: Channel
    acknowledged: bool
    terms: str
    method: PaymentMethod
    kind: OrderKind
    urgent: bool
    state: State
    late: bool


def _to_confirm(session: Session, today: dt.date) -> Condition:
    held = holds.of_drafts(session, today)
    return sa.and_(SalesOrder.state == OrderState.DRAFT, _BINDING, SalesOrder.id.not_in(held))


def _blocked(session: Session, today: dt.date) -> Condition:
    held = holds.of_drafts(session, today)
    return sa.or_(SalesOrder.state == OrderState.ON_HOLD, SalesOrder.id.in_(held))


_IS_URGENT = sa.or_(
    SalesOrder.urgent,
    sa.exists()
    .where(
        OrderLine.order_id == SalesOrder.id,
        OrderLine.urgent,
        OrderLine.quantity > OrderLine.delivered + OrderLine.cancelled,
    )
    .correlate(SalesOrder),
)


def _urgent(_session: Session, _today: dt.date) -> Condition:
    """Hold to the urgent orders, and those with an urgent line, that are not wholly delivered."""
    return sa.and_(OPEN, _IS_URGENT)


def _late(_session: Session, today: dt.date) -> Condition:
    return SalesOrder.id.in_(open_orders(promised_before=today))


def _late_indexed(today: dt.date) -> Indexed:
    return Indexed("ix_sales_order_open", sa.and_(IS_OPEN, SalesOrder.promised < today))


def _to_deliver(_session: Session, _today: dt.date) -> Condition:
    """Hold to the confirmed orders with goods that are on no delivery in preparation."""
    pending = (
        sa.select(OrderLine.order_id, OrderLine.id, sa.func.sum(DeliveryLine.quantity).label("quantity"))
        .join(DeliveryLine, DeliveryLine.order_line_id == OrderLine.id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.state.in_(_PENDING))
        .group_by(OrderLine.order_id, OrderLine.id)
        .subquery()
    )
    left = OrderLine.quantity - OrderLine.cancelled - OrderLine.delivered
    partly = (
        sa.select(OrderLine.order_id)
        .outerjoin(pending, pending.c.id == OrderLine.id)
        .where(OrderLine.order_id.in_(sa.select(pending.c.order_id)))
        .where(left > sa.func.coalesce(pending.c.quantity, sa.literal_column("0")))
    )
    free = sa.or_(SalesOrder.id.not_in(sa.select(pending.c.order_id)), SalesOrder.id.in_(partly))
    return sa.and_(OPEN, unindexed(SalesOrder.state) == OrderState.CONFIRMED, free, services_due.with_goods_due())


def _to_carry_out(session: Session, today: dt.date) -> Condition:
    """Hold to the confirmed orders whose services should be carried out by now."""
    return sa.and_(unindexed(SalesOrder.state) == OrderState.CONFIRMED, services_due.to_carry_out(session, today))


def _to_invoice(_session: Session, _today: dt.date) -> Condition:
    return SalesOrder.id.in_(lines_to_invoice(OrderLine.order_id))


def _reference_to_come(_session: Session, _today: dt.date) -> Condition:
    """Hold to the orders given by word of mouth whose customer's number has not come, and is still to be invoiced."""
    return sa.and_(
        SalesOrder.customer_reference.is_(None),
        SalesOrder.channel.in_(_SPOKEN),
        unindexed(SalesOrder.state).in_((OrderState.DRAFT, OrderState.CONFIRMED, OrderState.ON_HOLD)),
        unindexed(SalesOrder.invoice_state) != Progress.FULL,
        _BINDING,
    )


def _promised_this_week(_session: Session, today: dt.date) -> Condition:
    monday = today - dt.timedelta(days=today.weekday())
    return sa.and_(OPEN, SalesOrder.promised.between(monday, monday + dt.timedelta(days=6)))


def _in_week(term: TermLike, today: dt.date) -> Condition:
    """Hold the promise to a week: `49`, of this year or the next, or `2026-49`."""
    return within(SalesOrder.promised, filters.week_bounds(term, today))


def _bought_arrived(_session: Session, _today: dt.date) -> Condition:
    """Hold to the orders for which bought goods came in that are on no delivery yet (R18)."""
    pending = (
        sa.select(DeliveryLine.order_line_id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.state.in_(_PENDING), DeliveryLine.order_line_id.is_not(None))
    )
    kept = sa.select(OrderLine.order_id).where(
        OrderLine.order_id.in_(open_orders()), OrderLine.supply == Supply.PURCHASE, OrderLine.reserved > ZERO,
        OrderLine.id.not_in(pending),
    )  # fmt: skip
    return sa.and_(SalesOrder.id.in_(kept), unindexed(SalesOrder.state) == OrderState.CONFIRMED)


def _recurring_due(_session: Session, today: dt.date) -> Condition:
    due = sa.select(OrderRecurrence.order_id).where(OrderRecurrence.next_on <= today)
    return sa.and_(SalesOrder.id.in_(due), unindexed(SalesOrder.state) == OrderState.DRAFT)


def _of_product(product_id: int) -> Condition:
    return SalesOrder.id.in_(sa.select(OrderLine.order_id).where(OrderLine.product_id == product_id))


_by_label = by_text(OrderLine.product_code, OrderLine.label)
LISTING = Listing(
    kind=DocumentKind.ORDER,
    table=SalesOrder,
    id=SalesOrder.id,
    sorts={
        "date": SalesOrder.order_date, "number": SalesOrder.number, "customer": SalesOrder.customer_name,
        "reference": SalesOrder.customer_reference, "promised": SalesOrder.promised, "net": SalesOrder.net,
    },
    flags=(
        Flag("to_confirm", N_("To confirm"), ("a confirmer", "brouillon", "draft"), _to_confirm),
        Flag("blocked", N_("Blocked orders"), ("bloquee", "bloquees", "en attente", "on hold"), _blocked),
        Flag("urgent", N_("Urgent orders"), ("urgent", "urgente", "urgentes"), _urgent, counted=False),
        Flag("late", N_("Late"), ("retard", "en retard"), _late, indexed=_late_indexed),
        Flag("to_deliver", N_("To deliver"), ("a livrer",), _to_deliver),
        Flag("to_invoice", N_("To invoice"), ("a facturer",), _to_invoice),
        Flag("this_week", N_("Promised this week"), ("cette semaine", "this week"), _promised_this_week),
        Flag("reference_to_come", N_("Your ref. to come"), ("bc a recevoir", "po to come"), _reference_to_come),
        Flag("to_carry_out", N_("Services to carry out"), ("prestations", "services"), _to_carry_out, counted=False),
        Flag("bought_arrived", N_("Bought goods arrived"), ("contremarque",), _bought_arrived, counted=False),
        Flag(
            "framework", N_("Framework orders"), ("commande ouverte", "cadencee", "framework"), counted=False,
            condition=always(sa.and_(
                SalesOrder.state == OrderState.DRAFT, unindexed(SalesOrder.kind) == OrderKind.FRAMEWORK
            )),
        ),
        Flag(
            "template", N_("Recurring orders"), ("recurrente", "recurrentes", "template"), counted=False,
            condition=always(sa.and_(
                SalesOrder.state == OrderState.DRAFT, unindexed(SalesOrder.kind) == OrderKind.TEMPLATE
            )),
        ),
        Flag("recurring_due", N_("Recurring, to make"), ("a creer",), _recurring_due, counted=False),
        Flag(
            "open", N_("Open orders"), ("en cours", "ouverte", "ouvertes"), always(OPEN), counted=False,
            indexed=lambda _today: Indexed("ix_sales_order_open", IS_OPEN),
        ),
        Flag(
            "completed", N_("Completed orders"), ("soldee", "soldees"), counted=False,
            condition=always(sa.and_(
                SalesOrder.state == OrderState.CONFIRMED, SalesOrder.delivery_state == Progress.FULL,
                SalesOrder.invoice_state == Progress.FULL,
            )),
        ),
        Flag(
            "cancelled", N_("Cancelled orders"), ("annulee", "annulees"), counted=False,
            condition=always(SalesOrder.state == OrderState.CANCELLED),
        ),
    ),
    keys=(
        Key("customer", N_("customer"), ("client",), by_customer(SalesOrder.customer_id)),
        Key("number", N_("number"), ("numero", "n°", "n"), by_text(SalesOrder.number)),
        Key("reference", N_("reference"), ("v/ref.", "v/ref", "vref", "po"), by_text(SalesOrder.customer_reference)),
        Key("amount", N_("amount"), ("montant", "ht", "net"), by_money(SalesOrder.net)),
        Key("date", N_("date"), ("date",), by_day(SalesOrder.order_date)),
        Key("promised", N_("confirmed date"), ("confirmee", "promise"), by_day(SalesOrder.promised)),
        Key("week", N_("promised week"), ("semaine",), _in_week),
        Key("confirmed_on", N_("confirmed on"), ("confirmee le",), by_day(SalesOrder.confirmed_on)),
        Key("requested", N_("requested date"), ("demandee",), by_day(SalesOrder.requested)),
        Key(
            "product", N_("product"), ("article",),
            lambda term, today: SalesOrder.id.in_(sa.select(OrderLine.order_id).where(_by_label(term, today))),
        ),
        Key("salesperson", N_("salesperson"), ("commercial",), by_text(SalesOrder.salesperson)),
        Key("carrier", N_("carrier"), ("transporteur",), by_text(SalesOrder.carrier)),
        Key("method", N_("payment method"), ("reglement",), by_choice(SalesOrder.payment_method, METHODS)),
    ),
    prefixes=(SalesOrder.number, SalesOrder.customer_reference),
    customer=SalesOrder.customer_id,
    product=_of_product,
    amount=SalesOrder.net,
    currency=SalesOrder.currency,
    kind_of_row=SalesOrder.kind,
    repeated=_NOT_BINDING,  # a framework order and its call-offs are the same goods
)  # fmt: skip
ids, counts = LISTING.ids, LISTING.counts
summary, selection_summary = LISTING.summary, LISTING.selection_summary
# Where the columns below are in a row: by place they are read ten times faster than by name.
_PROMISED, _STATES, _OWN, _URGENT = 9, slice(13, 17), slice(-3), -3
_ROWS = sa.select(
    SalesOrder.id, SalesOrder.version, SalesOrder.number, SalesOrder.order_date, SalesOrder.customer_id,
    SalesOrder.customer_name, SalesOrder.customer_reference, SalesOrder.received_at, SalesOrder.requested,
    SalesOrder.promised, SalesOrder.net, SalesOrder.gross, SalesOrder.currency, SalesOrder.state,
    SalesOrder.delivery_state, SalesOrder.invoice_state, SalesOrder.state_reason, SalesOrder.salesperson,
    SalesOrder.carrier, SalesOrder.channel, SalesOrder.acknowledged_at.is_not(None), SalesOrder.payment_terms,
    SalesOrder.payment_method, SalesOrder.kind, _IS_URGENT, SalesOrder.valid_from, SalesOrder.valid_until,
).where(SalesOrder.id.in_(given_numbers()))  # fmt: skip


def rows(session: Session, ids: Iterable[int], today: dt.date) -> dict[int, OrderRow]:
    """Return the rows of a block by id."""
    found = rows_of(session, _ROWS, given(ids))
    drafts = [row[0] for row in found if row[_STATES][0] is OrderState.DRAFT]
    held = holds.of_drafts(session, today, drafts) if drafts else {}
    return {row[0]: _row(row, held.get(row[0]), today) for row in found}


def to_deliver(session: Session, today: dt.date) -> list[int]:
    """Return the confirmed orders that have goods to prepare, the earliest promise first."""
    statement = sa.select(SalesOrder.id).where(_to_deliver(session, today))
    return list(session.scalars(statement.order_by(SalesOrder.promised, SalesOrder.id)))


def state_of(row: Row, held: HoldCause | None) -> State:
    """Return the readable state of an order selected with its three states and its reason."""
    return _state_of(row.state, row.delivery_state, row.invoice_state, row.state_reason, held)


@lru_cache(maxsize=512)
def _state_of(
    state: OrderState, delivery: Progress, invoice: Progress, reason: str | None, held: HoldCause | None = None
) -> State:
    cause = held if state is OrderState.DRAFT else hold_cause(reason)
    return order_state(OrderFacts(state, delivery, invoice, to_confirm=True, hold=cause))


def _row(row: Row, held: HoldCause | None, today: dt.date) -> OrderRow:
    state, delivery, invoice, reason = row[_STATES]
    promised = row[_PROMISED]
    undelivered = delivery is not Progress.FULL
    running = undelivered and (state is OrderState.CONFIRMED or state is OrderState.ON_HOLD)
    late = running and promised is not None and promised < today
    urgent = bool(row[_URGENT]) and (running or state is OrderState.DRAFT)
    shown = _draft_state(row, held, today) if state is OrderState.DRAFT else _state_of(state, delivery, invoice, reason)
    return OrderRow._make((*row[_OWN], urgent, shown, late))


def _draft_state(row: Row, held: HoldCause | None, today: dt.date) -> State:
    if row.kind is OrderKind.FRAMEWORK:
        return framework_state(row.valid_from, row.valid_until, today)
    return TEMPLATE if row.kind is OrderKind.TEMPLATE else state_of(row, held)
