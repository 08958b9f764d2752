"""Which order a deposit serves: the one it was invoiced on, or the one it was carried over to."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from adv_desktop.models.invoice import DepositCarryOver, Invoice


def of_orders(order_ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """Return the condition on invoices, and on their credit notes, that they stand for orders."""
    ids = list(order_ids)
    moved, here = sa.select(DepositCarryOver.deposit_invoice_id), carried_to(ids)
    own = sa.and_(Invoice.order_id.in_(ids), sa.func.coalesce(Invoice.origin_id, Invoice.id).not_in(moved))
    return sa.or_(own, Invoice.id.in_(here), Invoice.origin_id.in_(here))


def carried_to(order_ids: Iterable[int]) -> sa.Select[int]:
    """Return the ids of the deposit invoices that were carried over to orders."""
    return sa.select(DepositCarryOver.deposit_invoice_id).where(DepositCarryOver.order_id.in_(list(order_ids)))
