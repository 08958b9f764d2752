"""The remarks on an order, live while it is typed and again at its confirmation: one vocabulary for both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, Nature, OrderState, PriceSource, Severity, Supply, VatCategory
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import availability, payment_terms, requirements
from adv_desktop.models.rules import checks as rule
from adv_desktop.models.rules.calendar import DeliveryCalendar
from adv_desktop.models.rules.payment_terms import BuyerKind
from adv_desktop.models.rules.pricing import discounted
from adv_desktop.models.rules.requirements import Stage
from adv_desktop.models.rules.totals import net_unit_price
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import ELSEWHERE
from adv_desktop.models.values import from_minor, plain
from adv_desktop.services import (
    acceptances,
    alternatives,
    calendars,
    credit_control,
    freight,
    pricing,
    settings,
    shipping_checks,
    stock,
    vat_words,
    written_lines,
)
from adv_desktop.services.alternatives import Substitutes
from adv_desktop.services.order_commands import Acceptance, OrderCheck
from adv_desktop.services.pricing import Sources
from adv_desktop.services.queries.euros import in_euros, rate_of
from adv_desktop.services.queries.hints import unindexed
from adv_desktop.services.queries.promise import supply_of
from adv_desktop.services.settings import Settings

_NOT_OURS = frozenset({Supply.PURCHASE, *ELSEWHERE})  # bought for the line, or never in our warehouse
_SAME_WITHIN = dt.timedelta(days=7)
_COMPARED = 20  # orders


@dataclass(frozen=True, slots=True)
class _Context:
    session: Session
    order: SalesOrder
    customer: Customer
    settings: Settings
    today: dt.date
    loaded: list[object]  # products and counters, read once as long as this is kept
    own: dict[int, Decimal]  # what the order itself has reserved, by product
    calendar: DeliveryCalendar
    ordered: dt.date  # what lead times run from
    substitutes: Substitutes
    prices: dict[int, Sources]  # filled as lines ask for them


def of_order(
    session: Session, order: SalesOrder, today: dt.date, accepted: Collection[Acceptance] | None = None
) -> list[OrderCheck]:
    """Return every remark on an order whose lines are loaded, the most serious first.

    `accepted` is what was taken note of; None: what is kept with the order.
    """
    context = _context(session, order, today)
    with session.no_autoflush:
        found = [*_of_customer(context), *_of_header(context), *_of_lines(context), *_at_shipping(context)]
        known = acceptances.of(session, order.id or 0) if accepted is None else accepted
        return acceptances.mark(order, _by_severity(found), known)


def of_heading(session: Session, order: SalesOrder, today: dt.date) -> list[OrderCheck]:
    """Return the remarks on an order as a whole, without those on its lines."""
    context = _context(session, order, today)
    with session.no_autoflush:
        return _by_severity([*_of_customer(context), *_of_header(context)])


def without_remark(session: Session, found: Collection[OrderCheck]) -> int:
    """Return how many kinds of checks were made and found nothing."""
    settled = settings.read(session)
    return len({kind for kind in rule.DEFAULT_SEVERITIES if settled.runs(kind)} - {check.code for check in found})


def _context(session: Session, order: SalesOrder, today: dt.date) -> _Context:
    customer = session.get_one(Customer, order.customer_id)
    loaded = stock.load(session, (line.product_id for line in order.lines))
    settled = settings.read(session)
    calendar = calendars.of_order(session, order)
    ordered = calendars.lead_start(order, settled, calendar)
    substitutes = Substitutes(session)
    return _Context(
        session, order, customer, settled, today, loaded, _reserved(order), calendar, ordered, substitutes, {}
    )


def _by_severity(found: list[OrderCheck]) -> list[OrderCheck]:
    severities = list(Severity)[::-1]
    kept = [check for check in found if check.severity != Severity.OFF]
    return sorted(kept, key=lambda check: (severities.index(Severity(check.severity)), check.line or 0))


def _reserved(order: SalesOrder) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line in order.lines:
        if line.product_id is not None:
            found[line.product_id] = found.get(line.product_id, Decimal(0)) + line.reserved
    return found


def _check(context: _Context, kind: str, line: int | None = None, **facts: object) -> OrderCheck:
    severity = context.settings.severity(kind)
    if "former_until" in facts and severity is Severity.WARNING:
        severity = Severity.INFO  # a former price that is tolerated is no reason to worry
    return OrderCheck(kind, severity.value, line, facts)


def _remark(context: _Context, remark: rule.Remark | None, line: int | None = None) -> Iterator[OrderCheck]:
    if remark is not None:
        yield _check(context, remark.kind, line, **remark.facts)


def _of_customer(context: _Context) -> Iterator[OrderCheck]:
    customer, order = context.customer, context.order
    if customer.blocks_orders:
        yield _check(context, "customer_blocked", reason=customer.block_reason or "")
    asked = in_euros(order.gross, order.currency, rate_of(order.exchange_rate))
    risk = credit_control.Risk(order.bill_to_id, asked, order.id)
    for remark, severity in credit_control.remarks(context.session, risk, context.today, context.settings):
        yield OrderCheck(remark.kind, severity.value, None, dict(remark.facts))
    yield from _remark(context, rule.minimum_order(order.net, customer.minimum_order, order.currency))
    for field in requirements.missing(customer.requirements, order.given(), Stage.CONFIRMATION):
        yield _check(context, "requirement_missing", field=field)
    if customer.country == "FR" and not customer.siren:
        yield _check(context, "missing_siren")


def _of_header(context: _Context) -> Iterator[OrderCheck]:
    order, customer = context.order, context.customer
    intra_eu = any(line.vat_category is VatCategory.INTRA_EU for line in order.items)
    if intra_eu and not customer.vat_number:
        yield _check(context, "missing_vat_number")
    if context.settings.runs("vat_regime_conflict"):
        yield from _regime_at_odds(context)
    terms = payment_terms.parse(order.payment_terms)
    buyer = BuyerKind(customer.public_buyer) if customer.public_buyer else BuyerKind.BUSINESS
    exceeded = payment_terms.over_ceiling(terms, context.today, buyer=buyer)
    if exceeded is not None:
        yield _check(context, "terms_over_ceiling", due=exceeded.due.isoformat(), ceiling=exceeded.ceiling.isoformat())
    ruled = freight.unexplained(context.session, order) if context.settings.runs("freight_unexplained") else None
    if ruled is not None:
        written, computed = f"{from_minor(order.freight):f}", f"{from_minor(ruled.minor):f}"
        yield _check(context, "freight_unexplained", written=written, computed=computed)
    if context.settings.runs("duplicate_po"):
        yield from _duplicates(context)


def _regime_at_odds(context: _Context) -> Iterator[OrderCheck]:
    order, goods = context.order, vat_words.has_goods(context.order.items)
    at_odds = vat_words.conflict_of(context.session, context.customer, order.vat_regime, order.deliver_to, goods=goods)
    if at_odds is not None:
        yield _check(context, "vat_regime_conflict", None, **at_odds)


def _at_shipping(context: _Context) -> Iterator[OrderCheck]:
    """Say of a confirmed order what will hold its goods back; until they leave, it is a warning at most."""
    if context.order.state is not OrderState.CONFIRMED:
        return
    for remark in shipping_checks.ahead(context.session, context.order, context.today):
        severity = context.settings.severity(remark.kind)
        capped = Severity.WARNING if severity is Severity.BLOCKING else severity
        yield OrderCheck(remark.kind, capped.value, None, dict(remark.facts))


def _duplicates(context: _Context) -> Iterator[OrderCheck]:
    """Name the order that has the same customer's number, or the same content within a week."""
    order = context.order
    if order.open_reference:  # the same number and the same goods come again and again: that is what it is for
        return
    others = (
        SalesOrder.customer_id == order.customer_id,
        SalesOrder.id != (order.id or 0),
        SalesOrder.state != OrderState.CANCELLED,
    )
    if order.customer_reference:
        same = sa.select(SalesOrder.id, SalesOrder.number, SalesOrder.order_date).where(
            *others, SalesOrder.customer_reference == order.customer_reference, ~SalesOrder.open_reference
        )
        first = context.session.execute(same.order_by(SalesOrder.id).limit(1)).first()
        if first is not None:
            yield _check(
                context, "duplicate_po", first=first.number or str(first.id), date=first.order_date.isoformat()
            )
            return
    yield from _same_content(context, others)


