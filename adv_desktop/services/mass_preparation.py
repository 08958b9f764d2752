"""Preparing many deliveries at once: each in its own transaction, so that a stop between two leaves whole ones only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.deliveries import DeliverOrders, DeliveryRef, DeliveryService
from adv_desktop.services.queries.preparation import Waiting, place_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery that was not made, and why; `name` tells its orders."""

    name: str
    error: DomainError


@dataclass(frozen=True, slots=True)
class Preparations:
    """The deliveries that were made, and those that were not."""

    made: tuple[DeliveryRef, ...]
    kept: tuple[Kept, ...]


def prepare_all(
    deliveries: DeliveryService,
    wanted: Sequence[Waiting],
    today: dt.date,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> Preparations:
    """Make the deliveries one after the other; `step(done, total)` is called between two and may cancel there."""
    made: list[DeliveryRef] = []
    kept: list[Kept] = []
    for place, one in enumerate(wanted):
        step(place, len(wanted))
        try:
            made += deliveries.prepare(command_of(one, today))
        except DomainError as error:
            kept.append(Kept(", ".join(one.numbers), error))
    step(len(wanted), len(wanted))
    return Preparations(tuple(made), tuple(kept))


@dataclass(frozen=True, slots=True)
class Departed:
    """The deliveries that left, and what keeps the others."""

    made: tuple[DeliveryRef, ...]
    kept: tuple[Kept, ...]


def deliver_all(deliveries: DeliveryService, places: Sequence[Sequence[SalesOrder]], asked: DeliverOrders) -> Departed:
    """Ship what the orders of each place ask for, one place after the other; raise what keeps all of them."""
    made: list[DeliveryRef] = []
    kept: list[Kept] = []
    for orders in places:
        try:
            made += deliveries.deliver(replace(asked, orders=tuple(order.id for order in orders)))
        except DomainError as error:
            kept.append(Kept(", ".join(str(order.name) for order in orders), error))
    if not made:
        raise kept[0].error
    return Departed(tuple(made), tuple(kept))


def by_place(orders: Sequence[SalesOrder]) -> list[list[SalesOrder]]:
    """Return orders by what leaves together."""
    places: dict[tuple[object, ...], list[SalesOrder]] = {}
    for order in orders:
        places.setdefault(place_of(order), []).append(order)
    return list(places.values())


def command_of(one: Waiting, today: dt.date) -> DeliverOrders:
    """Return the command that prepares what can leave of a place, for its day or today when that is over."""
    return DeliverOrders(
        one.leaving,
        dict(one.quantities),
        dict(one.versions),
        date=max(one.leaves_on, today),
        carrier=one.carrier or None,
    )
