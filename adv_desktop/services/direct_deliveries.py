"""Goods that went from the supplier straight to the customer: recorded from the supplier's notice (R18)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from adv_desktop.models.errors import DomainError
from adv_desktop.models.rules.notes import NoteStyle
from adv_desktop.services import carriers, numbering
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import DeliveryRef, DeliveryService, progress_of
from adv_desktop.services.delivery_commands import DeliverOrders, SupplierNotice
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class DirectDelivery:
    """What a supplier says it sent for an order: quantities by order line id, the day, the number of its notice.

    `style` is of the note that our customer gets; None: as agreed with it.
    """

    order_id: int
    quantities: Mapping[int, Decimal]
    on: dt.date
    notice: str
    version: int | None = None  # of the order, as the form was loaded with
    carrier: str | None = None
    tracking: str | None = None
    style: NoteStyle | None = None
    override: str | None = None


class DirectDeliveryService:
    """Records what suppliers sent to customers."""

    def __init__(self, store: Store, clock: Clock, deliveries: DeliveryService) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries

    def record(self, sent: DirectDelivery) -> DeliveryRef:
        """Count goods as delivered that never were in our stock; their proof is still to come from the customer."""
        numbering.refuse_future(sent.on, self._clock.today())
        number = sent.notice.strip()
        if not number:
            raise DomainError("direct.no_notice")
        with self._store.write("delivery.direct") as session:
            versions = None if sent.version is None else {sent.order_id: sent.version}
            command = DeliverOrders(
                (sent.order_id,), sent.quantities, versions, date=sent.on, override=sent.override,
                carrier=sent.carrier, notice=SupplierNotice(number, sent.style),
            )  # fmt: skip
            (delivery,) = self._deliveries.leave(session, command)
            if sent.tracking:
                progress = progress_of(session, delivery.id)
                progress.tracking = sent.tracking
                progress.tracking_url = carriers.tracking_link(session, sent.carrier, sent.tracking)
            return DeliveryRef(delivery.id, delivery.number)
