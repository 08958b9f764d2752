"""Deliveries: prepared, shipped whole or in part; the remainder stays on the order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from adv_desktop.models.delivery import Delivery, DeliveryNote, DeliveryProgress
from adv_desktop.models.enums import DeliveryState, DocumentKind, Progress, Series, Undelivered
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.rules.free_lines import FreeReason, Surplus
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import (
    carriers,
    credit_control,
    delivery_billing,
    delivery_quantities,
    delivery_vat,
    files,
    lots,
    numbering,
    obstacles,
    packaging,
    parcels,
    remainders,
    reservations,
    seals,
    serials,
    settings,
    shipping_notices,
    stock,
)
from adv_desktop.services.clock import Clock
from adv_desktop.services.delivery_commands import DeliverOrders
from adv_desktop.services.delivery_lines import (
    arrive,
    complete_sets,
    departure_of,
    expect,
    has_to_invoice,
    lines_leaving,
    number_lines,
    renew_place,
)
from adv_desktop.services.failpoints import reach
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.orders_served import orders_served
from adv_desktop.services.papers import Papers
from adv_desktop.services.picking import Packing, record_picked, record_weights, refuse_left
from adv_desktop.services.queries.preparation import place_of
from adv_desktop.services.remainders import Remainder
from adv_desktop.services.store import Store

__all__ = ["DeliverOrders", "DeliveryRef", "DeliveryService"]

ZERO = Decimal(0)
WITH_LINES = selectinload(Delivery.lines)


@dataclass(frozen=True, slots=True)
class DeliveryRef:
    """A delivery that a verb made."""

    id: int
    number: str | None


class Notices(Protocol):
    """Tells customers of departures, inside the transaction of the departure."""

    def on_departure(self, session: Session, delivery: Delivery) -> None:
        """Prepare what tells the customer, where it is to be told."""
        ...


class DeliveryService:
    """The verbs on deliveries."""

    def __init__(self, store: Store, clock: Clock, papers: Papers, notices: Notices | None = None) -> None:
        self._store = store
        self._clock = clock
        self._papers = papers
        self._notices = notices

    def prepare(self, command: DeliverOrders) -> list[DeliveryRef]:
        """Make the deliveries to prepare: one per customer and place."""
        with self._store.write("delivery.prepare") as session:
            deliveries = self._make(session, command)
            return [DeliveryRef(delivery.id, delivery.picking_number) for delivery in deliveries]

    def deliver(self, command: DeliverOrders) -> list[DeliveryRef]:
        """Prepare and ship in one go: from the order to the goods that left."""
        with self._store.write("delivery.ship") as session:
            return [DeliveryRef(delivery.id, delivery.number) for delivery in self.leave(session, command)]

    def leave(self, session: Session, command: DeliverOrders) -> list[Delivery]:
        """Prepare and ship inside a transaction, for the verbs that do more with what left."""
        deliveries = self._make(session, command)
        for delivery in deliveries:
            if command.notice is not None:
                style = command.notice.style or session.get_one(Customer, delivery.customer_id).note_style
                notice = command.notice.number
                session.add(DeliveryNote(delivery_id=delivery.id, style=style, supplier_notice=notice))
            self._ship(session, delivery, command.date, command.override, command.remainder)
        return deliveries

    def leave_again(self, session: Session, delivery: Delivery) -> None:
        """Ship, inside a transaction, a delivery that stands for one whose note was wrong: on the same day."""
        self._ship(session, delivery, delivery.delivery_date, delivery.override_reason, remainders.KEPT)

    def set_prepared(
        self, delivery_id: int, version: int, quantities: Mapping[int, Decimal], packing: Packing | None = None
    ) -> None:
        """Record what was really picked, by delivery line id, and how it was packed.

        A line left out keeps its quantity.
        """
        with self._store.write("delivery.prepared") as session:
            delivery = delivery_by_id(session, delivery_id)
            delivery.refuse_if_changed(version)
            record_picked(session, delivery, quantities, packing or Packing())
            number_lines(delivery)
            delivery.move_to(DeliveryState.PREPARED)

    def weigh(self, delivery_id: int, version: int, weights: Mapping[int, Sequence[Decimal]]) -> None:
        """Record what lines of a delivery that has not left weigh, in kilograms by delivery line id."""
        with self._store.write("delivery.weigh") as session:
            delivery = delivery_by_id(session, delivery_id)
            delivery.refuse_if_changed(version)
            record_weights(delivery, weights)

    def name_units(self, delivery_id: int, version: int, numbers: Mapping[int, Sequence[str]]) -> None:
        """Record the serial numbers of the units that were picked, by delivery line id."""
        with self._store.write("delivery.serials") as session:
            delivery = delivery_by_id(session, delivery_id)
            delivery.refuse_if_changed(version)
            refuse_left(delivery)
            serials.name(delivery.lines, numbers)

    def ship(
        self,
        delivery_id: int,
        version: int,
        date: dt.date | None = None,
        override: str | None = None,
        remainder: Remainder | None = None,
    ) -> DeliveryRef:
        """Ship a prepared delivery: number, stock moves, counters of the orders and delivery note, all at once.

        `remainder` is what becomes of what stays behind, where the customer is asked.
        """
        with self._store.write("delivery.ship") as session:
            delivery = delivery_by_id(session, delivery_id)
            delivery.refuse_if_changed(version)
            self._ship(session, delivery, date, override, remainder)
            return DeliveryRef(delivery.id, delivery.number)

    def cancel(self, delivery_id: int, version: int) -> None:
        """Cancel a delivery that has not left; its goods are to be delivered again."""
        with self._store.write("delivery.cancel") as session:
            delivery = delivery_by_id(session, delivery_id)
            delivery.refuse_if_changed(version)
            delivery.move_to(DeliveryState.CANCELLED)

    def track(self, delivery_id: int, carrier: str | None, tracking: str | None, url: str | None = None) -> None:
        """Record carrier and tracking number of a shipped delivery; without a page, the carrier's own."""
        with self._store.write("delivery.track") as session:
            progress = progress_of(session, delivery_id)
            if tracking and carriers.is_pickup(session, carrier):
                raise DomainError("delivery.collected", carrier=carrier)
            progress.carrier, progress.tracking = carrier, tracking
            progress.tracking_url = url or carriers.tracking_link(session, carrier, tracking)
            session.flush()
            shipping_notices.refresh(session, delivery_id)

    def prove(self, delivery_id: int, on: dt.date, received_by: str | None, reserves: str | None) -> None:
        """Record the proof of delivery."""
        numbering.refuse_future(on, self._clock.today())
        with self._store.write("delivery.prove") as session:
            record_proof(session, delivery_id, on, received_by, reserves)

    def _make(self, session: Session, command: DeliverOrders) -> list[Delivery]:
        today = self._clock.today()
        orders, quantities = [], dict[int, Decimal]()
        for order_id in command.orders:
            order = order_by_id(session, order_id)
            if command.versions is not None and order_id in command.versions:
                order.refuse_if_changed(command.versions[order_id])
            order.refuse_unless_open()
            quantities |= delivery_quantities.wanted(session, order, command.quantities)
            orders.append(order)
        delivery_quantities.refuse_mixed(orders, quantities, command.notice is not None)
        credit_control.refuse_at_picking(session, orders, today, command.override)
        made = [delivery for delivery in assembled(session, orders, command, quantities, today) if delivery.lines]
        if not made:
            raise DomainError("delivery.nothing", orders=", ".join(str(order.name) for order in orders))
        for delivery in made:
            session.get_one(Customer, delivery.customer_id).refuse_if_deliveries_blocked(command.override)
            lots.propose(session, delivery)
            number_lines(delivery)
            delivery.picking_number = numbering.take(session, Series.PICKING, today, delivery.establishment_id)
            session.add(delivery)
        session.flush()
        packaging.carry_at_once(session, made, command.packaging)
        if command.with_vat:
            for delivery in made:
                if delivery_vat.charge(session, delivery):
                    delivery_vat.note(session, delivery, self._clock.now())
            session.flush()
        reach("prepare.made")
        return made

    def _ship(
        self,
        session: Session,
        delivery: Delivery,
        date: dt.date | None,
        override: str | None,
        remainder: Remainder | None,
    ) -> None:
        on = numbering.refuse_future(date or self._clock.today(), self._clock.today())
        orders = orders_served(session, delivery)
        renew_place(session, delivery, orders.orders)
        lots.propose(session, delivery)
        number_lines(delivery)
        session.flush()
        obstacles.refuse(session, delivery, orders.orders, on, override)
        serials.leave(session, delivery, on)
        passed = bool((override or "").strip())
        tolerance = None if passed else settings.read(session).over_delivery_tolerance
        now = self._clock.now()
        kept = stock.kept_for(session, orders.lines.values())
        departure = stock.Departure(on, now, passed)
        with session.no_autoflush:
            for line in delivery.lines:
                order_line = orders.line(line.order_line_id)
                if line.replaces_id is None and not order_line.is_kit:
                    given = line.free_reason == FreeReason.SURPLUS
                    order_line.deliver(line.quantity, on, None if given else tolerance)
                    stock.release(session, order_line, line.quantity, kept[order_line.id])
                    line.net = line.net_for(line.quantity, delivery.currency)
                stock.ship(session, order_line, line, departure)
            complete_sets(delivery, orders.lines)
            delivery.net = sum(line.net for line in delivery.lines)
            delivery.delivery_date = on
            delivery.override_reason = override or delivery.override_reason
            delivery.number = delivery.number or numbering.take(session, Series.DELIVERY, on, delivery.establishment_id)
        delivery_billing.replace_taken_back(session, delivery)
        delivery_quantities.give_up_small_remainders(session, delivery, orders.lines, on)
        for order in orders.orders:
            expect(session, order, delivery, on)
            remainders.settle(session, order, delivery, on, remainder)
            order.update_progress()
        reservations.give_back_missing(session, [line.product_id for line in delivery.lines])
        for line in delivery.lines:
            line.still_due = orders.line(line.order_line_id).backorder
        self._keep_note(session, delivery, now)
        self._follow(session, delivery, now, orders.lines)

    def _follow(
        self, session: Session, delivery: Delivery, now: dt.datetime, order_lines: Mapping[int, OrderLine]
    ) -> None:
        """Follow a delivery from its departure on, and seal it."""
        invoice_state = Progress.NONE if has_to_invoice(delivery, order_lines) else Progress.FULL
        progress = DeliveryProgress(delivery_id=delivery.id, invoice_state=invoice_state, carrier=delivery.carrier)
        session.add(progress)
        parcels.follow(session, progress)
        delivery.move_to(DeliveryState.SHIPPED)
        session.flush()
        seals.seal(session, DocumentKind.DELIVERY, delivery.id, now)
        reach("ship.sealed")
        if self._notices is not None:
            self._notices.on_departure(session, delivery)

    def _keep_note(self, session: Session, delivery: Delivery, now: dt.datetime) -> None:
        """Write the note as the customer wants it, with its packaging moved to his account, and keep its bytes."""
        packaging.post(session, delivery, now)
        if session.get(DeliveryNote, delivery.id) is None:
            style = session.get_one(Customer, delivery.customer_id).note_style
            session.add(DeliveryNote(delivery_id=delivery.id, style=style))
        reach("ship.numbered")
        pdf = self._papers.delivery_note(session, delivery)
        reach("ship.rendered")
        delivery.pdf_file_id = files.keep(session, pdf, "delivery_note", now).id


