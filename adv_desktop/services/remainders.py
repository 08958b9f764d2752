"""What becomes of goods that did not leave: kept, cancelled by itself, or as the customer says when asked (R5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from adv_desktop.models.delivery import Delivery
from adv_desktop.models.enums import BackorderPolicy, Nature
from adv_desktop.models.errors import DomainError
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services import delivery_quantities
from adv_desktop.services.queries.preparation import pending


@dataclass(frozen=True, slots=True)
class Remainder:
    """The answer of a customer who is asked: KEEP, or CANCEL with the reason."""

    policy: BackorderPolicy
    reason: str = ""


KEPT = Remainder(BackorderPolicy.KEEP)


def settle(session: Session, order: SalesOrder, delivery: Delivery, on: dt.date, said: Remainder | None) -> None:
    """Deal with what a delivery left behind; raise `delivery.remainder_undecided` where nobody was asked.

    Nothing is decided while other goods of the order are in preparation: the last departure tells what is left.
    """
    left = [line for line in order.leaving if line.backorder and line.nature is Nature.GOODS]
    policy = order.backorder_policy
    if policy is BackorderPolicy.KEEP or not left or delivery.is_of_services or _more_leaves(session, order, delivery):
        return
    if policy is BackorderPolicy.CANCEL:
        delivery_quantities.give_up_goods(session, order, on)
        return
    if said is None:
        raise DomainError("delivery.remainder_undecided", order=order.name, customer=order.customer_name)
    if said.policy is BackorderPolicy.CANCEL:
        if not said.reason.strip():
            raise DomainError("reason.missing")
        delivery_quantities.give_up_goods(session, order, on, said.reason.strip())


def _more_leaves(session: Session, order: SalesOrder, delivery: Delivery) -> bool:
    """Whether another delivery in preparation holds goods of the order."""
    prepared = pending(session, (line.id for line in order.leaving))
    for line in delivery.lines:
        if line.replaces_id is None and line.order_line_id in prepared:
            prepared[line.order_line_id] -= line.quantity
    return any(quantity > 0 for quantity in prepared.values())