def _same_content(context: _Context, others: tuple[sa.ColumnElement[bool], ...]) -> Iterator[OrderCheck]:
    order = context.order
    within = SalesOrder.order_date.between(order.order_date - _SAME_WITHIN, order.order_date + _SAME_WITHIN)
    near = sa.select(SalesOrder.id).where(*others, within).order_by(SalesOrder.id.desc()).limit(_COMPARED)
    rows = context.session.execute(
        sa.select(
            SalesOrder.id, SalesOrder.number, SalesOrder.order_date,
            OrderLine.product_code, OrderLine.label, OrderLine.quantity,
        )
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .where(SalesOrder.id.in_(near), OrderLine.kind.in_((LineKind.ITEM, LineKind.KIT)))
        .where(unindexed(OrderLine.kit_line_id).is_(None))
        .order_by(SalesOrder.id.desc(), OrderLine.no)
    )  # fmt: skip
    ours = [(line.product_code or line.label, line.quantity) for line in order.ordered]
    for order_id, group in groupby(rows, key=lambda row: int(row.id)):
        theirs = list(group)
        if rule.same_content(ours, [(row.product_code or row.label, row.quantity) for row in theirs]):
            date = theirs[0].order_date.isoformat()
            yield _check(context, "duplicate_po", first=theirs[0].number or str(order_id), date=date)
            return


