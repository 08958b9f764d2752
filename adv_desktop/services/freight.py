"""The freight of orders by the rules of their carriers, and the carrier that fits a place and a weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.carrier import Carrier
from adv_desktop.models.delivery import Delivery
from adv_desktop.models.line import PricedLine
from adv_desktop.models.party import Customer
from adv_desktop.models.product import Product
from adv_desktop.models.rules import freight as rule
from adv_desktop.models.rules.calendar import departement_of
from adv_desktop.models.rules.freight import FreightAnswer, FreightGround
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import to_minor
from adv_desktop.services import texts
from adv_desktop.services.folding import fold
from adv_desktop.services.formats import Formats
from adv_desktop.services.prepared import once
from adv_desktop.services.texts import N_

EURO = "EUR"
_BY_NAME = sa.select(Carrier).order_by(Carrier.name)
_WHY = {
    FreightGround.COLLECTED: N_("The customer collects: no freight."),
    FreightGround.FREE: N_("Free shipping reached: {goods} ≥ {threshold}"),
    FreightGround.STEP: N_("Freight {amount}, {carrier} up to {up_to}"),
    FreightGround.BEYOND: N_("Freight {amount}, {carrier}"),
    FreightGround.NO_WEIGHT: N_("Freight by weight: a product has no weight. Enter it, or type the freight."),
}
_SHORT = N_("{left} short of free shipping")
_TYPED = N_("Freight typed: {typed}; the rule gives {amount}.")


def settle(session: Session, order: SalesOrder) -> None:
    """Propose a carrier where the order names none, and give the order the freight of its rule unless it was typed."""
    if not order.carrier:
        order.carrier = suggested(session, _place(session, order), goods_weight(session, order.leaving))
    if order.freight_typed or order.freight_invoiced:
        return
    found = answer(session, order)
    order.freight = found.minor if found else 0


def answer(session: Session, order: SalesOrder) -> FreightAnswer | None:
    """Return the freight that the rules give an order, None where they say nothing."""
    carrier = _carrier(session, order.carrier)
    if carrier is None:
        return None
    if carrier.pickup:
        return FreightAnswer(0, FreightGround.COLLECTED)
    found = rule.rule_of(carrier.freight)
    if found is None or order.currency != EURO:
        return None
    customer = session.get_one(Customer, order.customer_id)
    amounts = order.totals()
    weight = goods_weight(session, order.leaving)
    return rule.charge(found, amounts.lines - amounts.discount, weight, customer.free_shipping_threshold)


def unexplained(session: Session, order: SalesOrder) -> FreightAnswer | None:
    """Return what the rule gives where the freight that was typed differs from it and nothing says why."""
    if not order.freight_typed or (order.freight_reason or "").strip():
        return None
    found = answer(session, order)
    if found is None or found.ground is FreightGround.NO_WEIGHT or found.minor == order.freight:
        return None
    return found


def needs_weight(session: Session, delivery: Delivery) -> bool:
    """Whether the freight of a delivery's carrier goes by a weight that neither was typed nor is known of its goods."""
    carrier = _carrier(session, delivery.carrier)
    kept = rule.rule_of(carrier.freight) if carrier else None
    if kept is None or kept.basis is not rule.FreightBasis.WEIGHT or delivery.weight_kg is not None:
        return False
    return goods_weight(session, delivery.lines) is None


def explain(session: Session, order: SalesOrder) -> str:
    """Say, in the reader's language, where the freight of an order comes from; "" where no rule speaks of it."""
    found = answer(session, order)
    if found is None:
        return ""
    say, formats = texts.current().gettext, Formats(texts.current().language)
    amount = formats.money(found.minor)
    if order.freight_typed and order.freight != found.minor:
        return say(_TYPED).format(typed=formats.money(order.freight), amount=amount)
    told = say(_WHY[found.ground]).format(
        amount=amount,
        carrier=order.carrier,
        goods=formats.money(found.goods),
        threshold=formats.money(found.threshold),
        up_to=_measure(session, order, found, formats),
    )
    short = found.threshold - found.goods
    if found.ground is FreightGround.FREE or short <= 0 or not found.threshold:
        return told
    return f"{told} · {say(_SHORT).format(left=formats.money(short))}"


def goods_weight(session: Session, lines: Iterable[PricedLine]) -> Decimal | None:
    """Return what goods weigh by their products, in kilograms; None while the weight of one is not known."""
    total = Decimal(0)
    for line in lines:
        product = session.get(Product, line.product_id) if line.product_id else None
        if product is None or not product.stocked:
            continue
        if product.weight_kg is None:
            return None
        total += line.quantity * product.weight_kg
    return total


def suggested(session: Session, address: dict[str, object], weight: Decimal | None) -> str | None:
    """Return the carrier that says it serves a place and carries a weight, the most particular first."""
    where = departement_of(str(address.get("postcode") or ""), str(address.get("country") or "FR"))
    fitting = [
        row
        for row in _carriers(session)
        if not row.pickup
        and (row.serves or row.max_kg is not None)
        and (not row.serves or where in row.serves)
        and (row.max_kg is None or (weight is not None and weight <= row.max_kg))
    ]
    best = min(fitting, key=lambda row: (not row.serves, row.max_kg is None, row.max_kg or 0), default=None)
    return best.name if best else None


def _measure(session: Session, order: SalesOrder, found: FreightAnswer, formats: Formats) -> str:
    if found.up_to is None:
        return ""
    carrier = _carrier(session, order.carrier)
    kept = rule.rule_of(carrier.freight) if carrier else None
    if kept is not None and kept.basis is rule.FreightBasis.WEIGHT:
        return f"{formats.quantity(found.up_to)} kg"
    return formats.money(to_minor(found.up_to))


def _place(session: Session, order: SalesOrder) -> dict[str, object]:
    return order.deliver_to or session.get_one(Customer, order.customer_id).party()


def _carrier(session: Session, name: str | None) -> Carrier | None:
    if not name:
        return None
    wanted = fold(name)
    return next((row for row in _carriers(session) if fold(row.name) == wanted), None)


def _carriers(session: Session) -> Sequence[Carrier]:
    """Return every carrier by name."""
    return once(session, ("carriers",), lambda: session.scalars(_BY_NAME).all())
