"""Write new orders as plain rows: thousands of lines, or of orders, a step each."""

from __future__ import annotations

from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.jobs import Progress
from adv_desktop.services.new_rows import NewRows


def number(new: NewRows, order: SalesOrder) -> None:
    """Give an order and its lines their ids, and to each what it belongs to."""
    order.id, order.version = new.number(SalesOrder), 1
    for line in order.lines:
        line.id, line.order_id = new.number(OrderLine), order.id
    for line in order.lines:
        line.kit_line_id = line.kit.id if line.kit else None


def add(new: NewRows, order: SalesOrder, progress: Progress | None = None) -> None:
    """Write an order that has its ids, with its lines."""
    steps = progress or Progress()
    new.add(order)
    for done, line in enumerate(order.lines, start=1):
        steps.step(done, len(order.lines))
        new.add(line)
