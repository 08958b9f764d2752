"""What the voucher of an authorised return says."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.claim import Claim
from adv_desktop.models.delivery import Delivery, DeliveryLine
from adv_desktop.models.enums import ReturnState
from adv_desktop.models.errors import DomainError
from adv_desktop.models.goods_return import GoodsReturn, GoodsReturnLine
from adv_desktop.models.party import Company, Customer
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.models.stock import Lot
from adv_desktop.services import parties, reference
from adv_desktop.services.documents.content import Reference, References
from adv_desktop.services.documents.return_voucher import AllowedLine, ReturnVoucher
from adv_desktop.services.printing import parts


def voucher_of(session: Session, return_id: int) -> ReturnVoucher:
    """Return the voucher of a return; raise `return.not_found`, or `return.given_up` for one that was cancelled."""
    goods_return = session.get(GoodsReturn, return_id)
    if goods_return is None:
        raise DomainError("return.not_found", number=return_id)
    if goods_return.state is ReturnState.CANCELLED:
        raise DomainError("return.given_up", number=goods_return.number)
    customer = session.get_one(Customer, goods_return.customer_id)
    delivery = session.get_one(Delivery, goods_return.delivery_id)
    language = customer.language
    claim = session.get_one(Claim, goods_return.claim_id).number if goods_return.claim_id else ""
    return ReturnVoucher(
        language=language,
        issuer=parts.own_issuer(session, language),
        number=goods_return.number,
        authorised_on=goods_return.authorised_on,
        customer=parts.party(session, delivery.ship_to, language),
        return_to=parts.party(session, parties.seller(session.get_one(Company, 1)), language),
        reason=goods_return.reason,
        lines=tuple(_lines(session, return_id, language)),
        references=_references(session, delivery),
        claim=claim or "",
    )


def _lines(session: Session, return_id: int, language: str) -> list[AllowedLine]:
    statement = (
        sa.select(
            DeliveryLine.product_code, DeliveryLine.label, DeliveryLine.unit, GoodsReturnLine.quantity,
            Lot.code.label("lot"),
        )
        .join(DeliveryLine, DeliveryLine.id == GoodsReturnLine.delivery_line_id)
        .outerjoin(Lot, Lot.id == DeliveryLine.lot_id)
        .where(GoodsReturnLine.return_id == return_id)
        .order_by(GoodsReturnLine.no)
    )  # fmt: skip
    return [
        AllowedLine(
            row.product_code or "", row.label, row.quantity, reference.unit_label(session, row.unit, language),
            row.lot or "",
        )
        for row in session.execute(statement)
    ]  # fmt: skip


def _references(session: Session, delivery: Delivery) -> References:
    """Return the delivery note that the goods left with, and the orders of its lines."""
    statement = (
        sa.select(SalesOrder.number, SalesOrder.customer_reference)
        .join(OrderLine, OrderLine.order_id == SalesOrder.id)
        .join(DeliveryLine, DeliveryLine.order_line_id == OrderLine.id)
        .where(DeliveryLine.delivery_id == delivery.id)
        .distinct()
        .order_by(SalesOrder.number)
    )
    orders = session.execute(statement).all()
    theirs = [row.customer_reference for row in orders if row.customer_reference]
    return References(
        customer_order=parts.customer_reference(theirs[0], None) if len(theirs) == 1 else None,
        orders=tuple(Reference(row.number or "") for row in orders),
        deliveries=(Reference(delivery.number or "", delivery.delivery_date),),
    )
