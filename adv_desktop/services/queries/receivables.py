"""What customers owe on a day: balance by age of each instalment, and the days of sales that it stands for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from adv_desktop.models.payment import Allocation, OpenItem, Payment
from adv_desktop.models.rules.ageing import AgedItem, Ageing, age
from adv_desktop.models.summaries import DayFigures, DueReceivable
from adv_desktop.services.queries import flows
from adv_desktop.services.queries.euros import in_euros
from adv_desktop.services.queries.flows import Flows
from adv_desktop.services.queries.hints import FOREIGN_ITEMS, UNSETTLED, foreign, unindexed
from adv_desktop.services.queries.periods import Period, shifted
from adv_desktop.services.queries.selected import Row

MONTHS_BACK = 36
OLDEST = dt.timedelta(days=120)  # what is due for longer is of one age


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
    return dsos(session, [on], today, flows.since(session, [on]))[0]


def dsos(session: Session, days: Sequence[dt.date], today: dt.date, since: Mapping[dt.date, Flows]) -> list[int | None]:
    """Return the DSO of several days; `since` says what happened after each of those that are past."""
    now = _receivable(session)
    sales = flows.gross_by_month(session, Period(shifted(min(days), -MONTHS_BACK), max(days)))
    found = []
    for on in days:
        left = now
        if on < today:
            # An allocation takes as much off one item as off another: only what was written since changes the sum.
            left -= since[on].owed + _abroad(session, OpenItem.amount, OpenItem.document_date > on)
        found.append(_counted_back(session, left, _sales_until(session, sales, on)))
    return found


def _sales_until(session: Session, sales: Mapping[dt.date, int], on: dt.date) -> list[tuple[int, int, dt.date]]:
    """Return (sales, days, first day) of the months back from a day, whose own month stops there."""
    own = on.replace(day=1)
    whole = (on + dt.timedelta(days=1)).day == 1
    stopped = sales if whole else flows.gross_by_month(session, Period(own, on))
    parts = [(stopped.get(own, 0), on.day, own)]
    for back in range(MONTHS_BACK):
        end = shifted(on, -back) - dt.timedelta(days=1)
        parts.append((sales.get(end.replace(day=1), 0), end.day, end.replace(day=1)))
    return parts


def _counted_back(session: Session, left: int, months: Iterable[tuple[int, int, dt.date]]) -> int | None:
    days, ever = 0, False
    for sold, length, start in months:
        ever = ever or sold > 0
        if left <= 0 or (sold <= 0 and not _sold_before(session, start)):
            break
        if sold > left:
            return days + (2 * left * length + sold) // (2 * sold)
        days, left = days + length, left - max(sold, 0)
    return days if ever else None


def _sold_before(session: Session, day: dt.date) -> bool:
    """Return whether anything was invoiced before a day: there is no use in counting back further."""
    issued = DayFigures.invoices + DayFigures.credit_notes > 0
    earlier = sa.select(DayFigures.day).where(issued, DayFigures.day < day).limit(1)
    return session.scalar(earlier) is not None


def _receivable(session: Session) -> int:
    """Return what customers owe now, credits and payments taken off, without payments made ahead on an order."""
    now = session.scalar(sa.select(sa.func.sum(DueReceivable.opened))) or 0
    return now + _abroad(session, OpenItem.open_amount, UNSETTLED) - _ahead(session)


def _ahead(session: Session) -> int:
    """Return what is left of the payments made ahead, a negative amount."""
    ahead = sa.select(Payment.id).where(Payment.order_id.is_not(None))
    statement = sa.select(OpenItem.open_amount, OpenItem.currency, OpenItem.eur_rate)
    rows = session.execute(statement.where(OpenItem.payment_id.in_(ahead), unindexed(OpenItem.open_amount) != 0))
    return sum(in_euros(*row) for row in rows)


def _abroad(session: Session, column: InstrumentedAttribute[int], condition: sa.ColumnElement[bool]) -> int:
    """Return the sum of the items in other currencies that satisfy a condition, by rate."""
    group = (OpenItem.currency, OpenItem.eur_rate)
    statement = sa.select(*group, sa.func.sum(column)).with_hint(OpenItem, FOREIGN_ITEMS)
    rows = session.execute(statement.where(foreign(OpenItem.currency), condition).group_by(*group))
    return sum(in_euros(row[2], row[0], row[1]) for row in rows)


def _open(session: Session, on: dt.date, today: dt.date, *, by_customer: bool) -> Iterable[_Owed]:
    if on < today:
        return list(_open_then(session, on))
    if not by_customer:
        due = sa.func.max(DueReceivable.due_date, on - OLDEST)
        kept = sa.select(due, sa.func.sum(DueReceivable.opened), sa.func.sum(DueReceivable.disputed))
        rows = session.execute(kept.group_by(due, DueReceivable.credit))
        euros = [_Owed(0, AgedItem(*row)) for row in rows]
        return [*euros, *_open_now(session, foreign(OpenItem.currency), customer=())]
    return _open_now(session, customer=(OpenItem.customer_id,))


def _open_now(
    session: Session, *conditions: sa.ColumnElement[bool], customer: tuple[InstrumentedAttribute[int], ...]
) -> list[_Owed]:
    group = (*customer, OpenItem.due_date, OpenItem.open_amount > 0, OpenItem.currency, OpenItem.eur_rate)
    statement = sa.select(
        *group, sa.func.sum(OpenItem.open_amount).label("open"), sa.func.sum(OpenItem.disputed_amount).label("disputed")
    )
    if not customer:
        statement = statement.with_hint(OpenItem, FOREIGN_ITEMS)
    return [_owed(row) for row in session.execute(statement.where(UNSETTLED, *conditions).group_by(*group))]


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
