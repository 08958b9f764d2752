"""Closures: days, months and years that are over, with their totals, chained and never changed.

A day is closed by itself, over the documents sealed since the day before: it refuses nothing, so that a clock set wrong
for a while only mislabels a day. A month is closed over the documents dated in it, which it then refuses: by the user,
or by itself once an invoice is dated after the end of the month that follows it. December closes its year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adv_desktop import __version__
from adv_desktop.models.audit import AuditEntry, Closure, DocumentSeal
from adv_desktop.models.base import Base
from adv_desktop.models.enums import ClosurePeriod
from adv_desktop.models.errors import DomainError
from adv_desktop.services.hashing import GENESIS, chained
from adv_desktop.services.recorder import plain_value
from adv_desktop.services.turnover import AMOUNTS, Turnover, dated, recorded

ALGORITHM = 1
MONTHS = 12
_LENGTHS = {ClosurePeriod.DAY: 10, ClosurePeriod.MONTH: 7, ClosurePeriod.YEAR: 4}
_TABLE = Base.metadata.tables[Closure.__tablename__]
# Made once: every issue asks the first.
_CLOSED_UNTIL = sa.text("SELECT max(last_day) FROM closure WHERE period = 'month'")
_HOURS = sa.text("SELECT substr(sealed_at, 1, 13), max(id) FROM document_seal WHERE id > :after GROUP BY 1 ORDER BY 2")
_FIRST_DATE = sa.text(
    "SELECT min(day) FROM (SELECT min(issue_date) AS day FROM invoice WHERE state = 'issued'"
    " UNION ALL SELECT min(paid_on) FROM payment"
    " UNION ALL SELECT min(delivery_date) FROM delivery WHERE state = 'shipped')"
)
_LAST_INVOICE = sa.text("SELECT max(issue_date) FROM invoice WHERE state = 'issued'")


def name(period: ClosurePeriod, first_day: dt.date) -> str:
    """Name a closure: 2026-11-24, 2026-11 or 2026."""
    return first_day.isoformat()[: _LENGTHS[period]]


def local_day(moment: dt.datetime) -> dt.date:
    """Return the day of an instant on this workstation."""
    return moment.astimezone().date()


def closed_until(session: Session) -> dt.date | None:
    """Return the last day of the last closed month."""
    day = session.execute(_CLOSED_UNTIL).scalar()
    return None if day is None else dt.date.fromisoformat(day)


def refuse_closed(session: Session, day: str) -> None:
    """Refuse a document dated (ISO) in a closed month, or before one."""
    until = session.execute(_CLOSED_UNTIL).scalar()
    if until is not None and day <= until:
        last = dt.date.fromisoformat(until)
        raise DomainError("period.closed", date=dt.date.fromisoformat(day), until=last, first=last + dt.timedelta(1))


def days_wait(session: Session, now: dt.datetime) -> bool:
    """Tell whether documents were sealed before this day and after the last closed one."""
    since = sa.select(DocumentSeal.sealed_at).where(DocumentSeal.id > _last_day_seal(session))
    first = session.scalar(since.order_by(DocumentSeal.id).limit(1))
    return first is not None and local_day(first) != local_day(now)


def _last_day_seal(session: Session) -> int:
    last = sa.select(sa.func.coalesce(sa.func.max(Closure.seal_id), 0)).where(Closure.period == ClosurePeriod.DAY)
    return session.execute(last).scalar_one()


def close_days(session: Session, now: dt.datetime) -> int:
    """Close the days before this one on which documents were sealed; return how many."""
    after = _last_day_seal(session)
    runs = list(_days(session, after))
    if runs and runs[-1][0] == local_day(now):
        runs.pop()
    for day, last in runs:
        _write(session, ClosurePeriod.DAY, (day, day), recorded(session, after, last), now, last)
        after = last
    return len(runs)


def _days(session: Session, after: int) -> Iterator[tuple[dt.date, int]]:
    """Return (day, last seal) of the seals after one, in the order of the chain: a clock may have gone back."""
    current: tuple[dt.date, int] | None = None
    for hour, last in session.execute(_HOURS, {"after": after}).all():
        day = local_day(dt.datetime.fromisoformat(f"{hour}:00:00+00:00"))
        if current is not None and current[0] != day:
            yield current
        current = day, last
    if current is not None:
        yield current


def close_months(session: Session, until: dt.date, now: dt.datetime) -> list[dt.date]:
    """Close every open month up to the one of a date, and the years that end; return their first days."""
    closed: list[dt.date] = []
    month = first_open_month(session) or until.replace(day=1)
    while month <= until:
        _write(session, ClosurePeriod.MONTH, (month, last_day(month)), dated(session, month, last_day(month)), now)
        closed.append(month)
        if month.month == MONTHS:
            year = dt.date(month.year, 1, 1), last_day(month)
            _write(session, ClosurePeriod.YEAR, year, dated(session, *year), now)
        month = last_day(month) + dt.timedelta(1)
    return closed


def first_open_month(session: Session) -> dt.date | None:
    """Return the month after the last closed one, or that of the first document, None when there is none."""
    until = closed_until(session)
    if until is not None:
        return until + dt.timedelta(1)
    first = session.execute(_FIRST_DATE).scalar()
    return None if first is None else dt.date.fromisoformat(first).replace(day=1)


def left_behind(session: Session) -> dt.date | None:
    """Return the last month that nobody will work in: an invoice is dated after the month that follows it.

    The documents tell, not the clock: one set years ahead closes nothing.
    """
    last = session.execute(_LAST_INVOICE).scalar()
    if last is None:
        return None
    return _month_before(_month_before(dt.date.fromisoformat(last)))


def last_day(month: dt.date) -> dt.date:
    """Return the last day of the month of a date."""
    return (month.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)


def _month_before(day: dt.date) -> dt.date:
    return (day.replace(day=1) - dt.timedelta(1)).replace(day=1)


def _write(
    session: Session,
    period: ClosurePeriod,
    days: tuple[dt.date, dt.date],
    turnover: Turnover,
    now: dt.datetime,
    last_seal: int | None = None,
) -> None:
    """Chain a closure that anchors both chains; `last_seal` None takes the last one there is."""
    previous = session.scalar(sa.select(Closure).order_by(Closure.id.desc()).limit(1))
    seal = _anchor(session, DocumentSeal, last_seal)
    audit = _anchor(session, AuditEntry, None)
    since = recorded(session, previous.seal_id if previous else 0, seal[0])
    totals = {f"total_{name}": getattr(since, name) for name in AMOUNTS}
    if previous is not None:
        totals = {name: amount + getattr(previous, name) for name, amount in totals.items()}
    row: dict[str, Any] = {
        "period": period,
        "first_day": days[0],
        "last_day": days[1],
        "closed_at": now,
        "actor": session.info["recorder"].actor,
        "algorithm": ALGORITHM,
        "program": __version__,
        "counts": dict(turnover.counts),
        **{name: getattr(turnover, name) for name in AMOUNTS},
        **totals,
        "seal_id": seal[0],
        "seal_hash": seal[1],
        "audit_id": audit[0],
        "audit_hash": audit[1],
        "previous_hash": previous.hash if previous else GENESIS,
    }
    session.execute(sa.insert(_TABLE), [{**row, "hash": digest(row)}])


def digest(row: dict[str, Any]) -> str:
    """Compute the hash of a closure from its columns."""
    facts = {name: plain_value(value) for name, value in row.items() if name not in {"id", "previous_hash", "hash"}}
    return chained(row["previous_hash"], facts)


def _anchor(session: Session, chain: type[DocumentSeal] | type[AuditEntry], row_id: int | None) -> tuple[int, str]:
    statement = sa.select(chain.id, chain.hash).order_by(chain.id.desc()).limit(1)
    found = session.execute(statement if row_id is None else statement.where(chain.id == row_id)).first()
    return (found.id, found.hash) if found else (0, GENESIS)
