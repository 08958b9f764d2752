"""The lines of the day's board that were put off, or ticked as done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from adv_desktop.models.activity import Snooze
from adv_desktop.models.enums import DocumentKind
from adv_desktop.models.rules.dates import add_working_days, next_working_day
from adv_desktop.services.clock import Clock
from adv_desktop.services.store import Store, touch

# Ticked as done, but still to be done as the documents go: shown again then, so that nothing is lost for good.
DONE_DAYS = 30


class PutOff(StrEnum):
    """How long a line leaves the board."""

    DONE = "done"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A line of the board: what is to be done with which document."""

    nature: str
    kind: DocumentKind
    document_id: int


class SnoozeService:
    """Hides lines of the board for a while."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def put_off(self, lines: Iterable[BoardLine], how: PutOff) -> dt.date:
        """Hide lines; return the day they come back on if they are still to be done."""
        until = back_on(self._clock.today(), how)
        with self._store.write("board.put_off") as session:
            for line in lines:
                session.execute(_of(line))
                session.add(
                    Snooze(
                        kind=line.kind,
                        document_id=line.document_id,
                        nature=line.nature,
                        until=until,
                        done=how is PutOff.DONE,
                    )
                )
                touch(session, line.kind, line.document_id)
        return until

    def bring_back(self, lines: Iterable[BoardLine]) -> None:
        """Show lines again."""
        with self._store.write("board.bring_back") as session:
            for line in lines:
                session.execute(_of(line))
                touch(session, line.kind, line.document_id)


def back_on(today: dt.date, how: PutOff) -> dt.date:
    """Return the day that a line comes back on: always a working day, except for what is done."""
    if how is PutOff.DONE:
        return today + dt.timedelta(days=DONE_DAYS)
    if how is PutOff.TOMORROW:
        return add_working_days(today, 1)
    return next_working_day(today + dt.timedelta(days=7 - today.weekday()))


def _of(line: BoardLine) -> sa.Delete:
    return sa.delete(Snooze).where(Snooze.nature == line.nature, Snooze.document_id == line.document_id)
