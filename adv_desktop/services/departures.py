"""What prevents departures, looked at before they are asked for: of orders, of a delivery, of the whole worklist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import DocumentKind, OrderState, Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import credit_control, delivery_quantities, lots, obstacles
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import DeliverOrders, assembled, delivery_by_id
from adv_desktop.services.delivery_lines import number_lines, renew_place
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.orders import order_by_id, orders_of_lines
from adv_desktop.services.picking import Packing, record_picked
from adv_desktop.services.queries.preparation import Waiting
from adv_desktop.services.store import Store


class DepartureChecks:
    """Says what prevents departures; nothing is written."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def of_orders(self, command: DeliverOrders) -> list[Obstacle]:
        """Return what prevents the deliveries that a command would make, the most serious first."""
        with self._store.read() as session, session.no_autoflush:
            return _of_orders(session, command, self._clock.today())

    def of_delivery(
        self, delivery_id: int, quantities: Mapping[int, Decimal] | None = None, packing: Packing | None = None
    ) -> list[Obstacle]:
        """Return what prevents a delivery from leaving today, as it was or is being picked."""
        today = self._clock.today()
        with self._store.read() as session, session.no_autoflush:
            delivery = delivery_by_id(session, delivery_id)
            if quantities is not None:
                record_picked(session, delivery, quantities, packing or Packing())
            orders = orders_of_lines(session, [line.order_line_id for line in delivery.lines if line.order_line_id])
            renew_place(session, delivery, orders)
            found = [*_not_open(orders, delivery), *_leaving(session, delivery, orders, today)]
            return obstacles.by_severity(found)

    def of_places(self, places: Sequence[Waiting]) -> dict[tuple[int, ...], list[Obstacle]]:
        """Return what prevents the departure of each place of the worklist, by its orders."""
        today = self._clock.today()
        found = {}
        with self._store.read() as session, session.no_autoflush:
            for place in places:
                asked = DeliverOrders(place.orders, dict(place.quantities), carrier=place.carrier or None)
                found[place.orders] = _of_orders(session, asked, today)
        return found


def _of_orders(session: Session, command: DeliverOrders, today: dt.date) -> list[Obstacle]:
    orders = [order_by_id(session, order_id) for order_id in command.orders]
    quantities: dict[int, Decimal] = {}
    found = _not_open(orders)
    for order in orders:
        try:
            quantities |= delivery_quantities.wanted(session, order, command.quantities)
        except DomainError as refusal:
            about = (DocumentKind.ORDER, order.id)
            found.append(Obstacle("quantity_refused", Severity.BLOCKING, refusal, about, passable=False))
            quantities |= command.quantities or {}
    for remark, severity, error, customer_id in credit_control.at_picking(session, orders, today):
        found.append(Obstacle(remark.kind, severity, error, (DocumentKind.CUSTOMER, customer_id)))
    for delivery in assembled(session, orders, replace(command, override=None), quantities, today):
        ids = {line.order_line_id for line in delivery.lines}
        served = [order for order in orders if ids & {line.id for line in order.lines}] or orders
        found += _leaving(session, delivery, served, today)
    return obstacles.by_severity(found)


def _leaving(session: Session, delivery: Delivery, orders: Sequence[SalesOrder], today: dt.date) -> list[Obstacle]:
    """Return what prevents a departure today, with the lots that would be taken."""
    lots.propose(session, delivery)
    number_lines(delivery)
    return obstacles.of_delivery(session, delivery, orders, today)


def _not_open(orders: Sequence[SalesOrder], delivery: Delivery | None = None) -> list[Obstacle]:
    """Name the orders for which nothing may leave: on hold, cancelled, not confirmed."""
    if delivery is not None and all(line.replaces_id for line in delivery.lines):
        return []
    return list(_closed(orders))


def _closed(orders: Sequence[SalesOrder]) -> Iterator[Obstacle]:
    for order in orders:
        if order.state is not OrderState.CONFIRMED:
            error = DomainError("order.not_confirmed", order=order.name, state=order.state.value)
            about = (DocumentKind.ORDER, order.id)
            yield Obstacle("order_not_open", Severity.BLOCKING, error, about, passable=False)
