"""The verbs on closures, and the closures as they are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from adv_desktop.models.audit import Closure
from adv_desktop.models.enums import ClosurePeriod
from adv_desktop.models.errors import DomainError
from adv_desktop.services import closures
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A closure as it is shown: amounts in euro cents, `total` the grand total of gross since the first document."""

    id: int
    period: ClosurePeriod
    first_day: dt.date
    last_day: dt.date
    closed_at: dt.datetime
    actor: str
    counts: Mapping[str, int]
    net: int
    vat: int
    gross: int
    receipts: int
    total: int
    hash: str

    @property
    def name(self) -> str:
        """2026-11-24, 2026-11 or 2026."""
        return closures.name(self.period, self.first_day)


@dataclass(frozen=True, slots=True)
class ClosingState:
    """Where the closures stand: the last ones first, and the month that « close » would close up to (None: none)."""

    rows: tuple[ClosureRow, ...]
    next_month: dt.date | None


class ClosingService:
    """Closes months; days and what nobody works in any more are closed by themselves."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def close_month(self, month: dt.date) -> list[ClosureRow]:
        """Close a month that is over, with the open ones before it; return the closures made, months and years."""
        first, last = month.replace(day=1), closures.last_day(month)
        today = self._clock.today()
        if last >= today:
            raise DomainError("period.not_over", month=f"{first:%Y-%m}", last=last)
        with self._store.write("period.close") as session:
            until = closures.closed_until(session)
            if until is not None and last <= until:
                raise DomainError("period.already_closed", month=f"{first:%Y-%m}", until=until)
            now = self._clock.now()
            closures.close_days(session, now)
            before = session.scalar(sa.select(sa.func.max(Closure.id))) or 0
            closures.close_months(session, first, now)
            made = session.scalars(sa.select(Closure).where(Closure.id > before).order_by(Closure.id)).all()
            return [_row(closure) for closure in made]

    def catch_up(self) -> int:
        """Close the days before this one and the months left behind; return how many closures were made."""
        with self._store.read() as session:
            behind = closures.left_behind(session)
            until = closures.closed_until(session)
            waiting = behind is not None and (until is None or behind > until)
            if not waiting and not closures.days_wait(session, self._clock.now()):
                return 0
        with self._store.write("period.close") as session:
            now = self._clock.now()
            made = closures.close_days(session, now)
            return made + (len(closures.close_months(session, behind, now)) if behind is not None else 0)

    def state(self, periods: Sequence[ClosurePeriod] = tuple(ClosurePeriod), limit: int = 100) -> ClosingState:
        """Return the last closures and the month to close next: the last one that is over."""
        with self._store.read() as session:
            statement = sa.select(Closure).where(Closure.period.in_(periods)).order_by(Closure.id.desc()).limit(limit)
            rows = tuple(_row(closure) for closure in session.scalars(statement))
            until = closures.closed_until(session)
        last_over = self._clock.today().replace(day=1) - dt.timedelta(1)
        return ClosingState(rows, last_over.replace(day=1) if until is None or last_over > until else None)


def _row(closure: Closure) -> ClosureRow:
    return ClosureRow(
        closure.id,
        closure.period,
        closure.first_day,
        closure.last_day,
        closure.closed_at,
        closure.actor,
        closure.counts,
        closure.net,
        closure.vat,
        closure.gross,
        closure.receipts,
        closure.total_gross,
        closure.hash,
    )
