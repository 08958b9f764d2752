"""What the forms of deliveries read, in the runner's threads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from adv_desktop.models.enums import DeliveryState, LineKind, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.services import parcels, reference, serials, stock, texts, weighing
from adv_desktop.services.obstacles import Obstacle
from adv_desktop.services.queries import (
    deliveries,
    delivery_detail,
    lot_choice,
    order_detail,
    preparation,
    services_due,
)
from adv_desktop.services.queries.deliveries import DeliveryRow
from adv_desktop.services.queries.delivery_detail import DeliveryDetail
from adv_desktop.services.queries.lot_choice import LotChoice
from adv_desktop.services.queries.order_detail import OrderDetail, OrderedLine
from adv_desktop.services.queries.preparation import Waiting
from adv_desktop.services.weighing import Scales
from adv_desktop.ui.deliveries.lines import LineToDeliver, PickedLine
from adv_desktop.ui.deliveries.parcels import Packed
from adv_desktop.ui.deliveries.weights import Weighing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from adv_desktop.ui.desk import Desk

NOTHING = Decimal(0)
_GOODS = frozenset({LineKind.ITEM, LineKind.COMPONENT})


@dataclass(frozen=True, slots=True)
class ToDeliver:
    """Orders with what is due of their lines; `services` and what the supplier sends are due apart from goods.

    `preparing`: the picking numbers of what is in preparation, by delivery id.
    """

    orders: tuple[OrderDetail, ...]
    lines: tuple[LineToDeliver, ...]
    services: tuple[LineToDeliver, ...] = ()
    direct: tuple[LineToDeliver, ...] = ()
    preparing: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToPick:
    """A delivery with its lines as they are picked."""

    delivery: DeliveryDetail
    lines: tuple[PickedLine, ...]
    weight_kg: Decimal | None  # by the weights of the products


class DeliveryReads:
    """Reads orders to deliver and deliveries to prepare."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def to_deliver(self, order_ids: Sequence[int]) -> ToDeliver:
        """Read what is due of orders."""
        with self._desk.services.store.read() as session:
            orders = tuple(order_detail.detail(session, order_id, self._desk.today()) for order_id in order_ids)
            items = [(order, line) for order in orders for line in order.lines if _leaves(line)]
            ids = [line.id for _order, line in items]
            prepared, apart = preparation.pending(session, ids), services_due.apart(session, ids)
            scales = weighing.scales(session, ids)
            preparing = preparation.under_way(session, order_ids)
            due = [
                replace(_due(session, order, line, left), weighing=_weighing(scales.get(line.id)))
                for order, line in items
                if (left := line.backorder - prepared.get(line.id, NOTHING)) > 0
            ]
        goods = tuple(line for line in due if line.order_line_id not in apart)
        sent = {line.id for _order, line in items if line.supply is Supply.DIRECT}
        direct = tuple(line for line in due if line.order_line_id in sent)
        services = tuple(line for line in due if line.order_line_id in apart - sent)
        return ToDeliver(orders, goods, services, direct, preparing)

    def left(self, order_id: int) -> ToDeliver:
        """Read what is left of an order."""
        return self.to_deliver([order_id])

    def worklist(self, until: dt.date | None, order_ids: Sequence[int] = ()) -> list[Waiting]:
        """Read the deliveries that can be prepared up to a day, or of some orders."""
        with self._desk.services.store.read() as session:
            return preparation.worklist(session, self._desk.today(), until, order_ids)

    def obstacles(self, places: Sequence[Waiting]) -> dict[tuple[int, ...], list[Obstacle]]:
        """Read what prevents the departure of places, by their orders."""
        return self._desk.services.departure_checks.of_places(places)

    def to_pick(self, delivery_id: int) -> ToPick:
        """Read a delivery and its lines."""
        with self._desk.services.store.read() as session:
            detail = delivery_detail.detail(session, delivery_id, self._desk.today())
            physical = stock.physical_of(session, [line.product_id for line in detail.lines])
            scales = weighing.scales_of_delivery(session, delivery_id)
            closed = detail.row.delivery_state is not DeliveryState.TO_PREPARE
            lines = tuple(
                PickedLine(
                    line.id,
                    line.order_line_id,
                    line.location or "—",
                    line.product_code or "—",
                    line.label,
                    line.quantity,
                    reference.unit_label(session, line.unit, texts.current().language),
                    line.lot or "—",
                    line.quantity,
                    physical.get(line.product_id or 0),
                    Weighing(scales[line.id], line.weights) if line.id in scales else None,
                    closed,
                    line.serials,
                    line.needs_serials,
                )
                for line in detail.lines
                if line.kind in _GOODS
            )
            weight = parcels.proposed_weight(session, delivery_id)
        return ToPick(detail, lines, weight)

    def packed(self, delivery_id: int) -> tuple[DeliveryRow, Packed]:
        """Read the parcels of a delivery and what its goods weigh."""
        with self._desk.services.store.read() as session:
            known = tuple(parcels.of_delivery(session, delivery_id))
            weight = parcels.proposed_weight(session, delivery_id)
        return self.row(delivery_id), Packed(known, weight)

    def lots(self, line_id: int) -> LotChoice:
        """Read the lots that a line may be picked from."""
        with self._desk.services.store.read() as session:
            return lot_choice.for_line(session, line_id)

    def serial_refusals(self, line_id: int, numbers: Sequence[str]) -> list[DomainError]:
        """Say which of the serial numbers cannot leave with a line, and why."""
        with self._desk.services.store.read() as session:
            return serials.refused_of_line(session, line_id, numbers)

    def row(self, delivery_id: int) -> DeliveryRow:
        """Read a delivery as the list shows it."""
        return self.rows([delivery_id])[0]

    def rows(self, ids: Sequence[int]) -> list[DeliveryRow]:
        """Read deliveries as the list shows them."""
        with self._desk.services.store.read() as session:
            found = deliveries.rows(session, ids, self._desk.today())
        return [found[row_id] for row_id in ids]


def _weighing(scales: Scales | None) -> Weighing | None:
    return None if scales is None else Weighing(scales)


def _leaves(line: OrderedLine) -> bool:
    """Whether a line is delivered itself: a kit is by its components."""
    return line.kind in _GOODS and line.kit_billing is None


def _due(session: Session, order: OrderDetail, line: OrderedLine, due: Decimal) -> LineToDeliver:
    """Return what is due of a line; what is kept for it is in reach beside what is free."""
    reach = None if line.available is None else line.available + line.reserved
    leaves = due if reach is None else max(min(due, reach), NOTHING)
    return LineToDeliver(
        line.id,
        order.row.number or str(order.row.id),
        line.product_code or "—",
        line.label,
        reference.unit_label(session, line.unit, texts.current().language),
        line.ordered - line.cancelled,
        line.delivered,
        due,
        reach,
        leaves,
    )
