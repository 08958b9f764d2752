"""Kits whose last sets stay incomplete: the components that left for them are invoiced by their share of the price."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import LineKind, PriceSource
from adv_desktop.models.rules.kits import KitBilling, price_of_part, shares
from adv_desktop.models.rules.totals import line_net, net_from_gross
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import delivery_billing, kits

ZERO = Decimal(0)


def settle(session: Session, order: SalesOrder) -> None:
    """Price what left of kits that nothing completes any more, and make it due on the deliveries that it left with.

    The price of a kit is shared by the base prices of its components, as that of one invoiced pro rata.
    """
    order.count_sets()
    for kit in order.lines:
        parts = order.components(kit)
        if not parts or kit.kit_billing is not KitBilling.COMPLETE or kit.backorder or kit.free_reason:
            continue
        if any(part.is_billed_apart for part in parts) or not any(_loose(part, kit) > ZERO for part in parts):
            continue
        _price(session, order, kit, parts)
        session.flush()
        _reopen(session, parts)
    order.update_progress()


def columns_of(part: OrderLine, price: tuple[Decimal, Decimal], vat_rate: Decimal) -> dict[str, Any]:
    """Return the price columns of a component billed apart; its price is VAT included where its kit's was."""
    amount, base = price
    own: dict[str, Any] = {"kind": LineKind.ITEM, "price_source": part.price_source, "price_base": base}
    if part.gross_price is None:
        return {**own, "unit_price": amount, "discounts": ()}
    return {**own, "gross_price": amount, "unit_price": net_from_gross(amount, vat_rate), "discounts": ()}


def _loose(part: OrderLine, kit: OrderLine) -> Decimal:
    """Return what left of a component beyond the whole sets."""
    return part.delivered - part.returned - part.in_one * kit.delivered


def _price(session: Session, order: SalesOrder, kit: OrderLine, parts: Sequence[OrderLine]) -> None:
    whole = line_net(kit.as_typed(), order.currency)
    for part, share in zip(parts, shares(whole, kits.weights_of(session, parts)), strict=True):
        price, base = price_of_part(share, part.quantity, order.currency)
        if kit.gross_price is not None:
            part.gross_price, price = price, net_from_gross(price, part.vat_rate)
        part.bill_apart((price, base), kit.price_source or PriceSource.MANUAL)
        part.net = part.net_for(part.quantity, order.currency)


def _reopen(session: Session, parts: Sequence[OrderLine]) -> None:
    """Tell again how far the deliveries are invoiced that the loose components left with, the last ones first."""
    left = {part.id: part.invoiceable for part in parts}
    rows = session.execute(
        sa.select(DeliveryLine.order_line_id, DeliveryLine.quantity, DeliveryLine.delivery_id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(DeliveryProgress, DeliveryProgress.delivery_id == Delivery.id)
        .where(DeliveryLine.order_line_id.in_(left), DeliveryLine.replaces_id.is_(None), delivery_billing.ARRIVED)
        .order_by(DeliveryLine.id.desc())
    )
    touched: list[int] = []
    for part_id, quantity, delivery_id in rows:
        if left[part_id or 0] > ZERO:
            left[part_id or 0] -= quantity
            touched.append(delivery_id)
    for delivery_id in dict.fromkeys(touched):
        delivery_billing.update_progress(session, delivery_id)
