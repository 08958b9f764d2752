"""Preparing or shipping many deliveries: each in its own transaction, so that a stop leaves whole ones only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from adv_desktop.models.errors import AdvError, DomainError, KnownError
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.deliveries import DeliverOrders, DeliveryRef, DeliveryService
from adv_desktop.services.queries.preparation import Waiting, place_of
from adv_desktop.services.remainders import Remainder

Step = Callable[[int, int], None]


def _no_step(_done: int, _total: int) -> None:
    """Let a run go on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery that was not made, and why; `name` tells its orders."""

    name: str
    error: AdvError


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where the machine ended a run (disk full, file locked): nothing of `name` nor of what follows was written.

    `left` counts them; the same run can be asked for again once the machine is well.
    """

    name: str
    left: int
    error: KnownError


@dataclass(frozen=True, slots=True)
class Preparations:
    """The deliveries that were made, and those that were not."""

    made: tuple[DeliveryRef, ...]
    kept: tuple[Kept, ...]
    stopped: Stopped | None = None


def prepare_all(
    deliveries: DeliveryService,
    wanted: Sequence[Waiting],
    today: dt.date,
    step: Step = _no_step,
) -> Preparations:
    """Make the deliveries one after the other; `step(done, total)` is called between two and may cancel there."""
    made: list[DeliveryRef] = []
    kept: list[Kept] = []
    for place, one in enumerate(wanted):
        step(place, len(wanted))
        name = ", ".join(one.numbers)
        try:
            made += deliveries.prepare(command_of(one, today))
        except DomainError as error:
            kept.append(Kept(name, error))
        except KnownError as error:
            return Preparations(tuple(made), tuple(kept), Stopped(name, len(wanted) - place, error))
    step(len(wanted), len(wanted))
    return Preparations(tuple(made), tuple(kept))


@dataclass(frozen=True, slots=True)
class ToShip:
    """A prepared delivery that is to leave, in the version that was looked at."""

    id: int
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """What left, what a rule keeps with its reason, and where the machine ended the run."""

    made: tuple[DeliveryRef, ...]
    refused: tuple[tuple[ToShip, DomainError], ...]
    stopped: Stopped | None = None


def ship_all(
    deliveries: DeliveryService,
    wanted: Sequence[ToShip],
    remainder: Remainder | None = None,
    step: Step = _no_step,
) -> Shipped:
    """Ship prepared deliveries one after the other; what is refused stays, the others leave."""
    made: list[DeliveryRef] = []
    refused: list[tuple[ToShip, DomainError]] = []
    for place, one in enumerate(wanted):
        step(place, len(wanted))
        try:
            made.append(deliveries.ship(one.id, one.version, remainder=remainder))
        except DomainError as error:
            refused.append((one, error))
        except KnownError as error:
            return Shipped(tuple(made), tuple(refused), Stopped(one.name, len(wanted) - place, error))
    return Shipped(tuple(made), tuple(refused))


@dataclass(frozen=True, slots=True)
class Departed:
    """The deliveries that left, and what keeps the others."""

    made: tuple[DeliveryRef, ...]
    kept: tuple[Kept, ...]


def deliver_all(deliveries: DeliveryService, places: Sequence[Sequence[SalesOrder]], asked: DeliverOrders) -> Departed:
    """Ship what the orders of each place ask for, one place after the other; raise what keeps all of them.

    What ends the run (a full disk) keeps the place that it happened to and all those that follow.
    """
    made: list[DeliveryRef] = []
    kept: list[Kept] = []
    for place, orders in enumerate(places):
        try:
            made += deliveries.deliver(replace(asked, orders=tuple(order.id for order in orders)))
        except DomainError as error:
            kept.append(Kept(_named(orders), error))
        except KnownError as error:
            kept += [Kept(_named(left), error) for left in places[place:]]
            break
    if not made:
        raise kept[0].error
    return Departed(tuple(made), tuple(kept))


def _named(orders: Sequence[SalesOrder]) -> str:
    return ", ".join(str(order.name) for order in orders)


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
