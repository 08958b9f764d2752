"""What is on credit against what may be: at the confirmation of an order and again at its picking (R10).

The invoicing of goods that left is never held back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import Severity
from adv_desktop.models.errors import DomainError
from adv_desktop.models.party import Customer
from adv_desktop.models.payment import OpenItem
from adv_desktop.models.rules.checks import Remark, credit_exceeded
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.models.values import Money
from adv_desktop.services import settings
from adv_desktop.services.queries import exposure
from adv_desktop.services.queries.exposure import Exposure, LimitOf
from adv_desktop.services.queries.hints import UNSETTLED
from adv_desktop.services.settings import Settings


@dataclass(frozen=True, slots=True)
class Risk:
    """Who will owe, and an order that is added to what it owes (`asked` in euro cents) instead of counted in it."""

    bill_to_id: int
    asked: int = 0
    order_id: int | None = None


def remarks(session: Session, risk: Risk, today: dt.date, settled: Settings) -> Iterator[tuple[Remark, Severity]]:
    """Return what speaks against more credit, and how serious each is."""
    if not settled.runs("credit_exceeded") and not settled.runs("overdue"):
        return
    owed = exposure.of(session, risk.bill_to_id, today, except_order=risk.order_id)
    exceeded = credit_exceeded(owed.counted + risk.asked, owed.limit, _group(owed))
    if exceeded is not None:
        yield exceeded, settled.severity(exceeded.kind)
    if owed.overdue and settled.runs("overdue"):
        facts = {"amount": f"{Decimal(owed.overdue).scaleb(-2)}"}
        too_late = is_too_late(session, risk.bill_to_id, today, settled.overdue_days)
        yield Remark("overdue", facts), Severity.BLOCKING if too_late else settled.severity("overdue")


def is_too_late(session: Session, customer_id: int, today: dt.date, days: int | None) -> bool:
    """Whether a customer owes for longer than the number of days from which its orders wait (None: never)."""
    if days is None:
        return False
    owing = {customer_id, *exposure.taken_over(session, [customer_id])[customer_id]}
    statement = sa.select(OpenItem.id).where(
        OpenItem.customer_id.in_(owing),
        UNSETTLED,
        OpenItem.open_amount > OpenItem.disputed_amount,
        OpenItem.due_date < today - dt.timedelta(days=days),
    )
    return session.scalar(statement.limit(1)) is not None


def at_picking(
    session: Session, orders: Iterable[SalesOrder], today: dt.date
) -> Iterator[tuple[Remark, Severity, DomainError, int]]:
    """Return what speaks against picking for a customer over its limit or too late, and the customer's id.

    What was passed over when the order was confirmed is not asked again.
    """
    settled = settings.read(session)
    for bill_to_id in sorted({order.bill_to_id for order in orders if not order.override_reason}):
        for remark, severity in remarks(session, Risk(bill_to_id), today, settled):
            yield remark, severity, _refusal(session, bill_to_id, remark), bill_to_id


def refuse_at_picking(session: Session, orders: Iterable[SalesOrder], today: dt.date, override: str | None) -> None:
    """Let nothing be picked for a customer over its limit or too late, unless somebody passes over it."""
    if (override or "").strip():
        return
    for _remark, severity, error, _customer in at_picking(session, orders, today):
        if severity is Severity.BLOCKING:
            raise error


def _refusal(session: Session, bill_to_id: int, remark: Remark) -> DomainError:
    facts = {name: _money(value) for name, value in remark.facts.items() if name != "group"}
    name = session.get_one(Customer, bill_to_id).name
    return DomainError(f"delivery.{remark.kind}", customer=remark.facts.get("group", name), **facts)


def _money(value: str | int) -> Money:
    return Money.of(Decimal(value))


def _group(owed: Exposure) -> str | None:
    return owed.group if owed.limit_of is LimitOf.GROUP else None
