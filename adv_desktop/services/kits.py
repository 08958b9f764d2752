"""The components of kits on orders: written below their kit, brought along with it, priced when their kit is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.enums import LineKind, OrderState, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.product import Product
from adv_desktop.models.rules.kits import KitBilling, Part, price_of_part, shares, whole_sets
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import compositions, settings, stock
from adv_desktop.services.compositions import Component
from adv_desktop.services.order_lines import LineContext, own_label

ZERO = Decimal(0)


def blank_line(no: int) -> OrderLine:
    """Return a line of which nothing is reserved, delivered or invoiced yet; its product says where it comes from."""
    counted = ("reserved", "delivered", "returned", "invoiced", "cancelled")
    return OrderLine(no=no, supply_chosen=True, **dict.fromkeys(counted, ZERO))


def written(session: Session, kit: OrderLine, context: LineContext) -> list[OrderLine]:
    """Return the components of a kit as the lines of an order: what one kit holds is frozen there."""
    components = context.catalogue.components_of(kit.product_id)
    kit.kit_billing = _billing(session, kit) if components else None
    if not components:
        return []
    kit.cost = compositions.cost_of(components)
    return [_component(kit, one, own_label(one.product, context.customer)) for one in components]


def brought_along(
    session: Session, order: SalesOrder, kit: OrderLine, former: Sequence[OrderLine], context: LineContext
) -> list[OrderLine]:
    """Return the components of a kit that was amended: those it had, unless the order is a draft or it is another kit.

    Raise `order.line_begun` when what it had cannot be taken away any more.
    """
    same = bool(former) and former[0].kit is kit and kit.is_kit and order.state is not OrderState.DRAFT
    if same:
        for part in former:
            if not _has_begun(part):
                stock.release(session, part)
            part.quantity = part.in_one * kit.quantity
            part.requested, part.promised, part.urgent = kit.requested, kit.promised, kit.urgent
        kit.cost = _cost(former)
        return list(former)
    for part in former:
        let_go(session, order, part)
    return written(session, kit, context)


def let_go(session: Session, order: SalesOrder, line: OrderLine) -> None:
    """Free what is kept for a line that goes away; raise `order.line_begun` when something of it has left."""
    if _has_begun(line):
        raise DomainError("order.line_begun", order=order.name, line=line.kit.no if line.kit else line.no)
    stock.release(session, line)
    stock.untie(session, line)


def begun(kit: OrderLine, parts: Sequence[OrderLine]) -> Decimal:
    """Return how much of a line has begun to leave: of a kit, each set of which a component left."""
    sets = [(part.delivered / part.in_one).to_integral_value(ROUND_CEILING) for part in parts]
    return max([kit.delivered, kit.invoiced, *sets])


def number_components(order: SalesOrder) -> None:
    """Give the components numbers after all other lines, so that these keep those that they were typed with."""
    parts = [part for line in order.lines for part in order.components(line)]
    tops = len(order.lines) - len(parts)
    for no, part in enumerate(parts, start=tops + 1):
        part.no = no


def spread_prices(session: Session, order: SalesOrder) -> None:
    """Put the price of kits that are invoiced pro rata on their components, by the base prices of these.

    A price that was spread before is spread as it was.
    """
    for kit in order.lines:
        parts = order.components(kit)
        if not parts or kit.kit_billing is not KitBilling.PRO_RATA:
            continue
        kit.kind = LineKind.KIT
        kit.net = kit.net_for(kit.quantity, order.currency)
        weights = [Decimal(part.net) for part in parts]
        weights = weights if any(weights) else weights_of(session, parts)
        for part, net in zip(parts, shares(kit.net, weights), strict=True):
            _take_share(part, kit, net, order.currency)


def promise_with_last(order: SalesOrder) -> None:
    """Promise each kit for the day of its last component, which may have been promised apart."""
    for kit in order.lines:
        parts = [part for part in order.components(kit) if part.promised is not None]
        if parts:
            last = max(parts, key=lambda part: part.promised or dt.date.min)
            kit.promised, kit.promise_cause = last.promised, last.promise_cause
            kit.first_promised = max((part.first_promised for part in parts if part.first_promised), default=None)


def exploded(order: SalesOrder, asked: Mapping[int, Decimal], pending: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return quantities by line id with kits replaced by what their next whole sets still need of each component."""
    wanted = dict(asked)
    for kit in order.lines:
        parts = order.components(kit)
        sets = wanted.pop(kit.id, ZERO) if parts else ZERO
        if not sets:
            continue
        done = [Part(part.delivered + pending.get(part.id, ZERO), part.in_one) for part in parts]
        target = whole_sets(kit.quantity, done) + sets
        if target > kit.quantity - kit.cancelled:
            left = kit.quantity - kit.cancelled - target + sets
            raise DomainError("delivery.over_quantity", line=kit.no, label=kit.label, wanted=sets, left=left)
        for part, one in zip(parts, done, strict=True):
            wanted[part.id] = max(one.per_kit * target - one.done, ZERO)
    return wanted


def _has_begun(line: OrderLine) -> bool:
    """Whether something of a line was delivered or invoiced."""
    return bool(line.delivered or line.invoiced)


def _billing(session: Session, kit: OrderLine) -> KitBilling:
    """Return when a kit is invoiced: whole where its price cannot be shared, given with charges, VAT or free."""
    if kit.charges or kit.gross_price is not None or kit.free_reason:
        return KitBilling.COMPLETE
    product = session.get_one(Product, kit.product_id)
    return product.kit_billing or settings.read(session).kit_billing


def _component(kit: OrderLine, component: Component, label: str) -> OrderLine:
    product = component.product
    line = blank_line(0)
    line.kind, line.kit, line.per_kit = LineKind.COMPONENT, kit, component.quantity
    line.product_id, line.product_code = product.id, product.code
    line.label, line.unit, line.nature = label, product.unit, product.nature
    line.quantity = component.quantity * kit.quantity
    line.unit_price, line.price_base, line.discounts, line.charges, line.net = ZERO, Decimal(1), (), [], 0
    line.vat_category, line.vat_rate, line.exemption_code = kit.vat_category, kit.vat_rate, kit.exemption_code
    line.vat_given, line.cost, line.supply = kit.vat_given, product.cost, product.supply
    line.supply_chosen = line.supply is not Supply.STOCK
    line.requested, line.promised, line.urgent = kit.requested, kit.promised, kit.urgent
    return line


def weights_of(session: Session, parts: Sequence[OrderLine]) -> list[Decimal]:
    """Return what components weigh in the price of one kit: their base prices, else their costs."""
    products = [session.get_one(Product, part.product_id) for part in parts]
    prices = [product.price / product.price_base for product in products]
    if not any(prices):
        prices = [product.cost or ZERO for product in products]
    return [price * part.in_one for price, part in zip(prices, parts, strict=True)]


def _take_share(part: OrderLine, kit: OrderLine, net: int, currency: str) -> None:
    part.kind = LineKind.ITEM
    part.unit_price, part.price_base = price_of_part(net, part.quantity, currency)
    part.price_source, part.net = kit.price_source, net
    part.vat_category, part.vat_rate, part.exemption_code = kit.vat_category, kit.vat_rate, kit.exemption_code
    part.vat_given = kit.vat_given


def _cost(parts: Sequence[OrderLine]) -> Decimal | None:
    costs = [None if part.cost is None else part.cost * part.in_one for part in parts]
    known = [cost for cost in costs if cost is not None]
    return sum(known, ZERO) if len(known) == len(costs) else None
