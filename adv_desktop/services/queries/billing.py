"""What has left and is not on an invoice yet, drafts counted as invoiced."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from adv_desktop.models.delivery import DeliveryLine, DeliveryProgress
from adv_desktop.models.enums import InvoiceState, InvoiceType, Undelivered
from adv_desktop.models.goods_return import GoodsReturnLine
from adv_desktop.models.invoice import Invoice, InvoiceLine
from adv_desktop.models.sales_order import OrderLine
from adv_desktop.services import delivery_billing
from adv_desktop.services.queries.hints import uninvoiced
from adv_desktop.services.queries.selected import Select

# Goods that came back with the carrier are not invoiced (R8).
NOT_DUE = tuple(outcome.value for outcome in Undelivered)


def lines_to_invoice(*columns: Any) -> Select:
    """Select columns of the delivery lines (joined to their order lines) that have something left to invoice."""
    billed = _billed()
    drafted = _billed(Invoice.state == InvoiceState.DRAFT)
    invoiceable = OrderLine.delivered - OrderLine.returned - OrderLine.invoiced
    return (
        sa.select(*columns)
        .select_from(DeliveryProgress)
        .join(DeliveryLine, DeliveryLine.delivery_id == DeliveryProgress.delivery_id)
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .where(
            DeliveryLine.id.in_(uninvoiced("id")),
            arrived(),
            delivery_billing.BILLED,
            DeliveryLine.replaces_id.is_(None),
            DeliveryLine.quantity > billed + _taken_back(),
            invoiceable > drafted,
        )
    )


def arrived() -> sa.ColumnElement[bool]:
    """Keep the shipments that did not come back with the carrier (R8)."""
    return sa.func.coalesce(DeliveryProgress.outcome, "").not_in(NOT_DUE)


def _billed(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    """Return what invoices hold of a delivery line."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(InvoiceLine.quantity), sa.literal_column("0")))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(InvoiceLine.delivery_line_id == DeliveryLine.id, Invoice.type == InvoiceType.INVOICE, *conditions)
        .correlate(DeliveryLine)
        .scalar_subquery()
    )


def _taken_back() -> sa.ScalarSelect[Any]:
    """Return what came back of a delivery line before it was invoiced."""
    return (
        sa.select(sa.func.coalesce(sa.func.sum(GoodsReturnLine.not_invoiced), sa.literal_column("0")))
        .where(GoodsReturnLine.delivery_line_id == DeliveryLine.id)
        .correlate(DeliveryLine)
        .scalar_subquery()
    )


def billed_until(on: dt.date) -> sa.ScalarSelect[Any]:
    """Return the quantity of a delivery line that invoices issued by a day hold."""
    return _billed(Invoice.state == InvoiceState.ISSUED, Invoice.issue_date <= on)
