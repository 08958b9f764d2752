"""What was really picked of a delivery, and how it was packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DeliveryState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.free_lines import Surplus
from adv_desktop.services import delivery_quantities, lots, serials, weighing
from adv_desktop.services.delivery_lines import drop_lone_headings
from adv_desktop.services.lots import LotPick
from adv_desktop.services.orders import orders_of_lines


@dataclass(frozen=True, slots=True)
class Packing:
    """How a delivery was packed and what it weighs; what is None stays as it was."""

    parcels: int | None = None
    weight_kg: Decimal | None = None
    lots: Mapping[int, Sequence[LotPick]] = field(default_factory=dict)  # by delivery line id
    weights: Mapping[int, Sequence[Decimal]] = field(default_factory=dict)  # kilograms, by delivery line id
    serials: Mapping[int, Sequence[str]] = field(default_factory=dict)  # numbers of the units, by delivery line id
    carrier: str | None = None
    surplus: Surplus = Surplus.INVOICED


def record_picked(session: Session, delivery: Delivery, quantities: Mapping[int, Decimal], packing: Packing) -> None:
    """Bring the lines of a delivery to what was picked, by line id, and note how it was packed."""
    for line in list(delivery.lines):
        picked = quantities.get(line.id, line.quantity)
        if picked < 0:
            raise DomainError("quantity.not_positive", written=picked, line=line.no)
        if picked == 0 and line.has_goods:
            delivery.lines.remove(line)
        else:
            line.pick(picked)
    drop_lone_headings(session, delivery)
    if not delivery.lines:
        raise DomainError("delivery.nothing", orders=delivery.name)
    _pack(session, delivery, packing)


def record_weights(delivery: Delivery, weights: Mapping[int, Sequence[Decimal]]) -> None:
    """Note what lines of a delivery that has not left weigh, in kilograms by line id."""
    refuse_left(delivery)
    for line in delivery.lines:
        weighing.weigh(line, weights.get(line.id, ()))


def refuse_left(delivery: Delivery) -> None:
    """Refuse to change what left, or what was cancelled."""
    if delivery.state not in {DeliveryState.TO_PREPARE, DeliveryState.PREPARED}:
        raise DomainError("delivery.wrong_state", delivery=delivery.name)


def _pack(session: Session, delivery: Delivery, packing: Packing) -> None:
    """Record the weights, lots, carrier and parcels of what was picked."""
    for line in delivery.lines:
        weighing.weigh(line, packing.weights.get(line.id, ()))
    serials.name(delivery.lines, packing.serials)
    lots.take(session, delivery, packing.lots)
    if packing.surplus is Surplus.FREE:
        orders = orders_of_lines(session, [line.order_line_id for line in delivery.lines if line.order_line_id])
        delivery_quantities.give_surplus_free(delivery, [line for order in orders for line in order.leaving])
    delivery.parcels = packing.parcels or delivery.parcels
    delivery.weight_kg = packing.weight_kg or delivery.weight_kg
    delivery.carrier = packing.carrier or delivery.carrier
