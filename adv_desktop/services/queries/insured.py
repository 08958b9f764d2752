"""What a credit insurer covers of a customer: amounts with their days, the cover of a day, the orders in the pipe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop.models.enums import OrderKind
from adv_desktop.models.insurance import InsuredAmount
from adv_desktop.models.rules.insurance import InsuranceKind, uninsured
from adv_desktop.models.sales_order import SalesOrder
from adv_desktop.services.queries.hints import unindexed
from adv_desktop.services.queries.orders import OPEN


@dataclass(frozen=True, slots=True)
class InsuredRow:
    """An amount insured between two days, both included; `amount` in euro cents, `ends_on` None = until another."""

    id: int
    version: int
    starts_on: dt.date
    ends_on: dt.date | None
    amount: int
    kind: InsuranceKind
    quotity: Decimal
    reference: str | None


@dataclass(frozen=True, slots=True)
class Cover:
    """What is insured on a day (None: nothing), and what of the exposure is not, in euro cents."""

    on: dt.date
    insured: InsuredRow | None
    uninsured: int


@dataclass(frozen=True, slots=True)
class PipeOrder:
    """A confirmed order that the customer will owe and that has not wholly left; `gross` in minor units."""

    id: int
    number: str | None
    customer_reference: str | None
    promised: dt.date | None
    gross: int
    currency: str


def rows(session: Session, customer_id: int) -> tuple[InsuredRow, ...]:
    """Return every amount of a customer, the latest first."""
    return tuple(row_of(one) for one in reversed(amounts(session, customer_id)))


def cover(session: Session, customer_id: int, exposure: int, day: dt.date) -> Cover | None:
    """Return what is insured of an exposure on a day; None for a customer that was never insured."""
    known = amounts(session, customer_id)
    if not known:
        return None
    row = next((row_of(one) for one in known if one.covers(day)), None)
    return Cover(day, row, uninsured(exposure, row.amount, row.quotity) if row else max(exposure, 0))


def pipe(session: Session, customer_id: int) -> tuple[PipeOrder, ...]:
    """Return the orders that the customer will owe and that have something to deliver, by the day promised."""
    order = SalesOrder
    statement = (
        sa.select(order.id, order.number, order.customer_reference, order.promised, order.gross, order.currency)
        .where(OPEN, unindexed(order.bill_to_id) == customer_id)
        .where(unindexed(order.kind).not_in((OrderKind.FRAMEWORK, OrderKind.TEMPLATE)))
        .order_by(order.promised, order.id)
    )
    return tuple(PipeOrder(*row) for row in session.execute(statement))


def amounts(session: Session, customer_id: int) -> Sequence[InsuredAmount]:
    """Return the amounts of a customer by their first day."""
    statement = sa.select(InsuredAmount).where(InsuredAmount.customer_id == customer_id)
    return session.scalars(statement.order_by(InsuredAmount.starts_on)).all()


def row_of(amount: InsuredAmount) -> InsuredRow:
    """Return an amount as it is shown."""
    return InsuredRow(
        amount.id, amount.version, amount.starts_on, amount.ends_on, amount.amount, amount.kind, amount.quotity,
        amount.reference,
    )  # fmt: skip
