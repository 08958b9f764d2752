"""The lines of an order brought to what was asked, as far as nothing of them has left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import OrderLine, SalesOrder
from adv_desktop.services import kits, stock
from adv_desktop.services.order_commands import NewLine
from adv_desktop.services.order_lines import context_of, write_line


def replace_lines(session: Session, order: SalesOrder, asked: Sequence[NewLine]) -> None:
    """Bring the lines of an order to what was asked, keeping those that have begun to be delivered."""
    context = context_of(session, order, asked)
    parts = {line.id: order.components(line) for line in order.lines}
    kept = {line.id: line for line in order.typed}
    result: list[OrderLine] = []
    for no, new in enumerate(asked, start=1):
        line = kept.pop(new.id) if new.id in kept else kits.blank_line(no)
        former, before = parts.get(line.id, []), line.product_id
        line.no = no
        if any(part.is_billed_apart for part in former) and new.quantity > line.quantity:
            raise DomainError("order.line_begun", order=order.name, line=no)
        if new.quantity < line.cancelled + (done := kits.begun(line, former)):
            raise _below(line, new, done)
        if done:
            _amend_begun(session, line, new)
        else:
            stock.release(session, line)
            write_line(line, new, context)
        if line.product_id != before and former:
            line.kit_billing = None
        result += [line, *kits.brought_along(session, order, line, former, context)]
    for line in kept.values():
        for going in (line, *parts[line.id]):
            kits.let_go(session, order, going)
    order.lines[:] = result
    kits.number_components(order)


def _amend_begun(session: Session, line: OrderLine, new: NewLine) -> None:
    """Of a line that has begun to leave, only the quantity still due, its date and its urgency may change.

    What is kept for it beyond that is given back.
    """
    line.quantity = new.quantity
    stock.release(session, line, line.reserved - line.backorder)
    line.promised = new.promised
    if new.urgent is not None:
        line.urgent = new.urgent


def _below(line: OrderLine, new: NewLine, done: Decimal) -> DomainError:
    """Return what refuses a quantity under what has left and what is cancelled."""
    facts = {"line": line.no, "wanted": new.quantity, "done": done}
    if line.cancelled:
        return DomainError("order.below_cancelled", **facts, cancelled=line.cancelled)
    return DomainError("order.below_delivered", **facts)
