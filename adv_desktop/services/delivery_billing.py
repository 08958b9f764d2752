"""What of a delivery is invoiced, came back, or is still to invoice: one count for invoices and returns."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery, DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import InvoiceType, LineKind, Progress, Undelivered
from adv_desktop.models.goods_return import GoodsReturn, GoodsReturnLine
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.sales_order import OrderLine

ZERO = Decimal(0)
ARRIVED = sa.func.coalesce(DeliveryProgress.outcome, "").not_in([*Undelivered, "corrected"])  # it did not come back
# What is invoiced of a delivery: its items, and components of kits that were billed apart afterwards.
BILLED = sa.or_(
    DeliveryLine.kind == LineKind.ITEM,
    sa.and_(DeliveryLine.kind == LineKind.COMPONENT, OrderLine.price_source.is_not(None)),
)


def invoiced(session: Session, line_ids: Iterable[int], also: int = 0) -> dict[int, Decimal]:
    """Return what issued invoices, and the one that is being issued, hold of delivery lines."""
    rows = session.execute(
        sa.select(InvoiceLine.delivery_line_id, InvoiceLine.quantity)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            InvoiceLine.delivery_line_id.in_(list(line_ids)),
            sa.or_(Invoice.number.is_not(None), Invoice.id == also),
            Invoice.type == InvoiceType.INVOICE,
        )
    )
    return _summed((line_id or 0, quantity) for line_id, quantity in rows)


def taken_back(session: Session, line_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return what came back of delivery lines before it was invoiced."""
    rows = session.execute(
        sa.select(GoodsReturnLine.delivery_line_id, GoodsReturnLine.not_invoiced).where(
            GoodsReturnLine.delivery_line_id.in_(list(line_ids))
        )
    )
    return _summed((line_id, quantity) for line_id, quantity in rows)


def update_progress(session: Session, delivery_id: int, also: int = 0) -> None:
    """Tell again how far a delivery is invoiced; `also` is an invoice that is being issued."""
    rows = session.execute(
        sa.select(DeliveryLine, OrderLine)
        .outerjoin(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .where(DeliveryLine.delivery_id == delivery_id, BILLED)
    ).all()
    ids = [line.id for line, _ordered in rows]
    billed, back = invoiced(session, ids, also), taken_back(session, ids)
    done = [
        billed.get(line.id, ZERO) + back.get(line.id, ZERO) >= line.quantity
        or (line.kind is LineKind.COMPONENT and ordered.invoiceable <= ZERO)
        for line, ordered in rows
    ]
    progress = session.get_one(DeliveryProgress, delivery_id)
    if all(done):
        progress.invoice_state = Progress.FULL
    else:
        progress.invoice_state = Progress.PARTIAL if billed else Progress.NONE


def replace_taken_back(session: Session, replacement: Delivery) -> None:
    """Make goods due again: what had come back before it was invoiced has been delivered anew."""
    goods_return = session.scalar(sa.select(GoodsReturn).where(GoodsReturn.replacement_id == replacement.id))
    if goods_return is None:
        return
    lines = session.scalars(sa.select(GoodsReturnLine).where(GoodsReturnLine.return_id == goods_return.id)).all()
    sent = _summed((line.replaces_id or 0, line.quantity) for line in replacement.lines)
    for line in lines:
        again = min(line.not_invoiced, sent.get(line.delivery_line_id, ZERO))
        if again:
            line.not_invoiced -= again
            order_line_of(session, line.delivery_line_id).returned -= again
    session.flush()
    update_progress(session, goods_return.delivery_id)


def order_line_of(session: Session, delivery_line_id: int) -> OrderLine:
    """Return the order line that a delivery line serves."""
    line = session.get_one(DeliveryLine, delivery_line_id)
    return session.get_one(OrderLine, line.order_line_id)


def _summed(pairs: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for line_id, quantity in pairs:
        found[line_id] = found.get(line_id, ZERO) + quantity
    return found