def assembled(
    session: Session,
    orders: Sequence[SalesOrder],
    command: DeliverOrders,
    quantities: Mapping[int, Decimal],
    today: dt.date,
) -> list[Delivery]:
    """Return the deliveries of orders, one a customer and place; they are not in the session yet."""
    groups: dict[tuple[object, ...], list[SalesOrder]] = {}
    for order in orders:
        groups.setdefault(place_of(order), []).append(order)
    return [_assemble(session, together, command, quantities, today) for together in groups.values()]


def _assemble(
    session: Session,
    orders: Sequence[SalesOrder],
    command: DeliverOrders,
    quantities: Mapping[int, Decimal],
    today: dt.date,
) -> Delivery:
    first = orders[0]
    customer = session.get_one(Customer, first.customer_id)
    delivery = Delivery(
        lines=[],
        establishment_id=first.establishment_id,
        warehouse_id=stock.WAREHOUSE_ID,
        state=DeliveryState.TO_PREPARE,
        customer_id=customer.id,
        customer_name=customer.name,
        bill_to_id=first.bill_to_id,
        payer_id=first.payer_id,
        ship_to=first.deliver_to or customer.party(),
        delivery_date=command.date or departure_of(orders, today),
        currency=first.currency,
        exchange_rate=first.exchange_rate,
        carrier=command.carrier or first.carrier,
        parcels=command.parcels,
        weight_kg=command.weight_kg,
        notes=command.notes,
        override_reason=command.override,
        net=0,
    )
    company = session.get_one(Company, 1)
    stock.load(session, (line.product_id for order in orders for line in order.lines))
    for order in orders:
        delivery.lines += lines_leaving(session, order, quantities, company, command.weights)
    if command.surplus is Surplus.FREE:
        delivery_quantities.give_surplus_free(delivery, [line for order in orders for line in order.leaving])
    for line in delivery.lines:
        line.serials = list(command.serials.get(line.order_line_id or 0, ())) or None
    renew_place(session, delivery, orders)
    return delivery