def _of_lines(context: _Context) -> Iterator[OrderCheck]:
    totals: dict[int, Decimal] = {}
    for line in context.order.shown:
        if not (line.has_goods or line.is_kit):
            continue
        product = context.session.get(Product, line.product_id) if line.product_id else None
        if line.kit is not None and product is not None:
            totals[product.id] = totals.get(product.id, Decimal(0)) + line.backorder
            yield from _of_component(context, line.kit, product, totals[product.id])
            continue
        yield from _written(context, line, product)
        if product is not None:
            already = totals.get(product.id, Decimal(0))
            totals[product.id] = already + line.backorder
            yield from _of_product(context, line, product, totals[product.id])


def _written(context: _Context, line: OrderLine, product: Product | None) -> Iterator[OrderCheck]:
    """Repeat what the customer's file said and that our line still does not say."""
    for remark in written_lines.remarks(line, context.order.currency, known=product is not None):
        yield _check(context, remark.kind, line.no, **remark.facts)


def _of_product(context: _Context, line: OrderLine, product: Product, wanted: Decimal) -> Iterator[OrderCheck]:
    wanted_on = line.promised or line.requested or context.order.requested
    for kind, judge in _rules(context, line, product, wanted_on).items():
        if context.settings.runs(kind):
            yield from _remark(context, judge(), line.no)
    if product.is_ended(wanted_on or context.today):
        others = context.substitutes.of(product, wanted_on or context.today)
        replacement = others[0].code if others else None
        yield from _remark(context, rule.end_of_life(ended=True, replacement=replacement), line.no)
    if product.stocked and product.nature is Nature.GOODS and line.supply not in _NOT_OURS:
        yield from _stock(context, line, _Wanted(product, wanted, wanted_on))
    if context.settings.runs("price_manual"):
        yield from _price(context, line, product)


