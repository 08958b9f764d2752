"""Services that were carried out: a delivery of their own, proven at once, with the report that the customer signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from adv_desktop.models.enums import Nature
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import delivery_proofs, numbering
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import DeliverOrders, DeliveryRef, DeliveryService, record_proof
from adv_desktop.services.invoice_proofs import checked
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class Completion:
    """What was carried out of an order: quantities by order line id, the day, who confirms it, his report."""

    order_id: int
    quantities: Mapping[int, Decimal]
    on: dt.date
    version: int | None = None  # of the order, as the form was loaded with
    confirmed_by: str | None = None
    remarks: str | None = None
    report: Path | None = None
    override: str | None = None


class CompletionService:
    """Records services that were carried out."""

    def __init__(self, store: Store, clock: Clock, deliveries: DeliveryService) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries

    def complete(self, done: Completion) -> DeliveryRef:
        """Record services as delivered and accepted on their day: from then on they may be invoiced."""
        numbering.refuse_future(done.on, self._clock.today())
        content = checked(done.report) if done.report else None
        with self._store.write("delivery.complete") as session:
            order = order_by_id(session, done.order_id)
            if not any(done.quantities.values()):
                raise DomainError("completion.nothing", order=order.name)
            _refuse_goods(order, done.quantities)
            versions = None if done.version is None else {done.order_id: done.version}
            command = DeliverOrders((done.order_id,), done.quantities, versions, date=done.on, override=done.override)
            (delivery,) = self._deliveries.leave(session, command)
            record_proof(session, delivery.id, done.on, done.confirmed_by, (done.remarks or "").strip() or None)
            if content is not None and done.report is not None:
                delivery_proofs.keep_paper(session, delivery.id, done.report.name, content, self._clock.now())
            return DeliveryRef(delivery.id, delivery.number)


def _refuse_goods(order: SalesOrder, quantities: Mapping[int, Decimal]) -> None:
    """Refuse goods: they are prepared and shipped."""
    for line in order.items:
        if quantities.get(line.id) and line.nature is not Nature.SERVICE:
            raise DomainError("completion.goods", line=line.no, label=line.label)