def delivery_by_id(session: Session, delivery_id: int) -> Delivery:
    """Return a delivery with its lines; raise `delivery.not_found`."""
    delivery = session.scalar(sa.select(Delivery).where(Delivery.id == delivery_id).options(WITH_LINES))
    if delivery is None:
        raise DomainError("delivery.not_found", number=delivery_id)
    return delivery


def delivery_of(session: Session, name: str) -> Delivery:
    """Return a delivery by number (delivery note or picking list) or id; raise `delivery.not_found`."""
    found = session.scalar(
        sa.select(Delivery).where(sa.or_(Delivery.number == name, Delivery.picking_number == name)).options(WITH_LINES)
    )
    row_id = numbering.id_in(name)
    if found is None and row_id is not None:
        return delivery_by_id(session, row_id)
    if found is None:
        raise DomainError("delivery.not_found", number=name)
    return found


def progress_of(session: Session, delivery_id: int) -> DeliveryProgress:
    """Return what became of a shipped delivery; raise `delivery.not_shipped`."""
    progress = session.get(DeliveryProgress, delivery_id)
    if progress is None:
        raise DomainError("delivery.not_shipped", number=delivery_id)
    return progress


def record_proof(
    session: Session, delivery_id: int, on: dt.date, received_by: str | None, reserves: str | None
) -> None:
    """Record, inside a transaction, that a shipped delivery arrived; raise `delivery.brought_back` if it came back."""
    progress = progress_of(session, delivery_id)
    if progress.outcome in set(Undelivered):
        raise DomainError("delivery.brought_back", delivery=delivery_by_id(session, delivery_id).name)
    progress.delivered_on, progress.received_by, progress.reserves = on, received_by, reserves
    progress.outcome = "delivered_with_reserves" if (reserves or "").strip() else "delivered"
    _mark_arrived(session, delivery_id, on)


def _mark_arrived(session: Session, delivery_id: int, on: dt.date) -> None:
    delivery = delivery_by_id(session, delivery_id)
    for line in delivery.lines:
        if line.order_line_id is not None:
            arrive(session.get_one(OrderLine, line.order_line_id), delivery, on)
