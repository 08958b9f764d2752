"""What a list is asked for: a chip, terms `key : value` or `a..b`, and free words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol, TypeVar

from adv_desktop.models.errors import DomainError
from adv_desktop.models.values import to_minor
from adv_desktop.services.folding import fold

T = TypeVar("T")
ALL = "all"
_SPACES = re.compile(r"[\s\u00a0\u202f€]")
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(?:(\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2}))")
_WEEK = re.compile(r"(?:(?P<year>\d{4})-)?[SW]?(?P<week>\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_TODAY = frozenset({"today", "aujourd'hui"})


class TermLike(Protocol):
    """A term of a query bar."""

    @property
    def code(self) -> str | None:
        """The key as written or as known; None for a free word."""

    @property
    def text(self) -> str:
        """The value as written."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: a key and its value as written (`a..b` for an interval)."""

    code: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list shows; every part narrows it."""

    chip: str = ALL
    terms: tuple[TermLike, ...] = ()
    words: str = ""
    customer_id: int | None = None
    product_id: int | None = None


EVERYTHING = ListFilter()


def parse(text: str, chip: str = ALL) -> ListFilter:
    """Read a query as typed: `client : dupont ; montant : 100..500 ; retard`."""
    terms: list[Term] = []
    words: list[str] = []
    for part in text.split(";"):
        key, colon, value = part.partition(":")
        if colon and key.strip():
            terms.append(Term(fold(key), value.strip()))
        elif part.strip():
            words.append(part.strip())
    return ListFilter(chip, tuple(terms), " ".join(words))


def bounds(text: str) -> tuple[str, str]:
    """Split `a..b` (either end may be missing); a single value is both ends."""
    low, dots, high = text.partition("..")
    return (low.strip(), high.strip()) if dots else (text.strip(), text.strip())


def money_bounds(term: TermLike) -> tuple[int | None, int | None]:
    """Return the ends of an interval of amounts, in minor units."""
    low, high = bounds(term.text)
    return _amount(term, low), _amount(term, high)


def number_bounds(term: TermLike) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends of an interval of quantities."""
    low, high = bounds(term.text)
    return _number(term, low), _number(term, high)


def day_bounds(term: TermLike, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day of an interval; `11/2026` and `2026` are whole months and years."""
    low, high = bounds(term.text)
    return _days(term, low, today)[0], _days(term, high, today)[1]


def week_bounds(term: TermLike, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the Monday and the Sunday of a week: `49` (the one nearest to today), `S49`, `2026-49` or `2026-W49`."""
    written = _WEEK.fullmatch(term.text.strip().upper())
    if written is None:
        raise _bad(term)
    week = int(written["week"])
    years = [int(written["year"])] if written["year"] else [today.year - 1, today.year, today.year + 1]
    try:
        mondays = [dt.date.fromisocalendar(year, week, 1) for year in years]
    except ValueError:
        raise _bad(term) from None
    monday = min(mondays, key=lambda day: abs(day - today))
    return monday, monday + dt.timedelta(days=6)


def choice_of(term: TermLike, choices: Mapping[str, T]) -> T:
    """Return the choice whose folded word begins as the value does."""
    wanted = fold(term.text)
    for word, choice in choices.items():
        if wanted and word.startswith(wanted):
            return choice
    raise _bad(term)


def tokens(words: str) -> list[str]:
    """Return the free words, folded as the search index is."""
    return fold(words).split()


def match(words: Iterable[str]) -> str:
    """Return the search expression for all the words anywhere; quoted, no sign of theirs is an operator."""
    return " AND ".join('"{}"'.format(word.replace('"', '""')) for word in words)


def read_amount(text: str) -> int | None:
    """Read an amount as typed ("1 286,02"), in minor units; None when it is not one."""
    number = read_number(text)
    return None if number is None else to_minor(number)


def read_number(text: str) -> Decimal | None:
    """Read a number as typed, with a comma or a point; None when it is not one."""
    written = _SPACES.sub("", text).replace(",", ".")
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**11 else None


def _amount(term: TermLike, text: str) -> int | None:
    number = _number(term, text)
    return None if number is None else to_minor(number)


def _number(term: TermLike, text: str) -> Decimal | None:
    if not text:
        return None
    value = read_number(text)
    if value is None:
        raise _bad(term)
    return value


def _days(term: TermLike, text: str, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    if not text:
        return None, None
    if fold(text) in _TODAY:
        return today, today
    try:
        if day := _DAY.fullmatch(text):
            d, m, y, y2, m2, d2 = day.groups()
            exact = dt.date(int(y or y2), int(m or m2), int(d or d2))
            return exact, exact
        if month := _MONTH.fullmatch(text):
            m, y, y2, m2 = month.groups()
            return month_bounds(dt.date(int(y or y2), int(m or m2), 1))
        if _YEAR.fullmatch(text):
            return dt.date(int(text), 1, 1), dt.date(int(text), 12, 31)
    except ValueError:
        raise _bad(term) from None
    raise _bad(term)


def month_bounds(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the month of a day."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _bad(term: TermLike) -> DomainError:
    return DomainError("query.bad_value", key=term.code or "", written=term.text)
