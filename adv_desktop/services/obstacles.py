"""What prevents a departure, all of it at once: what must be mended, what may be passed over with a reason."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DocumentKind, Requirement, Severity, VatCategory
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.rules import requirements
from adv_desktop.models.rules.addresses import missing_of
from adv_desktop.models.rules.free_lines import FreeReason
from adv_desktop.models.rules.requirements import Stage
from adv_desktop.models.rules.transport_proofs import buyer_carries
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.values import Money
from adv_desktop.services import (
    carriers,
    freight,
    lots,
    serials,
    settings,
    shipping_checks,
    stock,
    vat_evidence,
    weighing,
)
from adv_desktop.services.settings import Settings

ZERO = Decimal(0)
# What no reason passes over: a unit does not leave without its number, nor twice.
_NEVER = frozenset({serials.MISSING, serials.REFUSED})
# Whatever the settings say: without these there is nothing to ship, or nobody to ship it to.
_ALWAYS = frozenset({"deliveries_blocked", "stock_missing", "lot_short", "over_delivery", *_NEVER})
# A reason given when the goods were picked does not cover what is found when they leave.
_FRESH = frozenset({"deliveries_blocked", "stock_missing", "over_delivery"})
_BY_SEVERITY = (Severity.BLOCKING, Severity.WARNING, Severity.INFO)
Target = tuple[DocumentKind, int]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that keeps goods from leaving, or that is to be known before they do.

    `about` is the document where it is mended, `order_line_id` the line that it is on; what is not `passable` must be
    mended whatever the reason.
    """

    kind: str
    severity: Severity
    error: DomainError
    about: Target | None = None
    order_line_id: int | None = None
    passable: bool = True

    @property
    def is_blocking(self) -> bool:
        """Whether nothing leaves before it is mended or passed over."""
        return self.severity is Severity.BLOCKING


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    error: DomainError
    about: Target | None = None
    order_line_id: int | None = None


def of_delivery(session: Session, delivery: Delivery, orders: Sequence[SalesOrder], on: dt.date) -> list[Obstacle]:
    """Return what prevents a delivery from leaving on a day, the most serious first."""
    settled = settings.read(session)
    found = [_judged(one, settled) for one in _found(session, delivery, orders, on)]
    told = (*_surplus_within(delivery, orders, settled), *_carried_by_buyer(delivery, orders))
    return by_severity([*found, *told])


def by_severity(found: Iterable[Obstacle]) -> list[Obstacle]:
    """Return what is not switched off, each thing once, the most serious first."""
    known: dict[tuple[str, str], Obstacle] = {}
    for one in found:
        if one.severity in _BY_SEVERITY:
            known.setdefault((one.error.code, str(one.error.facts)), one)
    return sorted(known.values(), key=lambda one: _BY_SEVERITY.index(one.severity))


def refuse(
    session: Session, delivery: Delivery, orders: Sequence[SalesOrder], on: dt.date, override: str | None
) -> None:
    """Raise the first thing that holds goods back, unless a reason to pass over it was given."""
    if (override or "").strip():
        return
    settled = settings.read(session)
    for one in _found(session, delivery, orders, on):
        covered = delivery.override_reason and one.kind not in _FRESH
        if not covered and _severity(one.kind, settled) is Severity.BLOCKING:
            raise one.error


def _judged(one: _Found, settled: Settings) -> Obstacle:
    return Obstacle(
        one.kind, _severity(one.kind, settled), one.error, one.about, one.order_line_id, one.kind not in _NEVER
    )


def _severity(kind: str, settled: Settings) -> Severity:
    return Severity.BLOCKING if kind in _ALWAYS else settled.severity(kind)


def _found(session: Session, delivery: Delivery, orders: Sequence[SalesOrder], on: dt.date) -> Iterator[_Found]:
    customer = session.get_one(Customer, delivery.customer_id)
    if customer.blocks_deliveries:
        blocked = DomainError("delivery.customer_blocked", customer=customer.name, reason=customer.block_reason)
        yield _Found("deliveries_blocked", blocked, (DocumentKind.CUSTOMER, customer.id))
    if not all(line.replaces_id for line in delivery.lines):
        yield from _of_goods(session, delivery, on)
        for order in orders:
            yield from _of_order(session, order)
        yield from _of_surplus(delivery, orders, settings.read(session).over_delivery_tolerance)
    for kind, error, line in serials.check(session, delivery):
        yield _Found(kind, error, None, line.order_line_id)
    yield from _of_stock(session, delivery, {line.id: line for order in orders for line in order.lines})
    yield from _of_journey(session, delivery, customer)


def _of_goods(session: Session, delivery: Delivery, on: dt.date) -> Iterator[_Found]:
    """Look at lots and at the VAT number of who is invoiced."""
    for kind, error, line in lots.check(session, delivery, on):
        yield _Found(kind, error, None, line.order_line_id)
    for kind, error, order_line_id in weighing.check(session, delivery):
        yield _Found(kind, error, None, order_line_id)
    payer = session.get_one(Customer, delivery.bill_to_id)
    if shipping_checks.is_unchecked(session, payer, delivery.lines, on):
        facts = {"customer": payer.code, "number": payer.vat_number, "days": vat_evidence.VALID_DAYS}
        unchecked = DomainError("delivery.vat_number_unchecked", **facts)
        yield _Found("vat_number_unchecked", unchecked, (DocumentKind.CUSTOMER, payer.id))


