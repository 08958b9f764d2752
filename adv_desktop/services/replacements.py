"""Goods sent again for some that came back: a delivery that counts on no order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import DeliveryState, LineKind, Series
from adv_desktop.models.line import copied
from adv_desktop.services import kit_returns, numbering
from adv_desktop.services.delivery_lines import number_lines

_SAME_PLACE = (
    "establishment_id",
    "warehouse_id",
    "customer_id",
    "customer_name",
    "bill_to_id",
    "payer_id",
    "ship_to",
    "currency",
    "exchange_rate",
    "carrier",
)


def replacement_of(session: Session, sent: Delivery, quantities: Mapping[int, Decimal], today: dt.date) -> Delivery:
    """Make the delivery that sends lines of another one again, by delivery line id; it counts on no order."""
    delivery = Delivery(
        lines=[],
        state=DeliveryState.TO_PREPARE,
        delivery_date=today,
        picking_number=numbering.take(session, Series.PICKING, today, sent.establishment_id),
        net=0,
        **{name: getattr(sent, name) for name in _SAME_PLACE},
    )
    for line in sent.lines:
        if quantities.get(line.id):
            delivery.lines += _again_whole(session, line, quantities[line.id])
    number_lines(delivery)
    session.add(delivery)
    session.flush()
    return delivery


def _again_whole(session: Session, line: DeliveryLine, quantity: Decimal) -> list[DeliveryLine]:
    """Return a line again; that of a kit heads its components, which leave in its place."""
    goods = kit_returns.goods_of(session, line, quantity)
    made = _again(line, quantity)
    if all(one is line for one, _part in goods):
        return [made]
    made.kind = LineKind.KIT
    return [made, *(_again(one, part) for one, part in goods)]


def _again(line: DeliveryLine, quantity: Decimal) -> DeliveryLine:
    return DeliveryLine(
        **copied(line),
        no=0,
        quantity=quantity,
        order_line_id=line.order_line_id,
        ordered=line.ordered,
        still_due=line.still_due,
        cost=line.cost,
        replaces_id=line.id,
        catch_weight=line.weight_of(quantity),
        net=0,
    )
