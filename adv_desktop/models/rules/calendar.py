"""When goods leave and arrive: whose days off count, the days on which a place receives, the transit (R3, R25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from adv_desktop.models.rules.dates import (
    ClosedBecause,
    Closure,
    DateKind,
    add_working_days,
    closed_because,
    is_public_holiday,
    is_working_day,
    next_working_day,
)

# The buyer takes the goods over where they leave: what is promised is the departure.
_DEPARTURE_INCOTERMS = ("EXW", "FCA")
_FURTHEST = 3660
_OVERSEAS = ("97", "98")


@dataclass(frozen=True, slots=True)
class Shut:
    """Why a day cannot be promised, and the closure when it is one."""

    because: ClosedBecause
    closure: Closure | None = None


@dataclass(frozen=True, slots=True)
class DeliveryCalendar:
    """The days of one delivery; `transit` in the carrier's working days, `weekdays` empty = any (1 = Monday)."""

    kind: DateKind = DateKind.ARRIVAL
    transit: int = 0
    ours: tuple[Closure, ...] = ()
    carrier: tuple[Closure, ...] = ()
    theirs: tuple[Closure, ...] = ()  # the customer's and those of the place
    weekdays: tuple[int, ...] = ()

    def shut(self, day: date) -> Shut | None:
        """Say why nothing can be promised for a day; None when it can.

        While goods are on the road we may be closed: our own days off count only when goods leave on that day.
        """
        leaves_that_day = self.kind is DateKind.DEPARTURE or not self.transit
        closures = (*self.theirs, *self.carrier, *(self.ours if leaves_that_day else ()))
        because = closed_because(day, closures)
        if because is ClosedBecause.WEEKEND and self._receives_at_weekends(day):
            closing = next((closure for closure in closures if closure.covers(day)), None)
            return None if closing is None else Shut(ClosedBecause.CLOSURE, closing)
        if because is not None:
            covering = (closure for closure in closures if closure.covers(day))
            return Shut(because, next(covering, None) if because is ClosedBecause.CLOSURE else None)
        return Shut(ClosedBecause.WEEKDAY) if self.weekdays and day.isoweekday() not in self.weekdays else None

    def next_open(self, day: date) -> date:
        """Return the day itself when it can be promised, else the first one after it that can."""
        later = (day + timedelta(days=n) for n in range(_FURTHEST))
        return next((candidate for candidate in later if self.shut(candidate) is None), day)

    def departure(self, promised: date) -> date:
        """Return the day that goods must leave on to keep a promise."""
        is_departure = self.kind is DateKind.DEPARTURE
        day = promised if is_departure else add_working_days(promised, -self.transit, self.carrier)
        return day if is_working_day(day, self._leaving) else add_working_days(day, -1, self._leaving)

    def arrival(self, left: date) -> date:
        """Return the day on which goods that left should be there; their departure where that is what is promised."""
        return left if self.kind is DateKind.DEPARTURE else add_working_days(left, self.transit, self.carrier)

    def first_promise(self, leaving: date) -> date:
        """Return the first day that can be promised of goods that may leave from a day on."""
        day = next_working_day(leaving, self._leaving)
        if self.kind is DateKind.ARRIVAL:
            day = add_working_days(day, self.transit, self.carrier)
        return self.next_open(day)

    def _receives_at_weekends(self, day: date) -> bool:
        """Whether a customer said that he receives on this Saturday or Sunday; nothing leaves us on it."""
        return self.kind is DateKind.ARRIVAL and day.isoweekday() in self.weekdays and not is_public_holiday(day)

    @property
    def _leaving(self) -> tuple[Closure, ...]:
        return (*self.ours, *self.carrier)


def date_kind_of(chosen: DateKind | None, incoterm: str | None) -> DateKind:
    """Return what a customer's dates say: as chosen, else by the incoterm."""
    if chosen is not None:
        return chosen
    leaves = (incoterm or "").strip().upper().startswith(_DEPARTURE_INCOTERMS)
    return DateKind.DEPARTURE if leaves else DateKind.ARRIVAL


def counted_from(received: datetime, cut_off: time | None, closures: tuple[Closure, ...] = ()) -> date:
    """Return the day that lead times run from: that of the reception, the next one worked after the cut-off hour.

    `received` is in local time. Without a cut-off hour every day counts from itself.
    """
    day = received.date()
    if cut_off is None:
        return day
    if is_working_day(day, closures) and received.time() > cut_off:
        return add_working_days(day, 1, closures)
    return next_working_day(day, closures)


def departement_of(postcode: str | None, country: str = "FR") -> str | None:
    """Return the département of a French postcode (« 2A » and « 2B » in Corsica), None elsewhere."""
    code = (postcode or "").replace(" ", "")
    if country != "FR" or len(code) != 5 or not code.isdecimal():
        return None
    if code.startswith("20"):
        return "2A" if code < "20200" else "2B"
    return code[:3] if code.startswith(_OVERSEAS) else code[:2]