def _of_order(session: Session, order: SalesOrder) -> Iterator[_Found]:
    """Look at what the customer requires before its goods leave (R2), and at what is to be paid before."""
    required = session.get_one(Customer, order.customer_id).requirements
    for name in requirements.missing(required, order.given(), Stage.SHIPPING):
        field = next((known for known in Requirement if known == name), name)
        missing = DomainError("delivery.requirement_missing", order=order.name, field=field)
        yield _Found("requirement_missing", missing, (DocumentKind.ORDER, order.id))
    asked = shipping_checks.due_before_shipping(order)
    received = shipping_checks.received_for(session, order) if asked else 0
    if received < asked:
        facts = {"asked": Money(asked, order.currency), "received": Money(received, order.currency)}
        unpaid = DomainError("delivery.prepayment_missing", order=order.name, **facts)
        yield _Found("prepayment_missing", unpaid, (DocumentKind.ORDER, order.id))


def _leaving(delivery: Delivery) -> dict[int, Decimal]:
    """Return what leaves by order line, without what is given beyond the order and what replaces other goods."""
    sums: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in delivery.lines:
        if line.order_line_id is not None and line.replaces_id is None and line.free_reason != FreeReason.SURPLUS:
            sums[line.order_line_id] += line.quantity
    return sums


def _of_surplus(delivery: Delivery, orders: Sequence[SalesOrder], percent: Decimal) -> Iterator[_Found]:
    """Look at what leaves beyond the order and beyond what is accepted (case 15)."""
    leaving = _leaving(delivery)
    for line in _served(orders, leaving):
        if leaving[line.id] > line.most(percent):
            yield _Found("over_delivery", line.too_much(leaving[line.id]), None, line.id)


def _surplus_within(delivery: Delivery, orders: Sequence[SalesOrder], settled: Settings) -> Iterator[Obstacle]:
    """Tell, without holding anything back, what leaves beyond the order within what is accepted."""
    leaving = _leaving(delivery)
    for line in _served(orders, leaving):
        surplus = leaving[line.id] - line.backorder
        if ZERO < surplus <= line.most(settled.over_delivery_tolerance) - line.backorder:
            facts = {"line": line.no, "label": line.label, "surplus": surplus}
            error = DomainError("delivery.surplus_accepted", **facts)
            yield Obstacle("over_delivery", Severity.WARNING, error, None, line.id)


def _carried_by_buyer(delivery: Delivery, orders: Sequence[SalesOrder]) -> Iterator[Obstacle]:
    """Tell that the buyer carries what is sold without VAT in the Union: proofs will be asked of him (R15)."""
    if any(line.is_item and line.vat_category is VatCategory.INTRA_EU for line in delivery.lines):
        for order in orders:
            if buyer_carries(order.incoterm):
                error = DomainError("delivery.buyer_carries", order=order.name, incoterm=order.incoterm)
                yield Obstacle("buyer_carries", Severity.WARNING, error, (DocumentKind.ORDER, order.id))


def _served(orders: Sequence[SalesOrder], leaving: Mapping[int, Decimal]) -> list[OrderLine]:
    return [line for order in orders for line in order.lines if line.id in leaving]


def _of_stock(session: Session, delivery: Delivery, lines: Mapping[int, OrderLine]) -> Iterator[_Found]:
    """Look at what is physically there; the lines of one product are counted together."""
    wanted: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for sent in delivery.lines:
        line = lines.get(sent.order_line_id or 0)
        if line is None or not stock.from_stock(session, line):
            continue
        product = line.product_id or 0
        wanted[product] += sent.quantity
        there = stock.counters(session, product).physical
        if wanted[product] > there:
            facts = {"product": line.product_code, "wanted": wanted[product], "stock": there}
            short = DomainError("stock.short", line=line.no, **facts)
            yield _Found("stock_missing", short, (DocumentKind.PRODUCT, product), line.id)


def _of_journey(session: Session, delivery: Delivery, customer: Customer) -> Iterator[_Found]:
    """Look at who carries the goods, and where to; services do not travel."""
    if delivery.is_of_services:
        return
    if not (delivery.carrier or "").strip():
        yield _Found("carrier_missing", DomainError("delivery.carrier_missing", customer=customer.name))
    elif carriers.is_pickup(session, delivery.carrier):
        return
    elif freight.needs_weight(session, delivery):
        error = DomainError("delivery.parcel_weight_missing", carrier=delivery.carrier, customer=customer.name)
        yield _Found("parcel_weight_missing", error)
    if missing := missing_of(delivery.ship_to):
        error = DomainError("delivery.address_incomplete", customer=customer.name, missing=missing)
        yield _Found("address_incomplete", error, (DocumentKind.CUSTOMER, customer.id))
