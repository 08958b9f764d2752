"""What SQLite is told about indexes: which one to read, or which not.

Without statistics SQLite prefers an equality on a state, which nearly every row has, to the partial index made for the
few that matter. What a SELECT reads through an index says so by `with_hint`; the texts all stand here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from adv_desktop.models.base import Scaled
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.sales_order import RUNNING
from adv_desktop.models.values import QUANTITY_DECIMALS
from adv_desktop.services.queries.selected import Select

Ids = sa.TextualSelect
UNSETTLED = OpenItem.open_amount != sa.literal_column("0")  # written as the partial index is
_ITEM = aliased(OpenItem)
_OPEN = "sales_order.state IN ('confirmed', 'on_hold') AND sales_order.delivery_state <> 'full'"
# Few documents are in another currency: each has its index, and is converted at its own rate.
FOREIGN_DELIVERIES = "INDEXED BY ix_delivery_foreign"
FOREIGN_PAYMENTS = "INDEXED BY ix_payment_foreign"
FOREIGN_ITEMS = "INDEXED BY ix_open_item_foreign"
IS_OPEN = sa.and_(sa.true(), sa.text(_OPEN))  # as the partial index says it
_OPEN_ORDERS = "SELECT id FROM sales_order INDEXED BY ix_sales_order_open WHERE {open}"
# Open order lines that the sums by promised day leave out: begun ones, and those in other currencies.
_ROUNDED_APART = """SELECT id FROM order_line INDEXED BY ix_order_line_begun
    WHERE quantity > delivered + cancelled AND (delivered > 0 OR cancelled > 0)
    UNION SELECT order_line.id FROM sales_order INDEXED BY ix_sales_order_open_foreign
    CROSS JOIN order_line ON order_line.order_id = sales_order.id WHERE {open} AND sales_order.currency <> 'EUR'"""
_RUNNING = """SELECT id FROM sales_order INDEXED BY ix_sales_order_running
    WHERE {running} AND bill_to_id IN (SELECT value FROM json_each(:numbers))"""
_UNINVOICED = """SELECT {column} AS id FROM delivery_progress INDEXED BY ix_delivery_progress_to_invoice
    CROSS JOIN delivery_line ON delivery_line.delivery_id = delivery_progress.delivery_id
    WHERE delivery_progress.invoice_state <> 'full'"""
_NEEDED = """SELECT order_line.product_id,
      sum(order_line.quantity - order_line.cancelled - order_line.delivered) AS needed
    FROM order_line INDEXED BY ix_order_line_open CROSS JOIN sales_order ON sales_order.id = order_line.order_id
    WHERE order_line.quantity > order_line.delivered + order_line.cancelled
      AND sales_order.state IN ('confirmed', 'on_hold') AND order_line.product_id IS NOT NULL
      AND order_line.supply <> 'direct' {only}
    GROUP BY order_line.product_id"""


def open_orders(promised_before: dt.date | None = None) -> Ids:
    """Select the ids of the orders with something to deliver, or of those promised before a day."""
    every = _OPEN_ORDERS.format(open=_OPEN)
    if promised_before is None:
        return _ids(sa.text(every))
    late = sa.text(f"{every} AND promised < :promised_before")
    return _ids(late.bindparams(promised_before=promised_before.isoformat()))


def rounded_apart() -> Ids:
    """Select the ids of the order lines left to deliver that are begun, or in another currency than the euro."""
    return _ids(sa.text(_ROUNDED_APART.format(open=_OPEN)))


def foreign(currency: InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    """Hold to what is not in euros, written as the partial indexes are."""
    return currency != sa.literal_column("'EUR'")


def running_orders() -> Ids:
    """Select the ids of the orders that given customers are still to get or to be invoiced for."""
    return _ids(sa.text(_RUNNING.format(running=RUNNING)))


def uninvoiced(column: str) -> Ids:
    """Select a column of the lines of the deliveries that are not wholly invoiced."""
    return _ids(sa.text(_UNINVOICED.format(column=f"delivery_line.{column}")))


def needed(product_ids: Iterable[int] | None = None) -> sa.TextualSelect:
    """Select (product_id, needed): what open orders still need of products, or of all."""
    statement = sa.text(_NEEDED.format(only=""))
    if product_ids is not None:
        only = "AND order_line.product_id IN (SELECT value FROM json_each(:products))"
        statement = sa.text(_NEEDED.format(only=only)).bindparams(products=json.dumps(list(product_ids)))
    return statement.columns(product_id=sa.Integer(), needed=Scaled(QUANTITY_DECIMALS))


def unsettled(column: str, *conditions: Callable[[type[OpenItem]], sa.ColumnElement[bool]]) -> Select:
    """Select a column (invoice_id, payment_id, customer_id) of the items that are not settled."""
    chosen = getattr(_ITEM, column)
    unsettled_items = (_ITEM.open_amount != sa.literal_column("0"), chosen.is_not(None))
    return sa.select(chosen).where(*unsettled_items, *(made(_ITEM) for made in conditions))


def unindexed(column: InstrumentedAttribute[Any]) -> sa.ColumnElement[Any]:
    """Return a column whose comparison uses no index, because nearly every row has the value."""
    return sa.literal_column(f"+{column.class_.__tablename__}.{column.key}", column.type)


def _ids(statement: sa.TextClause) -> Ids:
    return statement.columns(id=sa.Integer())
