"""The orders that a delivery serves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services.orders import orders_of_lines


@dataclass(frozen=True, slots=True)
class Served:
    """The orders that a delivery serves, with their lines by id."""

    orders: list[SalesOrder]
    lines: dict[int, OrderLine]

    def line(self, line_id: int | None) -> OrderLine:
        """Return the line that a delivery line serves."""
        return self.lines[line_id or 0]


def orders_served(session: Session, delivery: Delivery) -> Served:
    """Return the orders of a delivery; raise `order.not_confirmed` where goods may no longer leave."""
    orders = orders_of_lines(session, [line.order_line_id for line in delivery.lines if line.order_line_id])
    if not all(line.replaces_id for line in delivery.lines):  # goods are replaced whatever became of the order
        for order in orders:
            order.refuse_unless_open()
    return Served(orders, {line.id: line for order in orders for line in order.lines})
