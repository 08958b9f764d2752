"""Which backups are kept: the last of seven days, four weeks and twelve months, inside the disk budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

DAYS, WEEKS, MONTHS = 7, 4, 12
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What the choice looks at: when a backup was made, how large it is, whether it came before a risky work."""

    moment: dt.datetime
    size: int
    before_work: bool = False


def to_drop(backups: Sequence[Kept], budget: int) -> list[int]:
    """Return the places of the backups to delete; `budget` is in bytes, the last three always stay.

    What came before a migration, an import or a restoration is kept beside the last backup of its day.
    """
    newest_first = sorted(range(len(backups)), key=lambda place: backups[place].moment, reverse=True)
    kept = set(newest_first[:FEWEST])
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept |= _last_of_each(backups, newest_first, period, count)
    kept |= _last_of_each(backups, [place for place in newest_first if backups[place].before_work], _day, DAYS)
    ordered = [place for place in newest_first if place in kept]
    while len(ordered) > FEWEST and sum(backups[place].size for place in ordered) > budget:
        ordered.pop()
    return [place for place in newest_first if place not in ordered]


def _last_of_each(
    backups: Sequence[Kept], newest_first: Sequence[int], period: Callable[[dt.datetime], Hashable], count: int
) -> set[int]:
    """Return the newest backup of each of the last `count` periods that have one."""
    last: dict[Hashable, int] = {}
    for place in newest_first:
        last.setdefault(period(backups[place].moment), place)
    return set(list(last.values())[:count])


def _day(moment: dt.datetime) -> Hashable:
    return moment.date()


def _week(moment: dt.datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: dt.datetime) -> Hashable:
    return moment.year, moment.month
