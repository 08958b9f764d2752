"""The date that rules and documents read, and the instant that trails and files are stamped with."""

from __future__ import annotations

import datetime as dt


class Clock:
    """The machine's clock."""

    def today(self) -> dt.date:
        """Return today's date on this workstation."""
        return dt.datetime.now().astimezone().date()

    def now(self) -> dt.datetime:
        """Return the present instant, in UTC."""
        return dt.datetime.now(dt.UTC)


class FixedDay(Clock):
    """A clock whose date is chosen (`adv --today`); instants stay real."""

    def __init__(self, day: dt.date) -> None:
        self._day = day

    def today(self) -> dt.date:
        """Return the chosen date."""
        return self._day