def _rules(
    context: _Context, line: OrderLine, product: Product, wanted_on: dt.date | None
) -> dict[str, Callable[[], rule.Remark | None]]:
    """Return what judges a line by its product, by kind of remark: what is switched off is not even looked at."""
    lead_days = context.settings.lead_days_of(product.lead_days)
    rules: dict[str, Callable[[], rule.Remark | None]] = {
        "pack_multiple": lambda: rule.pack_multiple(line.quantity, product.pack),
        "piece_decimals": lambda: rule.piece_decimals(line.quantity, line.unit),
        "date_too_early": lambda: rule.date_too_early(wanted_on, context.ordered, lead_days, context.calendar),
        "closed_day": lambda: rule.closed_day(wanted_on, context.calendar),
    }
    if not line.free_reason:
        net, floor = net_unit_price(line.priced()), context.settings.margin_floor
        rules |= {
            "below_minimum": lambda: rule.below_minimum(line.quantity, product.minimum_quantity),
            "below_cost": lambda: rule.below_cost(net, line.price_base, line.cost),
            "below_margin": lambda: rule.below_margin(net, line.price_base, line.cost, floor),
        }
    return rules


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How much of a product the order needs so far, and on which day."""

    product: Product
    quantity: Decimal
    on: dt.date | None


def _stock(context: _Context, line: OrderLine, wanted: _Wanted) -> Iterator[OrderCheck]:
    """Say what is short on the day, and what can never leave because the product has ended."""
    kinds = {"stock_short", "not_deliverable"}
    if not any(map(context.settings.runs, kinds)) or wanted.quantity <= _free_now(context, wanted.product):
        return
    supply = supply_of(context.session, wanted.product.id, [context.order.id or 0], context.today)
    day = context.calendar.departure(wanted.on) if wanted.on else context.today
    there = availability.there_on(supply, day, _free_now(context, wanted.product))
    others = context.substitutes.of(wanted.product, wanted.on or context.today)
    other = alternatives.sufficient(others, line.backorder)
    yield from _remark(context, rule.stock_short(wanted.quantity, there, other.code if other else None), line.no)
    ended, left = wanted.product.is_ended(wanted.on or context.today), max(supply.free(dt.date.max), Decimal(0))
    remark = rule.not_deliverable(ended=ended, quantity=wanted.quantity, left=left)
    yield from _remark(context, remark, line.no)


def _of_component(context: _Context, kit: OrderLine, product: Product, wanted: Decimal) -> Iterator[OrderCheck]:
    """Tell at the kit what is wrong with one of its components."""
    wanted_on = kit.promised or kit.requested or context.order.requested
    if product.is_ended(wanted_on or context.today):
        yield _check(context, "end_of_life", kit.no, component=product.code)
    if product.stocked and product.nature is Nature.GOODS:
        for found in _stock(context, kit, _Wanted(product, wanted, wanted_on)):
            yield replace(found, facts={**found.facts, "component": product.code})


def _free_now(context: _Context, product: Product) -> Decimal:
    """Return what is there for this order: available, and what it has reserved itself."""
    return stock.counters(context.session, product.id).available + context.own.get(product.id, Decimal(0))


def _price(context: _Context, line: OrderLine, product: Product) -> Iterator[OrderCheck]:
    """Say that a typed price is not the one of the price lists."""
    if line.price_source is not PriceSource.MANUAL or line.free_reason:
        return
    ordered = context.order.customer_reference_date or context.order.order_date
    wanted_on = line.requested or context.order.requested
    if product.id not in context.prices:
        context.prices.update(pricing.sources(context.session, context.customer, [product]))
    prices = context.prices[product.id]
    ours = prices.find(line.quantity, ordered, wanted_on)
    theirs = discounted(line.unit_price, line.discounts)
    if theirs == ours.net_price:
        return
    former = prices.former(line.quantity, ordered, wanted_on)
    tolerated = former is not None and former.found.net_price == theirs
    more = {"former_until": former.until.isoformat()} if former and tolerated else {}
    yield _check(context, "price_manual", line.no, theirs=plain(theirs), ours=plain(ours.net_price), **more)
