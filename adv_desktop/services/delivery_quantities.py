"""How much of each order line leaves: what is asked, what its customer accepts, what is too little for a backorder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import Nature, PartialPolicy, Supply
from adv_desktop.models.errors import DomainError
from adv_desktop.models.line import copied
from adv_desktop.models.order_history import IntakeCause
from adv_desktop.models.rules.free_lines import FreeReason
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import intake, kits, loose_components, reservations, settings, stock
from adv_desktop.services.queries.preparation import pending

ZERO = Decimal(0)
REFUSED = "backorder_refused"


def give_up_small_remainders(
    session: Session, delivery: Delivery, order_lines: Mapping[int, OrderLine], on: dt.date
) -> None:
    """Cancel what is missing within the tolerance of the company: so little is no backorder."""
    percent = settings.read(session).under_delivery_tolerance
    for line in delivery.lines:
        order_line = order_lines[line.order_line_id or 0]
        missing = order_line.backorder
        if (
            line.replaces_id is not None
            or order_line.is_kit
            or not ZERO < missing <= order_line.quantity * percent / 100
        ):
            continue
        stock.release(session, order_line)
        order_line.cancelled += missing
        order_line.cancel_reason = "within_tolerance"
        loose_components.settle(session, order_line.order)
        intake.note(session, order_line.order, IntakeCause.CANCELLATION, on)


def give_up_goods(session: Session, order: SalesOrder, on: dt.date, reason: str = REFUSED) -> None:
    """Cancel the goods that are still due to a customer who wants them no more; its services stay due."""
    if not any(line.backorder for line in order.leaving if line.nature is Nature.SERVICE):
        if any(line.backorder for line in order.leaving):
            order.close_short(reason)
            loose_components.settle(session, order)
            intake.note(session, order, IntakeCause.CANCELLATION, on)
            reservations.free(session, order)
        return
    for line in order.leaving:
        if line.backorder and line.nature is Nature.GOODS:
            stock.release(session, line)
            line.cancelled += line.backorder
            line.cancel_reason = reason
    loose_components.settle(session, order)
    intake.note(session, order, IntakeCause.CANCELLATION, on)
    reservations.serve_waiting(session, [line.product_id for line in order.leaving])


def give_surplus_free(delivery: Delivery, order_lines: Iterable[OrderLine]) -> None:
    """Give free of charge, on lines of their own, what a delivery holds beyond what is due (case 15)."""
    due = {line.id: line.backorder for line in order_lines}
    lines: list[DeliveryLine] = []
    for line in delivery.lines:
        lines.append(line)
        if line.order_line_id not in due or line.replaces_id is not None or line.free_reason == FreeReason.SURPLUS:
            continue
        kept = min(line.quantity, due[line.order_line_id])
        surplus = line.quantity - kept
        due[line.order_line_id] -= kept
        if kept and surplus:
            line.pick(kept)
            lines.append(_surplus(line, surplus))
        elif surplus:
            _make_free(line)
    delivery.lines[:] = lines


def _surplus(line: DeliveryLine, quantity: Decimal) -> DeliveryLine:
    made = DeliveryLine(
        **copied(line),
        no=line.no,
        quantity=quantity,
        order_line_id=line.order_line_id,
        cost=line.cost,
        lot_id=line.lot_id,
        location_id=line.location_id,
        still_due=ZERO,
    )
    _make_free(made)
    return made


def _make_free(line: DeliveryLine) -> None:
    line.free_reason, line.ordered, line.net = FreeReason.SURPLUS.value, ZERO, 0
    line.unit_price, line.gross_price, line.discounts, line.charges = ZERO, None, (), []


def refuse_mixed(orders: Iterable[SalesOrder], quantities: Mapping[int, Decimal], sent_by_supplier: bool) -> None:
    """Refuse to ship from here what the supplier sends, or the other way round (R18)."""
    for order in orders:
        for line in order.items:
            if quantities.get(line.id) and (line.supply is Supply.DIRECT) is not sent_by_supplier:
                code = "direct.not_direct" if sent_by_supplier else "direct.from_supplier"
                raise DomainError(code, order=order.name, line=line.no, label=line.label)


def wanted(session: Session, order: SalesOrder, asked: Mapping[int, Decimal] | None) -> dict[int, Decimal]:
    """Return what is to leave of an order by line id, all that is on no delivery yet when nothing is asked.

    Hold to what the customer accepts of goods (whole orders, whole lines, or anything) and to what is not prepared
    already; services are carried out when they are, and what the supplier sends is recorded when it has left.
    """
    leaving = order.leaving
    prepared = pending(session, (line.id for line in leaving))
    due = {line.id: max(line.backorder - prepared.get(line.id, ZERO), ZERO) for line in leaving}
    if asked is None:
        return {line.id: due[line.id] for line in leaving if line.supply is not Supply.DIRECT}
    asked = kits.exploded(order, asked, prepared)
    tolerance = settings.read(session).over_delivery_tolerance if prepared else ZERO
    of_goods = any(asked.get(line.id) for line in leaving if not _is_apart(line))
    policy = order.partial_policy if of_goods else PartialPolicy.FREE
    for line in leaving:
        quantity, left = asked.get(line.id, ZERO), due[line.id]
        if quantity and line.id in prepared and quantity > left + line.quantity * tolerance / 100:
            done = prepared[line.id]
            raise DomainError("delivery.prepared_already", order=order.name, line=line.no, label=line.label, done=done)
        left_out = quantity == 0 and (policy is PartialPolicy.COMPLETE_LINES or _is_apart(line))
        if quantity < left and not left_out and policy is not PartialPolicy.FREE:
            raise DomainError("delivery.partial_refused", order=order.name, line=line.no, label=line.label)
    return {line.id: asked[line.id] for line in leaving if line.id in asked}


def _is_apart(line: OrderLine) -> bool:
    """Whether a line never leaves with the goods of our stock."""
    return line.nature is Nature.SERVICE or line.supply is Supply.DIRECT
