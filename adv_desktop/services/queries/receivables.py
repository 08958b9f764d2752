"""What customers owe on a day: balance by age of each instalment, and the days of sales that it stands for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.enums import InvoiceState
from adv_desktop.models.invoice import Invoice
from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.rules.ageing import AgedItem, Ageing, age
from adv_desktop.services.queries.euros import in_euros
from adv_desktop.services.queries.flows import gross
from adv_desktop.services.queries.hints import UNSETTLED
from adv_desktop.services.queries.periods import Period, shifted
from adv_desktop.services.queries.selected import Row

MONTHS_BACK = 36


@dataclass(frozen=True, slots=True)
class _Owed:
    """An open amount in euro cents, whose customer is 0 when all are taken together."""

    customer_id: int
    item: AgedItem


def ageing(session: Session, on: dt.date, today: dt.date) -> Ageing:
    """Return the balance by age at the end of a day, in euro cents."""
    return age([owed.item for owed in _open(session, on, today, by_customer=False)], on)


def ageing_by_customer(session: Session, on: dt.date, today: dt.date) -> dict[int, Ageing]:
    """Return the balance by age of each customer who owes or is owed something."""
    items: defaultdict[int, list[AgedItem]] = defaultdict(list)
    for owed in _open(session, on, today, by_customer=True):
        items[owed.customer_id].append(owed.item)
    return {customer_id: age(found, on) for customer_id, found in items.items()}


def dso(session: Session, on: dt.date, today: dt.date) -> int | None:
    """Return the days of sales, VAT included, that the receivable stands for, counted back from a day (DSO-E).

    250 owed with sales of 120, 100 and 90 in November, October, September: 30 + 31 + 30/90 × 30 = 71 days.
    None when nothing was sold.
    """
    left = _receivable(session, on, today)
    days, ever = 0, False
    for end in (on, *(shifted(on, -back) - dt.timedelta(days=1) for back in range(MONTHS_BACK))):
        period = Period(end.replace(day=1), end)
        sold = gross(session, period)
        ever = ever or sold > 0
        if left <= 0 or (sold <= 0 and not _sold_before(session, period.start)):
            break
        if sold > left:
            return days + (2 * left * end.day + sold) // (2 * sold)
        days, left = days + end.day, left - max(sold, 0)
    return days if ever else None


def _sold_before(session: Session, day: dt.date) -> bool:
    """Return whether anything was invoiced before a day: there is no use in counting back further."""
    first = sa.select(sa.func.min(Invoice.issue_date)).where(Invoice.state == InvoiceState.ISSUED)
    found = session.scalar(first)
    return found is not None and found < day


def _receivable(session: Session, on: dt.date, today: dt.date) -> int:
    """Return what customers owe, credits and payments taken off, without payments made ahead on an order."""
    now = _sum(session, OpenItem.open_amount, UNSETTLED)
    ahead = sa.select(Payment.id).where(Payment.order_id.is_not(None))
    now -= _sum(session, OpenItem.open_amount, UNSETTLED, OpenItem.payment_id.in_(ahead))
    if on >= today:
        return now
    # An allocation takes as much off one item as off another: only what was written since then changes the sum.
    return now - _sum(session, OpenItem.amount, OpenItem.document_date > on)


def _sum(session: Session, column: InstrumentedAttribute[int], *conditions: sa.ColumnElement[bool]) -> int:
    group = (OpenItem.currency, OpenItem.eur_rate)
    statement = sa.select(*group, sa.func.sum(column)).where(*conditions).group_by(*group)
    return sum(in_euros(row[2], row[0], row[1]) for row in session.execute(statement))


def _open(session: Session, on: dt.date, today: dt.date, *, by_customer: bool) -> Iterable[_Owed]:
    if on < today:
        return list(_open_then(session, on))
    customer = (OpenItem.customer_id,) if by_customer else ()
    group = (*customer, OpenItem.due_date, OpenItem.open_amount > 0, OpenItem.currency, OpenItem.eur_rate)
    statement = sa.select(
        *group, sa.func.sum(OpenItem.open_amount).label("open"), sa.func.sum(OpenItem.disputed_amount).label("disputed")
    )
    return [_owed(row) for row in session.execute(statement.where(UNSETTLED).group_by(*group))]


def _owed(row: Row) -> _Owed:
    opened = in_euros(row.open, row.currency, row.eur_rate)
    disputed = in_euros(row.disputed, row.currency, row.eur_rate)
    return _Owed(getattr(row, "customer_id", 0), AgedItem(row.due_date, opened, disputed))


def _open_then(session: Session, on: dt.date) -> Iterator[_Owed]:
    """Find what was open at the end of a past day: what is open now, and what was settled since."""
    since: defaultdict[int, int] = defaultdict(int)
    later = sa.select(Allocation.debit_item_id, Allocation.credit_item_id, Allocation.amount)
    for debit, credit, amount in session.execute(later.where(Allocation.allocated_on > on)):
        since[debit] += amount
        since[credit] -= amount
    opened_now = (OpenItem.open_amount, OpenItem.currency, OpenItem.eur_rate)
    statement = sa.select(OpenItem.id, OpenItem.customer_id, OpenItem.due_date, *opened_now)
    statement = statement.where(OpenItem.document_date <= on)
    for row in session.execute(statement.where(sa.or_(UNSETTLED, OpenItem.id.in_(list(since))))):
        opened = row.open_amount + since[row.id]
        if opened:
            yield _Owed(row.customer_id, AgedItem(row.due_date, in_euros(opened, row.currency, row.eur_rate)))
